"""Whether several judges say the same of the same things: Krippendorff's α.

Krippendorff 2011, Computing Krippendorff's alpha-reliability: α = 1 − D_o/D_e out of coincidences, for any number of judges, any
number of missing judgements, and four kinds of scale. 1: they agree; 0: as if by chance; below: against one another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Interval
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.steps import Step, step

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


RESAMPLED_95 = "units resampled 95 %"
DRAWS, CELLS = 1000, 4_000_000


@dataclass(frozen=True, slots=True)
class Agreed:
    """α and the share of pairs of judgements that are the same, each with its interval (None: too few different units)."""

    alpha: float
    interval: Interval | None
    same: float
    same_interval: Interval | None
    units: int
    judgements: int


def of_judgements(
    units: npt.ArrayLike,
    values: npt.ArrayLike,
    counts: npt.ArrayLike | None = None,
    scale: Scale = "nominal",
    seed: int = 0,
) -> Agreed:
    """α of judgements given one by one, with percentiles of `DRAWS` resamples of whole units (Hayes and Krippendorff 2007).

    `values` are numbers, or anything that sorts where the scale is nominal; `counts` how often a unit got that value (default 1).
    Raises Unmeasurable where nothing was judged twice, nothing varies, or a ratio scale has negative values.
    """
    _, unit = np.unique(np.asarray(units), return_inverse=True)
    names, value = np.unique(np.asarray(values), return_inverse=True)
    given = np.ones(len(unit)) if counts is None else np.asarray(counts, dtype=np.float64)
    if not len(unit):
        raise Unmeasurable("nothing_judged_twice")
    table = np.zeros((int(unit.max()) + 1, len(names)))
    np.add.at(table, (unit, value), given)
    table = table[table.sum(axis=1) > 1]
    if not len(table):
        raise Unmeasurable("nothing_judged_twice")
    numbers = np.arange(len(names), dtype=np.float64) if scale == "nominal" else names.astype(np.float64)
    if scale == "ratio" and numbers[0] < 0:
        raise Unmeasurable("negative_values")
    patterns, often = np.unique(table, axis=0, return_counts=True)
    met = _pairs(patterns, often[None, :].astype(np.float64))[0]
    found = _alpha(numbers, met, scale)
    if found is None:
        raise Unmeasurable("no_variation")
    n = len(table)
    draws = DRAWS if DRAWS * len(names) ** 2 <= CELLS else DRAWS // 5
    drawn = np.random.default_rng(seed).multinomial(n, often / n, size=draws).astype(np.float64)
    resampled = _pairs(patterns, drawn)
    alphas = [each for each in (_alpha(numbers, one, scale) for one in resampled) if each is not None]
    interval = _percentiles(alphas) if len(often) > 1 and len(alphas) > draws / 2 else None
    same = [float(np.trace(one) / one.sum()) for one in resampled]
    return Agreed(
        found, interval, float(np.trace(met) / met.sum()), _percentiles(same) if interval else None, n, int(table.sum())
    )


def _pairs(patterns: Floats, weights: Floats) -> Floats:
    """Coincidences of units that come in `patterns` (counts of each value), for each row of `weights`: how many of each."""
    each = weights / (patterns.sum(axis=1) - 1)
    size = patterns.shape[1]
    met = np.empty((len(weights), size, size))
    for value in range(size):
        met[:, value, :] = each @ (patterns[:, [value]] * patterns)
    diagonal = np.arange(size)
    met[:, diagonal, diagonal] -= each @ patterns
    return met


def _alpha(values: Floats, met: Floats, scale: Scale) -> float | None:
    totals = met.sum(axis=1)
    apart = SCALES[scale](values, totals)
    expected = float(totals @ apart @ totals)
    return 1 - float((totals.sum() - 1) * (met * apart).sum() / expected) if expected > 0 else None


def _percentiles(drawn: list[float]) -> Interval:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def judgement_steps(name: str, judged_once: bool) -> list[Step]:
    """Steps over `<name>_rows` (unit, value and, with `judged_once`, judge) to `<name>_judged` (unit, value, n).

    With judges, each counts once for a unit; a judge who said two things of one unit is left out there.
    """
    each = f"""SELECT unit, min(value) AS value FROM {name}_rows WHERE NOT unit IS NULL AND NOT value IS NULL AND NOT judge IS NULL
        GROUP BY unit, judge HAVING count(DISTINCT value) = 1"""
    every = f"SELECT unit, value FROM {name}_rows WHERE NOT unit IS NULL AND NOT value IS NULL"
    return [
        step(f"{name}_judgements", each if judged_once else every, "each judgement of each thing"),
        step(
            f"{name}_judged",
            f"""SELECT j.unit, j.value, count(*) AS n FROM {name}_judgements AS j JOIN (SELECT unit FROM {name}_judgements
            GROUP BY unit HAVING count(*) > 1) AS u ON j.unit = u.unit GROUP BY j.unit, j.value""",
            "what was judged twice at least",
        ),
    ]
