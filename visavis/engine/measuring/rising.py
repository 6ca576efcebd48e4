"""What rises: recent shares tested against their own past, with a false-alarm rate that holds for a whole year and family.

At each look, the latest periods (windows of several lengths) are compared with those before them, one-sided:

- Expected is what each stratum's (channel's) own past share gives on the stratum's recent total: more surveys than before
  raise nothing. E = Σ_s n_s·p_s, V = φ·Σ_s n_s·p_s·(1 − p_s)·(1 + n_s/N_s), N_s being the stratum's past total.
- φ, the over-dispersion, is Pearson's χ²/df of the past, the greatest of 1, that of single periods and that of blocks of
  four (neighbours may be alike); its own uncertainty is paid by Student's t in the place of the normal.
- The tail is that of a negative binomial of mean E and variance V (a Poisson where V < E): counts are skewed.
- Where a year of history lies behind the window, the same season of last year must be exceeded at the same level, too.

A share rises where one of the windows has p ≤ ALARM / (series · looks a year · windows): by Boole's inequality over all that
is tested in a year, at most ALARM of quiet company-years see any flag; windows overlap, so it is far fewer. Practical rise: at
least LEAST times the expected count.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from visavis.engine.measuring.intervals import Interval, wilson

Counts = NDArray[np.float64]

ALARM = 0.05
"""Share of quiet company-years with any flag, at most."""

LEAST = 1.25
"""How many times the expected count a rise has at least: with very many texts, trifles are beyond chance, too."""

FEWEST = 8
"""Texts that a recent window holds at least: two clients are no trend."""

_BLOCK = 4
_MARGIN = 4
"""Weeks by which the season of last year is wider than the window on both sides: it has to hold enough texts to tell."""


class Unit(StrEnum):
    """What a period is."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Grid:
    """How a unit is looked at: periods a year, lengths of the recent windows, fewest and most periods of past."""

    year: int
    windows: tuple[int, ...]
    fewest: int
    most: int

    @property
    def looks(self) -> int:
        """How many tests of one series there are in a year."""
        return self.year * len(self.windows)


GRIDS = {
    Unit.WEEK: Grid(52, (4, 6, 8, 10, 13, 18, 26), 26, 104),
    Unit.MONTH: Grid(12, (1, 2, 3, 4, 6), 9, 24),
}


@dataclass(frozen=True, slots=True)
class Rise:
    """The latest state of a series. `rises`: flagged; None: too little history to tell.

    `since`: place of the period from which on the share is higher (the most likely single step), None where nothing rises.
    `count` of `n` are in the window that tells most, `now` with its interval; `before` is the share expected there.
    """

    rises: bool | None
    since: int | None
    periods: int
    count: int
    n: int
    now: float | None
    interval: Interval | None
    before: float | None
    p: float | None
    level: float
    seasonal: bool


def level_of(series: int, unit: Unit) -> float:
    """The p under which one window of one series may flag, where `series` are looked at together."""
    return ALARM / (max(1, series) * GRIDS[unit].looks)


def rise(counts: Counts, totals: Counts, unit: Unit, *, series: int) -> Rise:
    """The state of a series at its last period; `counts` and `totals` are (periods, strata), complete periods only."""
    grid, level = GRIDS[unit], level_of(series, unit)
    found = [
        each for window in grid.windows if (each := _window(counts, totals, window, grid, unit, level)) is not None
    ]
    if not found:
        n, count = int(totals.sum()), int(counts.sum())
        now = count / n if n else None
        return Rise(None, None, len(counts), count, n, now, wilson(count, n) if n else None, None, None, level, False)
    best = min(found, key=lambda each: (not each.rises, each.p if each.p is not None else 1.0, -each.periods))
    if not best.rises:
        return best
    since = _since(counts, totals, grid)
    return Rise(
        best.rises, since, best.periods, best.count, best.n, best.now, best.interval, best.before, best.p, level, best.seasonal
    )  # fmt: skip


