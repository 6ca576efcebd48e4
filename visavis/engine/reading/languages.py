"""Which language a text is in: French, English or another, from hashed letter n-grams."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.heads import Head, naive_bayes, train_head
from visavis.engine.reading.ngrams import letter_grams
from visavis.engine.reading.sentences import Sentence

OTHER = "other"
PRECISION = 0.97
_COLUMNS = 15
"""Bits of a column's number."""
_SMOOTHING = 0.1
_WINDOW = 3
"""Words per piece: heads trained on whole sentences are lost on three words."""
_READ = 600
"""Characters that tell the language; the rest of a longer text would only repeat it."""


@cache
def _alphabet() -> NDArray[np.uint32]:
    """Per code point of the first plane: its small letter with its accents; digits and signs belong to no language."""
    found = np.full(0x10000, 32, np.uint32)
    for code in range(0x10000):
        small = chr(code).lower()
        if chr(code).isalpha() and not 0xD800 <= code < 0xE000:
            found[code] = ord(small[0])
    return found


def letters(texts: Sequence[str]) -> Any:
    """Sparse float32 (texts, 32,768): counts of hashed n-grams of 1 to 4 letters, edges of words marked."""
    from scipy.sparse import csr_array

    heads = [text[:_READ] for text in texts]
    points = np.frombuffer("".join([f" {text} " for text in heads]).encode("utf-32-le", "replace"), np.uint32)
    codes = np.where(points < 0x10000, _alphabet()[np.minimum(points, 0xFFFF)], np.uint32(32))
    row = np.repeat(np.arange(len(heads)), [len(text) + 2 for text in heads])
    found = letter_grams(codes, row, 1, 4)
    rows, hashes = (np.concatenate([each[i] for each in found]) for i in (1, 2))
    columns = (hashes >> np.uint64(64 - _COLUMNS)).astype(np.int64)
    total = csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(heads), 1 << _COLUMNS))
    total.sum_duplicates()
    return total


def train_languages(sentences: Sequence[Sentence]) -> Head:
    """Learns from the sentences and from the word lists, whole and in pieces of three words."""
    texts, answers, groups = [], [], []
    for sentence in sentences:
        for piece in _pieces(sentence.text):
            texts.append(piece)
            answers.append(sentence.language)
            groups.append(sentence.setting)
    for name, language in (("french", "fr"), ("english", "en"), (OTHER, OTHER)):
        for number, line in enumerate(_lines(name)):
            for piece in _pieces(line) if language == OTHER else _runs(line.split()):
                texts.append(piece)
                answers.append(language)
                groups.append(f"words {number % 6}")
    return train_head(letters(texts), answers, groups, fit=naive_bayes(_SMOOTHING), precision=PRECISION)


def _lines(name: str) -> list[str]:
    content = resources.files(__package__).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in content.splitlines() if line and not line.startswith("#")]


def _pieces(text: str) -> list[str]:
    words = text.replace("’", "'").split()
    return [text] if len(words) <= _WINDOW else [text, *_runs(words)]


def _runs(words: list[str]) -> list[str]:
    return [" ".join(words[i : i + _WINDOW]) for i in range(0, len(words), _WINDOW)]
