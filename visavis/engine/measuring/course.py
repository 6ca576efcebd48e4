"""What becomes of the cases of a promise, day by day since they began: kept, missed, or still waiting (Aalen–Johansen).

A case is kept on the day on which it was done; it is missed at the end of the day on which it was due, when it was not done by
then, or on the day on which it was done in part. Both exclude each other. Cases not yet due count for as long as they were watched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from visavis.engine.measuring.competing import CENSORED, Incidence, aalen_johansen
from visavis.engine.measuring.intervals import wilson
from visavis.engine.portable import days_between, total
from visavis.engine.steps import Step, literal, step

KEPT, MISSED = 1, 2
FEWEST = 5
"""Cases that must still wait for a day to be told: beyond, the curve hangs on a handful."""

MOST_POINTS = 240
"""Days that a course keeps; of longer ones every second, third … is left out."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A promise with a due moment: over which facts (`table`, and `type`, None: any), and the last day that they tell of."""

    promise: str
    table: str
    type: str | None
    until: date


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1 with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Day:
    """The end of a day since the start: how many cases were watched that long, and what had become of all."""

    day: int
    at_risk: int
    kept: Share
    missed: Share
    waiting: Share


@dataclass(frozen=True, slots=True)
class Course:
    """The days on which something became of cases; `n` cases, of which `open` ones were still waiting when last seen.

    `unplaced` cases are left out: nothing says when they began or ended, or they ended before they began.
    """

    days: tuple[Day, ...]
    n: int
    open: int
    unplaced: int
    reason: str | None = None


def course_steps(watched: Sequence[Watched]) -> list[Step]:
    """Steps over `cases`, `events`, `exchanges` and `ratings` to `case_courses`: promise, days (null: not placed), state, n."""
    rows = ", ".join(
        f"({literal(each.promise)}, {literal(each.table)}, {literal(each.type)}, CAST({literal(each.until.isoformat())} AS DATE))"
        for each in watched
    )
    facts = " UNION ALL ".join(
        f"SELECT {literal(table)} AS fact, {kind} AS type, source, key, occurred_on FROM {table}"
        for table, kind in (("events", "type"), ("ratings", "instrument"), ("exchanges", "CAST(NULL AS VARCHAR)"))
    )
    return [
        step(
            "watched_promises",
            f"""SELECT CAST(promise AS VARCHAR) AS promise, CAST(fact AS VARCHAR) AS fact, CAST(type AS VARCHAR) AS type, until_day
            FROM (VALUES {rows or "('', '', '', CAST(NULL AS DATE))"}) AS w (promise, fact, type, until_day)""",
            "promises with a due moment, and the last day that their facts tell of",
        ),
        step(
            "case_starts",
            f"""SELECT w.promise, f.source, f.key, min(f.occurred_on) AS began, min(w.until_day) AS until_day
            FROM watched_promises AS w JOIN ({facts}) AS f ON w.fact = f.fact AND (w.type IS NULL OR w.type = f.type)
            GROUP BY w.promise, f.source, f.key""",
            "the day on which each case began",
        ),
        step(
            "case_ends",
            f"""SELECT c.promise, c.n, s.began, CASE WHEN c.outcome = 'kept' THEN {KEPT} WHEN c.outcome = 'open' THEN {CENSORED}
            ELSE {MISSED} END AS state, CASE WHEN c.outcome IN ('kept', 'partial') THEN coalesce(c.done_on, c.due_on)
            WHEN c.outcome = 'open' THEN s.until_day ELSE c.due_on END AS ended
            FROM cases AS c JOIN case_starts AS s ON c.promise = s.promise AND c.source = s.source AND c.key = s.key
            WHERE c.outcome <> 'untestable'""",
            "what became of each case, and on which day",
        ),
        step(
            "case_courses",
            f"""SELECT promise, CASE WHEN ended >= began THEN {days_between("began", "ended")} END AS days, state,
            {total("n")} AS n FROM case_ends
            GROUP BY promise, CASE WHEN ended >= began THEN {days_between("began", "ended")} END, state""",
            "how many cases ended how, after how many days",
        ),
    ]


def course(days: Sequence[int | None], states: Sequence[int], counts: Sequence[int]) -> Course:
    """The course of the cases of one promise out of the rows of `case_courses`.

    `reason` is a code where nothing can be told: no case was due yet, or fewer than FEWEST ended.
    """
    placed = np.array([day is not None for day in days], dtype=bool)
    when = np.array([-1 if day is None else day for day in days], dtype=np.int64)[placed]
    ends = np.array(states, dtype=np.int64)[placed]
    n = np.array(counts, dtype=np.int64)[placed]
    every, waiting = int(n.sum()), int(n[ends == CENSORED].sum())
    unplaced = int(sum(counts)) - every
    if every - waiting < FEWEST:
        reason = "no_course" if unplaced and not every else "none_due" if every == waiting else "few_cases"
        return Course((), every, waiting, unplaced, reason)
    found = aalen_johansen(when, ends, n)
    ended = aalen_johansen(when, np.minimum(ends, KEPT), n)
    at_risk = [int(n[when >= time].sum()) for time in found.times]
    # The first days are told whatever their number of cases is: all were watched then.
    last = max((place for place, watched in enumerate(at_risk) if watched >= FEWEST), default=0) + 1
    every_nth = -(-last // MOST_POINTS)
    known = [every - int(n[(ends == CENSORED) & (when < time)].sum()) for time in found.times]
    kept, missed = (_shares(found.of.get(end), known) for end in (KEPT, MISSED))
    over = _shares(ended.of[KEPT], known)
    told = tuple(
        Day(
            int(found.times[at]),
            at_risk[at],
            kept[at],
            missed[at],
            Share(1 - over[at].value, 1 - over[at].high, 1 - over[at].low),
        )
        for at in range(last)
        if at % every_nth == 0 or at == last - 1
    )
    return Course(told, every, waiting, unplaced)


def _shares(found: Incidence | None, known: Sequence[int]) -> list[Share]:
    """The shares with their intervals; of none, and of all, the interval is Wilson's, over those not lost from sight before."""
    if found is None:
        return [Share(0.0, *wilson(0, n)) for n in known]
    shares = []
    for value, low, high, n in zip(found.share, found.low, found.high, known, strict=True):
        inside = 1e-9 < value < 1 - 1e-9
        ends = (float(low), float(high)) if inside else wilson(n if value > 0.5 else 0, n)
        shares.append(Share(min(1.0, max(0.0, float(value))), *ends))
    return shares
