"""Weights without labels: what the data can tell adjusts the weights that the default model was written with.

`u` of levels that strangers reach by chance comes from random pairs (engine/linking/weights/sampling.py). `m` and the prior come from expectation maximisation
(Fellegi & Sunter 1969; Winkler 1988) over the *blocked* pairs, counted by pattern of levels: a few thousand patterns however many
pairs, so it costs milliseconds and the caps on blocks hold here too. What is learnt stays within a factor of the default.
"""

from collections.abc import Mapping

import duckdb
import numpy as np
from numpy.typing import NDArray

from visavis.engine.linking.scored.patterns import levels_of
from visavis.engine.linking.weights.model import Model
from visavis.engine.linking.weights.sampling import PAIRS

SMALLEST = 500
"""Fewer records, or fewer blocked pairs, than this teach nothing: the default weights stay."""

ROUNDS = 10
BELIEF = 100.0
"""How many pairs the default weights count for."""

FURTHEST = 4.0
"""What is learnt differs from the default by at most this factor."""

Counts = NDArray[np.float64]


def train(
    connection: duckdb.DuckDBPyConnection, base: Model, records: int, sampled: Mapping[str, Mapping[str, float]]
) -> Model:
    """`base` for that many `records`, its weights adjusted to `linking_levels`, and to the shares of random pairs that are `sampled`
    (comparison → level → share), where they teach enough."""
    model = base.for_size(records)
    if records < SMALLEST:
        return model
    levels, pairs = _patterns(connection, model)
    if pairs.sum() < SMALLEST:
        return model
    return _learn_m(_learn_u(model, sampled), levels, pairs, records * (records - 1) / 2)


def _patterns(connection: duckdb.DuckDBPyConnection, model: Model) -> tuple[dict[str, NDArray[np.int64]], Counts]:
    """Level of each comparison in every pattern that occurs, and how many blocked pairs show the pattern."""
    found = connection.sql(
        "SELECT pattern, count(*) AS pairs FROM linking_levels GROUP BY pattern ORDER BY pattern"
    ).fetchnumpy()
    return levels_of(model, np.asarray(found["pattern"], dtype=np.int64)), np.asarray(found["pairs"], dtype=np.float64)


def _learn_u(model: Model, sampled: Mapping[str, Mapping[str, float]]) -> Model:
    learnt = model
    for comparison in model.comparisons:
        seen = sampled.get(comparison.name, {})
        u = {
            level.name: _near(seen[level.name], level.u)
            for level in comparison.levels
            if level.u is not None and not level.shared and not level.fixed and seen.get(level.name, 0) > 10 / PAIRS
        }
        learnt = learnt.with_levels(comparison.name, {}, u)
    return learnt


def _learn_m(model: Model, levels: dict[str, NDArray[np.int64]], pairs: Counts, total: float) -> Model:
    learnt = model
    for _ in range(ROUNDS):
        matches = pairs * _probability(learnt, levels)
        prior = _near((matches.sum() + BELIEF * model.prior) / (total + BELIEF), model.prior)
        updated = model.with_prior(prior)
        for comparison in model.comparisons:
            at = np.bincount(levels[comparison.name], weights=matches, minlength=len(comparison.levels))
            comparable = at[1:].sum()
            u = {level.name: level.u for level in learnt.comparison(comparison.name).levels if level.u is not None}
            m = {
                level.name: _near((count + BELIEF * level.m) / (comparable + BELIEF), level.m)
                for level, count in zip(comparison.levels, at, strict=True)
                if level.m is not None and not level.fixed
            }
            updated = updated.with_levels(comparison.name, m, u)
        learnt = updated
    return learnt


def _probability(model: Model, levels: dict[str, NDArray[np.int64]]) -> Counts:
    bits = np.full(len(next(iter(levels.values()))), model.prior_bits)
    for comparison in model.comparisons:
        bits += np.array([level.weight for level in comparison.levels])[levels[comparison.name]]
    return np.asarray(1 / (1 + np.exp2(-bits)))


def _near(learnt: float, default: float) -> float:
    return float(min(max(learnt, default / FURTHEST), default * FURTHEST, 0.9999))
