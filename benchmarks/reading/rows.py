"""One line of the table: what was measured, on how much, beside which baseline, against which goal."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A figure and its baseline, both measured in this run; `reached` tells whether the goal is, None where there is none.

    `low` and `high` bound the figure (95 %) where it has an interval; `unit` follows it (`F1`, `docs/CPU s`, `MB` …).
    """

    task: str
    n: int
    ours: float
    unit: str
    baseline: float | None = None
    baseline_name: str = ""
    low: float | None = None
    high: float | None = None
    goal: str = ""
    reached: bool | None = None


def print_rows(rows: Iterable[Row]) -> None:
    """One line each, columns aligned for a terminal of 140 characters."""
    print(f"{'task':<58}{'n':>7}  {'baseline':<28}{'ours':>9}  {'95 %':<15}{'unit':<12}{'goal'}")
    for row in rows:
        baseline = "–" if row.baseline is None else f"{_short(row.baseline)} {row.baseline_name}"
        bounds = "" if row.low is None or row.high is None else f"{_short(row.low)}–{_short(row.high)}"
        state = "" if row.reached is None else " reached" if row.reached else " NOT reached"
        print(
            f"{row.task:<58}{row.n:>7}  {baseline:<28}{_short(row.ours):>9}  {bounds:<15}{row.unit:<12}{row.goal}{state}"
        )


def _short(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if abs(value) >= 10 else f"{value:.3f}"
