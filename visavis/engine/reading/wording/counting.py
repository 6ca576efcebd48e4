"""Which watched words a text uses, and in which sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visavis.engine.reading.wording.lists import WordList, folded, tokens_of, tokens_of_phrase

LONGEST = 20_000
"""Characters of a text that are looked at."""

FRENCH = frozenset(
    [
        "le",
        "la",
        "les",
        "des",
        "du",
        "de",
        "et",
        "est",
        "vous",
        "nous",
        "je",
        "que",
        "qui",
        "pour",
        "dans",
        "une",
        "un",
        "sur",
        "avec",
        "votre",
        "vos",
        "notre",
        "ce",
        "cette",
        "a",
        "au",
    ]
)
ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "is",
        "you",
        "we",
        "i",
        "that",
        "for",
        "in",
        "a",
        "on",
        "with",
        "your",
        "our",
        "this",
        "it",
        "be",
        "are",
        "have",
        "will",
        "at",
        "from",
        "has",
    ]
)

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n+")
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_CAPITALS = re.compile(r"[A-ZÀ-Þ]")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Use:
    """A watched word where it stands: its list, itself (folded), the place of its first character."""

    list: str
    word: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    list: str
    tokens: tuple[str, ...]
    excepted: bool


class Watch:
    """Lists made ready for counting."""

    def __init__(self, lists: Sequence[WordList]) -> None:
        self._whole: dict[str, dict[str, list[_Phrase]]] = {"fr": {}, "en": {}}
        self._begun: dict[str, dict[str, list[_Phrase]]] = {"fr": {}, "en": {}}
        """Phrases whose first word may end in any way, by its first two letters."""
        self._known: dict[str, frozenset[str]] = {}
        for each in lists:
            if each.counts == "acronyms":
                self._known[each.name] = frozenset(word.upper() for word in (*each.fr, *each.en))
                continue
            for language, phrases in (("fr", each.fr), ("en", each.en)):
                for phrase in phrases:
                    self._add(language, _Phrase(each.name, tokens_of_phrase(phrase), False))
                for phrase in each.except_:
                    self._add(language, _Phrase(each.name, tokens_of_phrase(phrase), True))

    def _add(self, language: str, phrase: _Phrase) -> None:
        first = phrase.tokens[0]
        if first.endswith("*"):
            self._begun[language].setdefault(first[:-1][:2], []).append(phrase)
        else:
            self._whole[language].setdefault(first, []).append(phrase)

    def uses(self, text: str) -> tuple[int, list[Use]]:
        """How many words `text` has, and the watched ones among them in order; in each list the longest phrase counts, once."""
        text = text[:LONGEST]
        plain = folded(text)
        tokens = tokens_of(plain)
        words = [token.group() for token in tokens]
        found: list[Use] = []
        excepted: list[Use] = []
        for language in languages_of(words):
            whole, begun = self._whole[language], self._begun[language]
            for place, word in enumerate(words):
                for phrase in whole.get(word, ()):
                    if len(phrase.tokens) == 1 or _fits(phrase.tokens, words, place):
                        (excepted if phrase.excepted else found).append(_use(phrase, tokens, place))
                for phrase in (*begun.get(word[:2], ()), *(begun.get(word[:1], ()) if len(word) > 1 else ())):
                    if word.startswith(phrase.tokens[0][:-1]) and _fits(phrase.tokens, words, place):
                        (excepted if phrase.excepted else found).append(_use(phrase, tokens, place))
        found += self._acronyms(text)
        return len(words), _once(found, excepted)

    def _acronyms(self, text: str) -> Iterator[Use]:
        if not self._known:
            return
        candidates = list(_ACRONYM.finditer(text))
        if not candidates or _shouted(text):
            return
        for name, known in self._known.items():
            for match in candidates:
                word = match.group()
                if word not in known and not _explained(text, match):
                    yield Use(name, word, match.start(), match.end())


def languages_of(words: Sequence[str]) -> tuple[str, ...]:
    """The language whose little words `words` use most; both where neither wins."""
    french, english = sum(word in FRENCH for word in words), sum(word in ENGLISH for word in words)
    return ("fr",) if french > english else ("en",) if english > french else ("fr", "en")


def sentence_at(text: str, begin: int) -> str:
    """The sentence of `text` in which the character `begin` stands, on one line."""
    start, stop = 0, len(text)
    for end in _SENTENCE_END.finditer(text[:LONGEST]):
        if end.end() <= begin:
            start = end.end()
        else:
            stop = end.end()
            break
    return " ".join(text[start:stop].split())


def _fits(tokens: tuple[str, ...], words: Sequence[str], place: int) -> bool:
    if place + len(tokens) > len(words):
        return False
    return all(
        word.startswith(token[:-1]) if token.endswith("*") else word == token
        for token, word in zip(tokens, words[place:], strict=False)
    )


def _use(phrase: _Phrase, tokens: Sequence[re.Match[str]], place: int) -> Use:
    end = tokens[place + len(phrase.tokens) - 1]
    return Use(phrase.list, " ".join(phrase.tokens), tokens[place].start(), end.end())


def _once(found: Sequence[Use], excepted: Sequence[Use]) -> list[Use]:
    """Uses that no exception of their list covers; of overlapping ones in a list the longest, then the first."""
    kept: dict[str, list[Use]] = {}
    for use in sorted(set(found), key=lambda each: (each.begin - each.end, each.begin, each.word)):
        others = (*kept.get(use.list, ()), *(each for each in excepted if each.list == use.list))
        if not any(use.begin < other.end and other.begin < use.end for other in others):
            kept.setdefault(use.list, []).append(use)
    return sorted((use for uses in kept.values() for use in uses), key=lambda each: (each.begin, each.list))


def _explained(text: str, match: re.Match[str]) -> bool:
    """Whether brackets right after the acronym hold words, or it stands itself in brackets after them."""
    after = text[match.end() : match.end() + 3].lstrip()
    return after.startswith("(") or (text[: match.start()].endswith("(") and text[match.end() :].startswith(")"))


def _shouted(text: str) -> bool:
    letters = len(_LETTERS.findall(text))
    return len(_CAPITALS.findall(text)) > 0.3 * letters
