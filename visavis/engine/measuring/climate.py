"""Whether a team has a climate, or only its members opinions: how alike the answers are within teams, how unlike between them.

Bliese 2000 (ICC(1), ICC(2)); James, Demaree and Wolf 1984 (r_wg, r_wg(J)); the gate of MEASURES 6. Nothing here is told of a team
below five people: that is for the pages to see to (engine/people.py).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.selecting import Unmeasurable

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
RELIABLE, ALIKE, APART, CHANCE = 0.70, 0.70, 0.05, 0.05
"""The gate: α or ω, median r_wg, ICC(1), and the p-value of its F."""


@dataclass(frozen=True, slots=True)
class Groups:
    """One-way analysis of variance between groups: ICC(1), ICC(2), F with its p-value; groups and answers counted."""

    icc_1: float
    icc_2: float
    f: float
    p: float
    groups: int
    n: int
    mean_size: float


def of_groups(scores: npt.ArrayLike, groups: npt.ArrayLike) -> Groups:
    """ICC(1) = (MSB − MSW)/(MSB + (n̄ − 1)·MSW) and ICC(2) = (MSB − MSW)/MSB, n̄ the mean size; F = MSB/MSW.

    Missing scores are left out. ICC(1) may be negative: members differ more than teams do. Raises Unmeasurable below two groups,
    where no group has two answers, and where nothing varies.
    """
    values, index, sizes = _grouped(scores, groups)
    n, many = len(values), len(sizes)
    means = np.bincount(index, values, many) / sizes
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (many - 1)
    within = float(((values - means[index]) ** 2).sum()) / (n - many)
    if between <= 0 or within <= 0:
        raise Unmeasurable("no_variation")
    from scipy.special import fdtrc

    size, f = n / many, between / within
    return Groups(
        icc_1=(between - within) / (between + (size - 1) * within),
        icc_2=(between - within) / between,
        f=f, p=float(fdtrc(many - 1, n - many, f)), groups=many, n=n, mean_size=size,
    )  # fmt: skip


def _grouped(scores: npt.ArrayLike, groups: npt.ArrayLike) -> tuple[Floats, Whole, Whole]:
    values, names = np.asarray(scores, dtype=np.float64), np.asarray(groups)
    if len(values) != len(names):
        raise ValueError("one group for each score")
    known = ~np.isnan(values)
    found, index, sizes = np.unique(names[known], return_inverse=True, return_counts=True)
    if len(found) < 2:
        raise Unmeasurable("one_group")
    if sizes.max() < 2:
        raise Unmeasurable("too_few_answers", "1")
    return values[known], index, sizes


def within_group(
    items: npt.ArrayLike, groups: npt.ArrayLike, options: int, *, cut: bool = True
) -> dict[object, float | None]:
    """r_wg(J) of each group: J(1 − s̄²/σ²_E)/(J(1 − s̄²/σ²_E) + s̄²/σ²_E), σ²_E = (A² − 1)/12 for A `options` of an answer.

    `items` has a row for each person and J columns (or is a single row of scores: r_wg). Rows with anything missing are left out.
    Members who disagree more than chance would have them give less than 0, which means nothing: `cut` makes it 0. None for a
    group of one. Raises ValueError below two options.
    """
    table = np.asarray(items, dtype=np.float64)
    table = table[:, None] if table.ndim == 1 else table
    names = np.asarray(groups)
    if options < 2 or len(table) != len(names):
        raise ValueError("an answer has two options at least, and every person one group")
    known = ~np.isnan(table).any(axis=1)
    by_chance, j = (options**2 - 1) / 12, table.shape[1]
    found: dict[object, float | None] = {}
    for name in np.unique(names[known]).tolist():
        rows = table[known & (names == name)]
        if len(rows) < 2:
            found[name] = None
            continue
        spread = float(rows.var(axis=0, ddof=1).mean()) / by_chance
        below = j * (1 - spread) + spread
        agreed = j * (1 - spread) / below if below > 0 else 0.0
        found[name] = min(1.0, max(0.0, agreed)) if cut else agreed
    return found


def shrunken(means: npt.ArrayLike, icc_2: float, grand: float) -> Floats:
    """ICC(2)·x̄_g + (1 − ICC(2))·x̄: team means, drawn to the mean of all as far as they can't be told apart. ICC(2) within 0 to 1."""
    held = min(1.0, max(0.0, icc_2))
    return np.asarray(held * np.asarray(means, dtype=np.float64) + (1 - held) * grand, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether figures of teams may be shown as they are; `missing` says what stands against it, as codes."""

    missing: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether nothing stands against it; else the shrunken means, said to be so."""
        return not self.missing


def gate(
    *, alpha: float | None, omega: float | None, median_r_wg: float | None, icc_1: float | None, p: float | None
) -> Gate:
    """α or ω ≥ .70, median r_wg ≥ .70, ICC(1) ≥ .05 with an F whose p < .05; what could not be computed does not pass."""
    best = max((each for each in (alpha, omega) if each is not None), default=None)
    tests = (
        ("unreliable", best is not None and best >= RELIABLE),
        ("members_disagree", median_r_wg is not None and median_r_wg >= ALIKE),
        ("teams_alike", icc_1 is not None and icc_1 >= APART),
        ("by_chance", p is not None and p < CHANCE),
    )
    return Gate(tuple(code for code, passed in tests if not passed))
