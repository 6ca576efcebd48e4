"""Whether several items measure one thing, and several judges the same: α, ω and the intraclass correlations of judges.

Cronbach 1951; McDonald 1999 (ω of one common factor); Shrout and Fleiss 1979 (the six forms). Rows are people or things judged,
columns items or judges; rows with anything missing are left out.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.selecting import Unmeasurable

Floats = npt.NDArray[np.float64]
TINY = 1e-12
LEAST_UNIQUE = 0.005
"""No item is explained by the factor alone: the least unique share that is looked at (Jöreskog 1967)."""


def complete(table: npt.ArrayLike) -> Floats:
    """The rows without anything missing. Raises ValueError for what is no table."""
    rows = np.asarray(table, dtype=np.float64)
    if rows.ndim != 2:
        raise ValueError("one row for each person, one column for each item")
    return np.asarray(rows[~np.isnan(rows).any(axis=1)], dtype=np.float64)


def alpha(answers: npt.ArrayLike) -> float:
    """Cronbach's α = k/(k − 1)·(1 − Σσ²ᵢ/σ²_X), σ²_X the variance of the sum over the k items.

    Raises Unmeasurable below two items or people, and where the sum does not vary.
    """
    rows = _answers(answers, fewest=2)
    k = rows.shape[1]
    total = float(rows.sum(axis=1).var(ddof=1))
    if total <= TINY:
        raise Unmeasurable("no_variation")
    return k / (k - 1) * (1 - float(rows.var(axis=0, ddof=1).sum()) / total)


def omega(answers: npt.ArrayLike) -> float:
    """McDonald's ω = (Σλ)²/((Σλ)² + Σθ) of one common factor of the standardised items, fitted by maximum likelihood.

    Raises Unmeasurable below three items (one factor of two items can't be told), or where an item does not vary.
    """
    rows = _answers(answers, fewest=3)
    if (rows.std(axis=0) <= TINY).any():
        raise Unmeasurable("no_variation")
    loadings, unique = one_factor(np.asarray(np.corrcoef(rows, rowvar=False), dtype=np.float64))
    common = float(loadings.sum() ** 2)
    return common / (common + float(unique.sum()))


def one_factor(correlations: Floats) -> tuple[Floats, Floats]:
    """Loadings λ and unique variances θ of R ≈ λλ' + diag θ by maximum likelihood (Lawley and Maxwell 1971).

    Given θ, λ follows from the first eigenvector of θ^−½·R·θ^−½; θ is sought within [0.005, 1]. The sum of loadings is not negative.
    """
    from scipy.optimize import minimize

    def split(unique: Floats) -> tuple[Floats, Floats]:
        scale = np.sqrt(unique)
        values, vectors = np.linalg.eigh(correlations / np.outer(scale, scale))
        return values[::-1], vectors[:, ::-1] * scale[:, None]

    def misfit(unique: Floats) -> float:
        rest = np.maximum(split(unique)[0][1:], TINY)
        return float((rest - np.log(rest) - 1).sum())

    def slope(unique: Floats) -> Floats:
        loadings = told(unique)
        return np.asarray((loadings**2 + unique - 1) / unique**2, dtype=np.float64)

    def told(unique: Floats) -> Floats:
        values, vectors = split(unique)
        loadings = vectors[:, 0] * np.sqrt(max(values[0] - 1, 0.0))
        return np.asarray(loadings if loadings.sum() >= 0 else -loadings, dtype=np.float64)

    inverse = np.linalg.pinv(correlations)
    start = np.clip((1 - 0.5 / len(correlations)) / np.diag(inverse), LEAST_UNIQUE, 1.0)
    found = minimize(
        misfit, start, jac=slope, method="L-BFGS-B", bounds=[(LEAST_UNIQUE, 1.0)] * len(start), options={"ftol": 1e-13}
    )
    return told(found.x), np.asarray(found.x, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Judged:
    """The six intraclass correlations of Shrout and Fleiss: of one judge, and of the mean of k judges.

    1: every target has judges of its own; 2: the same judges, drawn from many; 3: these judges and no others.
    """

    single: tuple[float, float, float]
    average: tuple[float, float, float]
    targets: int
    judges: int


def shrout_fleiss(ratings: npt.ArrayLike) -> Judged:
    """ICC(1,1), (2,1), (3,1) and (1,k), (2,k), (3,k) out of the two-way analysis of variance; rows are targets, columns judges.

    Raises Unmeasurable below two targets or judges, and where nothing varies between targets.
    """
    rows = _answers(ratings, fewest=2)
    n, k = rows.shape
    grand = rows.mean()
    between = k * float(((rows.mean(axis=1) - grand) ** 2).sum()) / (n - 1)
    within = float(((rows - rows.mean(axis=1, keepdims=True)) ** 2).sum()) / (n * (k - 1))
    judges = n * float(((rows.mean(axis=0) - grand) ** 2).sum()) / (k - 1)
    error = (within * n * (k - 1) - judges * (k - 1)) / ((n - 1) * (k - 1))
    if between <= TINY:
        raise Unmeasurable("no_variation")
    two_1 = between + (k - 1) * error + k * (judges - error) / n
    two_k = between + (judges - error) / n
    return Judged(
        ((between - within) / (between + (k - 1) * within), (between - error) / two_1,
         (between - error) / (between + (k - 1) * error)),
        ((between - within) / between, (between - error) / two_k, (between - error) / between),
        n, k,
    )  # fmt: skip


def _answers(table: npt.ArrayLike, *, fewest: int) -> Floats:
    rows = complete(table)
    if rows.shape[1] < fewest:
        raise Unmeasurable("too_few_items", str(rows.shape[1]))
    if rows.shape[0] < 2:
        raise Unmeasurable("too_few_answers", str(rows.shape[0]))
    return rows
