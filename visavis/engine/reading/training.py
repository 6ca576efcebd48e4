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
PRECISION = {"sentiment": 0.85, "theme": 0.80}
"""Share of right answers, on settings never seen, from which on the reader dares to answer."""

_STRENGTH = 1.0
_WEIGHTS = {"ngrams": 1.0, "leanings": 0.7, "themes": 1.0, "vectors": 3.0}
"""How strongly each kind of feature counts against the penalty."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything learnt: the n-grams counted, the centre of the vectors (None without an encoder), one head per question."""

    blocks: tuple[Block, ...]
    centre: Floats | None
    language: Head
    sentiment: Head
    theme: Head


def train_heads(encoder: Encoder | None) -> Heads:
    """Trains all heads; about 10 seconds with an encoder, 5 without."""
    from threadpoolctl import threadpool_limits

    # small matrices: more threads only wait for each other, and one thread adds in the same order everywhere
    with threadpool_limits(1):
        return _train(encoder)


def _train(encoder: Encoder | None) -> Heads:
    sentences = read_sentences()
    texts = [clean(sentence.text) for sentence in sentences]
    settings = [sentence.setting for sentence in sentences]
    vectors = None if encoder is None else encoder.vectors(texts)
    centre = None if vectors is None else vectors.mean(axis=0)
    blocks = learn_blocks(texts)
    features = join_features([block.vectoriser() for block in blocks], texts, vectors, centre)
    heads = {
        question: train_head(
            features, [str(getattr(sentence, question)) for sentence in sentences], settings,
            fit=logistic(_STRENGTH), precision=PRECISION[question],
        )
        for question in ("sentiment", "theme")
    }  # fmt: skip
    return Heads(blocks, centre, train_languages(sentences), heads["sentiment"], heads["theme"])


def join_features(
    vectorisers: Sequence[Any], texts: Sequence[str], vectors: Floats | None, centre: Floats | None
) -> Any:
    """Sparse float32 (texts, features): n-grams, leanings, themes named, then the centred vectors of length 1 where there are any."""
    from scipy.sparse import csr_array, hstack

    parts = [
        count_ngrams(vectorisers, texts) * np.float32(_WEIGHTS["ngrams"]),
        csr_array(leanings(texts) * np.float32(_WEIGHTS["leanings"])),
        csr_array(themes_named(texts) * np.float32(_WEIGHTS["themes"])),
    ]
    if vectors is not None and centre is not None:
        apart = vectors - centre
        lengths = np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), np.float32(1e-6))
        parts.append(csr_array(apart / lengths * np.float32(_WEIGHTS["vectors"])))
    return hstack(parts, format="csr", dtype=np.float32)
