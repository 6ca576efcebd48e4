"""A head answers one question about a text: multinomial logistic regression, calibrated, with the right to abstain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Fit = Callable[[Any, NDArray[np.int64], int], tuple[Numbers, Numbers]]
"""From features, right answers as numbers and how many labels there are to weights (features, labels) and bias (labels)."""
_NEVER_SEEN = -1e3


@dataclass(frozen=True, slots=True)
class Head:
    """One trained head. `weights` is (features, labels), float32; answers under `threshold` are abstentions."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float
    threshold: float
    learnt: dict[str, float]

    def probabilities(self, features: Any) -> Numbers:
        """Calibrated, (texts, labels), from sparse or dense features (texts, features)."""
        return softmax((features @ self.weights + self.bias).astype(np.float64) / self.temperature)


def softmax(logits: Numbers) -> Numbers:
    """Rows that sum to 1."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def train_head(
    features: Any,
    answers: Sequence[str],
    groups: Sequence[str],
    *,
    fit: Fit,
    precision: float,
    languages: Sequence[str] | None = None,
    folds: int = 6,
) -> Head:
    """Fits a head and measures it on groups it has not seen.

    Out-of-fold answers (folds cut by `groups`) give the temperature that minimises
    their log loss (Guo et al., On Calibration of Modern Neural Networks, 2017) and the lowest threshold at which the share
    of right answers among those given reaches `precision`; 1 (always abstain) where none does. What is learnt is told for
    all and for each of `languages`.
    """
    labels = tuple(sorted(set(answers)))
    truth = np.array([labels.index(answer) for answer in answers])
    unseen = np.zeros((len(truth), len(labels)))
    for seen, held in folds_of(groups, folds):
        weights, bias = fit(features[seen], truth[seen], len(labels))
        unseen[held] = features[held] @ weights + bias
    temperature = _temperature(unseen, truth)
    found = softmax(unseen / temperature)
    right, sure = found.argmax(axis=1) == truth, found.max(axis=1)
    threshold = lowest_threshold(sure, right, precision)
    learnt = told_of(found, truth, sure >= threshold, languages)
    weights, bias = fit(features, truth, len(labels))
    return Head(labels, weights.astype(np.float32), bias.astype(np.float32), temperature, threshold, learnt)


def folds_of(groups: Sequence[str], folds: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows learnt from and rows held out, so that no group is on both sides."""
    from sklearn.model_selection import GroupKFold

    return list(GroupKFold(n_splits=folds).split(np.zeros(len(groups)), groups=groups))


def told_of(
    found: Numbers, truth: NDArray[np.int64], given: NDArray[np.bool_], languages: Sequence[str] | None = None
) -> dict[str, float]:
    """How right calibrated probabilities (texts, labels) are, over all texts and, with `fr.` or `en.` before, per language."""
    told = _measured(found, truth, given)
    for language in sorted(set(languages or ())):
        of = np.array([each == language for each in languages or ()])
        told |= {f"{language}.{name}": value for name, value in _measured(found[of], truth[of], given[of]).items()}
    return told


def _measured(found: Numbers, truth: NDArray[np.int64], given: NDArray[np.bool_]) -> dict[str, float]:
    right, sure = found.argmax(axis=1) == truth, found.max(axis=1)
    curve = accuracy_at(sure, right)
    return {
        "accuracy": float(right.mean()),
        "coverage": float(given.mean()),
        "precision": float(right[given].mean()) if given.any() else 0.0,
        "calibration_error": calibration_error(sure, right),
        "brier": brier(found, truth),
        **{f"accuracy_at_{share}": value for share, value in curve.items()},
        "sentences": float(len(truth)),
    }


COVERAGES = (100, 90, 75, 50)


def accuracy_at(sure: Numbers, right: NDArray[np.bool_]) -> dict[int, float]:
    """The abstention curve: share of right answers among the surest 100, 90, 75 and 50 % of texts."""
    order = np.argsort(-sure, kind="stable")
    return {share: float(right[order[: max(1, len(order) * share // 100)]].mean()) for share in COVERAGES}


def brier(found: Numbers, truth: NDArray[np.int64]) -> float:
    """Mean squared distance of probabilities (texts, labels) from the right answers, summed over labels (Brier, 1950)."""
    return float(((found - np.eye(found.shape[1])[truth]) ** 2).sum(axis=1).mean())


def logistic(strength: float) -> Fit:
    """Multinomial logistic regression, labels weighing alike; `strength` is the inverse of the penalty."""

    def fit(features: Any, truth: NDArray[np.int64], labels: int) -> tuple[Numbers, Numbers]:
        from sklearn.linear_model import LogisticRegression

        fitted = LogisticRegression(C=strength, class_weight="balanced", max_iter=400, tol=1e-3).fit(features, truth)
        weights, bias = np.zeros((features.shape[1], labels)), np.full(labels, _NEVER_SEEN)
        if len(fitted.classes_) == 2:
            weights[:, fitted.classes_[1]] = fitted.coef_[0]
            bias[fitted.classes_] = [0.0, fitted.intercept_[0]]
        else:
            weights[:, fitted.classes_] = fitted.coef_.T
            bias[fitted.classes_] = fitted.intercept_
        return weights, bias

    return fit


def naive_bayes(smoothing: float) -> Fit:
    """Multinomial naive Bayes on counts, labels equally likely beforehand: one pass, for many short texts."""

    def fit(features: Any, truth: NDArray[np.int64], labels: int) -> tuple[Numbers, Numbers]:
        counts = np.array([features[truth == label].sum(axis=0) for label in range(labels)]).reshape(labels, -1)
        smoothed = counts + smoothing
        weights = np.log(smoothed / smoothed.sum(axis=1, keepdims=True)).T
        return weights, np.where(counts.sum(axis=1) > 0, 0.0, _NEVER_SEEN)

    return fit


def _temperature(logits: Numbers, truth: NDArray[np.int64]) -> float:
    from scipy.optimize import minimize_scalar

    def loss(logarithm: float) -> float:
        found = softmax(logits / np.exp(logarithm))
        return float(-np.log(np.maximum(found[np.arange(len(truth)), truth], 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def lowest_threshold(sure: Numbers, right: NDArray[np.bool_], precision: float) -> float:
    """The lowest probability from which on the share of right answers is at least `precision`; 1 where there is none."""
    order = np.argsort(-sure, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    # the first few answers are too few to tell a share
    enough = np.flatnonzero((shares >= precision) & (np.arange(len(order)) >= min(20, len(order) - 1)))
    return float(sure[order[enough[-1]]]) if len(enough) else 1.0


def calibration_error(sure: Numbers, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: mean distance of probability and share of right answers, over bins of equal width."""
    which = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(sure[which == i].mean() - right[which == i].mean()) * np.mean(which == i) for i in np.unique(which)]
    return float(np.sum(gaps))
