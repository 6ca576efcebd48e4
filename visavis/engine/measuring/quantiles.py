"""Medians and quartiles of figures that stand for many: exact, also where values come with counts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Interval, mean_interval, median_ranks, quantile_ranks

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Values in ascending order, each standing for `counts` cases; `n` cases in all."""

    values: Floats
    upto: npt.NDArray[np.int64]
    n: int

    def rank(self, rank: int) -> float:
        """The value of the case of that rank, from 1 to n."""
        return float(self.values[int(np.searchsorted(self.upto, rank, side="left"))])

    def quantile(self, share: float) -> float:
        """The quantile, linear between the two nearest cases (Hyndman and Fan 1996, type 7); raises ValueError without cases."""
        if not self.n:
            raise ValueError("no cases: no quantile")
        place = share * (self.n - 1)
        below = int(np.floor(place))
        low, high = self.rank(below + 1), self.rank(min(below + 2, self.n))
        return low + (high - low) * (place - below)

    def mean(self) -> float:
        """The mean over all cases; raises ValueError without cases."""
        if not self.n:
            raise ValueError("no cases: no mean")
        counts = np.diff(self.upto, prepend=0)
        return float(np.dot(self.values, counts) / self.n)

    def mean_interval(self) -> Interval | None:
        """Student's 95 % interval of the mean; None below two cases."""
        if self.n < 2:
            return None
        counts = np.diff(self.upto, prepend=0)
        mean = self.mean()
        squares = float(np.dot((self.values - mean) ** 2, counts))
        return mean_interval(mean, float(np.sqrt(squares / (self.n - 1))), self.n)

    def quantile_interval(self, share: float) -> Interval | None:
        """The 95 % interval of a quantile by ranks, free of any assumption; None where there are too few cases for it."""
        ranks = quantile_ranks(self.n, share)
        return (self.rank(ranks[0]), self.rank(ranks[1])) if ranks else None

    def median_interval(self) -> Interval | None:
        """The 95 % interval of the median, free of any assumption on the distribution; None below 6 cases."""
        ranks = median_ranks(self.n)
        return (self.rank(ranks[0]), self.rank(ranks[1])) if ranks else None


def ordered(values: npt.ArrayLike, counts: npt.ArrayLike | None = None) -> Ordered:
    """`values` put in order; `counts` says how many cases each stands for (default 1)."""
    numbers = np.asarray(values, dtype=np.float64)
    weights = np.ones(len(numbers), dtype=np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    order = np.argsort(numbers, kind="stable")
    upto = np.cumsum(weights[order])
    return Ordered(numbers[order], upto, int(upto[-1]) if len(upto) else 0)
