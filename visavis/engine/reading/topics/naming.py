"""Names of subjects, out of their own words: the phrases that stand there far more than elsewhere.

Class-based TF-IDF over word 1–3-grams, after Grootendorst 2022: the share of the subject's texts that hold a phrase, times the
logarithm of how many times that is the share of all texts that hold it. A phrase neither begins nor ends with a stop-word and holds no number, nor a word
that mostly stands with a capital within sentences: no person and no place names a subject.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log

from visavis.engine.reading.personal.words import words_of
from visavis.engine.reading.texts import fold
from visavis.engine.reading.topics.words import is_telling, tokens

PHRASES = 6
NAMED_BY = 2
"""How many phrases make the name."""

_LONGER = {1: 1.0, 2: 1.35, 3: 1.5}
"""What a longer phrase is worth more: it tells more."""

_ENDS = frozenset(".!?;:…")
_ELIDED = re.compile(r"\b(l|d|j|m|n|s|t|c|qu|jusqu|lorsqu) (?=\w)")
_PROPER = 0.5
_FEWEST_TEXTS = 3
_SOME = 0.5


@dataclass(slots=True)
class Counted:
    """What texts hold: in how many each phrase stands, and how each folded phrase is mostly written."""

    texts: int = 0
    held: Counter[str] = field(default_factory=Counter)
    written: dict[str, Counter[str]] = field(default_factory=dict)


class Proper:
    """Words that mostly bear a capital where no sentence begins (names of people, places, brands), and given names."""

    def __init__(self, texts: Iterable[str]) -> None:
        seen: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        for text in texts:
            words = tokens(text)
            shouted = sum(word.isupper() for word in words) * 2 > len(words)
            for before, word in zip([".", *words], words, strict=False):
                if before in _ENDS or shouted or not word[0].isalpha():
                    continue
                folded = fold(word)
                seen[folded] += 1
                capital[folded] += word[0].isupper() and not word.isupper()
        mostly = frozenset(word for word, n in seen.items() if capital[word] > _PROPER * n)
        self.words = mostly | (words_of("given") - words_of("also_words"))

    def __contains__(self, word: str) -> bool:
        return word in self.words


def count(texts: Iterable[str], proper: Proper) -> Counted:
    """The phrases of `texts`, each once a text."""
    counted = Counted()
    for text in texts:
        counted.texts += 1
        here: set[str] = set()
        for phrase, written in _phrases(tokens(text), proper):
            counted.written.setdefault(phrase, Counter())[written] += 1
            here.add(phrase)
        counted.held.update(here)
    return counted


def _phrases(words: Sequence[str], proper: Proper) -> Iterator[tuple[str, str]]:
    folded = [fold(word) for word in words]
    good = [is_telling(word) and word not in proper for word in folded]
    spoilt = [
        word in _ENDS or bare in proper or any(letter.isdigit() for letter in word)
        for word, bare in zip(words, folded, strict=True)
    ]
    for start in range(len(words)):
        if not good[start]:
            continue
        for length in (1, 2, 3):
            end = start + length
            if end > len(words) or any(spoilt[start:end]):
                break
            if good[end - 1]:
                yield " ".join(folded[start:end]), _joined(words[start:end])


def _joined(words: Sequence[str]) -> str:
    """Words as a phrase; tokens stand without apostrophes, phrases do not."""
    return _ELIDED.sub(r"\1’", " ".join(words).lower())


def phrases_of(own: Counted, all_texts: Counted, most: int = PHRASES) -> list[str]:
    """The most distinctive phrases, as they are mostly written, the best first; none says again what a former one said."""
    fewest = min(_FEWEST_TEXTS, max(1, own.texts // 3))
    scores = {
        phrase: n / own.texts * log(n / own.texts / usual) * _LONGER[phrase.count(" ") + 1]
        for phrase, n in own.held.items()
        if n >= fewest and (usual := (all_texts.held[phrase] + _SOME) / (all_texts.texts + 2 * _SOME)) < n / own.texts
    }
    chosen: list[str] = []
    taken: set[str] = set()
    for phrase in sorted(scores, key=lambda each: (-scores[each], each)):
        words = {_root(word) for word in phrase.split() if is_telling(word)}
        if words & taken:
            continue
        taken |= words
        chosen.append(_written(own.written[phrase]))
        if len(chosen) == most:
            break
    return chosen


def name_of(phrases: Sequence[str]) -> str:
    """The name that phrases make."""
    return ", ".join(phrases[:NAMED_BY])


def _written(forms: Counter[str]) -> str:
    """The form that is seen most; of equals the one with accents, then the first."""
    return min(forms, key=lambda form: (-forms[form], form.isascii(), form))


def _root(word: str) -> str:
    return word[:5]
