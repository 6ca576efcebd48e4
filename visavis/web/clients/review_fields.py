"""Two records field by field: the same, alike, different, or known to one of them only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from visavis.clients.reasons.words import FIELDS
from visavis.engine.linking.comparable.text import plain
from visavis.engine.linking.scored.distances import damerau_levenshtein_within, jaro_winkler_at_least
from visavis.mirror.tell import wording
from visavis.mistakes import Words
from visavis.web.clients.details import SHOWN as DETAILS
from visavis.web.speaking import spoken

SHOWN = tuple(each for each in DETAILS if each not in ("country", "language"))
OPEN = ("given_name", "family_name", "name", "company", "city")
"""Fields that every page shows; the others are personal details, shown for a reason."""

STATES = {
    "same": Words("identique", "the same"),
    "alike": Words("ressemblant", "alike"),
    "different": Words("différent", "different"),
    "one": Words("un seul le dit", "one alone says it"),
}
ALIKE = 0.88
"""Likeness (Jaro and Winkler) from which two texts are alike."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of both records: how they compare, and what each says; both empty where it may not be shown."""

    what: Words
    state: str
    left: str
    right: str
    shown: bool

    @property
    def told(self) -> Words:
        """How they compare, in words."""
        return STATES[self.state]


def fields_of(left: Mapping[str, Any], right: Mapping[str, Any], *, details: bool) -> list[Field]:
    """The fields that at least one of the records fills; `details`: personal ones are shown too."""
    found = []
    for name in SHOWN:
        values = [record.get(name) for record in (left, right)]
        if all(value in (None, "", []) for value in values):
            continue
        shown = details or name in OPEN
        told = [_told(value) if shown else "" for value in values]
        found.append(Field(FIELDS.get(name, Words(name, name)), state_of(*values), told[0], told[1], shown))
    return found


def state_of(left: Any, right: Any) -> str:
    """Which of STATES: lists are the same where they share a value."""
    ones, others = _plain(left), _plain(right)
    if not ones or not others:
        return "one"
    if ones & others:
        return "same"
    return "alike" if any(_alike(one, other) for one in ones for other in others) else "different"


def _plain(value: Any) -> set[str]:
    values = value if isinstance(value, list) else [value]
    return {text for each in values if each not in (None, "") and (text := _comparable(str(each)))}


def _comparable(text: str) -> str:
    """A number by its last nine digits, whatever stands before them; else the text without case and accents."""
    digits = "".join(char for char in text if char.isdigit())
    if len(digits) >= 9 and not any(char.isalpha() for char in text):
        return digits[-9:]
    return text.casefold() if "@" in text else plain(text)


def _alike(one: str, other: str) -> bool:
    if (
        "@" in one
        and "@" in other
        and len(one.partition("@")[0]) > 4
        and one.partition("@")[0] == other.partition("@")[0]
    ):
        return True
    if one.replace(" ", "").isdigit() or "@" in one:
        return damerau_levenshtein_within(one, other, 1)
    initial = min(len(one), len(other)) == 1 and one[0] == other[0]
    words = set(one.split()) & set(other.split())
    return initial or bool(words) or jaro_winkler_at_least(one, other, ALIKE)


def _told(value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, date):
        return wording.day(value, spoken())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
