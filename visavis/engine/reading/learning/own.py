"""A company's own head: learnt from its labels in seconds, beside the shipped head or in its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from visavis.engine.reading.learning.beside import Learnt, Named, learn_beside
from visavis.engine.reading.learning.calibrating import (
    Numbers,
    calibrated,
    calibration,
    one_threshold,
    several_thresholds,
)
from visavis.engine.reading.learning.fitting import CORRECTING, choose
from visavis.engine.reading.learning.grams import Grams
from visavis.engine.reading.learning.kernels import (
    Floats,
    Known,
    Material,
    Mix,
    alike,
    centred,
    gram_columns,
    know,
    leaning,
)

FEWEST = 20
"""Labelled texts from which on anything can be learnt."""
ALONE_FROM = 50
"""Labelled texts from which on the project's own sentences are dropped; under it the shipped head is only corrected."""
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
    self_taught: bool = False
    """Whether texts without labels were learnt from; told while learning, not kept."""

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
        return calibrated(self.scores(texts), self.slope, self.shift, several=self.several)


def learn_head(
    texts: Material,
    answers: Sequence[frozenset[str]],
    *,
    precision: float = 0.85,
    labels: Sequence[str] = (),
    names: Named | None = None,
    unlabelled: Material | None = None,
) -> OwnHead:
    """A head for what people answered of the texts: exactly one label each, or any number where some have several or none.

    All is chosen on those texts alone, each left out in its turn: how much words, letters and vectors count, the penalty,
    the temperature, the thresholds, and whether the shipped head is corrected or dropped; with fewer than ALONE_FROM texts
    it is always corrected. `labels` fixes their order where the prior has columns for them. `names` of the answers, and
    `unlabelled` texts of the same company, are learnt from where they help (`beside`). Raises ValueError with fewer than two labels or texts.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    several = any(len(answer) != 1 for answer in answers)
    ordered = tuple(labels) or tuple(sorted(set().union(*answers)))
    if len(ordered) < (1 if several else 2) or texts.size < 2:
        raise ValueError("nothing to tell apart")
    targets = np.array([[label in answer for label in ordered] for answer in answers], np.float32)
    with threadpool_limits(1):
        known = know(texts)
        likeness = alike(texts, known, texts)
        few = texts.prior is not None and texts.size < ALONE_FROM
        odds = _odds(targets, texts.prior)
        expected = None if texts.prior is None else _shifted(texts.prior, odds)
        mix, corrects = (CORRECTING, True) if few else choose(likeness, targets, expected)
        learnt = learn_beside(
            texts, targets, known, likeness, mix, _base(odds if corrects else None), names, ordered, unlabelled
        )
        held = learnt.held
        slope, shift = calibration(held, targets, several=several)
        sure = calibrated(held, slope, shift, several=several)
        thresholds = several_thresholds(sure, targets > 0) if several else one_threshold(sure, targets, precision)
        return _packed(ordered, several, corrects, known, mix, learnt, (slope, shift, thresholds), odds)


def _base(odds: Floats | None) -> Callable[[Material], Floats]:
    """What scores are added to: the shipped head's answers weighed by `odds`, or nought."""

    def base(texts: Material) -> Floats:
        if odds is None or texts.prior is None:
            return np.zeros((texts.size, 1), np.float32)
        return _shifted(texts.prior, odds)

    return base


def _packed(
    labels: tuple[str, ...],
    several: bool,
    offset: bool,
    known: Known,
    mix: Mix,
    learnt: Learnt,
    calibration: tuple[Numbers, Numbers, Numbers],
    odds: Floats,
) -> OwnHead:
    texts, weights = learnt.texts, learnt.weights
    hints = leaning(texts.prior) if mix.prior else None
    words, letters = gram_columns(texts, known)
    support = centred(texts.vectors, known.centre)
    return OwnHead(
        labels, several, offset, known.words, known.letters,
        np.asarray(np.float32(mix.grams) * (words.T @ weights), np.float32),
        np.asarray(np.float32(mix.grams) * (letters.T @ weights), np.float32),
        known.centre, support,
        np.float32(mix.vectors) * weights if support is not None else np.zeros((0, len(labels)), np.float32),
        mix.sharpness, None if hints is None else np.float32(mix.prior) * (hints.T @ weights), odds, weights.sum(axis=0), *calibration, learnt.self_taught,
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
