"""Figures of one measure by what they are about: what publish keeps of it as a document, and what pages read of that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import literal
from visavis.mirror.reasons import reason
from visavis.mirror.reflection import Amount


@dataclass(frozen=True, slots=True)
class Grouped:
    """The figures about one thing (None: over all); the first is their value."""

    about: str | None
    value: Amount
    figures: tuple[Amount, ...]

    def figure(self, name: str) -> Amount | None:
        """The figure of that name."""
        return next((figure for figure in self.figures if figure.name == name), None)


def grouped_document(session: DuckDB, lake: Lake, manifest: Manifest, kind: str) -> dict[str, Any]:
    """The rows of the first measure of `kind`, in order, with the steps that it ran; empty where there is none."""
    lake.show(session, manifest, ["measures"])
    rows = session.rows(
        f"""SELECT name, grouping, position, figure, value, n, unit, low, high, method, reason FROM measures
        WHERE kind = {literal(kind)} AND name = (SELECT min(name) FROM measures WHERE kind = {literal(kind)})"""
    )
    if not rows:
        return {}
    name = rows[0]["name"]
    kept = manifest.ledger.get("measures", {}).get(name, {})
    figures = [{key: each for key, each in row.items() if key != "name"} for row in rows]
    return {"name": name, "figures": figures, "steps": kept.get("steps", [])}


def groups(document: Mapping[str, Any]) -> list[Grouped]:
    """What a document holds: over all first, then by name of what the figures are about."""
    found: dict[str | None, list[dict[str, Any]]] = {}
    for row in document.get("figures", []):
        found.setdefault(row["grouping"], []).append(row)
    kept = []
    for about, rows in sorted(found.items(), key=lambda each: (each[0] is not None, each[0] or "")):
        amounts = tuple(_amount(row) for row in sorted(rows, key=lambda row: row["position"]))
        kept.append(Grouped(about, amounts[0], amounts))
    return kept


def of_group(found: Iterable[Grouped], about: str | None) -> Grouped | None:
    """The group about that."""
    return next((each for each in found if each.about == about), None)


def _amount(row: Mapping[str, Any]) -> Amount:
    ends = None if row["low"] is None and row["high"] is None else (row["low"], row["high"])
    return Amount(
        row["figure"], row["value"], row["n"] or 0, row["unit"] or "", ends, row["method"], reason(row["reason"])
    )
