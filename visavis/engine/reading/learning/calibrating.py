"""Makes probabilities of scores, and chooses from which probability on a head answers; both on texts it had not seen."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.heads import lowest_threshold, softmax
from visavis.engine.reading.learning.kernels import Floats

Numbers = NDArray[np.float64]

SUREST = 0.9
"""A head that reaches the precision it is asked for nowhere still answers where it is so sure."""


def calibrated(scores: Numbers, slope: Numbers, shift: Numbers, *, several: bool) -> Numbers:
    """Probabilities (texts, labels) of scores; rows sum to 1 unless there may be several."""
    if several:
        return np.asarray(1 / (1 + np.exp(-np.clip(slope * scores + shift, -30, 30))))
    return softmax(slope[0] * scores)


def calibration(held: Numbers, targets: Floats, *, several: bool) -> tuple[Numbers, Numbers]:
    """Slope and shift of least log loss on texts left out: one slope for all where one label holds, else per label (Platt)."""
    from scipy.optimize import minimize, minimize_scalar

    size = targets.shape[1]
    if not several:
        truth = targets.argmax(axis=1)

        def loss(logarithm: float) -> float:
            found = softmax(held * np.exp(logarithm))
            return float(-np.log(np.maximum(found[np.arange(len(truth)), truth], 1e-9)).mean())

        slope = float(np.exp(minimize_scalar(loss, bounds=(-1, 4.5), method="bounded").x))
        return np.full(size, slope), np.zeros(size)
    found = []
    for column in range(size):
        score, yes = held[:, column], targets[:, column]
        # Platt's own targets keep a rare label from a boundless slope
        wanted = np.where(yes > 0, (yes.sum() + 1) / (yes.sum() + 2), 1 / (len(yes) - yes.sum() + 2))

        def cost(pair: Any, score: Numbers = score, wanted: Any = wanted) -> float:
            logit = pair[0] * score + pair[1]
            return float(np.mean(np.logaddexp(0, logit) - wanted * logit))

        found.append(minimize(cost, np.array([5.0, -2.5]), method="L-BFGS-B", bounds=[(0.1, 60), (-40, 40)]).x)
    pairs = np.array(found)
    return pairs[:, 0], pairs[:, 1]


def one_threshold(sure: Numbers, targets: Floats, precision: float) -> Numbers:
    """The lowest probability from which on answers are right often enough; one for all labels."""
    right = sure.argmax(axis=1) == targets.argmax(axis=1)
    return np.array([min(lowest_threshold(sure.max(axis=1), right, precision), SUREST)])


def several_thresholds(sure: Numbers, yes: NDArray[np.bool_]) -> Numbers:
    """Per label the threshold of the best F1 over all labels, texts left out; first one for all, then one label after the other.

    A label leaves the common threshold only where that gains more than chance moves: half a thousandth of F1.
    """
    steps = np.linspace(0.1, 0.7, 25)
    common = max(steps, key=lambda step: _f1(sure > step, yes))
    thresholds = np.full(sure.shape[1], common)
    for _ in range(2):
        for column in range(len(thresholds)):
            given = sure > thresholds
            best, gained = thresholds[column], _f1(given, yes)
            for step in steps:
                given[:, column] = sure[:, column] > step
                found = _f1(given, yes)
                if found > gained + 5e-4:
                    best, gained = step, found
            thresholds[column] = best
    return thresholds


def _f1(given: NDArray[np.bool_], yes: NDArray[np.bool_]) -> float:
    return 2 * float((given & yes).sum()) / max(float(given.sum() + yes.sum()), 1.0)
