"""Level and slope: how the distance between a treated series and its controls went before a start, and how it changed there.

d_t = share of the treated − share of the controls in period t (periods in which both have cases), fitted by weighted least squares

    d_t = a + b·t + c·after + e·after·(t − t₁)

with weights 1/(1/n_T + 1/n_C): b is the trend before the start, c the change of level at it, e the change of slope. Standard errors
are Newey and West's (1987) on the fit, scaled by m/(m − 4); Student's t with m − 4 degrees of freedom. A trend before the start says
that the two did not go side by side: their difference then tells nothing of the action.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.engine.measuring.effects import Estimate, Series, TooFew

Numbers = NDArray[np.float64]

FEWEST = 8
"""Periods with cases on both sides below which no line is drawn."""


class Segments(NamedTuple):
    """Trend before the start and change of slope (shares per period), and change of level (a share)."""

    trend: Estimate
    level: Estimate
    slope: Estimate


def distance(treated: Series, controls: Sequence[Series]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The periods (counted from 0) in which both sides have cases: their place, the distance, its weight, and 1 after the start."""
    kept, n = np.sum([each.kept for each in controls], axis=0), np.sum([each.n for each in controls], axis=0)
    here = (treated.n > 0) & (n > 0)
    place = np.flatnonzero(here).astype(float)
    apart = treated.kept[here] / treated.n[here] - kept[here] / n[here]
    weight = 1 / (1 / treated.n[here] + 1 / n[here])
    return place, apart, weight, treated.after[here].astype(float)


def level_and_slope(treated: Series, controls: Sequence[Series]) -> Segments:
    """The segmented fit; see the module. Raises TooFew with fewer than 8 periods before or 4 after."""
    place, apart, weight, after = distance(treated, controls)
    before = int((after == 0).sum())
    if before < FEWEST or len(place) - before < FEWEST // 2:
        raise TooFew("few_periods_together", str(len(place)))
    first = place[after == 1][0]
    design = np.column_stack([np.ones_like(place), place - place[0], after, after * (place - first)])
    values, errors = _fit(design, apart, weight)
    df = float(len(place) - 4)
    return Segments(*(_estimate(values[at], errors[at], df) for at in (1, 2, 3)))


def _fit(design: Numbers, told: Numbers, weight: Numbers) -> tuple[Numbers, Numbers]:
    """Weighted least squares with Newey–West errors."""
    m, k = design.shape
    bread = np.linalg.inv(design.T @ (design * weight[:, None]))
    values = bread @ (design.T @ (weight * told))
    scores = design * (weight * (told - design @ values))[:, None]
    lags = math.floor(0.75 * m ** (1 / 3))
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        step = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (step + step.T)
    covariance = bread @ middle @ bread * (m / (m - k))
    return values, np.sqrt(np.maximum(0.0, np.diag(covariance)))


def _estimate(value: float, error: float, df: float) -> Estimate:
    from scipy.special import stdtr, stdtrit

    half = float(stdtrit(df, 0.975)) * float(error)
    p = 2 * float(stdtr(df, -abs(value) / error)) if error > 0 else 1.0
    return Estimate(float(value), float(value) - half, float(value) + half, min(1.0, p), float(error), df)
