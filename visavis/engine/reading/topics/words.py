"""The words of texts: tokens as they stand and folded, and hashed words as a space of their own where there is no encoder."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np

from visavis.engine.reading.lexicon import leaning
from visavis.engine.reading.texts import clean, fold
from visavis.engine.reading.topics.stopping import STOPS

COLUMNS = 2**13
"""Columns of hashed words."""

READ = 1_200
"""Characters of a text that are looked at: its head says what it is about."""

_ASKING = re.compile(r"-(?:t-)?(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|ci|la|moi|le|les)$")
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[.!?;:…]")


def tokens(text: str) -> list[str]:
    """Words as they stand; ends of clauses stand between them as they are."""
    return _TOKEN.findall(clean(text)[:READ])


def telling(text: str) -> list[str]:
    """Folded words that may name something: no stop-word, no number, no single letter."""
    return [word for each in tokens(text) if is_telling(word := fold(each))]


@lru_cache(maxsize=100_000)
def is_telling(word: str) -> bool:
    """Whether a folded word may name something: `pouvez-vous` does not, nor does praise."""
    plain = _ASKING.sub("", word)
    return (
        len(plain) > 2
        and word not in STOPS
        and plain not in STOPS
        and plain == word
        and word[0].isalpha()
        and not any(letter.isdigit() for letter in word)
        and leaning(word) <= 0
    )


def hashed(texts: Sequence[str]) -> Any:
    """Sparse float32 (texts, COLUMNS), rows of length 1: which telling words and pairs of them a text holds."""
    from scipy.sparse import csr_matrix

    starts, columns = [0], list[int]()
    for text in texts:
        words = [_stem(word) for word in telling(text)]
        pairs = (f"{one} {other}" for one, other in pairwise(words))
        columns += sorted({crc32(each.encode()) % COLUMNS for each in (*words, *pairs)})
        starts.append(len(columns))
    lengths = np.diff(starts)
    values = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths).astype(np.float32)
    return csr_matrix((values, np.array(columns, np.int32), np.array(starts)), shape=(len(texts), COLUMNS))


def _stem(word: str) -> str:
    """A word without its plural or feminine ending: `livraisons`, `livraison`."""
    for ending in ("es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
