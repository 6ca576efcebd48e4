"""How long clients wait: among the finished, and with those who still wait counted as waiting (censored)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.quantiles import ordered
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.measuring.survival import Survival, kaplan_meier
from visavis.engine.measuring.values import KAPLAN_MEIER_95, RANKS_95, Figure
from visavis.engine.portable import MICROS, days_between, total, units_between
from visavis.engine.steps import Step, step

HORIZONS = {"finished_within_24_hours": 24 * 3600, "finished_within_7_days": 7 * 86400}
"""Within how many seconds of the beginning the share finished is told."""

STATES = ("ended", "waiting", "no_start", "no_time", "backwards")
"""`ended` and `waiting` cases count; without a beginning, without a time of day where one is needed, or ending before they
begin, cases are left out and counted apart."""


def delay_steps(name: str, facts: Facts, selection: Selection, *, unit: str, censored: bool) -> list[Step]:
    """Steps to `<name>_durations`: state, duration in `unit`, n.

    `selection` gives the moments `started`, `ended` and, if `censored`, `seen` (when a case that has not ended was last seen);
    else it was last seen at the latest moment of its source. By day, a moment of which only the day is known counts by days.
    """
    rows = select_rows(f"{name}_rows", facts, selection, "the facts that the measure is computed over")
    seen_at, seen_on = ("r.seen_at", "r.seen_on") if censored else ("e.seen_at", "e.seen_on")
    join = "" if censored else f" LEFT JOIN {name}_observed AS e ON r.source = e.source"
    until_at = f"CASE WHEN r.ended_on IS NULL THEN {seen_at} ELSE r.ended_at END"
    until_on = f"CASE WHEN r.ended_on IS NULL THEN {seen_on} ELSE r.ended_on END"
    return [
        *rows,
        *([] if censored else [_observed(f"{name}_observed", facts)]),
        step(
            f"{name}_spans",
            f"""SELECT r.started_at, r.started_on, {until_at} AS until_at, {until_on} AS until_on,
            NOT r.ended_on IS NULL AS has_ended FROM {name}_rows AS r{join}""",
            "from when to when each case lasted, or was seen waiting",
        ),
        step(
            f"{name}_lasted",
            f"SELECT has_ended, started_on, until_on, {_duration(unit)} AS duration FROM {name}_spans",
            f"how long each case lasted, in units of one {unit}",
        ),
        step(
            f"{name}_durations",
            # few groups are given words, not every row
            f"""SELECT CASE WHEN undated THEN 'no_start' WHEN duration IS NULL THEN 'no_time' WHEN duration < 0 THEN 'backwards'
            WHEN has_ended THEN 'ended' ELSE 'waiting' END AS state, duration, {total("n")} AS n FROM (SELECT has_ended,
            started_on IS NULL OR until_on IS NULL AS undated, duration, count(*) AS n FROM {name}_lasted
            GROUP BY has_ended, started_on IS NULL OR until_on IS NULL, duration) AS t GROUP BY 1, 2""",
            "how many cases lasted how long",
        ),
    ]


def _duration(unit: str) -> str:
    exact = units_between(unit, "started_at", "until_at")
    if unit not in ("day", "week"):
        return exact
    days = f"CAST({days_between('started_on', 'until_on')} AS DOUBLE)"
    by_day = days if unit == "day" else f"{days} / 7"
    return f"CASE WHEN started_at IS NULL OR until_at IS NULL THEN {by_day} ELSE {exact} END"


def _observed(name: str, facts: Facts) -> Step:
    stems = [stem for stem in ("occurred", "done") if f"{stem}_at" in facts.columns]

    def latest(side: str) -> str:
        parts = [f"max({stem}_{side})" for stem in stems]
        return parts[0] if len(parts) == 1 else f"greatest({', '.join(parts)})"

    return step(
        name,
        f"""SELECT source, {latest("at")} AS seen_at, coalesce({latest("on")}, CAST({latest("at")} AS DATE)) AS seen_on
        FROM {facts.view} GROUP BY source""",
        "the latest moment that each source tells of",
    )


@dataclass(frozen=True, slots=True)
class Durations:
    """Durations in one unit: how many (`counts`) cases ended or were still waiting after each; and cases left out, by state."""

    values: npt.NDArray[np.float64]
    ended: npt.NDArray[np.bool_]
    counts: npt.NDArray[np.int64]
    left_out: dict[str, int]


def delay(durations: Durations, unit: str) -> tuple[Figure, list[Figure]]:
    """The median wait with the unfinished counted as waiting (Kaplan–Meier), and the distribution around it, in `unit`.

    Raises Unmeasurable where no case can be counted.
    """
    if not durations.counts.sum():
        left_out = durations.left_out
        raise Unmeasurable("no_time" if left_out.get("no_time") else "no_start" if left_out else "no_rows")
    curve = kaplan_meier(durations.values, durations.ended, durations.counts)
    done = ordered(durations.values[durations.ended], durations.counts[durations.ended])
    n = int(curve.n)
    value = _quantile("median_censored", curve, 0.5, unit)
    return value, [
        Figure("finished", done.n, n, "case"),
        Figure("censored", n - done.n, n, "case"),
        Figure(
            "median_finished",
            done.quantile(0.5) if done.n else None,
            done.n,
            unit,
            done.median_interval(),
            RANKS_95,
            None if done.n else "none_finished",
        ),
        value,
        _quantile("quartile_1_censored", curve, 0.25, unit),
        _quantile("quartile_3_censored", curve, 0.75, unit),
        *(_within(name, curve, seconds * 1_000_000 / MICROS[unit]) for name, seconds in HORIZONS.items()),
        *(Figure(f"left_out_{state}", count, count, "case") for state, count in sorted(durations.left_out.items())),
    ]


def _quantile(name: str, curve: Survival, share: float, unit: str) -> Figure:
    value = curve.quantile(share)
    reason = None if value is not None else "too_many_waiting" if curve.n_ended else "none_finished"
    interval = None if value is None else curve.quantile_interval(share)
    return Figure(name, value, int(curve.n), unit, interval, KAPLAN_MEIER_95, reason)


def _within(name: str, curve: Survival, time: float) -> Figure:
    if not curve.knows(time):
        return Figure(name, None, int(curve.n), "share", None, None, "not_seen_so_long")
    still = curve.interval_at(time)
    interval = (1 - still[1], 1 - still[0]) if still else None
    return Figure(name, 1 - curve.at(time), int(curve.n), "share", interval, KAPLAN_MEIER_95)
