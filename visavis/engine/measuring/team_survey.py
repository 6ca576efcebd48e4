"""What teams answer about their own work: whether the questions go together, whether a team has a view of its own, and its mean.

One row is one person's sheet: a team and an answer to each item; nobody is named. A scale is the mean of its items over sheets that
answer them all. The gate (MEASURES 6) decides whether teams' means stand as they are or are drawn towards the mean of all; a team is
told where at least five sheets stand behind it, and what is left of the whole hides as many.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.climate import Groups, gate, of_groups, shrunken, within_group
from visavis.engine.measuring.intervals import Interval, mean_interval, median_ranks
from visavis.engine.measuring.psychometrics import alpha, omega
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.measuring.values import RANKS_95, Figure
from visavis.engine.steps import Step, step
from visavis.vocabulary import SMALLEST_GROUP

Floats = npt.NDArray[np.float64]
FELDT_95, OMEGA_95, ICC_95 = "Feldt 95 %", "jackknife of 20 blocks 95 %", "ICC, F 95 %"
STUDENT_95, SHRUNKEN_95 = "mean of the team, Student 95 %", "drawn to the mean of all by ICC(2), Morris 95 %"
BLOCKS = 20
MOST_OPTIONS = 21


def sheet_steps(
    name: str, facts: Facts, team: str, items: Sequence[str], where: Mapping[str, object], length: int
) -> list[Step]:
    """Steps to `<name>_sheets` (sheet, team, period, i_0, i_1 …): a row for each sheet, items as numbers, `length` letters of the day."""
    fields = {"sheet": "key", "team": team, **{f"i_{place}": path for place, path in enumerate(items)}}
    selection = Selection(fields, {"occurred": "occurred_at"}, where=where)  # type: ignore[arg-type]
    numbers = ", ".join(f"CAST(i_{place} AS DOUBLE) AS i_{place}" for place in range(len(items)))
    period = f"coalesce(substr(CAST(occurred_on AS VARCHAR), 1, {length}), '')" if length else "''"
    return [
        *select_rows(f"{name}_answers", facts, selection, "each sheet, as it was given"),
        step(
            f"{name}_sheets",
            f"SELECT source || '/' || sheet AS sheet, coalesce(team, '') AS team, {period} AS period, {numbers} FROM {name}_answers",
            "each sheet with its team and wave",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Scale:
    """The figures of one scale over all, and those of the teams that may be told of."""

    whole: tuple[Figure, ...]
    teams: Mapping[str, Figure]


def tell_scale(name: str, answers: npt.ArrayLike, teams: npt.ArrayLike, low: float, high: float) -> Scale:
    """One scale: `answers` has a row for each sheet and a column for each item, `teams` their names (empty: none known).

    Figures over all are called `<name>:mean`, `:alpha`, `:omega`, `:icc_1`, `:icc_2`, `:r_wg`, and `<name>:<code>` for each reason
    why means are drawn to that of all. Answers outside `low` to `high` count as missing. Never raises for answers as people give
    them: what can't be told has its reason.
    """
    table, names = np.asarray(answers, dtype=np.float64), np.asarray(teams, dtype=object)
    inside = (table >= low) & (table <= high)
    off = int((~inside & ~np.isnan(table)).any(axis=1).sum())
    full = inside.all(axis=1)
    rows, of = table[full], names[full]
    people = dict(Counter(of.tolist()))
    told = sorted(told_of(people) - {""})
    if len(rows) < SMALLEST_GROUP:
        return Scale((Figure(f"{name}:mean", None, len(rows), "score", reason=f"too_few_answers:{len(rows)}"),), {})
    scores = rows.mean(axis=1)
    found = _groups(scores, of)
    median = _agreed(name, rows, of, people, options_of(low, high))
    reliable, consistent = _alpha(name, rows), _omega(name, rows)
    groups = found if isinstance(found, Groups) else None
    missing = gate(
        alpha=reliable.value, omega=consistent.value, median_r_wg=median.value,
        icc_1=groups.icc_1 if groups else None, p=groups.p if groups else None,
    ).missing  # fmt: skip
    whole = [
        _mean(f"{name}:mean", scores),
        *(each for each in (reliable, consistent) if rows.shape[1] > 1),
        *_icc(name, found, len(rows)),
        median,
        *(Figure(f"{name}:{code}", None, len(rows), "index", reason=code) for code in missing),
    ]
    if off:
        whole.append(Figure(f"{name}:off_scale", off, len(table), "answer"))
    means = {team: scores[of == team] for team in told}
    given = (
        {team: _mean(name, own) for team, own in means.items()} if not missing else _drawn(name, means, scores, groups)
    )
    return Scale(tuple(whole), given)


def told_of(people: Mapping[str, int]) -> frozenset[str]:
    """Groups that may be told beside the whole, the largest first: five people each, and none or five in what is left.

    What `anonymity.groups_told` says of groups that share nobody, whose sums can be combined in no other way.
    """
    left, told = sum(people.values()), set()
    for name, n in sorted(people.items(), key=lambda each: (-each[1], each[0])):
        if n >= SMALLEST_GROUP and (left == n or left - n >= SMALLEST_GROUP):
            told.add(name)
            left -= n
    return frozenset(told)


def options_of(low: float, high: float) -> int | None:
    """How many answers a scale has, whole steps from low to high; None where it is a line rather than steps."""
    steps = high - low + 1
    return int(steps) if 2 <= steps <= MOST_OPTIONS and steps == int(steps) else None


def _mean(name: str, scores: Floats) -> Figure:
    if len(scores) < 2:
        return Figure(name, None, len(scores), "score", reason=f"too_few_answers:{len(scores)}")
    deviation = float(scores.std(ddof=1))
    mean = float(scores.mean())
    return Figure(name, mean, len(scores), "score", mean_interval(mean, deviation, len(scores)), STUDENT_95)


def _groups(scores: Floats, teams: npt.NDArray[np.object_]) -> Groups | str:
    known = teams != ""
    try:
        return of_groups(scores[known], teams[known].astype(str))
    except Unmeasurable as why:
        return str(why)


def _icc(name: str, found: Groups | str, n: int) -> list[Figure]:
    """ICC(1) and ICC(2) with the intervals that follow from that of F (Shrout and Fleiss 1979; groups taken for equal)."""
    if isinstance(found, str):
        return [Figure(f"{name}:icc_1", None, n, "index", reason=found)]
    from scipy.special import fdtri

    between, within = found.groups - 1, found.n - found.groups
    ends = [found.f / float(fdtri(between, within, share)) for share in (0.975, 0.025)]
    one = [(f - 1) / (f + found.mean_size - 1) for f in ends]
    two = [1 - 1 / f for f in ends]
    return [
        Figure(f"{name}:icc_1", found.icc_1, found.n, "index", (one[0], one[1]), ICC_95),
        Figure(f"{name}:icc_2", found.icc_2, found.n, "index", (two[0], two[1]), ICC_95),
    ]


def _alpha(name: str, rows: Floats) -> Figure:
    try:
        found = alpha(rows)
    except Unmeasurable as why:
        return Figure(f"{name}:alpha", None, len(rows), "index", reason=str(why))
    return Figure(f"{name}:alpha", found, len(rows), "index", alpha_interval(found, *rows.shape), FELDT_95)


def alpha_interval(value: float, n: int, k: int) -> Interval:
    """Feldt's interval of α (1965): 1 − (1 − α)·F at .975 and .025, with n − 1 and (n − 1)(k − 1) degrees of freedom."""
    from scipy.special import fdtri

    low, high = (1 - (1 - value) * float(fdtri(n - 1, (n - 1) * (k - 1), share)) for share in (0.975, 0.025))
    return low, high


