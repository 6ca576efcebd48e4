"""How much shares vary while nothing rises, as the past of one thing and of all that is followed beside it tells.

A family of series is counted in the same texts, so what one alone tells of too few texts, all of them tell together. Over blocks
of a length, with e expected from the channels' own shares and v its binomial variance:

- own: Pearson's χ²/df of the series;
- the family's: τ² = Σ((x − e)²·m/(m − 1) − v) / Σe² over all series and their m blocks (method of moments, at least 0), the
  relative variance beyond chance; a series of e a block then varies as 1 + e·τ².
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]

_SHORT = (1, 4)
"""Periods a block holds where over-dispersion is measured: single ones, and four, for neighbours may be alike."""
_FEWEST_BLOCKS = 3
_SEASON_BLOCKS = 4
_BY_CHANCE = 0.9
"""Of a series' own χ², what lies under this quantile is chance: seasons are told by few blocks."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Variation over blocks, by series: `own` χ²/df, `family` the same as the whole family has it, `df` of own, `mean` the
    expectation of a block (weighted by itself)."""

    own: Counts
    family: Counts
    df: Counts
    mean: Counts


def spread(past: Counts, totals: Counts, length: int) -> Spread:
    """The variation of `past` (series, periods, strata) among `totals` (periods, strata) over the latest whole blocks of `length`."""
    series, periods, strata = past.shape
    blocks = periods // length
    first = periods - blocks * length
    x = past[:, first:].reshape(series, blocks, length, strata).sum(axis=2)
    n = totals[first:].reshape(blocks, length, strata).sum(axis=1)
    whole = n.sum(axis=0)
    share = np.divide(x.sum(axis=1), whole, out=np.zeros((series, strata)), where=whole > 0)
    e, v = share @ n.T, (share * (1 - share)) @ n.T
    apart = (x.sum(axis=2) - e) ** 2
    solid = v > 0
    df = np.maximum(solid.sum(axis=1) - 1, 0).astype(float)
    own = np.divide(apart, v, out=np.zeros_like(v), where=solid).sum(axis=1) / np.maximum(df, 1)
    squares, sums = (e**2).sum(axis=1), e.sum(axis=1)
    mean = np.divide(squares, sums, out=np.zeros(series), where=sums > 0)
    beyond = (apart * blocks / max(1, blocks - 1) - v).sum()
    tau = max(0.0, float(beyond / squares.sum())) if squares.sum() > 0 and blocks > 1 else 0.0
    return Spread(np.where(df > 0, own, 1.0), 1 + mean * tau, df, mean)


def dispersion(past: Counts, totals: Counts) -> tuple[Counts, float]:
    """φ of each series, the greatest of 1, its own and the family's, over single periods and blocks of four; and the degrees of
    freedom that stand behind it: those of all series, since none is held for quieter than they are together."""
    found = [spread(past, totals, length) for length in _SHORT if past.shape[1] // length >= _FEWEST_BLOCKS]
    phi = np.ones(len(past))
    for each in found:
        phi = np.maximum(phi, np.maximum(each.own, each.family))
    return phi, max(1.0, float(found[0].df.sum())) if found else 1.0


def slow_variance(past: Counts, totals: Counts, length: int) -> Counts:
    """τ² of each series over blocks of `length` (shorter, where the past holds fewer than four): how far seasons go.

    The family's, or the series' own where chance does not explain it.
    """
    from scipy.special import chdtri

    each = spread(past, totals, max(1, min(length, past.shape[1] // _SEASON_BLOCKS)))
    chance = np.maximum(1.0, chdtri(np.maximum(each.df, 1), 1 - _BY_CHANCE) / np.maximum(each.df, 1))
    phi = np.maximum(each.family, each.own / chance)
    return np.divide(np.maximum(phi - 1, 0.0), each.mean, out=np.zeros_like(phi), where=each.mean > 0)
