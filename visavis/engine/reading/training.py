"""Trains the heads on the project's own sentences: on n-grams, leanings, themes named and, where built, the encoder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.compact import centred, packed, unpacked
from visavis.engine.reading.cues import cues_of
from visavis.engine.reading.encoding.encoder import Encoder
from visavis.engine.reading.encoding.weights import Floats
from visavis.engine.reading.heads import Head, logistic, train_head
from visavis.engine.reading.languages import train_languages
from visavis.engine.reading.lexicon import leanings, themes_named
from visavis.engine.reading.marks import train_marks
from visavis.engine.reading.ngrams import Vocabulary, count, cut, grams, learn_vocabulary
from visavis.engine.reading.sentences import Sentence, read_sentences
from visavis.engine.reading.texts import clean, fold
from visavis.vocabulary import Mark

ONE_OF = ("sentiment", "theme", "step")
"""Questions with one answer."""
MARKS = tuple(str(mark) for mark in Mark)
"""Questions whose answer is yes, or nothing."""
QUESTIONS = ("language", *ONE_OF, *MARKS)
NONE = "none"
"""The label of a text that names no step; told as no answer."""
PRECISION = {"sentiment": 0.90, "theme": 0.85, "step": 0.75, "marks": 0.70}
"""Share of right answers, on settings never seen, from which on the reader dares to answer. On public sets from other
worlds about a tenth less comes true (benchmarks/reading): hence not lower."""

_STRENGTH = {"sentiment": 0.25, "theme": 1.0, "step": 1.0}
_SENTIMENT_VECTORS = 0.5
"""How much vectors count for sentiment, beside what they count elsewhere: they tell rather what a text is about. This and the
strengths are chosen on the project's sentences, settings held out (sentiment: .797 to .824 right of four answers)."""
_MARK_STRENGTH = 2.0
_LEAST = 1e-4
"""Directions of the sentences' features that vary less than this share of the widest tell nothing."""
KINDS = {"ngrams": 1.0, "leanings": 0.7, "themes": 1.0, "cues": 1.0, "vectors": 3.0}
"""The kinds of features, and how strongly each counts against the penalty."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything learnt: kinds of features, n-grams known, centre of the vectors (None without them), a head per question."""

    kinds: tuple[str, ...]
    known: Vocabulary
    centre: Floats | None
    answers: Mapping[str, Head]

    def __getitem__(self, question: str) -> Head:
        return self.answers[question]

    def with_heads(self, own: Mapping[str, Head]) -> "Heads":
        """The same, with other heads for some questions."""
        return replace(self, answers={**self.answers, **own})


def train_heads(encoder: Encoder | None, kinds: Sequence[str] | None = None) -> Heads:
    """Trains all heads on `kinds` of features, by default all (`vectors` with an encoder only); some 5 to 20 seconds."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    chosen = tuple(kind for kind in (kinds or KINDS) if kind != "vectors" or encoder is not None)
    # small matrices: more threads only wait for each other, and one thread adds in the same order everywhere
    with threadpool_limits(1):
        return _train(encoder, chosen)


def _train(encoder: Encoder | None, kinds: tuple[str, ...]) -> Heads:
    sentences = read_sentences()
    texts = [clean(sentence.text) for sentence in sentences]
    vectors = unpacked(packed(encoder.vectors(texts))) if encoder is not None and "vectors" in kinds else None
    centre = None if vectors is None else vectors.mean(axis=0)
    found = grams(cut(texts))
    known = learn_vocabulary(found)
    counted = count(found, known, known.table(), len(texts)).features
    features = join_features(kinds, counted, texts, vectors, centre)
    return Heads(kinds, known, centre, _heads(features, sentences, 0 if vectors is None else vectors.shape[1]))


def _heads(features: Any, sentences: Sequence[Sentence], vectors: int) -> dict[str, Head]:
    """All heads; the last `vectors` columns of the features are vectors."""
    narrow, back = _narrowed(features)
    weighed = _for_sentiment(features, vectors) if vectors else (narrow, back)
    settings, languages = [s.setting for s in sentences], [s.language for s in sentences]
    found = {"language": train_languages(sentences)}
    for question in ONE_OF:
        answers = [str(getattr(sentence, question)) or NONE for sentence in sentences]
        rows, turn = weighed if question == "sentiment" else (narrow, back)
        head = train_head(rows, answers, settings, fit=logistic(_STRENGTH[question]), precision=PRECISION[question], languages=languages)  # fmt: skip
        found[question] = replace(head, weights=turn @ head.weights)
    there = np.array([[mark in sentence.marks for mark in MARKS] for sentence in sentences])
    marks = train_marks(narrow, there, settings, strength=_MARK_STRENGTH, precision=PRECISION["marks"], languages=languages)  # fmt: skip
    return found | {mark: replace(head, weights=back @ head.weights) for mark, head in zip(MARKS, marks, strict=True)}


def _for_sentiment(features: Any, vectors: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The same as `_narrowed`, vectors weighing less; the matrix back is for features as they are."""
    from scipy.sparse import diags_array

    weights = np.ones(features.shape[1], np.float32)
    weights[-vectors:] = _SENTIMENT_VECTORS
    narrow, back = _narrowed((features @ diags_array(weights)).tocsr())
    return narrow, back * weights[:, None]


def _narrowed(features: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Features turned onto the directions in which the sentences differ (texts, at most texts), and the matrix back.

    Weights under a ridge penalty lie in the span of what they are learnt from, so nothing is lost, and fitting is a matter of
    small dense matrices.
    """
    likeness = (features @ features.T).toarray().astype(np.float64)
    sizes, directions = np.linalg.eigh(likeness)
    kept = sizes > _LEAST * sizes[-1]
    spread = np.sqrt(sizes[kept])
    back = np.asarray(features.T @ (directions[:, kept] / spread), np.float32)
    return np.asarray(directions[:, kept] * spread, np.float32), back


def join_features(
    kinds: Sequence[str],
    counted: Any,
    texts: Sequence[str],
    vectors: Floats | None,
    centre: Floats | None,
    cues: Floats | None = None,
    known_folded: Sequence[str] | None = None,
) -> Any:
    """Sparse float32 (texts, features): for each of `kinds` in order its columns, weighed; vectors centred, of length 1.

    `counted` are the n-grams of the texts, `cues` their cues and `known_folded` the folded
    texts where these are known already; a vector of zeros is none.
    """
    from scipy.sparse import csr_array, hstack

    parts = []
    folded = [fold(text) for text in texts] if known_folded is None else known_folded
    for kind in kinds:
        if kind == "ngrams":
            columns = counted
        elif kind == "leanings":
            columns = csr_array(leanings(folded))
        elif kind == "themes":
            columns = csr_array(themes_named(folded))
        elif kind == "cues":
            columns = csr_array(cues_of(texts) if cues is None else cues)
        elif vectors is None or centre is None:
            raise ValueError("heads that read vectors need the encoder")
        else:
            columns = csr_array(centred(vectors, centre))
        parts.append(columns * np.float32(KINDS[kind]))
    return hstack(parts, format="csr", dtype=np.float32)
