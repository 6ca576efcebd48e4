"""Personal data in texts, of every kind: rules, and for French names the language model where rules do not explain a capital."""

from collections.abc import Collection, Sequence

from visavis.engine.reading.personal import named
from visavis.engine.reading.personal.addresses import addresses
from visavis.engine.reading.personal.numbers import numbers
from visavis.engine.reading.personal.persons import persons
from visavis.engine.reading.personal.plain import Plain, plain
from visavis.engine.reading.personal.spans import Span, joined
from visavis.engine.reading.personal.tokens import Tokens, recased, tokens

VERSION = "3"
"""Of rules and lists: texts that another version searched are searched again."""


def version() -> str:
    """Of what searches here: rules, and the language model where it is installed."""
    return f"{VERSION}+{named.MODEL}" if named.is_there() else VERSION


def personal_data(
    texts: Sequence[str],
    known: Sequence[Collection[str]] | None = None,
    *,
    country: str = "FR",
    model: bool = True,
) -> list[list[Span]]:
    """For each text the spans of personal data, apart and in order, on the text as it stands (without NUL).

    `known` are, for each text, bare names of persons (`words.bare`) who may be named in it; `country` (ISO 3166) is that of
    phone numbers without prefix. Without `model` rules alone search: where the language model must not be loaded.
    """
    searched = [plain(text) for text in texts]
    cased = [recased(each.text) for each in searched]
    words = [tokens(text) for text in cased]
    found = [
        _by_rules(each, its, known[place] if known else (), country)
        for place, (each, its) in enumerate(zip(searched, words, strict=True))
    ]
    if model and named.is_there():
        asked = [place for place, its in enumerate(words) if named.may_hold_names(its, found[place])]
        for place, spans in zip(asked, named.named([cased[place] for place in asked]) if asked else (), strict=True):
            found[place] = joined([*found[place], *spans])
    return [[each.back(span) for span in spans] for each, spans in zip(searched, found, strict=True)]


def _by_rules(text: Plain, words: Tokens, known: Collection[str], country: str) -> list[Span]:
    return joined(
        [
            *numbers(text.text, country=country, english=not words.french),
            *addresses(text.text),
            *persons(words, known),
        ]
    )
