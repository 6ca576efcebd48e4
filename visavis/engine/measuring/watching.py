"""Intervals that hold however often one looks: what a page shows while answers are still coming in.

A fixed-n interval holds for a single look. Who looks after every answer and stops when it pleases is wrong far more often than
1 in 20. These hold at all looks together (Ville 1939; the beta-binomial mixture martingale of Robbins 1970; as confidence
sequences: Howard, Ramdas, McAuliffe and Sekhon 2021).
"""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Interval

Floats = npt.NDArray[np.float64]
ALWAYS_VALID_95 = "always-valid 95 %"
HALVINGS = 50
"""Halvings of [0, 1] until an end is known: to about 1e-15."""


def e_value(kept: npt.ArrayLike, n: npt.ArrayLike, rate: float, a: float = 1.0, b: float = 1.0) -> Floats:
    """E(p) = B(a + S, b + n − S) / (B(a, b)·p^S·(1 − p)^(n − S)) at p = `rate`: what a bet against p would have brought so far.

    A martingale that begins at 1 if p is true, so that it ever reaches 20 in at most 1 of 20 cases.
    """
    from scipy.special import betaln, xlog1py, xlogy

    s, counted = np.asarray(kept, dtype=np.float64), np.asarray(n, dtype=np.float64)
    log = betaln(a + s, b + counted - s) - betaln(a, b) - xlogy(s, rate) - xlog1py(counted - s, -rate)
    return np.asarray(np.exp(log), dtype=np.float64)


def always_valid(kept: float, n: float, alpha: float = 0.05, a: float = 1.0, b: float = 1.0) -> Interval:
    """The rates not yet rejected after `kept` of `n`: all p with E(p) < 1/`alpha`.

    `a`, `b` weigh rates beforehand (1, 1: all alike); they change the width, never the guarantee. Raises ValueError unless
    0 ≤ kept ≤ n, 0 < alpha < 1, a > 0 and b > 0.
    """
    low, high = always_valid_band([kept], [n], alpha, a, b)
    return float(low[0]), float(high[0])


def always_valid_band(
    kept: npt.ArrayLike, n: npt.ArrayLike, alpha: float = 0.05, a: float = 1.0, b: float = 1.0
) -> tuple[Floats, Floats]:
    """`always_valid` at each look: `kept` and `n` are running counts, one pair for each look; low and high ends, alike long."""
    from scipy.special import betaln, xlog1py, xlogy  # a third of a second, which most commands need not wait for

    s, counted = np.asarray(kept, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if s.shape != counted.shape or not ((s >= 0) & (s <= counted)).all():
        raise ValueError("kept out of n is no rate")
    if not (0 < alpha < 1 and a > 0 and b > 0):
        raise ValueError(f"alpha {alpha}, a {a}, b {b}")
    limit = betaln(a + s, b + counted - s) - betaln(a, b) + math.log(alpha)
    rate = np.divide(s, counted, out=np.full(s.shape, 0.5), where=counted > 0)

    def rejected(p: Floats) -> npt.NDArray[np.bool_]:
        return limit >= xlogy(s, p) + xlog1py(counted - s, -p)

    low = _edge(np.zeros_like(rate), rate, rejected)
    high = _edge(np.ones_like(rate), rate, rejected)
    return np.where(s == 0, 0.0, low), np.where(s == counted, 1.0, high)


def _edge(outer: Floats, inner: Floats, rejected: Callable[[Floats], npt.NDArray[np.bool_]]) -> Floats:
    """Where rejection begins between an outer end and the observed rate, which is never rejected."""
    for _ in range(HALVINGS):
        middle = (outer + inner) / 2
        out = rejected(middle)
        outer, inner = np.where(out, middle, outer), np.where(out, inner, middle)
    return outer


def always_valid_nps(
    promoters: npt.ArrayLike, detractors: npt.ArrayLike, n: npt.ArrayLike, alpha: float = 0.05
) -> tuple[Floats, Floats]:
    """An always-valid band of the net promoter score p − d (−1 to 1), from running counts at each look.

    Each of the two rates has its band at alpha/2; together they hold at alpha (Bonferroni): somewhat too wide, never too narrow.
    """
    p_low, p_high = always_valid_band(promoters, n, alpha / 2)
    d_low, d_high = always_valid_band(detractors, n, alpha / 2)
    return np.maximum(-1.0, p_low - d_high), np.minimum(1.0, p_high - d_low)
