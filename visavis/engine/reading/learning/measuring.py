"""Measures heads on labels that they have not seen, and compares two of them text by text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.learning.beside import Named
from visavis.engine.reading.learning.kernels import Floats, Material
from visavis.engine.reading.learning.own import learn_head

Numbers = NDArray[np.float64]

FOLDS, REPEATS = 5, 3
FEW = 600
"""Up to so many labels, cross-validation is repeated; chance weighs little beyond."""
DRAWS = 1_000


def held_out(
    texts: Material,
    answers: Sequence[frozenset[str]],
    labels: Sequence[str],
    *,
    precision: float,
    names: Named | None = None,
    unlabelled: Material | None = None,
    seed: int = 0,
) -> Floats:
    """Probabilities (texts, labels), each by heads that had not seen the text: repeated cross-validation, averaged.

    Each fold learns everything anew (grams, centre, mix, calibration, what stands beside) from its own texts.
    """
    size = texts.size
    repeats = REPEATS if size <= FEW else 1
    total = np.zeros((size, len(labels)))
    for repeat in range(repeats):
        folds = _folds(answers, np.random.default_rng([seed, repeat]))
        for fold in range(FOLDS):
            seen, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            if not len(held):
                continue
            given = [answers[int(row)] for row in seen]
            if len(set().union(*given)) < 2:
                total[held] += 1 / len(labels)
                continue
            head = learn_head(
                texts.only(seen), given, precision=precision, labels=labels, names=names, unlabelled=unlabelled
            )
            total[held] += head.probabilities(texts.only(held))
    return np.asarray(total / repeats, np.float32)


def _folds(answers: Sequence[frozenset[str]], chance: np.random.Generator) -> NDArray[np.int64]:
    """A fold per text, answers spread alike over folds."""
    order = chance.permutation(len(answers))
    keys = np.array([" ".join(sorted(answer)) for answer in answers], object)
    ranked = order[np.argsort(keys[order].astype(str), kind="stable")]
    folds = np.empty(len(answers), np.int64)
    folds[ranked] = np.arange(len(answers)) % FOLDS
    return folds


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How well one answer is told, on labels held out; `low` and `high` bound F1 at 95 % (bootstrap over texts)."""

    label: str
    n: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """A head on labels held out, obliged to answer: `macro` is the mean F1 of the answers that people gave."""

    n: int
    accuracy: float
    macro: float
    low: float
    high: float
    labels: tuple[LabelFigures, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Macro-F1 of one head minus another's on the same texts, with 95 % bounds (paired bootstrap over texts)."""

    mean: float
    low: float
    high: float

    @property
    def wins(self) -> bool:
        """Whether chance alone hardly explains the gain."""
        return self.low > 0


def measure(given: Sequence[str], truth: Sequence[str], seed: int = 0) -> Figures:
    """Figures of the answers `given` beside what people said."""
    labels, codes, said = _coded(given, truth)
    drawn = _draws(len(codes), seed)
    f1 = np.array([_f1(codes[rows], said[rows], len(labels)) for rows in drawn])
    own = _f1(codes, said, len(labels))
    # a draw may miss a rare answer: it tells nothing of it
    macro = np.nanmean(f1, axis=1)
    low, high = np.quantile(macro, [0.025, 0.975])
    found = []
    for code, label in enumerate(labels):
        hits, n = float(((codes == code) & (said == code)).sum()), int((said == code).sum())
        bounds = np.nanquantile(f1[:, code], [0.025, 0.975])
        told = float((codes == code).sum())
        found.append(
            LabelFigures(
                label, n, hits / told if told else 0.0, hits / n, float(own[code]), float(bounds[0]), float(bounds[1])
            )
        )
    return Figures(len(codes), float((codes == said).mean()), float(own.mean()), float(low), float(high), tuple(found))


def compare(ours: Sequence[str], theirs: Sequence[str], truth: Sequence[str], seed: int = 0) -> Difference:
    """How much better `ours` is than `theirs` on the same texts."""
    labels, our_codes, said = _coded(ours, truth)
    _, their_codes, _ = _coded(theirs, truth)
    size = len(labels)
    drawn = _draws(len(said), seed)
    gains = [
        float(np.nanmean(_f1(our_codes[rows], said[rows], size)) - np.nanmean(_f1(their_codes[rows], said[rows], size)))
        for rows in drawn
    ]
    mean = float(_f1(our_codes, said, size).mean() - _f1(their_codes, said, size).mean())
    low, high = np.quantile(gains, [0.025, 0.975])
    return Difference(mean, float(low), float(high))


def _coded(given: Sequence[str], truth: Sequence[str]) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """The answers that people gave, in order, and both columns as their places; an answer that nobody gave is −1."""
    labels = sorted(set(truth))
    code = {label: place for place, label in enumerate(labels)}
    return labels, np.array([code.get(one, -1) for one in given]), np.array([code[one] for one in truth])


def _draws(size: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).integers(0, size, (DRAWS, size))


def _f1(given: NDArray[np.int64], truth: NDArray[np.int64], labels: int) -> Numbers:
    """F1 per label; not a number where the label is absent from the truth."""
    told = np.bincount(given + 1, minlength=labels + 1)[1:]
    said = np.bincount(truth, minlength=labels)
    hits = np.bincount(truth[given == truth], minlength=labels)
    found = np.full(labels, np.nan)
    present = said > 0
    found[present] = 2 * hits[present] / (told + said)[present]
    return found
