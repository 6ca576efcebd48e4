"""What each of several shares of a result: exact Shapley values, and the shares of R² that teams have.

Shapley (1953): φᵢ = Σ over S without i of |S|!(n − |S| − 1)!/n! · [v(S ∪ i) − v(S)]. With v = R² this is what Lindeman,
Merenda and Gold (1980) call relative importance. It tells of association, never of cause.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.critical_path import DRAWS, MOST_TEAMS, ONE, OTHERS, OUTCOME, TEAM
from visavis.engine.measuring.intervals import Interval
from visavis.engine.measuring.selecting import Unmeasurable

Floats = npt.NDArray[np.float64]
FEWEST_CASES = 50
FEWEST_GROUPS = 10
EPSILON = 1e-9
AT_ONCE = 50
"""Matrices of which all subsets are fitted together: so they stay in the processor's caches."""


def shapley(values: Floats) -> Floats:
    """The value of each of n players out of those of their 2ⁿ coalitions (last axis; coalition k holds player i where bit i of
    k is set); leading axes are games of their own. Raises ValueError where the last axis is no power of two."""
    size = values.shape[-1]
    n = size.bit_length() - 1
    if size != 1 << n:
        raise ValueError(f"{size} coalitions are no power of two")
    found = np.zeros((*values.shape[:-1], n))
    weight = np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)] or [1.0])
    without = np.array([weight[k.bit_count()] for k in range(size >> 1)])  # others than the player, in ascending order
    for player in range(n):
        sides = values.reshape(*values.shape[:-1], size >> (player + 1), 2, 1 << player)
        gain = sides[..., 1, :] - sides[..., 0, :]
        found[..., player] = gain.reshape(*values.shape[:-1], size >> 1) @ without
    return found


def r2_of_coalitions(moments: Floats) -> Floats:
    """R² of a linear fit (with constant) on each subset of p columns, for moment matrices (…, p + 2, p + 2).

    Column 0 is 1, columns 1 … p are the players, the last is the outcome; the answer has 2ᵖ on its last axis. One sweep
    (Goodnight 1979) a subset, all matrices at once. A column that others determine adds nothing. NaN where the outcome does not vary.

    Player by player: every subset of the players before is there once without the player, once with it, and of the matrices only
    what later players need is kept. So a few large operations do, and memory stays at some times that of the answer.
    """
    given = np.asarray(moments, dtype=np.float64)
    leading, p = given.shape[:-2], given.shape[-1] - 2
    matrices = given.reshape(-1, p + 2, p + 2)
    found = np.empty((len(matrices), 1 << p))
    for first in range(0, len(matrices), AT_ONCE):
        found[first : first + AT_ONCE] = _r2(matrices[first : first + AT_ONCE], p)
    return found.reshape(*leading, 1 << p)


def _r2(moments: Floats, p: int) -> Floats:
    """R² by subset, (m, 2ᵖ), of moment matrices (m, p + 2, p + 2)."""
    centred = _swept(moments[:, None], np.abs(moments[:, 0, 0]))
    scale = np.abs(np.diagonal(centred[:, 0], axis1=-2, axis2=-1))
    total = centred[:, 0, -1, -1]
    varies = total > EPSILON * np.abs(moments[:, -1, -1])
    subsets = centred
    for player in range(p):
        subsets = np.concatenate([subsets[..., 1:, 1:], _swept(subsets, scale[:, player])], axis=1)
    left = subsets[..., -1, -1] / np.where(varies, total, 1.0)[:, None]
    return np.where(varies[:, None], np.clip(1 - left, 0, 1), np.nan)


def _swept(matrices: Floats, scale: Floats) -> Floats:
    """What is left of the other columns once the first is fitted out of them; of matrices (m, subsets, q, q), q − 1 columns.

    As they are where that column is determined already: nothing of it is left, measured by `scale` (m).
    """
    pivot, rest = matrices[..., 0, 0], matrices[..., 1:, 1:]
    usable = pivot > EPSILON * np.maximum(scale, EPSILON)[:, None]
    safe = np.where(usable, pivot, 1.0)
    fitted = rest - matrices[..., 1:, 0, None] * matrices[..., 0, None, 1:] / safe[..., None, None]
    return np.where(usable[..., None, None], fitted, rest)


@dataclass(frozen=True, slots=True)
class Association:
    """How much of what varies in an outcome goes with the days that each team had cases: R² and its shares."""

    cases: int
    r2: float
    interval: Interval
    by_team: tuple[tuple[str | None, float, Interval], ...]
    """Team (None: all the others together), its share of R² in points of R², interval; the largest first."""


def association(rows: Sequence[Mapping[str, Any]], *, draws: int = DRAWS, seed: int = 0) -> Association:
    """The association out of `<name>_moments` (bucket, first, second, product).

    Intervals: percentiles of `draws` resamples of groups of clients. Raises Unmeasurable: `too_few_cases` below FEWEST_CASES
    cases, `too_few_clients_apart` below FEWEST_GROUPS groups, `one_outcome` where the outcome does not vary, `one_team` where
    fewer than two teams had the cases.
    """
    terms = {row[side] for row in rows for side in ("first", "second")}
    players = sorted(term for term in terms if term.startswith(TEAM)) + ([OTHERS] if OTHERS in terms else [])
    order = [ONE, *players, OUTCOME]
    buckets = sorted({row["bucket"] for row in rows})
    at, place = {term: n for n, term in enumerate(order)}, {bucket: n for n, bucket in enumerate(buckets)}
    cells = np.zeros((len(buckets), len(order), len(order)))
    for row in rows:
        i, j, b = at.get(row["first"]), at.get(row["second"]), place[row["bucket"]]
        if i is not None and j is not None:
            cells[b, i, j] = cells[b, j, i] = row["product"]
    cases = round(float(cells[:, 0, 0].sum()))
    if cases < FEWEST_CASES:
        raise Unmeasurable("too_few_cases", str(cases))
    if len(buckets) < FEWEST_GROUPS:
        raise Unmeasurable("too_few_clients_apart", str(len(buckets)))
    if not 2 <= len(players) <= MOST_TEAMS + 1:
        raise Unmeasurable("one_team")
    whole = r2_of_coalitions(cells.sum(axis=0))
    if np.isnan(whole).any():
        raise Unmeasurable("one_outcome")
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(buckets), np.full(len(buckets), 1 / len(buckets)), size=draws).astype(np.float64)
    resampled = r2_of_coalitions(np.tensordot(drawn, cells, axes=1))
    resampled = resampled[~np.isnan(resampled).any(axis=1)]
    shares, spread = shapley(whole), np.percentile(shapley(resampled), [2.5, 97.5], axis=0)
    low, high = np.percentile(resampled[:, -1], [2.5, 97.5])
    by_team = [
        (
            None if term == OTHERS else term.removeprefix(TEAM),
            float(shares[n]),
            (float(spread[0, n]), float(spread[1, n])),
        )
        for n, term in enumerate(players)
    ]
    return Association(
        cases,
        float(whole[-1]),
        (float(low), float(high)),
        tuple(sorted(by_team, key=lambda one: (-one[1], one[0] or ""))),
    )
