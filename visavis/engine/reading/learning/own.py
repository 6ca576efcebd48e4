"""A company's own head: learnt from its labels in seconds, beside the shipped head or in its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.heads import lowest_threshold, softmax
from visavis.engine.reading.learning.fitting import CORRECTING, Fitted, choose, fit
from visavis.engine.reading.learning.grams import Grams
from visavis.engine.reading.learning.kernels import (
    Alike,
    Floats,
    Known,
    Material,
    alike,
    centred,
    gram_columns,
    know,
    leaning,
)

Numbers = NDArray[np.float64]

FEWEST = 20
"""Labelled texts from which on anything can be learnt."""
ALONE_FROM = 50
"""Labelled texts from which on the project's own sentences are dropped; under it the shipped head is only corrected."""
SUREST = 0.9
"""A head that reaches the precision it is asked for nowhere still answers where it is so sure."""
_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class OwnHead:
    """Weights of the grams, and of the vectors learnt from (`support`).

    `offset`: what was learnt is added to the shipped head's probabilities; answers weighed by `odds`;
    `hint_weights`: its log odds are one hint among others. `several`: each label is there or not;
    `thresholds` holds one per label then, else one for all. `slope` and `shift` make probabilities of scores.
    """

    labels: tuple[str, ...]
    several: bool
    offset: bool
    words: Grams
    letters: Grams
    word_weights: Floats
    letter_weights: Floats
    centre: Floats | None
    support: Floats | None
    support_weights: Floats
    sharpness: float
    hint_weights: Floats | None
    odds: Floats
    bias: Floats
    slope: Numbers
    shift: Numbers
    thresholds: Numbers

    @property
    def reads_prior(self) -> bool:
        """Whether it needs what the shipped head says."""
        return self.offset or self.hint_weights is not None

    @property
    def reads_vectors(self) -> bool:
        """Whether it needs an encoder."""
        return self.support is not None

    def scores(self, texts: Material) -> Numbers:
        """(texts, labels), about 0 to 1, not calibrated."""
        known = Known(self.words, self.letters, self.centre, self.support)
        words, letters = gram_columns(texts, known)
        total = words @ self.word_weights + letters @ self.letter_weights + self.bias
        vectors = centred(texts.vectors, self.centre)
        if self.support is not None:
            if vectors is None:
                raise ValueError("this head reads vectors, and there are none")
            for begin in range(0, texts.size, _AT_ONCE):
                part = slice(begin, begin + _AT_ONCE)
                near = np.exp(np.float32(-2 * self.sharpness) * (1 - vectors[part] @ self.support.T))
                total[part] += near @ self.support_weights
        if self.reads_prior:
            hints = leaning(texts.prior)
            if texts.prior is None or hints is None:
                raise ValueError("this head builds on the shipped one, whose answers are missing")
            total = total + (_shifted(texts.prior, self.odds) if self.offset else np.float32(0))
            if self.hint_weights is not None:
                total = total + hints @ self.hint_weights
        return np.asarray(total, np.float64)

    def probabilities(self, texts: Material) -> Numbers:
        """Calibrated, (texts, labels); rows sum to 1 unless there may be several."""
        return _calibrated(self.scores(texts), self.slope, self.shift, several=self.several)


def learn_head(
    texts: Material, answers: Sequence[frozenset[str]], *, precision: float = 0.85, labels: Sequence[str] = ()
) -> OwnHead:
    """A head for what people answered of the texts: exactly one label each, or any number where some have several or none.

    All is chosen on those texts alone, each left out in its turn: how much words, letters and vectors count, the penalty,
    the temperature, the thresholds, and whether the shipped head is corrected or dropped; with fewer than ALONE_FROM texts
    it is always corrected. `labels` fixes their order where the prior has columns for them. Raises ValueError with fewer than two labels or texts.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    several = any(len(answer) != 1 for answer in answers)
    names = tuple(labels) or tuple(sorted(set().union(*answers)))
    if len(names) < (1 if several else 2) or texts.size < 2:
        raise ValueError("nothing to tell apart")
    targets = np.array([[label in answer for label in names] for answer in answers], np.float32)
    with threadpool_limits(1):
        known = know(texts)
        likeness = alike(texts, known, texts)
        few = texts.prior is not None and texts.size < ALONE_FROM
        odds = _odds(targets, texts.prior)
        expected = None if texts.prior is None else _shifted(texts.prior, odds)
        mix, corrects = (CORRECTING, True) if few else choose(likeness, targets, expected)
        base = expected if corrects and expected is not None else np.float32(0)
        fitted = fit(likeness, targets - base, mix)
        held = np.asarray(fitted.left_out + base, np.float64)
        slope, shift = _calibration(held, targets, several=several)
        sure = _calibrated(held, slope, shift, several=several)
        thresholds = _several_thresholds(sure, targets > 0) if several else _one_threshold(sure, targets, precision)
        return _packed(names, several, corrects, texts, known, likeness, fitted, (slope, shift, thresholds), odds)


def _packed(
    labels: tuple[str, ...],
    several: bool,
    offset: bool,
    texts: Material,
    known: Known,
    likeness: Alike,
    fitted: Fitted,
    calibration: tuple[Numbers, Numbers, Numbers],
    odds: Floats,
) -> OwnHead:
    mix, weights = fitted.mix, fitted.weights
    hints = leaning(texts.prior) if mix.prior else None
    words, letters = gram_columns(texts, known)
    return OwnHead(
        labels, several, offset, known.words, known.letters,
        np.asarray(np.float32(mix.grams) * (words.T @ weights), np.float32),
        np.asarray(np.float32(mix.grams) * (letters.T @ weights), np.float32),
        known.centre, known.vectors,
        np.float32(mix.vectors) * weights if likeness.cosines is not None else np.zeros((0, len(labels)), np.float32),
        mix.sharpness, None if hints is None else np.float32(mix.prior) * (hints.T @ weights), odds, weights.sum(axis=0), *calibration,
    )  # fmt: skip


_FIRM = 3
"""Labels' worth of trust in how often the shipped head gives each answer; chosen on the project's sentences, as CORRECTING."""


def _odds(targets: Floats, prior: Floats | None) -> Floats:
    """How much more often people give each answer than the shipped head expects: another company has another mix."""
    if prior is None:
        return np.ones(targets.shape[1], np.float32)
    return np.asarray((targets.sum(axis=0) + _FIRM) / (prior.sum(axis=0) + _FIRM), np.float32)


def _shifted(prior: Floats, odds: Floats) -> Floats:
    """Probabilities with answers weighed by `odds` (Saerens and others, Adjusting the outputs of a classifier, 2002)."""
    weighed = prior * odds
    return np.asarray(weighed / np.maximum(weighed.sum(axis=1, keepdims=True), np.float32(1e-9)), np.float32)


def _calibrated(scores: Numbers, slope: Numbers, shift: Numbers, *, several: bool) -> Numbers:
    if several:
        return np.asarray(1 / (1 + np.exp(-np.clip(slope * scores + shift, -30, 30))))
    return softmax(slope[0] * scores)


def _calibration(held: Numbers, targets: Floats, *, several: bool) -> tuple[Numbers, Numbers]:
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


def _one_threshold(sure: Numbers, targets: Floats, precision: float) -> Numbers:
    right = sure.argmax(axis=1) == targets.argmax(axis=1)
    return np.array([min(lowest_threshold(sure.max(axis=1), right, precision), SUREST)])


def _several_thresholds(sure: Numbers, yes: NDArray[np.bool_]) -> Numbers:
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
