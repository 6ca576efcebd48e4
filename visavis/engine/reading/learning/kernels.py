"""How alike labelled texts are, in their words, their letters and their vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.learning.grams import Counted, Grams, columns, count, learn

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Material:
    """Texts as they are learnt from and read: counted once, with what is known of each beside its words.

    `vectors` (texts, dimensions) of an encoder, and `prior` (texts, labels), the shipped head's probabilities, may be missing.
    """

    words: Counted
    letters: Counted
    vectors: Floats | None = None
    prior: Floats | None = None

    @property
    def size(self) -> int:
        """How many texts."""
        return self.words.texts

    def only(self, rows: NDArray[np.int64]) -> "Material":
        """Those texts, in that order."""
        return Material(
            _only(self.words, rows),
            _only(self.letters, rows),
            None if self.vectors is None else self.vectors[rows],
            None if self.prior is None else self.prior[rows],
        )


def material(cleaned: Sequence[str], vectors: Floats | None = None, prior: Floats | None = None) -> Material:
    """What can be learnt from cleaned texts."""
    words, letters = count(cleaned)
    return Material(words, letters, vectors, prior)


def joined(first: Material, then: Material) -> Material:
    """Texts of both, in that order; raises ValueError where only one has vectors, or only one a prior."""
    if (first.vectors is None) != (then.vectors is None) or (first.prior is None) != (then.prior is None):
        raise ValueError("what is known of some texts must be known of all")
    return Material(
        _joined(first.words, then.words),
        _joined(first.letters, then.letters),
        None if first.vectors is None or then.vectors is None else np.concatenate([first.vectors, then.vectors]),
        None if first.prior is None or then.prior is None else np.concatenate([first.prior, then.prior]),
    )


def _joined(first: Counted, then: Counted) -> Counted:
    return Counted(
        np.concatenate([first.text, then.text + first.texts]),
        np.concatenate([first.hashes, then.hashes]),
        np.concatenate([first.counts, then.counts]),
        first.texts + then.texts,
    )


def _only(counted: Counted, rows: NDArray[np.int64]) -> Counted:
    order = np.argsort(counted.text, kind="stable")
    sizes = np.bincount(counted.text, minlength=counted.texts)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    lengths = sizes[rows]
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    chosen = order[np.repeat(starts[rows], lengths) + offsets]
    return Counted(np.repeat(np.arange(len(rows)), lengths), counted.hashes[chosen], counted.counts[chosen], len(rows))


@dataclass(frozen=True, slots=True)
class Known:
    """What was learnt from texts alone, labels apart: the grams that count, and the middle of the vectors."""

    words: Grams
    letters: Grams
    centre: Floats | None
    vectors: Floats | None
    """Of the texts learnt from: centred, of length 1."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Three kernels between texts (rows) and texts learnt from (columns); None where there are no vectors."""

    words: Floats
    letters: Floats
    cosines: Floats | None
    leanings: Floats | None = None
    """In what the shipped head says of both."""

    def mixed(self, mix: "Mix") -> Floats:
        """Their sum as `mix` weighs them, and 1 for the bias."""
        total = mix.grams * (self.words + self.letters) + np.float32(1)
        if self.cosines is not None:
            # of unit vectors, whose squared distance is 2 − 2 cos
            total += np.float32(mix.vectors) * np.exp(np.float32(-2 * mix.sharpness) * (1 - self.cosines))
        if self.leanings is not None and mix.prior:
            total += np.float32(mix.prior) * self.leanings
        return np.asarray(total, np.float32)

    def between(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> "Alike":
        """The part between some rows and some columns."""
        place = np.ix_(rows, others)
        return Alike(
            self.words[place],
            self.letters[place],
            None if self.cosines is None else self.cosines[place],
            None if self.leanings is None else self.leanings[place],
        )


@dataclass(frozen=True, slots=True)
class Mix:
    """How much each kind of likeness counts, how sharply vectors tell apart, and how strongly weights are held back."""

    grams: float
    vectors: float
    sharpness: float
    penalty: float
    prior: float = 0


def know(texts: Material) -> Known:
    """What can be learnt without labels."""
    centre = None if texts.vectors is None else texts.vectors.mean(axis=0)
    return Known(learn(texts.words), learn(texts.letters), centre, centred(texts.vectors, centre))


def centred(vectors: Floats | None, centre: Floats | None) -> Floats | None:
    """Vectors seen from the centre, of length 1: those of one encoder all point the same way."""
    if vectors is None or centre is None:
        return None
    apart = vectors - centre
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), np.float32(1e-6)), np.float32)


def leaning(prior: Floats | None) -> Floats | None:
    """Log odds of the shipped head's probabilities, each text's summing to 0."""
    if prior is None:
        return None
    logs = np.log(np.maximum(prior, np.float32(1e-4)))
    return np.asarray(logs - logs.mean(axis=1, keepdims=True), np.float32)


def gram_columns(texts: Material, known: Known) -> tuple[Any, Any]:
    """Sparse columns of the known words, and of the known letters."""
    return columns(texts.words, known.words), columns(texts.letters, known.letters)


def alike(texts: Material, known: Known, learnt_from: Material) -> Alike:
    """How alike `texts` are to those learnt from."""
    words, letters = gram_columns(texts, known)
    own_words, own_letters = (words, letters) if texts is learnt_from else gram_columns(learnt_from, known)
    vectors = centred(texts.vectors, known.centre)
    said, heard = leaning(texts.prior), leaning(learnt_from.prior)
    return Alike(
        np.asarray((words @ own_words.T).toarray(), np.float32),
        np.asarray((letters @ own_letters.T).toarray(), np.float32),
        None if vectors is None or known.vectors is None else vectors @ known.vectors.T,
        None if said is None or heard is None else said @ heard.T,
    )
