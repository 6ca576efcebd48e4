"""Whether a share moved when something was begun: an interrupted series beside others that it should not move.

Each period counts `kept` out of `n`, in a treated series and in one or several controls. The effect is how much more the treated
share moved than the controls',  d = (p_T1 − p_T0) − Σ w·(p_C1 − p_C0),  each share being Σ kept / Σ n before (0) or after (1); a
control weighs as its cases before, so that a mere change in their mix moves nothing.

Its variance is the largest of three, so that none of them promises too much:
- cases independent: Σ w²·p̃(1 − p̃)/n over the cells, with p̃ = (kept + ½)/(n + 1), never 0 where all were kept;
- quasi-binomial (McCullagh and Nelder 1989, 4.5): that times the dispersion φ = Σ z²/df of the periods' Pearson residuals, and
  times (1 + ρ)/(1 − ρ), ρ their lag-1 autocorrelation corrected for short series (Kendall 1954: ρ̂ + (1 + 3ρ̂)/m);
- Newey–West 1987 (Bartlett weights, ⌊0.75·m^⅓⌋ lags) of each period's influence on d, with m/(m − 1) in each stretch: this one
  knows too that both series may move together from one period to the next.
Student's t with Welch–Satterthwaite degrees of freedom of the two stretches, since one of them is often short.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_BEFORE, FEWEST_AFTER = 8, 4
"""Periods with cases, in each series, below which nothing is told."""
FEWEST_CASES = 10
"""Cases of each series before, and after, below which nothing is told."""


class TooFew(ValueError):
    """The series cannot carry an effect; the arguments are a code and its detail."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by period, in order of time: `kept` out of `n`; `after` tells which periods come after the start."""

    after: Flags
    kept: Numbers
    n: Numbers

    @staticmethod
    def of(after: ArrayLike, kept: ArrayLike, n: ArrayLike) -> "Series":
        """A series of lists. Raises ValueError unless they are alike long and 0 ≤ kept ≤ n in each period."""
        flags, some, every = np.asarray(after, bool), np.asarray(kept, float), np.asarray(n, float)
        if not flags.shape == some.shape == every.shape or flags.ndim != 1:
            raise ValueError("one flag and two counts for each period")
        if (some < 0).any() or (some > every).any() or not np.isfinite(every).all():
            raise ValueError("a count lies between 0 and its total")
        return Series(flags, some, every)

    def cases(self, after: bool) -> float:
        """How many cases there are before, or after."""
        return float(self.n[self.after == after].sum())

    def share(self, after: bool) -> float:
        """The share before, or after; nan without cases."""
        many = self.cases(after)
        return float(self.kept[self.after == after].sum()) / many if many else float("nan")


class Estimate(NamedTuple):
    """A difference of shares with its 95 % interval, the two-sided p of its being 0, and what it was told from."""

    value: float
    low: float
    high: float
    p: float
    error: float
    df: float


def effect(treated: Series, controls: Sequence[Series]) -> Estimate:
    """How much more the treated share moved than the controls'; see the module. Raises TooFew, ValueError."""
    return _estimate([(treated, 1.0), *((each, -weight) for each, weight in _weighed(controls, treated))])


def shift(controls: Sequence[Series]) -> Estimate:
    """How much the controls moved by themselves. Raises TooFew, ValueError."""
    return _estimate(_weighed(controls, controls[0]))


def _weighed(controls: Sequence[Series], like: Series) -> list[tuple[Series, float]]:
    if not controls or any(not np.array_equal(each.after, like.after) for each in controls):
        raise ValueError("at least one control, and all series with the same periods")
    for each in (like, *controls):
        _check(each)
    whole = sum(each.cases(False) for each in controls)
    return [(each, each.cases(False) / whole) for each in controls]


def _check(series: Series) -> None:
    for after, fewest in ((False, FEWEST_BEFORE), (True, FEWEST_AFTER)):
        where = "after" if after else "before"
        periods = int((series.n[series.after == after] > 0).sum())
        if periods < fewest:
            raise TooFew(f"few_periods_{where}", str(periods))
        if series.cases(after) < FEWEST_CASES:
            raise TooFew(f"few_cases_{where}", str(int(series.cases(after))))


