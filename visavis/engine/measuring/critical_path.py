"""Which team's hands the time of clients' cases went through, walked back from each case's end; named steps, portable.

Walking back: the step that ended last held the case since it began; before that, the last one that had begun earlier; and so on.
Where steps ran side by side, the one that ended last takes the common time. What no step covers was in nobody's hands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Interval
from visavis.engine.measuring.process import DAY
from visavis.engine.measuring.resampling import ratio_interval, total_interval
from visavis.engine.portable import safe_divide, total
from visavis.engine.settling import Columns
from visavis.engine.steps import Step, step
from visavis.engine.tables import Type

NOBODY = ""
"""Stands for the time in which no step of the log had the case."""
DRAWS = 400
MOST_TEAMS = 12
"""Teams whose association is told exactly: 2 to the power of these are fitted."""
ONE, OUTCOME, OTHERS = "1", "2", "3"
"""Names of columns that are no team's, in `<name>_moments`."""
TEAM = "t:"
DAYS = tuple(f"d{rank}" for rank in range(MOST_TEAMS + 1))
"""Columns of days by team: of all the others together, then of the largest teams by rank."""
TERMS = ("one", *DAYS, "outcome")


def held_steps(name: str) -> list[Step]:
    """Steps over `<name>_activities` and `<name>_cases` (see process.py) to `<name>_by_team`: bucket, team (null: not named or too
    few people; empty: nobody), `seconds` held, of which `again` (rework: the step had come before) and `beyond` (in cases that
    came after their day, what a step took beyond its usual time; in all cases where no day is known); `cases` that it had."""
    return [
        step(
            f"{name}_walked",
            f"""SELECT a.case_of, a.bucket, a.step, a.team, a.again, a.began, a.ended, c.late,
            min(a.began) OVER (PARTITION BY a.case_of ORDER BY a.ended DESC, a.began DESC, a.place DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS later
            FROM {name}_activities AS a JOIN {name}_cases AS c ON a.case_of = c.case_of WHERE NOT c.ended IS NULL""",
            "each step of a case that is over, and when what ended after it had begun",
        ),
        step(
            f"{name}_held",
            f"""SELECT case_of, bucket, step, team, again, late,
            greatest(0, least(ended, coalesce(later, ended)) - began) AS seconds FROM {name}_walked""",
            "how long each step alone held the case, walked back from its end",
        ),
        step(
            f"{name}_usual",
            f"""SELECT step, percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) AS usual FROM {name}_held GROUP BY step""",
            "what each step usually takes: its median",
        ),
        step(
            f"{name}_dated",
            f"""SELECT CASE WHEN sum(CASE WHEN late = 1 THEN 1 ELSE 0 END) > 0 THEN 1 ELSE 0 END AS dated FROM {name}_held""",
            "whether any case came after its day",
        ),
        step(
            f"{name}_shared",
            f"""SELECT h.case_of, h.bucket, h.team, {total("h.seconds")} AS seconds,
            {total("CASE WHEN h.again = 1 THEN h.seconds ELSE 0 END")} AS again,
            {total("CASE WHEN (d.dated = 0 OR h.late = 1) AND h.seconds > u.usual THEN h.seconds - u.usual ELSE 0 END")} AS beyond
            FROM {name}_held AS h JOIN {name}_usual AS u ON h.step = u.step CROSS JOIN {name}_dated AS d
            GROUP BY h.case_of, h.bucket, h.team""",
            "how long each team held each case, of which again, and beyond what is usual",
        ),
        step(
            f"{name}_nobody",
            f"""SELECT c.case_of, c.bucket, c.ended - c.began - h.seconds AS seconds FROM {name}_cases AS c JOIN
            (SELECT case_of, {total("seconds")} AS seconds FROM {name}_shared GROUP BY case_of) AS h ON c.case_of = h.case_of
            WHERE NOT c.ended IS NULL""",
            "how long no step had the case",
        ),
        step(
            f"{name}_by_team",
            f"""SELECT bucket, team, {total("seconds")} AS seconds, {total("again")} AS again, {total("beyond")} AS beyond,
            count(*) AS cases FROM {name}_shared GROUP BY bucket, team UNION ALL
            SELECT bucket, '{NOBODY}', {total("seconds")}, 0, 0, {total("CASE WHEN seconds > 0 THEN 1 ELSE 0 END")}
            FROM {name}_nobody GROUP BY bucket""",
            "time of clients' cases in each team's hands, by group of clients",
        ),
    ]


def settled(name: str) -> dict[str, Columns]:
    """Steps of `held_steps` that several others read, with their columns, for `settling.perform`."""
    text, number = Type.TEXT, Type.INTEGER
    case = (("case_of", text), ("bucket", text))
    return {
        f"{name}_held": (
            *case,
            ("step", text),
            ("team", text),
            ("again", number),
            ("late", number),
            ("seconds", number),
        ),
        f"{name}_shared": (*case, ("team", text), ("seconds", number), ("again", number), ("beyond", number)),
        f"{name}_days": (*case, *((each, Type.DECIMAL) for each in DAYS)),
    }


@dataclass(frozen=True, slots=True)
class Held:
    """What one team had of the cases' time: days, shares of the whole with their intervals, and cases."""

    team: str | None
    cases: int
    days: float
    share: float
    interval: Interval | None
    again: float | None
    beyond: float | None
    beyond_interval: Interval | None
    days_interval: Interval | None = None
    again_interval: Interval | None = None


