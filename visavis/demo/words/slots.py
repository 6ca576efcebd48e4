"""Slots of fragments: which fact fills each, and how it is written there."""

from collections.abc import Callable
from functools import cache

FACTS = (
    "days", "what", "city", "when", "amount", "number", "name", "team", "person", "since", "hours", "part", "rival",
    "due", "article",
)  # fmt: skip
"""Facts that texts may tell; a fragment that needs one that is absent or empty is not drawn for that text."""

_FRENCH = (
    "", "", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
    "quinze", "seize",
)  # fmt: skip

_ENGLISH = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _as_it_is(value: str) -> str:
    return value


@cache
def _begun(value: str) -> str:
    return value[:1].upper() + value[1:]


@cache
def _at(city: str) -> str:
    if city.startswith("Le "):
        return f"au {city[3:]}"
    return f"aux {city[4:]}" if city.startswith("Les ") else f"à {city}"


@cache
def _of(thing: str) -> str:
    """`du routeur`, `de la box`, `d’une vanne`."""
    for article, joined in (("le ", "du "), ("les ", "des "), ("un ", "d’un "), ("une ", "d’une ")):
        if thing.startswith(article):
            return joined + thing[len(article) :]
    return f"d’{thing}" if thing[:1] in "aeiouéèêh" else f"de {thing}"


@cache
def _in_words(french: bool) -> Callable[[str], str]:
    words = _FRENCH if french else _ENGLISH
    return lambda value: words[int(value)] if value.isdigit() and 1 < int(value) < len(words) else value


SLOTS: dict[str, tuple[str, Callable[[str], str], Callable[[str], str]]] = {
    **{fact: (fact, _as_it_is, _as_it_is) for fact in FACTS},
    "at_city": ("city", _at, lambda city: f"in {city}"),
    "of_what": ("what", _of, lambda what: f"of {what}"),
    "days_said": ("days", _in_words(True), _in_words(False)),
}
"""By name of the slot: the fact, and how French and English write it."""


def written(slot: str, *, english: bool) -> Callable[[str], str]:
    """How a slot is written; `^name` begins a sentence."""
    _, french, other = SLOTS[slot.lstrip("^")]
    way = other if english else french
    return (lambda value: _begun(way(value))) if slot.startswith("^") else way


def fact_of(slot: str) -> str:
    """The fact that fills a slot."""
    return SLOTS[slot.lstrip("^")][0]
