"""Which language a text is in: French, English or another, from hashed letter n-grams."""

import re
from collections.abc import Sequence
from importlib import resources
from typing import Any

from visavis.engine.reading.heads import Head, naive_bayes, train_head
from visavis.engine.reading.sentences import Sentence

OTHER = "other"
PRECISION = 0.97
_COLUMNS = 2**15
_SMOOTHING = 0.1
_WINDOW = 3
"""Words per piece: heads trained on whole sentences are lost on three words."""


def letters(texts: Sequence[str]) -> Any:
    """Sparse float32 (texts, 32,768): counts of hashed n-grams of 1 to 4 letters, edges of words marked."""
    from sklearn.feature_extraction.text import HashingVectorizer

    vectoriser = HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(1, 4),
        n_features=_COLUMNS,
        alternate_sign=False,
        preprocessor=_plain,
        norm=None,
    )
    return vectoriser.transform(texts).astype("float32")


def _plain(text: str) -> str:
    # digits and symbols belong to no language
    return re.sub(r"[\W\d_]+", " ", text[:600].lower().replace("'", "’ "))


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
