"""Which language a text is in: French, English or another, from hashed letter n-grams."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.heads import Head, naive_bayes, train_head
from visavis.engine.reading.ngrams import letter_grams, runs_hashed
from visavis.engine.reading.sentences import Sentence

OTHER = "other"
PRECISION = 0.97
_BLANK = 32
_WHOLE = np.uint64(0x8EBC6AF09C88C6E3)
"""Sets whole words apart from n-grams of the same letters."""
_COLUMNS = 17
"""Bits of a column's number."""
_SMOOTHING = 0.1
_WINDOW = 3
"""Words per piece: heads trained on whole sentences are lost on three words."""
_READ = 600
"""Characters that tell the language; the rest of a longer text would only repeat it."""


@cache
def _alphabet() -> NDArray[np.uint32]:
    """Per code point of the first plane: its small letter with its accents; digits and signs belong to no language."""
    found = np.full(0x10000, _BLANK, np.uint32)
    for code in range(0x10000):
        small = chr(code).lower()
        if chr(code).isalpha() and not 0xD800 <= code < 0xE000:
            found[code] = ord(small[0])
    return found


def letters(texts: Sequence[str]) -> Any:
    """Sparse float32 (texts, 131,072): counts of hashed n-grams of 1 to 5 letters, edges of words marked, and of whole words, twice.

    A whole word tells more than its letters, above all where there are three; twice halves the errors of out-of-fold texts.
    """
    from scipy.sparse import csr_array

    heads = [text[:_READ] for text in texts]
    points = np.frombuffer("".join([f" {text} " for text in heads]).encode("utf-32-le", "replace"), np.uint32)
    codes = np.where(points < 0x10000, _alphabet()[np.minimum(points, 0xFFFF)], np.uint32(_BLANK))
    row = np.repeat(np.arange(len(heads)), [len(text) + 2 for text in heads])
    words = _words(codes)
    found = [*letter_grams(codes, row, 1, 5), *[(place, row[place], hashes) for place, hashes in (words, words)]]
    rows = np.concatenate([each[1] for each in found])
    columns = (np.concatenate([each[2] for each in found]) >> np.uint64(64 - _COLUMNS)).astype(np.int64)
    total = csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(heads), 1 << _COLUMNS))
    total.sum_duplicates()
    return total


def _words(codes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Place of the first letter and hash of each run of letters."""
    inside = codes != _BLANK
    edges = np.diff(inside.astype(np.int8), prepend=0, append=0)
    begin, end = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return begin, runs_hashed(codes, begin, end) ^ _WHOLE


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
