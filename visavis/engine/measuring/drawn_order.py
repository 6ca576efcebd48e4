"""A roll-out whose order was drawn at random: with few teams, chance is the draw itself, and can be counted (Fisher 1935).

Had the action changed nothing, every order would have shown the same series: the p-value is the share of orders, the drawn one
included, whose statistic lies as far from 0 as that of the drawn one. It needs no model of how cases scatter or hang together. With k
teams that start one after another it can't be below 1/k!: three teams never show anything at 5 %.

The statistic is the treated cells' mean excess over what team and period lead to expect: the weighted regression of shares on a
treated flag with an effect of each team and of each period (weights: cases). The 95 % interval has the lifts that the same test
would not reject (Hodges and Lehmann 1963): with a lift τ taken off the treated cells, an order's statistic is T(y) − τ·T(D), D being
the drawn flags. A lift is a difference of shares, so that an end never lies beyond ±1; with few teams it may well be there.
"""

import hashlib
import math
from collections.abc import Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from visavis.engine.measuring.effects import TooFew

Numbers = NDArray[np.float64]

MOST = 5040
"""Orders that are all counted: seven teams. With more, as many are drawn."""
FEWEST_TEAMS = 4
"""Below it no order could ever be told from chance at 5 %: 3! = 6."""


LEVEL = 0.05
STRETCHES = 64
"""Lifts that are looked at together, so that memory stays small."""


class Drawn(NamedTuple):
    """The statistic of the order that was drawn (a difference of shares), its randomisation p over `orders` orders, its interval."""

    value: float
    p: float
    orders: int
    low: float
    high: float


def draw_order(teams: Sequence[str], seed: str) -> list[str]:
    """The teams in an order that the seed alone decides: by SHA-256 of seed and name, whatever order they are given in."""
    return sorted(set(teams), key=lambda team: hashlib.sha256(f"{seed}\n{team}".encode()).hexdigest())


def randomisation(kept: ArrayLike, n: ArrayLike, starts: Sequence[int], *, seed: int = 0) -> Drawn:
    """Whether shares rose where and when teams started.

    `kept` and `n` have a row for each team and a column for each period; `starts[i]` is the first treated column of team i. Raises
    TooFew below four teams or where no statistic can be told, ValueError where shapes differ.
    """
    some, every = np.asarray(kept, float), np.asarray(n, float)
    if some.shape != every.shape or len(starts) != len(every) or (some < 0).any() or (some > every).any():
        raise ValueError("kept out of n, a row for each team, and a start for each")
    if len(starts) < FEWEST_TEAMS:
        raise TooFew("few_teams", str(len(starts)))
    orders = np.asarray(_orders(list(starts), seed))
    flags = (np.arange(every.shape[1]) >= orders[:, :, None]).reshape(len(orders), -1).astype(float)
    share = np.divide(some, every, out=np.zeros_like(some), where=every > 0).reshape(-1)
    regression = _Regression(every, flags)
    told = regression.statistics(share)
    if not np.abs(told).max() > 1e-12:
        raise TooFew("nothing_moves", "0")
    found = float(told[0])
    low, high = not_rejected(told, regression.statistics(flags[0]))
    return Drawn(found, float((np.abs(told) >= abs(found) - 1e-12).mean()), len(orders), low, high)


class _Regression:
    """The weighted regression on each order's flags, beside an effect of each team and period (Frisch and Waugh 1933).

    With weights W and effects X, an order's statistic is (d'Wy − d'WX·(X'WX)⁺·X'Wy) / (d'Wd − d'WX·(X'WX)⁺·X'Wd).
    """

    def __init__(self, weights: Numbers, flags: Numbers) -> None:
        teams, periods = weights.shape
        self.flags, self.weights = flags, weights.reshape(-1)
        self.effects = np.hstack([np.repeat(np.eye(teams), periods, axis=0), np.tile(np.eye(periods), (teams, 1))])
        weighed = self.effects * self.weights[:, None]
        inverse = np.linalg.pinv(self.effects.T @ weighed)
        beside = flags @ weighed
        self.taken = beside @ inverse
        self.below = flags @ self.weights - (self.taken * beside).sum(axis=1)

    def statistics(self, told: Numbers) -> Numbers:
        """The statistic of each order; 0 where a regression tells nothing."""
        weighed = self.weights * told
        above = self.flags @ weighed - self.taken @ (self.effects.T @ weighed)
        return np.divide(above, self.below, out=np.zeros(len(above)), where=self.below > 1e-9)


def not_rejected(told: Numbers, lifted: Numbers, level: float = LEVEL) -> tuple[float, float]:
    """From the least to the largest lift τ in [−1, 1] of which |told − τ·lifted| is at least |told[0] − τ·lifted[0]| in more than
    `level` of the orders. Both have one entry for each order, the drawn one first.

    Where an order changes sides is where both are equal: between these places the share stays what it is.
    """
    apart, together = lifted[0] - lifted, lifted[0] + lifted
    places = [
        np.divide(told[0] - told, apart, out=np.zeros_like(told), where=np.abs(apart) > 1e-9),
        np.divide(told[0] + told, together, out=np.zeros_like(told), where=np.abs(together) > 1e-9),
    ]
    every = np.unique(np.clip(np.concatenate([*places, [-1.0, 1.0, told[0]]]), -1.0, 1.0))
    inside = (every[1:] + every[:-1]) / 2
    # From either end inwards, the first stretch that is not rejected: far out most are, so that few are looked at twice.
    low, high = (
        _first(every[:-1], inside, told, lifted, level),
        _first(-every[:0:-1], -inside[::-1], -told, lifted, level),
    )
    return min(low, float(told[0])), max(-high, float(told[0]))


def _first(edges: Numbers, inside: Numbers, told: Numbers, lifted: Numbers, level: float) -> float:
    """The lower edge of the first stretch whose middle is not rejected; the upper end of all where there is none."""
    for begin in range(0, len(inside), STRETCHES):
        tau = inside[begin : begin + STRETCHES, None]
        off = np.abs(told - tau * lifted)
        kept = np.flatnonzero((off >= off[:, :1] - 1e-12).mean(axis=1) > level)
        if len(kept):
            return float(edges[begin + kept[0]])
    return float(inside[-1]) if len(inside) else float(told[0])


def _orders(starts: list[int], seed: int) -> list[tuple[int, ...]]:
    """Every order, the given one first; of very many, the given one and as many random ones as there may be."""
    if math.factorial(len(starts)) <= MOST:
        return list(permutations(starts))  # the first of them is the order as it is given
    random = np.random.default_rng(seed)
    return [tuple(starts), *(tuple(random.permutation(starts).tolist()) for _ in range(MOST - 1))]
