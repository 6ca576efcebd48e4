"""Words that lean one way or name a theme, turned by negation: a few numbers per text that stand beside the n-grams."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.texts import fold

LEANINGS = (
    *("positive", "negative", "denied positive", "denied negative", "both"),
    *("turn", "question", "exclamation", "positive phrase", "negative phrase", "length"),
)
"""What each number of `leanings` counts."""

TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]")
_TURN_PHRASES = ("par contre", "en revanche", "meme si", "a part ", "even if", "even though", "on the other hand")
_STOPS = frozenset(".,;:!?")
_REACH = 4
"""How many words a denial reaches over."""
_PHRASE = 3.0
"""How much more a set phrase tells than a word: it must outweigh the n-grams and the vector of its own words."""


@dataclass(frozen=True, slots=True)
class WordList:
    """Words and stems (written with `*`) that belong together."""

    whole: frozenset[str]
    stems: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Whether the folded word is in the list."""
        return word in self.whole or word.startswith(self.stems)


def _list(words: Sequence[str]) -> WordList:
    stems = tuple(sorted(word[:-1] for word in words if word.endswith("*")))
    return WordList(frozenset(word for word in words if not word.endswith("*")), stems)


def _rows(name: str) -> list[list[str]]:
    content = resources.files(__package__).joinpath("words", name).read_text(encoding="utf-8")
    return [line.split() for line in content.splitlines() if line and not line.startswith("#")]


@cache
def _grammar(kind: str) -> frozenset[str]:
    return frozenset(word for row, *words in _rows("grammar.txt") if row == kind for word in words)


@cache
def grammar_list(kind: str) -> WordList:
    """The words and stems of one row of words/grammar.txt."""
    return _list(sorted(_grammar(kind)))


@cache
def _feelings() -> tuple[WordList, WordList]:
    rows = _rows("feelings_french.txt") + _rows("feelings_english.txt")
    lists = [_list([word for sign, *words in rows if sign == wanted for word in words]) for wanted in "+-"]
    return lists[0], lists[1]


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the positive and of the negative set phrases, longest first."""
    rows = [(sign, " ".join(words)) for sign, *words in _rows("phrases.txt")]
    lists = [sorted((phrase for sign, phrase in rows if sign == wanted), key=len, reverse=True) for wanted in "+-"]
    good, bad = (re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b") for phrases in lists)
    return good, bad


def without_praise(folded: str) -> str:
    """A folded text without its positive set phrases: `rien à redire` tells of nothing that is missing."""
    return _phrases()[0].sub(" . ", folded)


@cache
def _themes() -> tuple[tuple[str, WordList], ...]:
    return tuple((theme, _list(words)) for theme, *words in _rows("themes.txt"))


@cache
def themes_listed() -> tuple[str, ...]:
    """The themes that have a word list, in the order of the numbers of `themes_named`."""
    return tuple(theme for theme, _ in _themes())


@lru_cache(maxsize=50_000)
def leaning(word: str) -> int:
    """Which way a folded word leans: 1, 0 or -1. A whole word counts before a stem."""
    good, bad = _feelings()
    if word in good.whole or word in bad.whole:
        return 1 if word in good.whole else -1
    return -1 if bad.has(word) else int(good.has(word))


def leanings(texts: Sequence[str]) -> NDArray[np.float32]:
    """Float32 (texts, len(LEANINGS)): logarithms of counts, 0 to about 3; of folded texts or others."""
    return np.array([_leanings(fold(text)) for text in texts], np.float32).reshape(len(texts), len(LEANINGS))


def _leanings(text: str) -> list[float]:
    good, bad, denied_good, denied_bad, length = 0, 0, 0, 0, 0
    turns = sum(text.count(phrase) for phrase in _TURN_PHRASES)
    good_phrases, bad_phrases = _phrases()
    # a set phrase speaks for its words: they are not counted again
    text, praises = good_phrases.subn(" . ", text)
    text, reproaches = bad_phrases.subn(" . ", text)
    denied_until = -1
    for place, (is_word, turn, lean, stop, denial) in enumerate(map(_told, TOKEN.findall(text))):
        length += is_word
        turns += turn
        if lean:
            denied = place <= denied_until
            good, denied_good = good + (lean > 0 and not denied), denied_good + (lean > 0 and denied)
            bad, denied_bad = bad + (lean < 0 and not denied), denied_bad + (lean < 0 and denied)
        if stop:
            denied_until = -1
        elif denial:
            denied_until = place + _REACH
    both = min(good + denied_bad + praises, bad + denied_good + reproaches)
    counts = (good, bad, denied_good, denied_bad, both, turns, text.count("?"), text.count("!"), praises, reproaches)
    weights = (*[1.0] * 8, _PHRASE, _PHRASE)
    numbers = [weight * float(np.log1p(count)) for weight, count in zip(weights, counts, strict=True)]
    return [*numbers, float(np.log1p(length)) / 3]


@lru_cache(maxsize=50_000)
def _told(word: str) -> tuple[bool, bool, int, bool, bool]:
    """Of a folded word: whether it has letters, turns, which way it leans, whether it ends a denial or begins one."""
    return word[0].isalpha(), word in _grammar("turn"), leaning(word), word in _STOPS, word in _grammar("denial")


def themes_named(texts: Sequence[str]) -> NDArray[np.float32]:
    """Float32 (texts, themes listed): logarithms of how many words of each theme's list stand in the text."""
    found = np.zeros((len(texts), len(_themes())), np.float32)
    for row, text in enumerate(texts):
        for places in map(theme_places, TOKEN.findall(fold(text))):
            for column in places:
                found[row, column] += 1
    return np.log1p(found)


@lru_cache(maxsize=50_000)
def theme_places(word: str) -> tuple[int, ...]:
    """Places in `themes_listed` of the themes that a folded word names."""
    return tuple(column for column, (_, words) in enumerate(_themes()) if words.has(word))
