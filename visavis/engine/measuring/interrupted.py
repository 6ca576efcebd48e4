"""Named SQL steps from what a series counts (cases of a promise, answers, delays) to the counts of each week around a start.

A *tally* is a view with `on_day`, `team`, `client_ref`, `staff`, `kept` and `n`; see `aimed`. Series of some teams or of one kind of
client are told only where five people stand behind them and behind what they leave of the whole (`people_steps`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from visavis.engine.measuring.effects import Series
from visavis.engine.portable import days_between, total
from visavis.engine.steps import Step, literal, step

WEEK = 7
BLOCK = 4
"""Weeks of one point of a chart."""


@dataclass(frozen=True, slots=True)
class Sided:
    """One series: a promise or a measure (one of them empty), of all clients or one kind of them, of all teams or some.

    A measure is a key such as `answer:7d` (`visavis.change.aims`). The share is of due cases kept, or of what the measure counts.
    """

    promise: str
    teams: tuple[str, ...] = ()
    measure: str = ""
    segment: str = ""

    @property
    def of(self) -> str:
        """What is counted: the name of its promise, or the key of its measure."""
        return self.measure or self.promise

    @property
    def apart(self) -> bool:
        """Whether it counts a part of the whole, so that five people must stand behind it."""
        return bool(self.teams or self.segment)

    @property
    def condition(self) -> str:
        """SQL over its tally."""
        parts = [f"team IN ({', '.join(map(literal, self.teams))})"] if self.teams else []
        parts += [f"segment = {literal(self.segment)}"] if self.segment else []
        return " AND ".join(parts) or "1 = 1"


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

    @property
    def phases(self) -> tuple[tuple[int, str, str], ...]:
        """For phase 0 (before) and 1 (after): SQL of the week of `on_day`, counted from 1 away from the start, and where it holds."""
        since = days_between(f"DATE '{self.starts_on}'", "on_day")
        before, after = self.weeks
        first = f"CAST((-{since} + {WEEK - 1}) // {WEEK} AS BIGINT)"
        then = f"CAST(({since} - {self.waits}) // {WEEK} + 1 AS BIGINT)"
        return (
            (0, first, f"{since} < 0 AND {first} <= {before}"),
            (1, then, f"{since} >= {self.waits} AND {then} <= {after}"),
        )


def week_steps(name: str, sides: Sequence[Sided], tallies: Sequence[str], window: Window) -> list[Step]:
    """Steps to `<name>_by_week` (side, phase, week, kept, n) over `tallies`, the view of each side.

    `side` is the place in `sides`; `phase` 0 counts whole weeks back from the day before the start (week 1 is the last of them),
    `phase` 1 whole weeks on from the end of the wait (week 1 is the first).
    """
    taken = [
        f"SELECT {side} AS side, {phase} AS phase, {week} AS week, kept, n FROM {tally} "
        f"WHERE {each.condition} AND NOT on_day IS NULL AND {when}"
        for side, (each, tally) in enumerate(zip(sides, tallies, strict=True))
        for phase, week, when in window.phases
    ]
    return [
        step(f"{name}_cases", " UNION ALL ".join(taken), "what the action and its controls count, by week"),
        step(
            f"{name}_by_week",
            f"SELECT side, phase, week, sum(CAST(kept AS DOUBLE)) AS kept, {total('n')} AS n FROM {name}_cases GROUP BY side, phase, week",
            "kept and counted of each week and side",
        ),
    ]


def people_steps(name: str, sides: Sequence[Sided], tallies: Sequence[str], window: Window) -> list[Step]:
    """Steps to `<name>_people` (side, phase, block, inside, people, clients) of the sides that are a part of the whole.

    `block` is a block of four weeks, −1 for the whole phase; `inside` 1 counts the part, 0 what it leaves. None where no side is
    a part.
    """
    taken = [
        f"SELECT {side} AS side, {phase} AS phase, ({week} - 1) // {BLOCK} AS block, "
        f"CASE WHEN {each.condition} THEN 1 ELSE 0 END AS inside, staff, client_ref FROM {tally} WHERE NOT on_day IS NULL AND {when}"
        for side, (each, tally) in enumerate(zip(sides, tallies, strict=True))
        if each.apart
        for phase, week, when in window.phases
    ]
    if not taken:
        return []
    counted = "count(DISTINCT staff) AS people, count(DISTINCT client_ref) AS clients"
    return [
        step(f"{name}_behind", " UNION ALL ".join(taken), "who stands behind what is counted"),
        step(
            f"{name}_people",
            f"""SELECT side, phase, CAST(block AS BIGINT) AS block, inside, {counted} FROM {name}_behind GROUP BY side, phase, block, inside
            UNION ALL SELECT side, phase, CAST(-1 AS BIGINT) AS block, inside, {counted} FROM {name}_behind GROUP BY side, phase, inside""",
            "how many people and clients stand behind each",
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