def _window(counts: Counts, totals: Counts, window: int, grid: Grid, unit: Unit, level: float) -> Rise | None:
    split = len(counts) - window
    if split < grid.fewest:
        return None
    start = max(0, split - grid.most)
    past, past_n = counts[start:split], totals[start:split]
    x, n = counts[split:].sum(axis=0), totals[split:].sum(axis=0)
    known = past_n.sum(axis=0) > 0
    count, among = float(x[known].sum()), float(n[known].sum())
    if among == 0:
        return Rise(False, None, window, 0, 0, None, None, None, None, level, False)
    dispersion, df = _dispersion(past[:, known], past_n[:, known])
    expected, p = _against(x[known], n[known], past[:, known].sum(axis=0), past_n[:, known].sum(axis=0), dispersion, df)
    season = _season(counts, totals, window, grid, unit)
    seasonal, least = season is not None, expected
    if season is not None:
        before, before_n = season
        also = (before_n > 0) & known
        other, p_other = _against(x[also], n[also], before[also], before_n[also], dispersion, df)
        p, least = max(p, p_other), max(expected, other)
    rises = bool(p <= level and count >= FEWEST and count >= LEAST * least)
    return Rise(
        rises, None, window, int(count), int(among), count / among, wilson(count, among), expected / among, p, level, seasonal
    )  # fmt: skip


def _season(counts: Counts, totals: Counts, window: int, grid: Grid, unit: Unit) -> tuple[Counts, Counts] | None:
    """Counts and totals of the same season a year before, a little wider; None where history does not reach back so far."""
    margin = _MARGIN if unit is Unit.WEEK else 0
    end = len(counts) - grid.year
    begin = end - window - margin
    if begin < 0:
        return None
    end = min(end + margin, len(counts) - window)
    return counts[begin:end].sum(axis=0), totals[begin:end].sum(axis=0)


def _against(x: Counts, n: Counts, past: Counts, past_n: Counts, dispersion: float, df: float) -> tuple[float, float]:
    """Expected count, and the one-sided p of seeing at least `x` in all, given the past of each stratum."""
    from scipy.special import betainc, gammainc, ndtri, stdtr

    total = n.sum()
    if total == 0 or past_n.sum() == 0:
        return 0.0, 1.0
    # half a case of the common share keeps a stratum that never told of it from expecting none
    common = (past.sum() + 0.5) / (past_n.sum() + 1)
    share = (past + common) / (past_n + 1)
    expected = float((n * share).sum())
    variance = dispersion * float((n * share * (1 - share) * (1 + n / np.maximum(past_n, 1))).sum())
    seen = float(x.sum())
    if seen <= expected:
        return expected, 1.0
    if variance > expected * 1.0001:
        size, chance = expected**2 / (variance - expected), expected / variance
        tail = float(betainc(seen, size, 1 - chance))  # of a negative binomial: at least `seen`
    else:
        tail = float(gammainc(seen, expected))  # of a Poisson
    return expected, float(stdtr(df, ndtri(max(tail, 1e-300))))


def _dispersion(past: Counts, past_n: Counts) -> tuple[float, float]:
    """φ and its degrees of freedom."""
    singles, df = _pearson(past, past_n)
    whole = len(past) // _BLOCK * _BLOCK
    if whole < 3 * _BLOCK:
        return max(1.0, singles), max(1.0, df)
    shape = (-1, _BLOCK, past.shape[1])
    blocks, _ = _pearson(past[-whole:].reshape(shape).sum(axis=1), past_n[-whole:].reshape(shape).sum(axis=1))
    return max(1.0, singles, blocks), max(1.0, df)


def _pearson(past: Counts, past_n: Counts) -> tuple[float, float]:
    """χ²/df over periods, expected by strata; periods with an expectation too small to tell are left out."""
    n = past_n.sum(axis=0)
    share = np.divide(past.sum(axis=0), n, out=np.zeros_like(n), where=n > 0)
    expected = past_n @ share
    variance = past_n @ (share * (1 - share))
    solid = variance > 0
    df = float(solid.sum() - 1)
    if df < 1:
        return 1.0, 1.0
    return float((((past.sum(axis=1) - expected)[solid] ** 2) / variance[solid]).sum() / df), df


def _since(counts: Counts, totals: Counts, grid: Grid) -> int:
    """The place where the likelihood of one step up is greatest (Poisson, shares of strata standing as they are)."""
    start = max(0, len(counts) - grid.most - max(grid.windows))
    x, n = counts[start:], totals[start:]
    share = x.sum(axis=0) / np.maximum(n.sum(axis=0), 1)
    expected = n @ share
    seen = x.sum(axis=1)
    best, place = -np.inf, len(x) - 1
    for split in range(1, len(x)):
        one, two = (seen[:split].sum(), expected[:split].sum()), (seen[split:].sum(), expected[split:].sum())
        if min(one[1], two[1]) <= 0 or two[0] / two[1] <= one[0] / one[1]:
            continue
        gain = sum(value * np.log(value / mean) for value, mean in (one, two) if value > 0)
        if gain > best:
            best, place = gain, split
    return start + place