def held_by_team(rows: Sequence[Mapping[str, Any]], *, draws: int = DRAWS, seed: int = 0) -> list[Held]:
    """Shares of the cases' time by team out of `<name>_by_team`, most first; nobody's (NOBODY) too. Empty without any time.

    Intervals: percentiles of `draws` resamples of groups of clients (all cases of a client are in one group); none where fewer
    than two groups have any.
    """
    teams = sorted({row["team"] for row in rows}, key=lambda team: (team is None, team or ""))
    buckets = sorted({row["bucket"] for row in rows})
    place, at = {team: n for n, team in enumerate(teams)}, {bucket: n for n, bucket in enumerate(buckets)}
    kept = {what: np.zeros((len(buckets), len(teams))) for what in ("seconds", "again", "beyond", "cases")}
    for row in rows:
        for what, cells in kept.items():
            cells[at[row["bucket"]], place[row["team"]]] += row[what] or 0
    whole = kept["seconds"].sum()
    if not whole > 0:
        return []
    drawn = _drawn(len(buckets), draws, seed)
    shares, low_high = _shares(kept["seconds"], drawn)
    beyond, beyond_ends = _shares(kept["beyond"], drawn)
    sums = {what: cells.sum(axis=0) for what, cells in kept.items()}
    found = [
        Held(
            team,
            int(sums["cases"][n]),
            float(sums["seconds"][n] / DAY),
            float(shares[n]),
            low_high[n] if low_high else None,
            float(sums["again"][n] / sums["seconds"][n]) if sums["seconds"][n] else None,
            float(beyond[n]) if kept["beyond"].sum() > 0 else None,
            beyond_ends[n] if beyond_ends else None,
            total_interval(kept["seconds"][:, n] / DAY, draws=draws, seed=seed),
            ratio_interval(kept["again"][:, n], kept["seconds"][:, n], draws=draws, seed=seed),
        )
        for team, n in place.items()
    ]
    return sorted(found, key=lambda one: (-one.share, one.team or ""))


def _drawn(groups: int, draws: int, seed: int) -> npt.NDArray[np.float64]:
    """How often each group is in each draw."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(groups, np.full(groups, 1 / groups), size=draws).astype(np.float64)


def _shares(
    cells: npt.NDArray[np.float64], drawn: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], list[Interval] | None]:
    whole = cells.sum()
    shares = cells.sum(axis=0) / whole if whole else np.zeros(cells.shape[1])
    sums = drawn @ cells
    sums = sums[sums.sum(axis=1) > 0]
    if (cells.sum(axis=1) > 0).sum() < 2 or not len(sums):
        return shares, None
    ends = np.percentile(sums / sums.sum(axis=1, keepdims=True), [2.5, 97.5], axis=0)
    return shares, [(float(low), float(high)) for low, high in ends.T]


def day_steps(name: str) -> list[Step]:
    """Steps to `<name>_days`: a row for each case that is over, with the days that each of the largest teams had it, by their
    rank in `<name>_largest` (d1 …), and that all the others had it together (d0); null: never."""
    largest = ", ".join(
        f"{_days(total(f'CASE WHEN l.rank = {rank} THEN s.seconds END'))} AS d{rank}"
        for rank in range(1, MOST_TEAMS + 1)
    )
    others = total(f"CASE WHEN l.rank IS NULL OR l.rank > {MOST_TEAMS} THEN s.seconds END")
    return [
        step(
            f"{name}_largest",
            f"""SELECT team, row_number() OVER (ORDER BY seconds DESC, team) AS rank FROM (SELECT team, {total("seconds")} AS seconds
            FROM {name}_shared WHERE NOT team IS NULL GROUP BY team) AS t""",
            "teams, those that had the most time first",
        ),
        step(
            f"{name}_days",
            f"""SELECT s.case_of, s.bucket, {_days(others)} AS d0, {largest} FROM {name}_shared AS s
            LEFT JOIN {name}_largest AS l ON s.team = l.team GROUP BY s.case_of, s.bucket""",
            "per case: days in each team's hands",
        ),
    ]


def _days(seconds: str) -> str:
    return safe_divide(seconds, str(DAY))


def moment_steps(name: str, outcomes: str) -> list[Step]:
    """The step `<name>_moments`: by bucket, the sums of products of days in each team's hands (`<name>_days`), of 1 and of the
    outcome, over the cases of which the view `outcomes` (case_of, outcome) tells; a column for each two, `<one>_<other>`."""
    sums = ", ".join(f"sum(t.{a} * t.{b}) AS {a}_{b}" for a, b in combinations_with_replacement(TERMS, 2))
    days = ", ".join(f"d.{each}" for each in DAYS)
    return [
        step(
            f"{name}_moments",
            f"""SELECT t.bucket, {sums} FROM (SELECT d.bucket, {days}, CAST(1 AS DOUBLE) AS one, CAST(o.outcome AS DOUBLE) AS outcome
            FROM {name}_days AS d JOIN {outcomes} AS o ON d.case_of = o.case_of) AS t GROUP BY t.bucket""",
            "sums of products, by group of clients: all that the association is fitted from",
        ),
    ]


def moments(rows: Sequence[Mapping[str, Any]], largest: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `<name>_moments` as one for each product (bucket, first, second, product), teams by their names in `<name>_largest`."""
    names = {f"d{row['rank']}": TEAM + row["team"] for row in largest if row["rank"] <= MOST_TEAMS}
    names |= {"one": ONE, "outcome": OUTCOME, "d0": OTHERS}
    return [
        {"bucket": row["bucket"], "first": names[a], "second": names[b], "product": row[f"{a}_{b}"]}
        for row in rows
        for a, b in combinations_with_replacement(TERMS, 2)
        if row[f"{a}_{b}"] is not None
    ]
