"""What clients answered, who stayed and who recommends us: the figures of a run for one page, kept as a document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import Runner
from visavis.mirror.reasons import reason
from visavis.mirror.reflection import Amount, Step

KINDS_TOLD = ("survey", "retention", "advocacy")
COLUMNS = ("name", "kind", "period", "grouping", "figure", "value", "n", "unit", "low", "high", "method", "reason")


def as_document(runner: Runner, lake: Lake, manifest: Manifest) -> dict[str, Any]:
    """The rows of the run's measures that the page is made of, and the steps behind them."""
    lake.show(runner, manifest, ["measures"])
    kinds = ", ".join(f"'{kind}'" for kind in KINDS_TOLD)
    rows = runner.rows(
        f"SELECT {', '.join(COLUMNS)} FROM measures WHERE kind IN ({kinds}) ORDER BY name, grouping, period, position"
    )
    ledger: Mapping[str, Any] = manifest.ledger.get("measures", {})
    names = {row["name"] for row in rows}
    return {
        "rows": [[row[column] for column in COLUMNS] for row in rows],
        "steps": {
            name: [[step["name"], step["sql"]] for step in told["steps"]]
            for name, told in ledger.items()
            if name in names
        },
    }


@dataclass(slots=True)
class Part:
    """One measure over all, or of one instrument, cohort or promise: figures over all time, and those of each period."""

    name: str
    kind: str
    grouping: str | None
    figures: dict[str, Amount] = field(default_factory=dict)
    periods: dict[date, dict[str, Amount]] = field(default_factory=dict)

    @property
    def value(self) -> Amount:
        """Its first figure."""
        return self.figures["value"]


@dataclass(frozen=True, slots=True)
class Answered:
    """Everything that the page tells."""

    parts: list[Part]
    steps: dict[str, list[Step]]

    def of(self, kind: str) -> list[Part]:
        """The parts of one kind that are about a class: instruments, cohorts, promises."""
        return [part for part in self.parts if part.kind == kind and part.grouping is not None]

    def whole(self, kind: str) -> Part | None:
        """The part of one kind over all."""
        return next((part for part in self.parts if part.kind == kind and part.grouping is None), None)

    def steps_of(self, kind: str) -> list[Step]:
        """The queries behind one kind."""
        names = dict.fromkeys(part.name for part in self.parts if part.kind == kind)
        return [step for name in names for step in self.steps.get(name, [])]


def from_document(document: Mapping[str, Any]) -> Answered:
    """What `as_document` wrote."""
    parts: dict[tuple[str, str | None], Part] = {}
    for row in _rows(document.get("rows", [])):
        key = (row["name"], row["grouping"])
        part = parts.setdefault(key, Part(row["name"], row["kind"], row["grouping"]))
        figures = part.figures if row["period"] is None else part.periods.setdefault(_month(row["period"]), {})
        figures[row["figure"]] = _amount(row)
    steps = {name: [Step(*each) for each in told] for name, told in document.get("steps", {}).items()}
    return Answered([part for part in parts.values() if "value" in part.figures], steps)


def _rows(rows: Iterable[list[Any]]) -> Iterable[dict[str, Any]]:
    return (dict(zip(COLUMNS, row, strict=True)) for row in rows)


def _amount(row: Mapping[str, Any]) -> Amount:
    interval = None if row["low"] is None and row["high"] is None else (row["low"], row["high"])
    return Amount(row["figure"], row["value"], row["n"], row["unit"], interval, row["method"], reason(row["reason"]))


def _month(period: str) -> date:
    return date.fromisoformat(f"{period}-01")
