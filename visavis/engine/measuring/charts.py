"""Control charts: of a share counted period by period (p, Laney's p′, EWMA), and of single values (XmR, EWMA). Pure functions.

A period counts `counts` out of `totals`; periods without any case have no share (nan) and are passed over.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]

MOVING_RANGE = 1.128
"""d₂ for ranges of two: the mean distance of two independent standard normal values, 2/√π."""

SIGMAS = 3.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, one value per period: what is drawn (`value`), its centre, its limits; `spread` is Laney's σ_z.

    `beyond` is 1 above the upper limit, -1 under the lower one, else 0.
    """

    value: Numbers
    centre: float
    low: Numbers
    high: Numbers
    spread: float

    @property
    def beyond(self) -> NDArray[np.int64]:
        """Which periods stand outside the limits, and on which side."""
        with np.errstate(invalid="ignore"):
            over, under = self.value > self.high, self.value < self.low
        return over.astype(np.int64) - under.astype(np.int64)


def p_chart(counts: ArrayLike, totals: ArrayLike, *, baseline: int | None = None, sigmas: float = SIGMAS) -> Chart:
    """The plain p chart (Shewhart 1931): p̄ ± k·√(p̄(1 − p̄)/n_i). It takes cases for independent: σ_z is 1.

    `baseline`: how many of the first periods tell centre and spread; all of them by default.
    """
    return _chart(counts, totals, baseline, sigmas, dispersed=False)


def laney(counts: ArrayLike, totals: ArrayLike, *, baseline: int | None = None, sigmas: float = SIGMAS) -> Chart:
    """Laney's p′ chart (D. B. Laney, Improved control charts for attributes, Quality Engineering 14(4), 2002).

    p̄ = Σx/Σn;  σ_i = √(p̄(1 − p̄)/n_i);  z_i = (x_i/n_i − p̄)/σ_i;  σ_z = mean|z_i − z_(i−1)|/1.128;
    limits p̄ ± k·σ_i·σ_z, cut at 0 and 1. σ_z above 1 tells that shares vary more than chance among independent cases would
    let them (over-dispersion); it may be below 1 too, as Laney has it.
    """
    return _chart(counts, totals, baseline, sigmas, dispersed=True)


def _chart(counts: ArrayLike, totals: ArrayLike, baseline: int | None, sigmas: float, *, dispersed: bool) -> Chart:
    x, n = _checked(counts, totals)
    share = _shares(x, n)
    centre, sigma, z = _standardised(x, n, baseline)
    spread = _spread(z[:baseline]) if dispersed else 1.0
    half = sigmas * sigma * spread
    return Chart(share, centre, np.maximum(0.0, centre - half), np.minimum(1.0, centre + half), spread)


def ewma(
    counts: ArrayLike, totals: ArrayLike, *, weight: float = 0.2, sigmas: float = SIGMAS, baseline: int | None = None
) -> Chart:
    """The exponentially weighted moving average of Laney's z (Roberts 1959; limits: Lucas and Saccucci 1990).

    e_0 = 0;  e_i = λ·z_i + (1 − λ)·e_(i−1), i counting the periods that have cases;
    limits ± k·σ_z·√(λ/(2 − λ)·(1 − (1 − λ)^(2i))). Values are in units of σ_i, not shares: the centre is 0.
    Raises ValueError unless 0 < λ ≤ 1.
    """
    if not 0 < weight <= 1:
        raise ValueError(f"a weight of {weight} is none")
    x, n = _checked(counts, totals)
    _, _, z = _standardised(x, n, baseline)
    spread = _spread(z[:baseline])
    value, half = np.full(len(z), np.nan), np.full(len(z), np.nan)
    last = 0.0
    for seen, place in enumerate(np.flatnonzero(~np.isnan(z)).tolist(), 1):
        last = weight * z[place] + (1 - weight) * last
        value[place] = last
        half[place] = sigmas * spread * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * seen)))
    return Chart(value, 0.0, -half, half, spread)


def xmr(values: ArrayLike, *, baseline: int | None = None, sigmas: float = SIGMAS) -> Chart:
    """The chart of individual values (Shewhart 1931): x̄ ± k·MR̄/1.128, MR̄ the mean distance of neighbours.

    `baseline`: how many of the first values tell centre and limits, frozen for all that follow; all of them by default. Missing
    values (nan) are passed over. `spread` is σ̂ = MR̄/1.128, in the unit of the values; nan, as the limits, below two values.
    """
    given = np.asarray(values, float)
    if given.ndim != 1:
        raise ValueError("one value for each period")
    solid = given[:baseline][~np.isnan(given[:baseline])]
    centre = float(solid.mean()) if len(solid) else float("nan")
    spread = float(np.abs(np.diff(solid)).mean() / MOVING_RANGE) if len(solid) > 1 else float("nan")
    half = np.full(len(given), sigmas * spread)
    return Chart(given, centre, centre - half, centre + half, spread)


def ewma_of_values(
    values: ArrayLike, *, target: float, sigma: float, weight: float = 0.2, sigmas: float = SIGMAS
) -> Chart:
    """The EWMA of single values around `target`: e_0 = target; e_i = λ·x_i + (1 − λ)·e_(i−1); limits ± k·σ·√(λ/(2 − λ)).

    `sigma` is the standard deviation of a single value, known beforehand. A missing value (nan) leaves the average where it was.
    Raises ValueError unless 0 < λ ≤ 1 and σ ≥ 0.
    """
    if not 0 < weight <= 1 or sigma < 0:
        raise ValueError(f"a weight of {weight} or a deviation of {sigma} is none")
    given, last = np.asarray(values, float), target
    value = np.empty(len(given))
    for place, each in enumerate(given.tolist()):
        last = last if np.isnan(each) else weight * each + (1 - weight) * last
        value[place] = last
    half = np.full(len(given), sigmas * sigma * np.sqrt(weight / (2 - weight)))
    return Chart(value, target, target - half, target + half, sigma)


def _checked(counts: ArrayLike, totals: ArrayLike) -> tuple[Numbers, Numbers]:
    x, n = np.asarray(counts, float), np.asarray(totals, float)
    if x.shape != n.shape or x.ndim != 1:
        raise ValueError("one count and one total for each period")
    if (x < 0).any() or (x > n).any():
        raise ValueError("a count lies between 0 and its total")
    return x, n


def _shares(x: Numbers, n: Numbers) -> Numbers:
    return np.divide(x, n, out=np.full(len(n), np.nan), where=n > 0)


def _standardised(x: Numbers, n: Numbers, baseline: int | None) -> tuple[float, Numbers, Numbers]:
    """p̄ of the baseline, σ_i and z_i of every period; z is nan without cases, 0 where every share is the same 0 or 1."""
    known, among = x[:baseline].sum(), n[:baseline].sum()
    centre = float(known / among) if among else float("nan")
    sigma = np.sqrt(np.divide(centre * (1 - centre), n, out=np.full(len(n), np.nan), where=n > 0))
    apart = _shares(x, n) - centre
    z = np.where(np.isnan(apart), np.nan, 0.0)
    np.divide(apart, sigma, out=z, where=sigma > 0)
    return centre, sigma, z


def _spread(z: Numbers) -> float:
    """σ_z of consecutive periods that have cases; 1 below two of them: nothing is known of it."""
    solid = z[~np.isnan(z)]
    return float(np.abs(np.diff(solid)).mean() / MOVING_RANGE) if len(solid) > 1 else 1.0
