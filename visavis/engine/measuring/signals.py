"""Whether a period differs from what the periods before vary by: control charts with a frozen baseline, and the rule that fired.

The first periods tell centre and limits and are not judged; every later one is. Two rules: a period *beyond* the limits (Laney's p′ for
shares, XmR for values), and a *drift*, the EWMA beyond its own. Limits know that the baseline is short: its centre is off by σ/√m,
and its spread, where it comes out of moving ranges, has about 0.62·(m − 1) degrees of freedom (their efficiency against the standard
deviation), so that Student's quantile stands in place of 3 (Hillier 1969; Yang and Hillier 1970 tabulate it exactly).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from visavis.engine.measuring.charts import MOVING_RANGE, Numbers
from visavis.engine.measuring.selecting import Unmeasurable

SIGMAS, TAIL = 3.0, 0.99865
"""Three standard deviations, and the share of a normal distribution that lies under them."""
WEIGHT = 0.2
"""λ of the EWMA: a fifth of what it says is the last period's."""
EFFICIENCY = 0.62
BASELINES = ((37, 24), (13, 12), (9, 8))
"""From so many periods on, so many of the first are the baseline: two years, a year, or eight."""
BEYOND, DRIFT = "beyond", "drift"


@dataclass(frozen=True, slots=True)
class Watched:
    """A series and its limits, period by period; nan where a period has no value, and in `drift` over the baseline.

    `fired` names the rules that each period broke; nothing in the baseline is judged. `drift` is the EWMA in the unit of `value`,
    `spread` Laney's σ_z of shares (1: as chance among independent cases), or σ̂ of values in their unit.
    """

    value: Numbers
    centre: float
    low: Numbers
    high: Numbers
    drift: Numbers
    fired: tuple[tuple[str, ...], ...]
    baseline: int
    spread: float


def baseline_of(periods: int) -> int:
    """How many of the first periods tell the limits. Raises Unmeasurable where there is nothing left to judge."""
    for least, baseline in BASELINES:
        if periods >= least:
            return baseline
    raise Unmeasurable("too_few_periods", str(periods))


def watch_shares(counts: ArrayLike, totals: ArrayLike) -> Watched:
    """The p′ chart of `counts` out of `totals`, with its EWMA; periods without cases are passed over.

    σ_z is never taken below 1: shares of independent cases do not vary less than chance has them. Raises Unmeasurable with too few
    periods, and where every case of the baseline is alike; ValueError where a count does not lie between 0 and its total.
    """
    x, n = np.asarray(counts, float), np.asarray(totals, float)
    if x.shape != n.shape or x.ndim != 1 or (x < 0).any() or (x > n).any():
        raise ValueError("one count between 0 and its total for each period")
    known = n > 0
    m = baseline_of(int(known.sum()))
    x_0, n_0 = x[known][:m], n[known][:m]
    centre = float(x_0.sum() / n_0.sum())
    if not 0 < centre < 1:
        raise Unmeasurable("no_variation")
    sigma = np.sqrt(centre * (1 - centre) / np.maximum(n, 1))
    share = np.divide(x, n, out=np.full(len(n), np.nan), where=known)
    found = float(np.abs(np.diff((share[known][:m] - centre) / sigma[known][:m])).mean() / MOVING_RANGE)
    spread = max(1.0, found)
    return _watched(share, centre, spread * sigma, m, SIGMAS if found <= 1 else _student(m), spread, (0.0, 1.0))


def watch_values(values: ArrayLike) -> Watched:
    """The XmR chart of single values (nan: none), with its EWMA. Raises Unmeasurable with too few of them, or none that moves."""
    given = np.asarray(values, float)
    if given.ndim != 1:
        raise ValueError("one value for each period")
    solid = given[~np.isnan(given)]
    m = baseline_of(len(solid))
    spread = float(np.abs(np.diff(solid[:m])).mean() / MOVING_RANGE)
    if not spread > 0:
        raise Unmeasurable("no_variation")
    ends = (-np.inf, np.inf)
    return _watched(given, float(solid[:m].mean()), np.full(len(given), spread), m, _student(m), spread, ends)


def _student(m: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(EFFICIENCY * (m - 1), TAIL))


def _watched(
    value: Numbers, centre: float, sigma: Numbers, m: int, k: float, spread: float, ends: tuple[float, float]
) -> Watched:
    solid = np.flatnonzero(~np.isnan(value))
    half = k * sigma * sqrt(1 + 1 / m)
    drift, last = np.full(len(value), np.nan), 0.0
    fired: list[tuple[str, ...]] = [()] * len(value)
    for seen, place in enumerate(solid[m:].tolist(), 1):
        z = (value[place] - centre) / sigma[place]
        last = WEIGHT * z + (1 - WEIGHT) * last
        drift[place] = centre + last * sigma[place]
        faded = (1 - WEIGHT) ** seen
        limit = k * sqrt(WEIGHT / (2 - WEIGHT) * (1 - faded**2) + (1 - faded) ** 2 / m)
        rules = ((BEYOND, abs(value[place] - centre) > half[place]), (DRIFT, abs(last) > limit))
        fired[place] = tuple(rule for rule, broken in rules if broken)
    low, high = np.maximum(ends[0], centre - half), np.minimum(ends[1], centre + half)
    return Watched(value, centre, low, high, drift, tuple(fired), m, spread)
