"""Whether several judges say the same of the same things: Krippendorff's α.

Krippendorff 2011, Computing Krippendorff's alpha-reliability: α = 1 − D_o/D_e out of coincidences, for any number of judges, any
number of missing judgements, and four kinds of scale. 1: they agree; 0: as if by chance; below: against one another.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.selecting import Unmeasurable

Floats = npt.NDArray[np.float64]
Scale = Literal["nominal", "ordinal", "interval", "ratio"]


def coincidences(judgements: npt.ArrayLike) -> tuple[Floats, Floats]:
    """The values that occur (ascending), and how often each pair of them meets in a unit.

    `judgements` has a row for each judge and a column for each unit; nan is a missing one. A unit with m judgements gives each of
    its ordered pairs the weight 1/(m − 1); units with fewer than two have no pairs and drop out.
    """
    table = np.asarray(judgements, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError("one row for each judge, one column for each unit")
    paired = table[:, (~np.isnan(table)).sum(axis=0) > 1]
    values = np.unique(paired[~np.isnan(paired)])
    counts = np.stack([(paired == value).sum(axis=0) for value in values]) if len(values) else np.zeros((0, 0))
    weighted = counts / np.maximum(counts.sum(axis=0) - 1, 1) if len(values) else counts
    return values, weighted @ counts.T - np.diag(weighted.sum(axis=1))


def krippendorff(judgements: npt.ArrayLike, scale: Scale = "nominal") -> float:
    """α = 1 − (n − 1)·Σ o_ck·δ²_ck / Σ n_c·n_k·δ²_ck over pairs of values, δ² by `scale`.

    Raises Unmeasurable where nothing was judged twice, and where every judgement is the same: agreement can't be told from
    a scale that nobody used.
    """
    values, met = coincidences(judgements)
    if not len(values):
        raise Unmeasurable("nothing_judged_twice")
    totals = met.sum(axis=1)
    apart = SCALES[scale](values, totals)
    expected = float(totals @ apart @ totals)
    if expected <= 0:
        raise Unmeasurable("no_variation")
    return 1 - float((totals.sum() - 1) * (met * apart).sum() / expected)


def _nominal(values: Floats, totals: Floats) -> Floats:
    return 1.0 - np.eye(len(values))


def _ordinal(values: Floats, totals: Floats) -> Floats:
    """Squared number of judgements between two values, each of the two counted half."""
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2, dtype=np.float64)


def _interval(values: Floats, totals: Floats) -> Floats:
    return np.asarray((values[:, None] - values[None, :]) ** 2, dtype=np.float64)


def _ratio(values: Floats, totals: Floats) -> Floats:
    """Squared difference relative to the sum, for values that are nowhere negative."""
    if len(values) and values[0] < 0:
        raise ValueError("a ratio scale has no negative values")
    over = values[:, None] + values[None, :]
    difference = values[:, None] - values[None, :]
    return np.asarray(np.divide(difference, over, out=np.zeros_like(over), where=over > 0) ** 2, dtype=np.float64)


SCALES: dict[Scale, Callable[[Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
"""The squared distance of each pair of values, by scale."""
