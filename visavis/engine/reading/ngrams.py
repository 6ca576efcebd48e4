"""Counted words and letters: TF-IDF of word 1–2-grams and letter 2–5-grams, folded, each block of length 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.texts import fold


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of n-grams: the known ones and their inverse document frequencies."""

    analyzer: str
    sizes: tuple[int, int]
    terms: tuple[str, ...]
    rarity: NDArray[np.float64]

    def vectoriser(self) -> Any:
        """A scikit-learn vectoriser that gives this block's columns."""
        vectoriser = _vectoriser(self.analyzer, self.sizes, vocabulary={term: i for i, term in enumerate(self.terms)})
        vectoriser.idf_ = self.rarity
        return vectoriser


KINDS: tuple[tuple[str, tuple[int, int]], ...] = (("word", (1, 2)), ("char_wb", (2, 5)))
_RAREST = 2
"""Documents an n-gram must stand in."""


def _vectoriser(analyzer: str, sizes: tuple[int, int], **options: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        analyzer=analyzer, ngram_range=sizes, preprocessor=fold, sublinear_tf=True, dtype=np.float32,
        token_pattern=r"(?u)[^\W_]+|[^\w\s]" if analyzer == "word" else None, **options,
    )  # fmt: skip


def learn_blocks(texts: Sequence[str]) -> tuple[Block, ...]:
    """The n-grams of the texts, in alphabetical order."""
    blocks = []
    for analyzer, sizes in KINDS:
        fitted = _vectoriser(analyzer, sizes, min_df=_RAREST).fit(texts)
        blocks.append(Block(analyzer, sizes, tuple(map(str, fitted.get_feature_names_out())), fitted.idf_))
    return tuple(blocks)


def count_ngrams(vectorisers: Sequence[Any], texts: Sequence[str]) -> Any:
    """Sparse float32 (texts, all terms)."""
    from scipy.sparse import hstack

    return hstack([vectoriser.transform(texts) for vectoriser in vectorisers], format="csr", dtype=np.float32)
