"""What rises: recent shares tested against their own past, with a false-alarm rate that holds for a whole year and family.

At each look, the latest periods (windows of several lengths) are compared with those before them, one-sided:

- Expected is what each stratum's (channel's) own past share gives on the stratum's recent total: more surveys than before
  raise nothing. E = Σ_s n_s·p_s, V = φ·Σ_s n_s·p_s·(1 − p_s)·(1 + n_s/N_s), N_s being the stratum's past total.
- φ, the over-dispersion, is measured on the past of the series and of all that is followed with it: `quiet_past`.
- Where a year of history lies behind the window, last year's season raises E as far as it is believed (James–Stein): by how
  much seasons go in this company is told by the whole family. The variance that this leaves is added to V.
- The tail is that of a negative binomial of mean E and variance V (a Poisson where V < E): counts are skewed.

A share rises where one of the windows has p ≤ ALARM / (series · independent tests of a year): by Boole's inequality over the
series, at most ALARM of quiet company-years see any flag. Windows and looks overlap: how many independent tests they amount to
was simulated (`Grid.tests`). Practical rise: at least LEAST times the expected count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from visavis.engine.measuring.intervals import Interval, wilson
from visavis.engine.measuring.quiet_past import Counts, dispersion, slow_variance

ALARM = 0.05
"""Share of quiet company-years with any flag, at most."""

LEAST = 1.25
"""How many times the expected count a rise has at least: with very many texts, trifles are beyond chance, too."""

FEWEST = 8
"""Texts that a recent window holds at least: two clients are no trend."""

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
    tests: int
    """As how many independent tests those of one series in a year count: P(any p ≤ level) / level, for levels down to that of
    forty series (`benchmarks.reading.rising` prints it)."""


GRIDS = {
    Unit.WEEK: Grid(52, (4, 6, 8, 10, 13, 18, 26), 26, 104, 200),
    Unit.MONTH: Grid(12, (1, 2, 3, 4, 6), 9, 24, 60),
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
    return ALARM / (max(1, series) * GRIDS[unit].tests)


def rise(counts: Counts, totals: Counts, unit: Unit, *, series: int) -> Rise:
    """The state of one of `series` things, of which the others are not at hand; else as `rises`."""
    return rises(counts[None], totals, unit, series=series)[0]


def rises(counts: Counts, totals: Counts, unit: Unit, *, series: int | None = None) -> list[Rise]:
    """The state of every series at the last period: `counts` (series, periods, strata), `totals` (periods, strata), complete
    periods only. `series`: how many things the yearly error is shared by, where more are followed than stand here."""
    grid, level = GRIDS[unit], level_of(len(counts) if series is None else series, unit)
    windows = [window for window in grid.windows if len(totals) - window >= grid.fewest]
    looked = [_window(counts, totals, window, grid, unit, level) for window in windows]
    if not looked:
        return [_untold(each, totals, level) for each in counts]
    return [_best(found, counts[place], totals, grid) for place, found in enumerate(zip(*looked, strict=True))]


def _untold(counts: Counts, totals: Counts, level: float) -> Rise:
    n, count = int(totals.sum()), int(counts.sum())
    now = count / n if n else None
    return Rise(None, None, len(counts), count, n, now, wilson(count, n) if n else None, None, None, level, False)


def _best(found: Sequence[Rise], counts: Counts, totals: Counts, grid: Grid) -> Rise:
    """The window that tells most, and since when."""
    best = min(found, key=lambda each: (not each.rises, each.p if each.p is not None else 1.0, -each.periods))
    return replace(best, since=_since(counts, totals, grid)) if best.rises else best


def _window(counts: Counts, totals: Counts, window: int, grid: Grid, unit: Unit, level: float) -> list[Rise]:
    split = len(totals) - window
    start = max(0, split - grid.most)
    known = totals[start:split].sum(axis=0) > 0
    past, past_n = counts[:, start:split, known], totals[start:split, known]
    n, whole = totals[split:, known].sum(axis=0), past_n.sum(axis=0)
    seen, among = counts[:, split:, known].sum(axis=(1, 2)), float(n.sum())
    if among == 0:
        return [Rise(False, None, window, 0, 0, None, None, None, None, level, False)] * len(counts)
    share = _shares(past.sum(axis=1), whole)
    expected = share @ n
    varies, df = dispersion(past, past_n)
    variance = varies * ((share * (1 - share)) @ (n * (1 + n / whole)))
    season = _season(counts[:, :, known], totals[:, known], window, grid, unit)
    if season is not None:
        raised, beyond = _seasonal(season, share, slow_variance(past, past_n, season[2]))
        expected = expected * raised
        variance = variance * raised + expected**2 * beyond
    p = _tail(seen, expected, variance, df)
    return [
        Rise(
            bool(p[place] <= level and count >= FEWEST and count >= LEAST * expected[place]), None, window, int(count), int(among),
            count / among, wilson(count, among), float(expected[place]) / among, float(p[place]), level, season is not None,
        )
        for place, count in enumerate(seen.tolist())
    ]  # fmt: skip


def _shares(past: Counts, whole: Counts) -> Counts:
    """Share of each series (rows) in each stratum; half a case of its common share keeps a stratum that never told of it from
    expecting none."""
    common = (past.sum(axis=1, keepdims=True) + 0.5) / (whole.sum() + 1)
    shares: Counts = (past + common) / (whole + 1)
    return shares


def _season(counts: Counts, totals: Counts, window: int, grid: Grid, unit: Unit) -> tuple[Counts, Counts, int] | None:
    """Counts of each series, totals of strata, and periods of the same season a year before, a little wider; None where history
    does not reach back so far."""
    margin = _MARGIN if unit is Unit.WEEK else 0
    end = len(totals) - grid.year
    begin = end - window - margin
    if begin < 0:
        return None
    end = min(end + margin, len(totals) - window)
    return counts[:, begin:end].sum(axis=(1, 2)), totals[begin:end].sum(axis=0), end - begin


def _seasonal(season: tuple[Counts, Counts, int], share: Counts, tau: Counts) -> tuple[Counts, Counts]:
    """By how much last year's season raises what is expected (at least 1), and the relative variance that this leaves.

    Of what was seen beyond the expected e, the part B = e·τ² / (1 + e·τ²) is believed (James–Stein): all of it where seasons
    are strong or texts many, little where nothing in the family ever had a season.
    """
    seen, n, _ = season
    e = share @ n
    believed = e * tau / (1 + e * tau)
    over = np.divide(seen, e, out=np.ones_like(e), where=e > 0) - 1
    return 1 + believed * np.maximum(over, 0.0), tau * (1 - believed)


def _tail(seen: Counts, expected: Counts, variance: Counts, df: float) -> Counts:
    """One-sided p of at least `seen`: of a negative binomial, or of a Poisson where the variance is no greater than the mean; the
    uncertainty of what variance there is, of `df` degrees, is paid by Student's t."""
    from scipy.special import betainc, gammainc, ndtri, stdtr

    p = np.ones(len(seen))
    above = seen > expected
    wide = above & (variance > expected * 1.0001)
    x, e, v = seen[wide], expected[wide], variance[wide]
    p[wide] = betainc(x, e**2 / (v - e), 1 - e / v)
    narrow = above & ~wide
    p[narrow] = gammainc(seen[narrow], expected[narrow])
    p[above] = stdtr(df, ndtri(np.maximum(p[above], 1e-300)))
    return p


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
