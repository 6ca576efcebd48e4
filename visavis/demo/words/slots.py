"""Slots of fragments: which fact fills each, and how it is written there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

FACTS = (
    "days", "what", "city", "when", "amount", "number", "name", "team", "person", "since", "hours", "rival", "due", "article",
    "whats", "teams",
)  # fmt: skip
"""Facts that texts may tell; a fragment that needs one that is absent or empty is not drawn for that text. `what` and
`team` can be a subject: one thing, one team; `whats` and `teams` may be several."""
_SEVERAL = {"whats": "what", "teams": "team"}

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


@cache
def _to(team: str) -> str:
    """`au planning`, `à la facturation`, `aux techniciens`."""
    for article, joined in (("le ", "au "), ("les ", "aux ")):
        if team.startswith(article):
            return joined + team[len(article) :]
    return f"à {team}"


@cache
def is_one(thing: str, *, english: bool) -> bool:
    """Whether it goes with a verb in the singular: `les vannes`, `the valves` do not."""
    return not (thing.endswith("s") and not thing.endswith("ss") if english else thing.startswith(("les ", "des ")))


@dataclass(frozen=True, slots=True)
class Filling:
    """What fills a slot: the column of facts, the fact it needs (of FACTS), and how French and English write it."""

    column: str
    need: str
    french: Callable[[str], str]
    english: Callable[[str], str]


SLOTS: dict[str, Filling] = {
    **{fact: Filling(_SEVERAL.get(fact, fact), fact, _as_it_is, _as_it_is) for fact in FACTS},
    "at_city": Filling("city", "city", _at, lambda city: f"in {city}"),
    "of_what": Filling("what", "whats", _of, lambda what: f"of {what}"),
    "to_team": Filling("team", "teams", _to, lambda team: f"to {team}"),
    "days_said": Filling("days", "days", _in_words(True), _in_words(False)),
}


def written(slot: str, *, english: bool) -> Callable[[str], str]:
    """How a slot is written; `^name` begins a sentence."""
    filling = SLOTS[slot.lstrip("^")]
    way = filling.english if english else filling.french
    return (lambda value: _begun(way(value))) if slot.startswith("^") else way


def column_of(slot: str) -> str:
    """The column of facts that fills a slot."""
    return SLOTS[slot.lstrip("^")].column


def need_of(slot: str) -> str:
    """The fact that a slot needs."""
    return SLOTS[slot.lstrip("^")].need
