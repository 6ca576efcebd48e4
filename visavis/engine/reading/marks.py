"""Heads of marks: each is there or not, calibrated and with its own threshold, all fitted together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.heads import Head, Numbers, folds_of, told_of

ABSENT, PRESENT = "no", "yes"
LABELS = (ABSENT, PRESENT)
LOWEST, HIGHEST = 0.35, 0.9
"""Between which a threshold may lie: under the one a mark would be told of texts that likelier do not have it."""


def train_marks(
    features: NDArray[np.float32],
    there: NDArray[np.bool_],
    groups: Sequence[str],
    *,
    strength: float,
    precision: float,
    languages: Sequence[str] | None = None,
    folds: int = 6,
) -> list[Head]:
    """A head for each column of `there` (texts, marks), measured on groups it has not seen.

    One against the rest by logistic regression; Platt's slope and shift from out-of-fold scores (Platt, Probabilistic
    Outputs for Support Vector Machines, 1999); the threshold with the best F1 out of fold among those at which the share of right
    answers reaches `precision`, else the best F1 of all. Absence is no answer: nothing is said.
    """
    unseen = np.zeros(there.shape)
    for seen, held in folds_of(groups, folds):
        weights, bias = fit_marks(features[seen], there[seen], strength)
        unseen[held] = features[held] @ weights + bias
    weights, bias = fit_marks(features, there, strength)
    heads = []
    for mark in range(there.shape[1]):
        slope, shift = platt(unseen[:, mark], there[:, mark])
        yes = 1 / (1 + np.exp(-np.clip(slope * unseen[:, mark] + shift, -30, 30)))
        threshold = best_threshold(yes, there[:, mark], precision)
        given = yes >= threshold
        found = np.stack([1 - yes, yes], axis=1)
        learnt = told_of(found, there[:, mark].astype(np.int64), np.ones(len(yes), bool), languages)
        learnt |= {
            "present": float(there[:, mark].sum()),
            "precision": float(there[given, mark].mean()) if given.any() else 0.0,
            "recall": float(given[there[:, mark]].mean()),
            "coverage": float(given.mean()),
        }
        pair = np.zeros((features.shape[1], 2), np.float32)
        pair[:, 1] = slope * weights[:, mark]
        biases = np.array([0, slope * bias[mark] + shift], np.float32)
        heads.append(Head(LABELS, pair, biases, 1.0, threshold, learnt))
    return heads


def fit_marks(features: NDArray[np.float32], there: NDArray[np.bool_], strength: float) -> tuple[Numbers, Numbers]:
    """Weights (features, marks) and bias (marks) of least log loss plus penalty; rare marks weigh by the root of their rarity."""
    from scipy.optimize import minimize

    size, marks = features.shape[1], there.shape[1]
    wanted = there.astype(np.float32)
    share = np.clip(wanted.mean(axis=0), 1e-4, 1)
    # fully balanced, a mark with twenty examples would see itself everywhere
    weigh = np.where(there, np.sqrt(1 / share), 1).astype(np.float32)

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        both = flat.astype(np.float32).reshape(size + 1, marks)
        score = features @ both[:-1] + both[-1]
        # log(1 + e^-|x|) stays finite
        cost = np.maximum(score, 0) - score * wanted + np.log1p(np.exp(-np.abs(score)))
        away = weigh * (1 / (1 + np.exp(-np.clip(score, -30, 30))) - wanted)
        gradient = np.empty_like(both)
        gradient[:-1] = features.T @ away * np.float32(strength) + both[:-1]
        gradient[-1] = away.sum(axis=0) * np.float32(strength)
        value = strength * float((weigh * cost).sum(dtype=np.float64)) + 0.5 * float(
            (both[:-1] ** 2).sum(dtype=np.float64)
        )
        return value, gradient.ravel().astype(np.float64)

    start = np.zeros((size + 1) * marks)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60, "maxcor": 8, "gtol": 1e-2}).x
    both = found.reshape(size + 1, marks)
    return both[:-1], both[-1]


def platt(score: Numbers, there: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and shift of the logistic curve from scores to probabilities, with Platt's targets, which keep rare marks modest."""
    from scipy.optimize import minimize

    many, few = there.sum(), (~there).sum()
    wanted = np.where(there, (many + 1) / (many + 2), 1 / (few + 2))

    def loss(pair: Numbers) -> float:
        logit = pair[0] * score + pair[1]
        return float(np.mean(np.logaddexp(0, logit) - wanted * logit))

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.05, 20), (-20, 20)]).x
    return float(slope), float(shift)


def best_threshold(yes: Numbers, there: NDArray[np.bool_], precision: float) -> float:
    """The threshold of the best F1 where the share of right answers reaches `precision`; of the best F1 where none does."""
    steps = np.linspace(LOWEST, HIGHEST, 56)
    scores = []
    for step in steps:
        given = yes >= step
        right = float((given & there).sum())
        share = right / max(float(given.sum()), 1.0)
        scores.append((share >= precision, 2 * right / max(float(given.sum() + there.sum()), 1.0)))
    return float(steps[max(range(len(steps)), key=lambda place: scores[place])])
