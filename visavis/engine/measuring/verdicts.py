"""Verdicts on actions: improved, worsened, not distinguishable from noise, or not measurable and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from visavis.engine.measuring.drawn_order import randomisation
from visavis.engine.measuring.effects import FEWEST_BEFORE, Estimate, Series, TooFew, effect, shift
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


def read_drawn(teams: Sequence[Series], starts: Sequence[int], *, seed: int = 0) -> Reading:
    """The effect of a roll-out whose order was drawn: `teams` in that order, over the same periods, `starts` their first treated one.

    Before the first start, each team needs as many periods as any series does. The teams that wait are the control.
    """
    before = np.arange(len(teams[0].n)) < min(starts, default=0) if teams else np.array([], bool)
    for each in teams:
        told = int((each.n[before] > 0).sum())
        if told < FEWEST_BEFORE:
            return Reading(reason="few_periods_before", detail=str(told))
    try:
        kept, n = np.array([each.kept for each in teams]), np.array([each.n for each in teams])
        found = randomisation(kept, n, starts, seed=seed)
    except TooFew as few:
        return Reading(reason=few.code, detail=few.detail)
    return Reading(Estimate(found.value, found.low, found.high, found.p, 0.0, float(found.orders)))


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
