"""A roll-out that reaches some units earlier than others: group-time effects (Callaway and Sant'Anna 2021), without covariates.

A group g is the units first treated in period g. With base period b = g − 1 for t ≥ g (and t − 1 before, a check on both having
gone side by side),

    ATT(g, t) = mean over g of (Y_t − Y_b) − mean over the controls of (Y_t − Y_b),

controls being the units not yet treated in t, or never treated. Summed up: `simple` weighs every ATT(g, t ≥ g) by the size of its
group; `group` averages over t within each group, then over groups; `dynamic` averages over groups at each distance e = t − g, then
over e ≥ 0. Standard errors come from influence functions, weights included; bands that hold for all cells at once from their
multiplier bootstrap (Rademacher weights, seeded). It supposes that groups would have gone in parallel, and that no unit acts on
what is still to come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
Z95 = 1.959964
NEVER = np.inf
"""The group of units that were never treated."""
FEWEST = 5
"""Units in a group, and among its controls, below which its cell is not told."""


class Cell(NamedTuple):
    """One effect with its standard error; `low` and `high` are ends of the 95 % band that holds for all cells of its kind at once."""

    group: float | None
    period: float
    value: float
    error: float
    low: float
    high: float


class Summary(NamedTuple):
    """Effects summed up, with standard error and 95 % interval."""

    value: float
    error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RollOut:
    """Every ATT(g, t) and its sums; `by_distance` has distances e as `period` and no group; cells before the start are checks."""

    cells: tuple[Cell, ...]
    simple: Summary
    group: Summary
    dynamic: Summary
    by_distance: tuple[Cell, ...]


def roll_out(
    outcome: ArrayLike,
    first: ArrayLike,
    periods: Sequence[float],
    *,
    controls: Literal["not-yet", "never"] = "not-yet",
    draws: int = 999,
    seed: int = 0,
) -> RollOut:
    """The effects of a staggered roll-out.

    `outcome` has a row for each unit and a column for each of `periods` (ascending), without gaps; `first` is the period in which
    a unit is first treated, NEVER for none. Raises ValueError where shapes differ, values are missing, or no cell has five units on
    both sides.
    """
    y, g = np.asarray(outcome, float), np.asarray(first, float)
    if y.shape != (len(g), len(periods)) or not np.isfinite(y).all():
        raise ValueError("one row for each unit and one column for each period, without gaps")
    told = _cells(y, g, list(periods), controls)
    if not any(period >= group for group, period, _, _ in told):
        raise ValueError("no group has five units, and five controls, in any period")
    influence = np.column_stack([each for _, _, _, each in told])
    random = np.random.default_rng(seed)
    signs = 2.0 * random.integers(2, size=(draws, len(g))).astype(np.float64) - 1.0
    cells = _banded([(a, b, v) for a, b, v, _ in told], influence, signs)
    sums = _Sums(g, [(a, b, v) for a, b, v, _ in told], influence)
    distances = sums.by_distance()
    banded = _banded(
        [(None, e, v) for e, v, _ in distances], np.column_stack([each for _, _, each in distances]), signs
    )
    return RollOut(tuple(cells), sums.simple(), sums.group(), sums.dynamic(distances), tuple(banded))


def _cells(y: Numbers, g: Numbers, periods: list[float], controls: str) -> list[tuple[float, float, float, Numbers]]:
    found = []
    n = len(g)
    for group in sorted({float(each) for each in g if np.isfinite(each) and each > periods[0]}):
        treated = g == group
        before = max(at for at, period in enumerate(periods) if period < group)
        for at in range(1, len(periods)):
            base = before if periods[at] >= group else at - 1
            latest = max(periods[at], periods[base])
            others = (g == NEVER) if controls == "never" else (g > latest) & ~treated
            if treated.sum() < FEWEST or others.sum() < FEWEST:
                continue
            change = y[:, at] - y[:, base]
            mine, theirs = change[treated].mean(), change[others].mean()
            influence = np.zeros(n)
            influence[treated] = n / treated.sum() * (change[treated] - mine)
            influence[others] -= n / others.sum() * (change[others] - theirs)
            found.append((group, float(periods[at]), float(mine - theirs), influence))
    return found


def _banded(cells: Sequence[tuple[float | None, float, float]], influence: Numbers, signs: Numbers) -> list[Cell]:
    """Simultaneous bands: the 95 % quantile, over draws, of the largest |t| of all cells."""
    n = len(influence)
    errors = np.sqrt((influence**2).sum(axis=0)) / n
    drawn = np.abs(signs @ influence / n)
    largest = np.divide(drawn, errors, out=np.zeros_like(drawn), where=errors > 0).max(axis=1)
    critical = max(Z95, float(np.quantile(largest, 0.95)))
    return [
        Cell(group, period, value, float(error), value - critical * float(error), value + critical * float(error))
        for (group, period, value), error in zip(cells, errors, strict=True)
    ]


class _Sums:
    """Weighted sums of cells, with what estimating the weights (sizes of groups) adds to their influence."""

    def __init__(self, g: Numbers, cells: list[tuple[float, float, float]], influence: Numbers) -> None:
        self.g, self.cells, self.influence = g, cells, influence
        self.share = {group: float((g == group).mean()) for group, _, _ in cells}

    def simple(self) -> Summary:
        return _summary(*self._weighed([at for at, (g, t, _) in enumerate(self.cells) if t >= g]))

    def by_distance(self) -> list[tuple[float, float, Numbers]]:
        found = []
        for e in sorted({t - g for g, t, _ in self.cells}):
            found.append((e, *self._weighed([at for at, (g, t, _) in enumerate(self.cells) if t - g == e])))
        return found

    def dynamic(self, distances: list[tuple[float, float, Numbers]]) -> Summary:
        after = [(value, influence) for e, value, influence in distances if e >= 0]
        return _summary(
            float(np.mean([value for value, _ in after])), np.mean([influence for _, influence in after], axis=0)
        )

    def group(self) -> Summary:
        groups = sorted({g for g, t, _ in self.cells if t >= g})
        values, influences = [], []
        for group in groups:
            of = [at for at, (g, t, _) in enumerate(self.cells) if g == group and t >= g]
            values.append(float(np.mean([self.cells[at][2] for at in of])))
            influences.append(self.influence[:, of].mean(axis=1))
        shares = np.array([self.share[group] for group in groups])
        return _summary(*self._combined(np.array(values), np.column_stack(influences), shares, groups))

    def _weighed(self, of: list[int]) -> tuple[float, Numbers]:
        shares = np.array([self.share[self.cells[at][0]] for at in of])
        values = np.array([self.cells[at][2] for at in of])
        return self._combined(values, self.influence[:, of], shares, [self.cells[at][0] for at in of])

    def _combined(
        self, values: Numbers, influence: Numbers, shares: Numbers, groups: list[float]
    ) -> tuple[float, Numbers]:
        whole = shares.sum()
        member = np.column_stack([(self.g == group).astype(float) for group in groups]) - shares
        weights = member / whole - member.sum(axis=1, keepdims=True) * shares / whole**2
        return float(values @ shares / whole), influence @ (shares / whole) + weights @ values


def _summary(value: float, influence: Numbers) -> Summary:
    error = float(np.sqrt((influence**2).sum()) / len(influence))
    return Summary(value, error, value - Z95 * error, value + Z95 * error)
