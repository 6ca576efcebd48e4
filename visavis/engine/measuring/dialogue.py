"""Dialogue or monologue: balance of turns, answers and how long they take, and what is sent to all and said to nobody.

Over the aggregates of `talking`. Times by Kaplan and Meier, those who still wait counted as waiting; what a machine acknowledged
and nobody answered is still waiting.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Interval, wilson
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.survival import kaplan_meier
from visavis.engine.measuring.values import KAPLAN_MEIER_95, WILSON_95, Figure

HOUR = 60.0
WITHIN = (("in_24_hours", 24 * HOUR), ("in_7_days", 7 * 24 * HOUR))
SUSPECT = 50
"""From so many conversations on, a source in which each one has an answer may well hold answered ones only."""
CUT = 0.2
"""Beyond this share of replies to what it does not hold, a source does not hold conversations but pieces of them."""
UNTIMED = ("untimed", "untimed_waiting")
SEEN = ("ended", "waiting", "acknowledged")


@dataclass(frozen=True, slots=True)
class Times:
    """How many conversations (`counts`) ended, or were still waiting, after how many minutes; and how many in each state."""

    minutes: npt.NDArray[np.float64]
    ended: npt.NDArray[np.bool_]
    counts: npt.NDArray[np.int64]
    states: Mapping[str, int]

    @property
    def asked(self) -> int:
        """Conversations that wanted an answer."""
        return sum(n for state, n in self.states.items() if state not in ("thanks", "backwards"))

    @property
    def answered(self) -> int:
        """Those that got one."""
        return self.states.get("ended", 0) + self.states.get("untimed", 0)


def times(rows: Iterable[Mapping[str, Any]]) -> Times:
    """Rows (state, minutes, n) as `times_of` has them."""
    listed = list(rows)
    return times_of(
        np.array([row["state"] for row in listed], dtype=object),
        np.array([row["minutes"] for row in listed], dtype=np.float64),
        np.array([row["n"] for row in listed], dtype=np.int64),
    )


def times_of(state: npt.NDArray[np.object_], minutes: npt.NDArray[Any], n: npt.NDArray[Any]) -> Times:
    """Columns of `<name>_answers` (see `talking`), hundreds of thousands of rows where there are many conversations."""
    states = Counter({str(each): int(n[state == each].sum()) for each in set(state.tolist())})
    seen = np.isin(state, SEEN)
    return Times(
        minutes[seen].astype(np.float64), (state[seen] == "ended").astype(np.bool_), n[seen].astype(np.int64), states
    )


def answered_only(by_source: Mapping[str, Times]) -> list[str]:
    """Sources of which nobody can tell how much is answered: every one of many conversations has an answer, so that either
    nothing was ever left lying, or only answered conversations were collected."""
    return sorted(name for name, one in by_source.items() if one.asked >= SUSPECT and one.answered == one.asked)


def threads_cut(links: Iterable[Mapping[str, Any]]) -> list[str]:
    """Sources that hold replies without what they answer (rows source, replies, cut): conversations are not whole, so that one
    without a reply may have had it elsewhere."""
    return sorted(row["source"] for row in links if row["replies"] >= SUSPECT and row["cut"] > CUT * row["replies"])


def answers(one: Times) -> list[Figure]:
    """The share answered, and how long it takes, first of all; raises Unmeasurable where nobody asked anything."""
    if not one.asked:
        raise Unmeasurable("no_conversation")
    return [
        Figure("answer_rate", one.answered / one.asked, one.asked, "share", wilson(one.answered, one.asked), WILSON_95),
        *waiting("answer", one),
        Figure("answered", one.answered, one.asked, "conversation"),
        Figure("acknowledged_only", one.states.get("acknowledged", 0), one.asked, "conversation"),
        *(
            Figure(f"left_out_{state}", one.states[state], one.states[state], "conversation")
            for state in ("thanks", "backwards")
            if one.states.get(state)
        ),
    ]


def waiting(name: str, one: Times) -> list[Figure]:
    """`<name>_median` in hours, `<name>_in_24_hours` and `<name>_in_7_days`: Kaplan–Meier, the unfinished counted as waiting."""
    n = int(one.counts.sum())
    if not n:
        code = "no_time" if any(one.states.get(state) for state in UNTIMED) else "no_conversation"
        return [Figure(f"{name}_median", None, 0, "hour", reason=code)]
    curve = kaplan_meier(one.minutes, one.ended, one.counts)
    median, ends = curve.median, curve.quantile_interval(0.5)
    why = None if median is not None else "too_many_waiting" if curve.n_ended else "none_finished"
    low, high = (None if each is None else each / HOUR for each in ends)
    value = None if median is None else median / HOUR
    found = [Figure(f"{name}_median", value, n, "hour", None if median is None else (low, high), KAPLAN_MEIER_95, why)]
    for when, time in WITHIN:
        if not curve.knows(time):
            found.append(Figure(f"{name}_{when}", None, n, "share", None, None, "not_seen_so_long"))
            continue
        still = curve.interval_at(time)
        ends_of = (1 - still[1], 1 - still[0]) if still else None
        found.append(Figure(f"{name}_{when}", 1 - curve.at(time), n, "share", ends_of, KAPLAN_MEIER_95))
    return found


def balance(turns_in: int, turns_out: int) -> Figure:
    """B = 1 − |in − out| / (in + out), from 0 (one side alone speaks) to 1; interval by Wilson's of the share of turns in."""
    n = turns_in + turns_out
    if not n:
        return Figure("balance", None, 0, "index", reason="nobody_spoke")
    return Figure("balance", 1 - abs(turns_in - turns_out) / n, n, "index", _folded(wilson(turns_in, n)), WILSON_95)


def _folded(ends: Interval) -> Interval:
    """The range of 1 − |2p − 1| where p lies between `ends`."""
    low, high = (1 - abs(2 * end - 1) for end in ends)
    return min(low, high), 1.0 if ends[0] <= 0.5 <= ends[1] else max(low, high)


def apart(mass: int, automatic: int, sent: int) -> list[Figure]:
    """Which share of what we send goes to all at once (monologue), and which a machine writes."""
    if not sent:
        return [Figure("monologue_share", None, 0, "share", reason="nobody_spoke")]
    return [
        Figure(name, n / sent, sent, "share", wilson(n, sent), WILSON_95)
        for name, n in (("monologue_share", mass), ("automatic_share", automatic))
    ]
