"""A second look at sentences that the first head is unsure of: kernel least squares on its features and on a sentence encoder.

One machine for both languages: words count within a language, vectors across them. Two vectors tell a sentence: the whole,
and what stands around the word that may promise (`'ll`, `vais`), whose states have seen the whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.committing.head import LABELS, Floats, kind_of
from visavis.engine.reading.committing.shapes import Looked
from visavis.vocabulary import CommitmentKind

GRAMS, VECTORS, SHARPNESS, PENALTY = 0.5, 2.0, 1.0, 0.6
"""Weights of the kernels, how sharply vectors tell apart, how strongly weights are held back."""
THRESHOLD = {"fr": 0.42, "en": 0.44}
UNSURE = (0.05, 0.97)
"""Chances of the first head between which a sentence is looked at again: half of those that are hard, one in ten of others.
All of these were chosen out of fold, folds cut by setting (see the README of the sentences)."""
_AROUND = 25
"""Letters behind the word that may promise."""
_CUES = {
    "en": re.compile(r"['’]ll|\bwill\b|\bshall\b|\bgoing to\b|\bgonna\b|\blet me\b|['’](?:m|re)\b|\b(?:am|are|is)\b", re.IGNORECASE),
    "fr": re.compile(r"\w+(?:rai|rons|ra|ront|rez)\b|\b(?:vais|allons|va|vont|allez)\b|\b(?:je|nous|on)\b|\bj['’]", re.IGNORECASE),
}  # fmt: skip
_AT_ONCE = 1_024


@dataclass(frozen=True, slots=True)
class Seen:
    """Vectors of sentences, float32 (sentences, 384) of length 1: of the whole, and around what may promise (zeros without)."""

    whole: Floats
    around: Floats

    def only(self, rows: Any) -> "Seen":
        """Those of some sentences."""
        return Seen(self.whole[rows], self.around[rows])


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of the first head's features per language, of the sentences learnt from (`support`), and what vectors are
    centred on in each language."""

    gram_weights: Mapping[str, Floats]
    centres: Mapping[str, Seen]
    support: Seen
    weights: Floats
    bias: Floats

    def chances(self, found: Any, seen: Seen, language: str) -> Floats:
        """(sentences, labels), about 0 to 1, from the first head's features (sentences, features) and the vectors."""
        total = np.asarray(found @ self.gram_weights[language] + self.bias, np.float32)
        placed = centred(seen, self.centres[language])
        for begin in range(0, len(total), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            total[part] += near(placed.only(part), self.support) @ self.weights
        return total

    def kind(self, chances: Floats, looked: Looked) -> CommitmentKind | None:
        """What to tell."""
        return kind_of(chances, looked, THRESHOLD[looked.language])


def around(sentence: str, language: str) -> tuple[int, int]:
    """First letter and letter after the last of what stands around the word that may promise; (0, 0) where there is none."""
    found = _CUES[language].search(sentence)
    return (found.start(), found.end() + _AROUND) if found else (0, 0)


def centred(seen: Seen, centre: Seen) -> Seen:
    """Seen from the middle of the language, of length 1: vectors of one encoder all point the same way."""
    return Seen(_apart(seen.whole, centre.whole), _apart(seen.around, centre.around))


def _apart(vectors: Floats, centre: Floats) -> Floats:
    apart = vectors - centre
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), np.float32(1e-9)), np.float32)


def near(seen: Seen, support: Seen) -> Floats:
    """The vectors' part of the kernel, (sentences, sentences learnt from)."""
    total = np.zeros((len(seen.whole), len(support.whole)), np.float32)
    for own, others in ((seen.whole, support.whole), (seen.around, support.around)):
        alike = own @ others.T
        alike -= np.float32(1)
        alike *= np.float32(2 * SHARPNESS)
        total += np.exp(alike, out=alike)
    total *= np.float32(VECTORS)
    return total


def middle(seen: Seen) -> Seen:
    """The mean of the vectors, as one row."""
    return Seen(seen.whole.mean(axis=0, keepdims=True), seen.around.mean(axis=0, keepdims=True))


def train_judge(found: Mapping[str, Any], seen: Mapping[str, Seen], labels: Mapping[str, Sequence[str]]) -> Judge:
    """Learns from sentences of each language: the first head's features, the vectors, the labels."""
    from scipy.linalg import solve
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    centres = {language: middle(seen[language]) for language in found}
    placed = [centred(seen[language], centres[language]) for language in found]
    support = Seen(np.concatenate([each.whole for each in placed]), np.concatenate([each.around for each in placed]))
    places = _places({language: len(labels[language]) for language in found})
    wanted = np.eye(len(LABELS), dtype=np.float32)[
        [LABELS.index(each) for language in found for each in labels[language]]
    ]
    with threadpool_limits(1):
        total = near(support, support)
        for language, part in places.items():
            total[part, part] += np.float32(GRAMS) * (found[language] @ found[language].T).toarray()
        total += np.float32(1)
        total[np.diag_indices_from(total)] += np.float32(PENALTY)
        weights = np.asarray(solve(total, wanted, assume_a="pos", overwrite_a=True, check_finite=False), np.float32)
    grams = {language: np.asarray(np.float32(GRAMS) * (found[language].T @ weights[part]), np.float32) for language, part in places.items()}  # fmt: skip
    return Judge(grams, centres, support, weights, weights.sum(axis=0))


def _places(sizes: Mapping[str, int]) -> dict[str, slice]:
    places, begin = {}, 0
    for language, size in sizes.items():
        places[language] = slice(begin, begin + size)
        begin += size
    return places


def unsure(chances: Floats) -> NDArray[np.bool_]:
    """Which sentences the first head leaves open, by its probabilities (sentences, labels)."""
    promised = chances[:, :3].sum(axis=1)
    return np.asarray((promised > UNSURE[0]) & (promised < UNSURE[1]))