def _estimate(signed: list[tuple[Series, float]]) -> Estimate:
    value = sum(sign * (each.share(True) - each.share(False)) for each, sign in signed)
    after = signed[0][0].after
    counted: Flags = np.sum([each.n for each, _ in signed], axis=0) > 0
    influence: Numbers = np.sum([sign * _influence(each) for each, sign in signed], axis=0)
    binomial, quasi = 0.0, 0.0
    for each, sign in signed:
        cells = sign**2 * _binomial(each)
        binomial += cells
        quasi += cells * _inflation(each)
    robust = newey_west(influence[counted])
    error = math.sqrt(max(binomial, quasi, robust))
    df = _welch(influence, after, counted)
    return _student(float(value), error, df)


def _student(value: float, error: float, df: float) -> Estimate:
    from scipy.special import stdtr, stdtrit

    half = float(stdtrit(df, 0.975)) * error
    p = 2 * float(stdtr(df, -abs(value) / error)) if error > 0 else 1.0
    return Estimate(value, max(-2.0, value - half), min(2.0, value + half), min(1.0, p), error, df)


def _influence(series: Series) -> Numbers:
    """What each period adds to the shift of the series, scaled by √(m/(m − 1)) of its stretch."""
    told = np.zeros(len(series.n))
    for after, sign in ((False, -1.0), (True, 1.0)):
        here = series.after == after
        m = max(2, int((series.n[here] > 0).sum()))
        residual = series.kept[here] - series.share(after) * series.n[here]
        told[here] = sign * residual / series.cases(after) * math.sqrt(m / (m - 1))
    return told


def _binomial(series: Series) -> float:
    """The variance of the shift if cases were independent."""
    found = 0.0
    for after in (False, True):
        n = series.cases(after)
        p = (series.kept[series.after == after].sum() + 0.5) / (n + 1)
        found += float(p * (1 - p) / n)
    return found


def _inflation(series: Series) -> float:
    """φ·(1 + ρ)/(1 − ρ), each factor at least 1."""
    z: list[Numbers] = []
    for after in (False, True):
        here = (series.after == after) & (series.n > 0)
        n = series.n[here]
        p = (series.kept[here].sum() + 0.5) / (n.sum() + 1)
        z.append((series.kept[here] - series.share(after) * n) / np.sqrt(n * p * (1 - p)))
    every = np.concatenate(z)
    m = len(every)
    dispersion = max(1.0, float((every**2).sum()) / (m - 2))
    below = float((every**2).sum())
    rho = sum(float((each[1:] * each[:-1]).sum()) for each in z) / below if below else 0.0
    rho = min(0.9, max(0.0, rho + (1 + 3 * rho) / m))
    # Noise around 0 is no autocorrelation: below one standard error (1/√m) nothing is added.
    return dispersion * ((1 + rho) / (1 - rho) if rho > 1 / math.sqrt(m) else 1.0)


def newey_west(influence: ArrayLike) -> float:
    """The variance of Σ uₜ where neighbours hang together: Σ u² + 2·Σₗ (1 − l/(L + 1))·Σ uₜ·uₜ₋ₗ, L = ⌊0.75·m^⅓⌋; never below 0."""
    u = np.asarray(influence, float)
    lags = math.floor(0.75 * len(u) ** (1 / 3))
    found = float((u**2).sum())
    for lag in range(1, lags + 1):
        found += 2 * (1 - lag / (lags + 1)) * float((u[lag:] * u[:-lag]).sum())
    return max(0.0, found)


def _welch(influence: Numbers, after: Flags, counted: Flags) -> float:
    parts = []
    for stretch in (False, True):
        here = (after == stretch) & counted
        parts.append((float((influence[here] ** 2).sum()), int(here.sum()) - 1))
    whole = sum(variance for variance, _ in parts)
    below = sum(variance**2 / df for variance, df in parts)
    return whole**2 / below if below > 0 else float(min(df for _, df in parts))
