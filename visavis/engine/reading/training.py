"""Trains the heads on the project's own sentences: feelings and themes on n-grams, leanings and, where built, the encoder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from visavis.engine.reading.encoding.encoder import Encoder
from visavis.engine.reading.encoding.weights import Floats
from visavis.engine.reading.heads import Head, logistic, train_head
from visavis.engine.reading.languages import train_languages
from visavis.engine.reading.lexicon import leanings, themes_named
from visavis.engine.reading.ngrams import Block, count_ngrams, learn_blocks
from visavis.engine.reading.sentences import read_sentences
from visavis.engine.reading.texts import clean

QUESTIONS = ("language", "sentiment", "theme")
"""What every text is asked."""
PRECISION = {"sentiment": 0.90, "theme": 0.85}
"""Share of right answers, on settings never seen, from which on the reader dares to answer. On public sets from other
worlds about a tenth less comes true (benchmarks/reading.py): hence not lower."""

_STRENGTH = 1.0
KINDS = {"ngrams": 1.0, "leanings": 0.7, "themes": 1.0, "vectors": 3.0}
"""The kinds of features, and how strongly each counts against the penalty."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything learnt: kinds of features, n-grams counted, centre of the vectors (None without them), a head per question."""

    kinds: tuple[str, ...]
    blocks: tuple[Block, ...]
    centre: Floats | None
    language: Head
    sentiment: Head
    theme: Head


def train_heads(encoder: Encoder | None, kinds: Sequence[str] | None = None) -> Heads:
    """Trains all heads on `kinds` of features, by default all (`vectors` with an encoder only); some 3 to 15 seconds."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    chosen = tuple(kind for kind in (kinds or KINDS) if kind != "vectors" or encoder is not None)
    # small matrices: more threads only wait for each other, and one thread adds in the same order everywhere
    with threadpool_limits(1):
        return _train(encoder, chosen)


def _train(encoder: Encoder | None, kinds: tuple[str, ...]) -> Heads:
    sentences = read_sentences()
    texts = [clean(sentence.text) for sentence in sentences]
    settings = [sentence.setting for sentence in sentences]
    vectors = encoder.vectors(texts) if encoder is not None and "vectors" in kinds else None
    centre = None if vectors is None else vectors.mean(axis=0)
    blocks = learn_blocks(texts)
    features = join_features(kinds, [block.vectoriser() for block in blocks], texts, vectors, centre)
    feeling, theme = (
        train_head(
            features,
            [str(getattr(sentence, question)) for sentence in sentences],
            settings,
            fit=logistic(_STRENGTH),
            precision=PRECISION[question],
        )
        for question in ("sentiment", "theme")
    )
    return Heads(kinds, blocks, centre, train_languages(sentences), feeling, theme)


def join_features(
    kinds: Sequence[str],
    vectorisers: Sequence[Any],
    texts: Sequence[str],
    vectors: Floats | None,
    centre: Floats | None,
) -> Any:
    """Sparse float32 (texts, features): for each of `kinds` in order its columns, weighed; vectors centred, of length 1."""
    from scipy.sparse import csr_array, hstack

    parts = []
    for kind in kinds:
        if kind == "ngrams":
            columns = count_ngrams(vectorisers, texts)
        elif kind == "leanings":
            columns = csr_array(leanings(texts))
        elif kind == "themes":
            columns = csr_array(themes_named(texts))
        else:
            columns = csr_array(_centred(vectors, centre))
        parts.append(columns * np.float32(KINDS[kind]))
    return hstack(parts, format="csr", dtype=np.float32)


def _centred(vectors: Floats | None, centre: Floats | None) -> Floats:
    if vectors is None or centre is None:
        raise ValueError("heads that read vectors need the encoder")
    apart = vectors - centre
    return apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), np.float32(1e-6))
