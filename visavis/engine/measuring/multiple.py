"""Several tests at once: which of them still say something.

Holm 1979 keeps the chance of even one false alarm at `alpha`: for what is to be confirmed. Benjamini and Hochberg 1995 keep the
expected share of false ones among those told at `q`: for what is explored. p-values that are missing (nan) are no tests.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def holm(p: npt.ArrayLike) -> Floats:
    """Adjusted p-values, in the order given: max over the smaller ones of (m − rank + 1)·p, at most 1."""
    return _adjusted(p, lambda sorted_p, m: np.maximum.accumulate((m - np.arange(m)) * sorted_p))


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """Adjusted p-values (q-values), in the order given: min over the larger ones of m·p/rank, at most 1.

    The rate holds for independent tests and for those that rise and fall together (Benjamini and Yekutieli 2001).
    """
    return _adjusted(p, lambda sorted_p, m: np.minimum.accumulate((m * sorted_p / np.arange(1, m + 1))[::-1])[::-1])


def bonferroni(p: npt.ArrayLike) -> Floats:
    """Adjusted p-values m·p, at most 1: simpler than Holm's, and never smaller."""
    return _adjusted(p, lambda sorted_p, m: m * sorted_p)


def _adjusted(p: npt.ArrayLike, rule: Callable[[Floats, int], Floats]) -> Floats:
    given = np.asarray(p, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(given))
    values = given[known]
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("a p-value lies between 0 and 1")
    order = np.argsort(values, kind="stable")
    adjusted = np.full(len(given), np.nan)
    if len(known):
        adjusted[known[order]] = np.minimum(1.0, rule(values[order], len(known)))
    return adjusted