def _omega(name: str, rows: Floats) -> Figure:
    try:
        found = omega(rows)
    except Unmeasurable as why:
        return Figure(f"{name}:omega", None, len(rows), "index", reason=str(why))
    return Figure(f"{name}:omega", found, len(rows), "index", _jackknifed(rows, found), OMEGA_95)


def _jackknifed(rows: Floats, found: float) -> Interval | None:
    """The interval of ω from leaving out each of BLOCKS blocks in turn (Shao and Wu 1989): a factor is costly to fit."""
    from scipy.special import stdtrit

    places = np.random.default_rng(0).permutation(len(rows)) % BLOCKS
    try:
        without = np.array([omega(rows[places != block]) for block in range(BLOCKS)])
    except Unmeasurable:  # an item varies in one block only
        return None
    half = float(stdtrit(BLOCKS - 1, 0.975)) * sqrt(
        (BLOCKS - 1) / BLOCKS * float(((without - without.mean()) ** 2).sum())
    )
    return max(0.0, found - half), min(1.0, found + half)


def _agreed(
    name: str, rows: Floats, teams: npt.NDArray[np.object_], people: Mapping[str, int], options: int | None
) -> Figure:
    """The median r_wg(J) over teams of five sheets and more, with the ranks between which it lies."""
    large = {team for team, n in people.items() if team and n >= SMALLEST_GROUP}
    if options is None or not large:
        reason = "no_options" if options is None else "fewer_than_five"
        return Figure(f"{name}:r_wg", None, len(rows), "index", reason=reason)
    among = np.isin(teams, list(large))
    found = sorted(
        each for each in within_group(rows[among], teams[among].astype(str), options).values() if each is not None
    )
    ranks = median_ranks(len(found))
    interval = (found[ranks[0] - 1], found[ranks[1] - 1]) if ranks else None
    return Figure(f"{name}:r_wg", float(np.median(found)), int(among.sum()), "index", interval, RANKS_95)


def _drawn(name: str, means: Mapping[str, Floats], scores: Floats, groups: Groups | None) -> dict[str, Figure]:
    """Shrunken means with Morris's intervals (1983): B = (k − 3)/(k − 1)·(1 − ICC(2)), V = MSW/n_g, k teams; V·(1 − B·(k − 1)/k) is how far a team may
    be off, and 2·B²/(k − 3)·(x̄_g − x̄)² what not knowing ICC(2) adds; Student’s quantile at k − 1, 5 at least."""
    if groups is None or not means:
        return {}
    from scipy.special import stdtrit

    k = groups.groups
    drawn_in = (k - 3) / (k - 1) * min(1.0, 1 - groups.icc_2) if k > 3 else 0.0
    spread = float(scores.var(ddof=1))
    within = spread * (len(scores) - 1) / (groups.f * (groups.groups - 1) + len(scores) - groups.groups)
    grand = float(scores.mean())
    drawn = shrunken([own.mean() for own in means.values()], groups.icc_2, grand)
    found = {}
    for (team, own), value in zip(means.items(), drawn.tolist(), strict=True):
        unsure = 2 * drawn_in**2 / max(1, k - 3) * (float(own.mean()) - grand) ** 2
        half = float(stdtrit(max(5, k - 1), 0.975)) * sqrt(within / len(own) * (1 - drawn_in * (k - 1) / k) + unsure)
        found[team] = Figure(name, value, len(own), "score", (value - half, value + half), SHRUNKEN_95)
    return found
