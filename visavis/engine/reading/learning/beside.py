"""What stands beside a company's labels: the names of the answers, which are examples too, and its texts that nobody labelled.

Texts without labels are taught by the head itself (self-training: Yarowsky, Unsupervised word sense disambiguation rivaling
supervised methods, 1995): its answers to them, sharpened and trusted less than people's, are learnt from in one more turn.
Both are taken in only where labels left out are then told better.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.heads import softmax
from visavis.engine.reading.learning.calibrating import Numbers, calibration
from visavis.engine.reading.learning.fitting import fit, solved
from visavis.engine.reading.learning.kernels import Alike, Floats, Known, Material, Mix, alike, centred, joined

SHARPER = 2.0
"""The power to which probabilities are raised: as they are, doubts would be learnt too."""
TRUST = 0.3
"""How much one such answer counts beside one of a person."""
TIMES, AT_MOST = 5, 3_000
"""Texts without labels: so many times those with labels, and no more than so many texts in all; matrices grow with the square."""
FOLDS = 5
NAMES_UNTIL = 30
"""Labelled texts for each answer from which on its name has nothing left to tell."""


@dataclass(frozen=True, slots=True)
class Named:
    """Names or descriptions of answers, and which answer each is of; an answer may have several names, or none."""

    texts: Material
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights (texts, labels) of all that was learnt from, and the scores of the labelled texts by heads without them."""

    texts: Material
    weights: Floats
    held: Numbers
    self_taught: bool = False


Base = Callable[[Material], Floats]
"""What scores are added to: the shipped head's probabilities as they are weighed here, or nought."""


def learn_beside(
    texts: Material, targets: Floats, known: Known, likeness: Alike, mix: Mix, base: Base,
    names: Named | None, labels: tuple[str, ...], unlabelled: Material | None,
) -> Learnt:  # fmt: skip
    """Learns with one mix from labelled texts, and from what stands beside them where that helps.

    `targets` is 0 or 1 (texts, labels); `unlabelled` counts only where each text has one answer.
    """
    size = texts.size
    lacking = targets - base(texts)
    fitted = fit(likeness, lacking, mix)
    best = Learnt(texts, fitted.weights, np.asarray(fitted.left_out + base(texts), np.float64))
    if names is not None and names.labels and size < NAMES_UNTIL * len(labels):
        more = joined(texts, names.texts)
        told = np.array([[label == name for label in labels] for name in names.labels], np.float32)
        everything = np.concatenate([targets, told])
        wider = _among(more, known)
        found = fit(wider, everything - base(more), mix)
        held = np.asarray(found.left_out[:size] + base(texts), np.float64)
        if _error(held, targets) < _error(best.held, targets):
            best, likeness, targets = Learnt(more, found.weights, held), wider, everything
    one_each = bool((targets[:size].sum(axis=1) == 1).all())
    if unlabelled is None or not one_each:
        return best
    room = min(TIMES * size, AT_MOST - best.texts.size, unlabelled.size)
    if room < 1:
        return best
    return _self_taught(best, targets, known, mix, base, unlabelled.only(np.arange(room)), size)


def _self_taught(
    teacher: Learnt, targets: Floats, known: Known, mix: Mix, base: Base, unlabelled: Material, size: int
) -> Learnt:
    """The teacher, or its pupil that has learnt its answers too; whichever tells more labels left out rightly."""
    more = joined(teacher.texts, unlabelled)
    near = _among(more, known).mixed(mix)
    given = teacher.texts.size
    beyond = np.arange(given, more.size)
    bases = np.broadcast_to(base(more), (more.size, targets.shape[1]))
    slope, _ = calibration(teacher.held, targets[:size], several=False)

    def taught(rows: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Weights of a teacher who knows the answers of those rows, and of its pupil."""
        weights = solved(near[np.ix_(rows, rows)], targets[rows] - bases[rows], mix.penalty)
        scores = near[np.ix_(beyond, rows)] @ weights + bases[beyond]
        answers = softmax(SHARPER * slope[0] * np.asarray(scores, np.float64)).astype(np.float32)
        everyone = np.concatenate([rows, beyond])
        lacking = np.concatenate([targets[rows], answers]) - bases[everyone]
        trust = np.concatenate([np.ones(len(rows)), np.full(len(beyond), TRUST)]).astype(np.float32)
        return weights, solved(near[np.ix_(everyone, everyone)], lacking, mix.penalty / trust)

    folds = np.random.default_rng(0).permutation(size) % FOLDS
    before, after = np.zeros((size, targets.shape[1])), np.zeros((size, targets.shape[1]))
    for fold in range(FOLDS):
        held = np.flatnonzero(folds == fold)
        rows = np.setdiff1d(np.arange(given), held)
        teaching, learning = taught(rows)
        before[held] = near[np.ix_(held, rows)] @ teaching + bases[held]
        after[held] = near[np.ix_(held, np.concatenate([rows, beyond]))] @ learning + bases[held]
    if _right(after, targets[:size]) <= _right(before, targets[:size]):
        return teacher
    return Learnt(more, taught(np.arange(given))[1], after, True)


def _among(texts: Material, known: Known) -> Alike:
    """How alike texts are to each other, by what is known of the labelled ones."""
    return alike(texts, replace(known, vectors=centred(texts.vectors, known.centre)), texts)


def _error(held: Numbers, targets: Floats) -> float:
    return float(np.mean((held - targets[: len(held)]) ** 2))


def _right(held: Numbers, targets: Floats) -> float:
    return float((held.argmax(axis=1) == targets.argmax(axis=1)).mean())
