"""A roll-out whose order was drawn at random: with few teams, chance is the draw itself, and can be counted (Fisher 1935).

Had the action changed nothing, every order would have shown the same series: the p-value is the share of orders, the drawn one
included, whose statistic lies as far from 0 as that of the drawn one. It needs no model of how cases scatter or hang together. With k
teams that start one after another it can't be below 1/k!: three teams never show anything at 5 %.

The statistic is the treated cells' mean excess over what team and period lead to expect: the weighted regression of shares on a
treated flag with an effect of each team and of each period (weights: cases).
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


class Drawn(NamedTuple):
    """The statistic of the order that was drawn (a difference of shares), and its randomisation p over `orders` orders."""

    value: float
    p: float
    orders: int


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
    apart = _apart(every)
    below = ((flags @ apart) * flags).sum(axis=1)
    told = np.divide(flags @ (apart @ share), below, out=np.zeros(len(orders)), where=below > 1e-9)
    if not np.abs(told).max() > 1e-12:
        raise TooFew("nothing_moves", "0")
    found = float(told[0])
    return Drawn(found, float((np.abs(told) >= abs(found) - 1e-12).mean()), len(orders))


def _apart(weights: Numbers) -> Numbers:
    """W·M, with M taking the weighted means of teams and periods out of a table that is laid flat (Frisch and Waugh 1933)."""
    teams, periods = weights.shape
    effects = np.hstack([np.repeat(np.eye(teams), periods, axis=0), np.tile(np.eye(periods), (teams, 1))])
    w = weights.reshape(-1)
    weighed = effects * w[:, None]
    found: Numbers = np.diag(w) - weighed @ np.linalg.pinv(effects.T @ weighed) @ weighed.T
    return found


def _orders(starts: list[int], seed: int) -> list[tuple[int, ...]]:
    """Every order, the given one first; of very many, the given one and as many random ones as there may be."""
    if math.factorial(len(starts)) <= MOST:
        return list(permutations(starts))  # the first of them is the order as it is given
    random = np.random.default_rng(seed)
    return [tuple(starts), *(tuple(random.permutation(starts).tolist()) for _ in range(MOST - 1))]
