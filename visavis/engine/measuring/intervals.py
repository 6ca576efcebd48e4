"""Intervals at 95 %: how far a figure may be off because it rests on few cases.

Formulas: Wilson 1927; Brown, Cai and DasGupta 2001 (Jeffreys); Newcombe 1998, method 10; Rocks 2016 and Sauro and Lewis 2016
(net promoter score). Rates are shares from 0 to 1, never percentages.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Interval = tuple[float, float]

Z95 = 1.959964
"""The normal quantile of a two-sided 95 % interval."""


def wilson(kept: float, n: float, z: float = Z95) -> Interval:
    """Wilson's interval of the rate `kept / n`: (p̂ + z²/2n ± z·√(p̂q̂/n + z²/4n²)) / (1 + z²/n).

    Counts may be fractional (weights). Without cases nothing is known: (0, 1), the limit of the formula.
    Raises ValueError unless 0 ≤ kept ≤ n.
    """
    _check(kept, n)
    missed, z2 = n - kept, z * z
    centre = (kept + z2 / 2) / (n + z2)
    half = z / (n + z2) * math.sqrt(kept * missed / n + z2 / 4) if n else 0.5
    low = 0.0 if kept == 0 else max(0.0, centre - half)
    high = 1.0 if missed == 0 else min(1.0, centre + half)
    return low, high


def jeffreys(kept: float, n: float, level: float = 0.95) -> Interval:
    """Jeffreys' interval of the rate `kept / n`: equal-tailed quantiles of Beta(kept + ½, missed + ½).

    An end at which every case stands is closed (0 or 1). Raises ValueError unless 0 ≤ kept ≤ n.
    """
    from scipy.special import betaincinv

    _check(kept, n)
    a, b, tail = kept + 0.5, n - kept + 0.5, (1 - level) / 2
    low = 0.0 if kept == 0 else float(betaincinv(a, b, tail))
    high = 1.0 if kept == n else float(betaincinv(a, b, 1 - tail))
    return low, high


def newcombe(kept_1: float, n_1: float, kept_2: float, n_2: float, z: float = Z95) -> Interval:
    """Newcombe's interval of the difference of two rates, p̂₁ − p̂₂, out of their Wilson intervals (l, u).

    d − √((p̂₁ − l₁)² + (u₂ − p̂₂)²) … d + √((u₁ − p̂₁)² + (p̂₂ − l₂)²), for independent samples; too wide, never too narrow,
    where cases stand in both and agree. Raises ValueError where a side has no cases.
    """
    if n_1 <= 0 or n_2 <= 0:
        raise ValueError("a difference of rates needs cases on both sides")
    (low_1, high_1), (low_2, high_2) = wilson(kept_1, n_1, z), wilson(kept_2, n_2, z)
    p_1, p_2 = kept_1 / n_1, kept_2 / n_2
    difference = p_1 - p_2
    return (
        max(-1.0, difference - math.hypot(p_1 - low_1, high_2 - p_2)),
        min(1.0, difference + math.hypot(high_1 - p_1, p_2 - low_2)),
    )


@dataclass(frozen=True, slots=True)
class NetPromoterScore:
    """Promoters minus detractors, as a share from −1 to 1, with its interval."""

    value: float
    low: float
    high: float
    n: int


def net_promoter_score(promoters: int, detractors: int, n: int, z: float = Z95) -> NetPromoterScore:
    """The net promoter score with its adjusted Wald interval.

    ¾ is added to promoters and to detractors and 3 to n; with p, d those shares: p − d ± z·√((p + d − (p − d)²) / (n + 3)).
    The value itself is not adjusted; where all answered alike, the interval is widened up to it. Raises ValueError where there are no answers or more than `n`.
    """
    if n <= 0 or min(promoters, detractors) < 0 or promoters + detractors > n:
        raise ValueError(f"{promoters} promoters and {detractors} detractors out of {n} answers")
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = z * math.sqrt((p + d - (p - d) ** 2) / (n + 3))
    value = (promoters - detractors) / n
    return NetPromoterScore(value, min(value, max(-1.0, p - d - half)), max(value, min(1.0, p - d + half)), n)


def mean_interval(mean: float, deviation: float, n: int, level: float = 0.95) -> Interval:
    """Student's interval of a mean: mean ± t(n − 1)·s/√n, in the unit of `mean`; `deviation` is the sample's (n − 1).

    Raises ValueError below two values: one value has no spread.
    """
    from scipy.special import stdtrit

    if n < 2 or deviation < 0:
        raise ValueError("an interval of a mean needs two values and their deviation")
    half = float(stdtrit(n - 1, (1 + level) / 2)) * deviation / math.sqrt(n)
    return mean - half, mean + half


def mean_of(values: Sequence[float], level: float = 0.95) -> tuple[float, Interval]:
    """The mean of `values` and its Student interval; raises ValueError below two values."""
    n = len(values)
    if n < 2:
        raise ValueError("an interval of a mean needs two values")
    mean = math.fsum(values) / n
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    return mean, mean_interval(mean, deviation, n, level)


def median_ranks(n: int, level: float = 0.95) -> tuple[int, int] | None:
    """Ranks (from 1) of the ordered values between which the median lies with at least `level` confidence.

    Distribution-free, from the binomial with p = ½ (Conover 1999, 3.2); None where `n` is too small for `level` (below 6 at 95 %).
    """
    from scipy.special import bdtr, bdtrik

    tail = (1 - level) / 2
    if n < 1 or 0.5**n > tail:
        return None
    low = max(0, math.floor(float(bdtrik(tail, n, 0.5))))
    while low > 0 and float(bdtr(low - 1, n, 0.5)) > tail:
        low -= 1
    while low < n and float(bdtr(low, n, 0.5)) <= tail:
        low += 1
    return (low, n + 1 - low) if low >= 1 else None


def quantile_ranks(n: int, share: float, level: float = 0.95) -> tuple[int, int] | None:
    """Ranks (from 1) of the ordered values between which the quantile `share` lies with at least `level` confidence.

    As `median_ranks`, from the binomial with p = `share`; None where `n` is too small for both ends to be told.
    """
    from scipy.special import bdtr, bdtrik

    tail = (1 - level) / 2
    if n < 1 or not 0 < share < 1 or (1 - share) ** n > tail or share**n > tail:
        return None
    low = max(0, math.floor(float(bdtrik(tail, n, share))))
    while low > 0 and float(bdtr(low - 1, n, share)) > tail:
        low -= 1
    while low < n and float(bdtr(low, n, share)) <= tail:
        low += 1
    high = min(n, math.ceil(float(bdtrik(1 - tail, n, share))) + 1)
    while high > 1 and float(bdtr(high - 2, n, share)) >= 1 - tail:
        high -= 1
    while float(bdtr(high - 1, n, share)) < 1 - tail:
        high += 1
    return (low, high) if low >= 1 and high <= n else None


def _check(kept: float, n: float) -> None:
    if not 0 <= kept <= n:
        raise ValueError(f"{kept} out of {n} is no rate")
