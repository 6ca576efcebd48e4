"""How many voices come how far, from heard to confirmed by the client, where and why the others are lost, and how far they spread.

Over the aggregates of `voices_lives`. A voice stands at the furthest stage that a fact tells of, so it reached those before;
shares are of the voices heard, intervals Wilson's. Only voices that were followed for the whole window are counted. Times by
Kaplan and Meier, those that nobody able to act has seen yet counted as waiting; restricted mean by Irwin.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from visavis.engine.measuring.dialogue import times as as_times
from visavis.engine.measuring.dialogue import waiting
from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.survival import kaplan_meier, restricted_mean
from visavis.engine.measuring.values import KAPLAN_MEIER_95, NORMAL_95, WILSON_95, Figure

STAGES = ("heard", "read", "reached", "decided", "done", "told", "felt")
"""How far a voice comes, in order."""
LOST = (
    ("heard", "unsure"), ("heard", "unread"), ("read", "unsure"), ("read", "unnamed"), ("read", "elsewhere"), ("reached", "silent"),
    ("reached", "answered"), ("decided", "undone"), ("done", "untold"), ("told", "silent"), ("told", "unhappy"),
)  # fmt: skip
"""Where voices are lost, and why: the stage at which they stand, the reason."""
LEFT_OUT = ("under_way", "glad", "unfollowed")
"""States of voices that are in no share: too young, asking for nothing, or such that no fact could tell what becomes of them."""
MINUTES_A_DAY = 1440

Row = Mapping[str, Any]


def stood(stage: str, why: str) -> str:
    """Name of a figure, and of what became of a voice: where it was lost, and why."""
    return f"{stage}-{why}"


def came_through(rows: Iterable[Row]) -> list[Figure]:
    """The funnel of rows (state, stage, lost, answered, rerouted, n): the share confirmed first, then each stage, what of them was
    answered and carried anew by a person, each loss (share of those at its stage), and what was left out. Raises Unmeasurable."""
    listed = list(rows)
    at, lost, states = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    answered = rerouted = 0
    for row in listed:
        states[row["state"]] += int(row["n"])
        if row["state"] == "followed":
            at[row["stage"]] += int(row["n"])
            lost[row["stage"], row["lost"] or ""] += int(row["n"])
            answered, rerouted = answered + int(row["answered"]), rerouted + int(row["rerouted"])
    heard = states["followed"]
    if not heard:
        raise Unmeasurable(_none_followed(states))
    reached = {stage: sum(at[each] for each in STAGES[place:]) for place, stage in enumerate(STAGES)}
    return [
        _share("value", reached["felt"], heard),
        *(_share(stage, reached[stage], heard) for stage in STAGES[1:]),
        _share("answered", answered, heard),
        _share("rerouted", rerouted, heard),
        *(_share(stood(*each), lost[each], reached[each[0]]) for each in LOST if lost[each]),
        *(Figure(f"left_out_{state}", states[state], states[state], "voice") for state in LEFT_OUT if states[state]),
    ]


def _none_followed(states: Mapping[str, int]) -> str:
    if not sum(states.values()):
        return "no_voice"
    for state, code in (("under_way", "voices_too_young"), ("unfollowed", "voices_unfollowed")):
        if states.get(state):
            return code
    return "voices_glad"


def until_reached(rows: Sequence[Row], *, within: int) -> list[Figure]:
    """How long until the team able to act had it, out of rows (state, minutes, n): `reach_mean`, in days, of the first `within`
    of them; `reach_median` in hours, `reach_in_24_hours`, `reach_in_7_days`; what has no time of day is `left_out_untimed`."""
    one = as_times([row for row in rows if row["state"] != "untimed"])
    untimed = sum(int(row["n"]) for row in rows if row["state"] == "untimed")
    n = int(one.counts.sum())
    if not n:
        return [Figure("reach_median", None, 0, "hour", reason="no_time_of_voices" if untimed else "no_sure_team")]
    found = [*waiting("reach", one), _mean(one.minutes / MINUTES_A_DAY, one.ended, one.counts, float(within), n)]
    if untimed:
        found.append(Figure("left_out_untimed", untimed, untimed, "voice"))
    return found


def _mean(days: Any, ended: Any, counts: Any, horizon: float, n: int) -> Figure:
    curve = kaplan_meier(days, ended, counts)
    if not curve.knows(horizon):
        return Figure("reach_mean", None, n, "day", reason="not_seen_so_long")
    mean, ends = restricted_mean(curve, horizon)
    return Figure("reach_mean", mean, n, "day", ends, KAPLAN_MEIER_95)


def spread(rows: Iterable[Row]) -> list[Figure]:
    """How far voices spread, out of rows (sure, reached, teams, n): `teams_mean` that saw or acted on one, `teams_none`, `teams_one`,
    `teams_several`; of those of which a team is sure to be able to act: `right` (it was among them), `wrong` (others alone were)."""
    counted: Counter[tuple[int, int, int]] = Counter()
    for row in rows:
        counted[row["sure"], row["reached"], int(row["teams"])] += int(row["n"])
    n = sum(counted.values())
    if not n:
        return [Figure("teams_mean", None, 0, "team", reason="no_voice")]
    by_teams: Counter[int] = Counter()
    for (_, _, teams), many in counted.items():
        by_teams[teams] += many
    sure = sum(many for (is_sure, _, _), many in counted.items() if is_sure)
    right = sum(many for (is_sure, had, _), many in counted.items() if is_sure and had)
    wrong = sum(many for (is_sure, had, teams), many in counted.items() if is_sure and not had and teams)
    found = [
        _teams(by_teams, n),
        _share("teams_none", by_teams[0], n),
        _share("teams_one", by_teams[1], n),
        _share("teams_several", n - by_teams[0] - by_teams[1], n),
    ]
    if not sure:
        return [*found, Figure("right", None, 0, "share", reason="no_sure_team")]
    return [*found, _share("right", right, sure), _share("wrong", wrong, sure)]


def _teams(by_teams: Mapping[int, int], n: int) -> Figure:
    """Mean of teams a voice, normal interval from the spread of the voices."""
    values, weights = np.array(list(by_teams), dtype=float), np.array(list(by_teams.values()), dtype=float)
    mean = float((values * weights).sum() / n)
    if n < 2:
        return Figure("teams_mean", mean, n, "team")
    half = 1.959964 * float(np.sqrt((weights * (values - mean) ** 2).sum() / (n - 1) / n))
    return Figure("teams_mean", mean, n, "team", (max(0.0, mean - half), mean + half), NORMAL_95)


def _share(name: str, part: int, n: int) -> Figure:
    return Figure(name, part / n, n, "share", wilson(part, n), WILSON_95)
