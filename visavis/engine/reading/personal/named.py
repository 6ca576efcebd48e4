"""Persons' names that a language model sees in French texts: spaCy's fr_core_news_md, loaded once, where it is needed, and never in pages."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from visavis.engine.reading.personal.persons import places_of_brands
from visavis.engine.reading.personal.spans import Kind, Span
from visavis.engine.reading.personal.tokens import Token, Tokens, tokens
from visavis.engine.reading.personal.words import words_of

MODEL = "fr_core_news_md"
_ARTICLES = frozenset(("en", "la", "le", "une", "un", "du", "au", "the", "couleur", "marque", "modele"))
_PIECE = 4_000
"""Characters given to the model at once."""


@cache
def _model() -> Any:
    import spacy

    return spacy.load(MODEL, disable=["tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"])


def is_there() -> bool:
    """Whether the model is installed."""
    from importlib.util import find_spec

    return find_spec("spacy") is not None and find_spec(MODEL) is not None


def may_hold_names(found: Tokens, spans: Sequence[Span]) -> bool:
    """Whether the model should look: French words with a capital that no list explains and no rule took."""
    return not found.english and any(
        word.big and (word.unknown or word.given) and len(word.text) > 1 and not _inside(word, spans)
        for word in found.words
    )


def _inside(word: Token, spans: Sequence[Span]) -> bool:
    return any(span.begin <= word.begin < span.end for span in spans)


def named(texts: Sequence[str]) -> Iterator[list[Span]]:
    """For each text what the model takes for a person and lists do not speak against."""
    pieces = [
        (number, begin, text[begin : begin + _PIECE])
        for number, text in enumerate(texts)
        for begin in range(0, len(text), _PIECE)
    ]
    found: list[list[Span]] = [[] for _ in texts]
    for (number, begin, _), document in zip(
        pieces, _model().pipe([piece for _, _, piece in pieces], batch_size=64), strict=True
    ):
        for entity in document.ents:
            if entity.label_ == "PER":
                found[number].append(Span(begin + entity.start_char, entity.end_char - entity.start_char, Kind.PERSON))
    for text, spans in zip(texts, found, strict=True):
        words = tokens(text) if spans else Tokens("", [])
        brands = places_of_brands(words)
        yield [kept for span in spans if (kept := _kept(words, span, brands))]


def _kept(found: Tokens, span: Span, brands: set[int]) -> Span | None:
    """The span without words at its edges that name nobody; None where no name is left."""
    inside = [place for place, word in enumerate(found.words) if span.begin <= word.begin < span.end]
    words = found.words
    if not brands.isdisjoint(inside):
        return None
    while inside and _is_no_name(words[inside[0]]):
        inside.pop(0)
    while inside and _is_no_name(words[inside[-1]]):
        inside.pop()
    if not inside:
        return None
    first, last = words[inside[0]], words[inside[-1]]
    if len(inside) == 1 and not first.given and (first.opens or not first.unknown):
        after = words[inside[0] + 1] if inside[0] + 1 < len(words) else None
        if after is None or after.bare not in words_of("acts") or after.gap != " " or not first.unknown:
            return None
    before = words[inside[0] - 1].bare if inside[0] else ""
    if len(inside) == 1 and not first.sure and before in _ARTICLES:
        return None
    if len(inside) == 1 and (
        before in words_of("before_things") or (before == "a" and first.bare in words_of("towns_too"))
    ):
        return None
    if first.opens and len(inside) == 1 and first.given and not first.sure:
        after = words[inside[0] + 1] if inside[0] + 1 < len(words) else None
        if after is None or after.bare not in words_of("acts"):
            return None
    if found.text[last.end : last.end + 1].isdigit() or found.text[last.end : last.end + 2].strip()[:1].isdigit():
        return None
    if last.end - first.begin < 2 or (first.bare in words_of("titles") and len(inside) == 1):
        return None
    return Span(first.begin, last.end - first.begin, Kind.PERSON)


def _is_no_name(word: Token) -> bool:
    return not word.big or (word.stop and not word.sure) or (word.usual and not word.given)
