"""Survival curves of resampled cases, all draws at once: intervals for what has no formula (Efron 1981).

Cases that belong together (a client's) are drawn together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Interval
from visavis.engine.measuring.survival import EPSILON

Floats = npt.NDArray[np.float64]
DRAWS = 1000
CELLS = 4_000_000
"""How many numbers a block of draws may hold at once: 32 MB."""


@dataclass(frozen=True, slots=True)
class Resampled:
    """Survival curves of resampled cases: a row of `share` for each draw, a column for each of `times`."""

    times: Floats
    share: Floats

    def at(self, time: float) -> Floats:
        """S(time) in each draw."""
        found = int(np.searchsorted(self.times, time, side="right"))
        return self.share[:, found - 1] if found else np.ones(len(self.share))

    def quantile(self, share: float) -> Floats:
        """The smallest time at which S ≤ 1 − `share`, in each draw; infinite where it never falls so low."""
        below = self.share <= 1 - share + EPSILON
        first = below.argmax(axis=1)
        return np.where(below.any(axis=1), self.times[first], np.inf)

    def restricted_mean(self, horizon: float) -> Floats:
        """∫₀^horizon S(t)dt in each draw."""
        inside = self.times <= horizon
        edges = np.concatenate([[0.0], self.times[inside], [horizon]])
        levels = np.concatenate([np.ones((len(self.share), 1)), self.share[:, inside]], axis=1)
        return np.asarray(levels @ np.diff(edges), dtype=np.float64)


def resampled(
    durations: npt.ArrayLike,
    ended: npt.ArrayLike,
    counts: npt.ArrayLike | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Resampled:
    """Kaplan–Meier curves of `draws` samples, as many cases each as there are, drawn with replacement.

    Cases that share duration and state are one cell of a multinomial, so that the work grows with the number of different
    durations, not of cases. Raises ValueError without cases, and for what `kaplan_meier` refuses.
    """
    times, happened = np.asarray(durations, dtype=np.float64), np.asarray(ended, dtype=bool)
    weights = np.ones(len(times), dtype=np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    if not len(times) == len(happened) == len(weights):
        raise ValueError("durations, ended and counts differ in length")
    if not weights.sum() or not (np.isfinite(times).all() and times.min() >= 0):
        raise ValueError("no cases, or a duration that is negative or missing")
    unique, index = np.unique(times, return_inverse=True)
    cells = np.bincount(2 * index + happened, weights, 2 * len(unique))
    n, random = int(weights.sum()), np.random.default_rng(seed)
    block = max(1, CELLS // len(cells))
    parts = [
        _curves(random.multinomial(n, cells / cells.sum(), size=min(block, draws - begun)))
        for begun in range(0, draws, block)
    ]
    return Resampled(unique, np.concatenate(parts))


def _curves(drawn: npt.NDArray[np.int64]) -> Floats:
    """The curve of each row of cell counts: censored and ended at the first time, then at the second …"""
    died = drawn[:, 1::2]
    at_risk = (drawn[:, 0::2] + died)[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.cumprod(1 - died / np.maximum(at_risk, 1), axis=1)


def resampled_interval(values: Floats, level: float = 0.95) -> Interval:
    """The interval between the percentiles of resampled values; an end may be infinite."""
    tail = (1 - level) / 2
    low, high = np.quantile(values, [tail, 1 - tail], method="inverted_cdf")
    return float(low), float(high)


def resampled_clusters(
    clusters: npt.ArrayLike, statistic: Callable[[Floats], float], *, draws: int = DRAWS, seed: int = 0
) -> Floats:
    """`statistic` of `draws` samples of whole clusters (clients with all their cases), given as a weight for each case.

    For cases that belong together, where drawing them one by one would pretend to more than is known.
    """
    _, index = np.unique(np.asarray(clusters), return_inverse=True)
    n, random = int(index.max()) + 1 if len(index) else 0, np.random.default_rng(seed)
    if n < 2:
        raise ValueError("fewer than two clusters: nothing can be drawn")
    drawn = random.multinomial(n, np.full(n, 1 / n), size=draws)
    return np.array([statistic(weights[index].astype(np.float64)) for weights in drawn])


def ratio_interval(
    above: npt.ArrayLike, below: npt.ArrayLike, *, draws: int = DRAWS, seed: int = 0, level: float = 0.95
) -> Interval | None:
    """The interval of Σ above / Σ below where groups (of clients, one entry each) are drawn whole, with replacement.

    A ratio of sums over groups: percentiles of the resampled ratios (Davison and Hinkley 1997, 3.8). None where fewer than two
    groups have anything below, for then nothing varies. Raises ValueError for lengths that differ.
    """
    top, foot = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    if len(top) != len(foot):
        raise ValueError("above and below differ in length")
    if np.count_nonzero(foot > 0) < 2:
        return None
    drawn = _drawn(len(foot), draws, seed)
    sums = drawn @ foot
    known = sums > 0
    return resampled_interval((drawn @ top)[known] / sums[known], level)


def total_interval(of: npt.ArrayLike, *, draws: int = DRAWS, seed: int = 0, level: float = 0.95) -> Interval | None:
    """The interval of Σ of where groups are drawn whole, with replacement: what as many groups could have summed up to.

    None below two groups.
    """
    values = np.asarray(of, dtype=np.float64)
    if len(values) < 2:
        return None
    return resampled_interval(_drawn(len(values), draws, seed) @ values, level)


@lru_cache(maxsize=4)
def _drawn(groups: int, draws: int, seed: int) -> Floats:
    """How often each group is in each draw: the same for every figure of the same groups, so drawn once."""
    found = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), size=draws).astype(np.float64)
    found.setflags(write=False)
    return found
