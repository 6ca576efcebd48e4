"""Named SQL steps from cases of promises to the counts of each week before and after a start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from visavis.engine.measuring.effects import Series
from visavis.engine.portable import days_between, total
from visavis.engine.steps import Step, literal, step

WEEK = 7


@dataclass(frozen=True, slots=True)
class Sided:
    """One series: every due case of a promise, or those of some teams alone."""

    promise: str
    teams: tuple[str, ...] = ()

    @property
    def condition(self) -> str:
        """SQL over `cases`."""
        named = f" AND team IN ({', '.join(map(literal, self.teams))})" if self.teams else ""
        return f"promise = {literal(self.promise)}{named}"


@dataclass(frozen=True, slots=True)
class Window:
    """Which days count: `before` days ahead of `starts_on`, then from `waits` days after it up to and with `reads_on`."""

    starts_on: date
    waits: int
    reads_on: date
    before: int

    @property
    def weeks(self) -> tuple[int, int]:
        """Whole weeks before the start, and after the wait."""
        after = (self.reads_on - self.starts_on).days + 1 - self.waits
        return self.before // WEEK, max(0, after) // WEEK


def week_steps(name: str, sides: Sequence[Sided], window: Window) -> list[Step]:
    """Steps to `<name>_by_week` (side, phase, week, kept, n) over the view `cases`.

    `side` is the place in `sides`; `phase` 0 counts whole weeks back from the day before the start (week 1 is the last of them),
    `phase` 1 whole weeks on from the end of the wait (week 1 is the first). Cases still open or untestable are left out.
    """
    weeks_before, weeks_after = window.weeks
    since = days_between(f"DATE '{window.starts_on}'", "on_day")
    phases = (
        (0, f"(-{since} + {WEEK - 1}) // {WEEK}", f"{since} < 0", weeks_before),
        (1, f"({since} - {window.waits}) // {WEEK} + 1", f"{since} >= {window.waits}", weeks_after),
    )
    taken = []
    for side, each in enumerate(sides):
        for phase, week, when, most in phases:
            taken.append(
                f"SELECT {side} AS side, {phase} AS phase, CAST({week} AS BIGINT) AS week, outcome, n FROM cases "
                f"WHERE {each.condition} AND NOT on_day IS NULL AND {when} AND {week} <= {most} "
                "AND outcome IN ('kept', 'late', 'partial', 'broken')"
            )
    return [
        step(f"{name}_cases", " UNION ALL ".join(taken), "due cases of the action and of its controls, by week"),
        step(
            f"{name}_by_week",
            f"""SELECT side, phase, week, {total("CASE WHEN outcome = 'kept' THEN n ELSE 0 END")} AS kept, {total("n")} AS n
            FROM {name}_cases GROUP BY side, phase, week""",
            "kept and due cases of each week and side",
        ),
    ]


def series_of(rows: Sequence[dict[str, Any]], sides: int, window: Window) -> list[Series]:
    """One series for each side, all over the same weeks, those without cases counted as 0 of 0."""
    weeks_before, weeks_after = window.weeks
    counted = np.zeros((sides, 2, weeks_before + weeks_after))
    for row in rows:
        place = weeks_before - row["week"] if row["phase"] == 0 else weeks_before + row["week"] - 1
        counted[row["side"], :, place] = row["kept"], row["n"]
    after = np.arange(weeks_before + weeks_after) >= weeks_before
    return [Series.of(after, kept, n) for kept, n in counted]
