"""Verdicts on actions: improved, worsened, not distinguishable from noise, or not measurable and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from visavis.engine.measuring.effects import Estimate, Series, TooFew, effect, shift
from visavis.engine.measuring.multiple import holm
from visavis.engine.measuring.segments import Segments, level_and_slope

LEVEL = 0.05
"""An adjusted p above it is noise."""
CONTROL_LEVEL = 0.05
"""A control whose own move has a p below it did not hold still."""
TREND_LEVEL = 0.01
"""A trend between both before the start with a p below it: they did not go side by side."""


class Verdict(StrEnum):
    """How an action ended."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    NOISE = "noise"
    UNMEASURABLE = "unmeasurable"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the series say of one action, before it is set beside the other actions; `reason` is a code, with its detail."""

    effect: Estimate | None = None
    control: Estimate | None = None
    segments: Segments | None = None
    reason: str = ""
    detail: str = ""


def read(treated: Series, controls: Sequence[Series]) -> Reading:
    """The effect beside its controls, and why it can't be told: too few cases, a control that moved, two that drifted apart."""
    if not controls:
        return Reading(reason="no_control")
    try:
        found, moved = effect(treated, controls), shift(controls)
    except TooFew as few:
        return Reading(reason=few.code, detail=few.detail)
    try:
        segments = level_and_slope(treated, controls)
    except TooFew:
        segments = None
    if moved.p < CONTROL_LEVEL:
        return Reading(found, moved, segments, "control_moved")
    if segments is not None and segments.trend.p < TREND_LEVEL:
        return Reading(found, moved, segments, "apart_before")
    return Reading(found, moved, segments)


def verdict(reading: Reading, p: float, *, up: bool = True) -> Verdict:
    """The verdict, `p` being adjusted for the other actions; `up`: a higher share is what was meant."""
    if reading.reason or reading.effect is None:
        return Verdict.UNMEASURABLE
    if not p <= LEVEL:
        return Verdict.NOISE
    return Verdict.IMPROVED if (reading.effect.value > 0) == up else Verdict.WORSENED


def adjusted(readings: Sequence[Reading]) -> list[float | None]:
    """Holm's p over all readings that have an effect to confirm; None for the others."""
    told = [each.effect.p if each.effect and not each.reason else float("nan") for each in readings]
    return [None if p != p else float(p) for p in holm(told)]
