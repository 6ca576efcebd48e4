"""Rows of measures as they may be told: anew, as they were told last, or not at all."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.waves import Verdict
from visavis.engine.tables import MEASURES
from visavis.mirror.guard.messages import key_of
from visavis.mirror.guard.standing import Which

HIDDEN = "fewer_than_five"
"""Why nothing is told of a group."""

Row = dict[str, Any]
Former = Mapping[tuple[str, str | None, str | None], list[Row]]


@dataclass(frozen=True, slots=True)
class Held:
    """What was decided of the groups of some figures (name of the measure, group; no group: its whole), and the groups behind
    which somebody stands."""

    verdict: Verdict
    named: frozenset[str]


class Before:
    """Rows of groups as the run before told them; read once, and only where they are needed."""

    def __init__(self, lake: Lake, manifest: Manifest) -> None:
        self.lake, self.manifest = lake, manifest
        self._rows: Former | None = None

    @property
    def rows(self) -> Former:
        """By name, period and group."""
        if self._rows is None:
            import pyarrow.parquet as parquet

            found: dict[tuple[str, str | None, str | None], list[Row]] = defaultdict(list)
            names = [column.name for column in MEASURES.columns]
            for piece in self.lake.pieces(self.manifest.of(MEASURES.name), MEASURES):
                for file in piece.files:
                    for row in parquet.read_table(Path(file)).to_pylist():
                        key = row["name"], row["period"], row.get("grouping")
                        found[key].append({each: row.get(each) for each in names})
            self._rows = found
        return self._rows


def told_rows(family: Sequence[Row], held: Mapping[Which, Held], before: Before, chosen: Collection[str]) -> list[Row]:
    """The rows of one measure as they may be told; the whole of one in `chosen` is a group like others."""
    found: list[Row] = []
    by_group: dict[str | None, list[Row]] = defaultdict(list)
    for row in family:
        by_group[row["grouping"]].append(row)
    for group, rows in by_group.items():
        if group is None and rows[0]["name"] not in chosen:
            found += rows
            continue
        told = [_row(row, _of_figure(held, row), before) for row in rows]
        found += told if any(row["reason"] != HIDDEN for row in told) else told[:1]
    return found


def _of_figure(held: Mapping[Which, Held], row: Row) -> Held | None:
    """What was decided for a figure: that of facts behind figures of its name; else that of all others."""
    others, nearest, length = None, None, 0
    for (_, figures), one in held.items():
        if key_of(row["name"], row["grouping"] or "") in one.named:
            fits = max((len(each) for each in figures if row["figure"].startswith(each)), default=0)
            if fits > length:
                nearest, length = one, fits
            others = others if figures else one
    return nearest or others


def _row(row: Row, held: Held | None, before: Before) -> Row:
    group = key_of(row["name"], row["grouping"] or "")
    if held is None or group not in held.named or group in held.verdict.fresh:
        return row
    if group in held.verdict.stale:
        for last in before.rows.get((row["name"], row["period"], row["grouping"]), []):
            if last["figure"] == row["figure"]:
                return last
    return _hidden(row)


def _hidden(row: Row) -> Row:
    """That there is such a group, and that nothing is told of it."""
    return row | dict.fromkeys(("value", "low", "high", "method")) | {"n": 0, "reason": HIDDEN}
