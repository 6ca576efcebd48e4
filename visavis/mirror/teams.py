"""For whom teams work and what they answer: the figures of a run for one page, kept as a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.mirror.grouped import Grouped, grouped_document, groups, of_group
from visavis.mirror.reflection import Amount

CODES = ("unreliable", "members_disagree", "teams_alike", "by_chance")
"""Why teams' means are drawn to that of all."""


def as_document(session: DuckDB, lake: Lake, manifest: Manifest) -> dict[str, Any]:
    """The rows of the run's measures `roots` and `climate`, and the steps behind them."""
    lake.show(session, manifest, ["measures"])
    rows = session.rows(
        """SELECT name, period, grouping, position, figure, value, n, unit, low, high, method, reason FROM measures
        WHERE kind = 'climate' ORDER BY name, period, grouping, position"""
    )
    kept = manifest.ledger.get("measures", {})
    waves: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        named = {key: each for key, each in row.items() if key not in ("name", "period")}
        waves.setdefault((row["name"], row["period"] or ""), []).append(named)
    return {
        "roots": grouped_document(session, lake, manifest, "roots"),
        "climate": [
            {"name": name, "says": kept.get(name, {}).get("says"), "period": period, "figures": figures}
            for (name, period), figures in waves.items()
        ],
        "steps": [
            step for name in dict.fromkeys(name for name, _ in waves) for step in kept.get(name, {}).get("steps", [])
        ],
    }


@dataclass(frozen=True, slots=True)
class ScaleTold:
    """One scale in one wave: figures over all by name (`mean`, `alpha` …), why teams are drawn together, and the teams."""

    name: str
    whole: Mapping[str, Amount]
    drawn: tuple[Amount, ...]
    teams: tuple[tuple[str, Amount], ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave of answers; `value` is how many sheets, or why nothing is told. Teams of which nothing may be told are counted."""

    name: str
    says: Mapping[str, str] | None
    period: str
    value: Amount
    told: Amount | None
    scales: tuple[ScaleTold, ...]


def waves(document: Mapping[str, Any]) -> list[Wave]:
    """The last wave first."""
    found = [_wave(each) for each in document.get("climate", [])]
    return sorted(found, key=lambda one: (one.period, one.name), reverse=True)


def _wave(kept: Mapping[str, Any]) -> Wave:
    found = groups(kept)
    whole = of_group(found, None)
    of_teams = [each for each in found if each.about is not None]
    figures = whole.figures if whole else ()
    names = dict.fromkeys(each.name.rpartition(":")[0] for each in figures if ":" in each.name)
    scales = tuple(_scale(name, figures, of_teams) for name in names)
    value = figures[0] if figures else Amount("value", None, 0, "answer")
    told = whole.figure("teams_told") if whole else None
    return Wave(kept["name"], kept.get("says"), kept["period"], value, told, scales)


def _scale(name: str, figures: tuple[Amount, ...], of_teams: list[Grouped]) -> ScaleTold:
    own = {each.name.rpartition(":")[2]: each for each in figures if each.name.rpartition(":")[0] == name}
    found = [(one.about or "", figure) for one in of_teams if (figure := one.figure(name)) and figure.value is not None]
    teams = tuple(sorted(found, key=lambda each: -(each[1].value or 0.0)))
    return ScaleTold(name, own, tuple(own[code] for code in CODES if code in own), teams)
