"""A figure: never a bare number, but value, n, unit, interval and method; or none, and why."""

from dataclasses import dataclass

from visavis.engine.measuring.intervals import Interval

WILSON_95 = "Wilson 95 %"
RANKS_95 = "median, ranks 95 %"
KAPLAN_MEIER_95 = "Kaplan–Meier 95 %"
STUDENT_95 = "mean, Student 95 %"
NORMAL_95 = "mean, normal 95 %"
BOOTSTRAP_95 = "share, groups of clients resampled 95 %"
GROUPS_95 = "groups of clients resampled 95 %"
ORDER_95 = "quantile, ranks 95 %"
SHAPLEY_95 = "Shapley share of R², groups of clients resampled 95 %"
RATIO_95 = "ratio, normal 95 %"
NEWCOMBE_95 = "Newcombe 95 %"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `value` in `unit` (a rate is a `share` from 0 to 1), resting on `n` cases; `reason` is a code."""

    name: str
    value: float | None
    n: int
    unit: str
    interval: tuple[float | None, float | None] | Interval | None = None
    method: str | None = None
    reason: str | None = None
