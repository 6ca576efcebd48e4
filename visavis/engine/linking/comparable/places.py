"""Postal addresses, French and English: number, street type, street name, postcode."""

import re
from functools import cache
from typing import NamedTuple

from visavis.engine.linking.comparable.text import lines, plain

_NUMBER = re.compile(
    r"^(?:(?:flat|apt|apartment|unit|appt?|bat|batiment)\s+\w+\s+)?(\d+)\s*(bis|ter|quater|[a-d](?=\s))?\s+"
)
_TRAILING_NUMBER = re.compile(r"\s(\d+)\s*(bis|ter|quater)?$")
AFTER_NUMBER = frozenset({"bis", "ter", "quater", "a", "b", "c", "d"})
"""What may belong to the number before it."""

LINKING_WORDS = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "of", "the"})
STREET_BLANKS, CITY_BLANKS = ".,'’", "'’"
"""Signs that part words in a street; in the name of a city."""

_NO_ZERO = re.compile(r"[1-9]\d{3}")
HOLY = {"st": "saint", "ste": "sainte"}
CEDEX = "cedex"
SAINTS = {
    "st": "saint",
    "ste": "sainte",
    "gal": "general",
    "gen": "general",
    "mal": "marechal",
    "pdt": "president",
    "dr": "docteur",
}


class Street(NamedTuple):
    """A street made comparable: house number (with `bis`), type in full, name without linking words."""

    number: str = ""
    type: str = ""
    name: str = ""


@cache
def street_types() -> dict[str, str]:
    types: dict[str, str] = {}
    for line in lines("street_types"):
        # The last word of a two-word type is its abbreviation.
        words = line.split()
        if words[0] in ("rond", "zone"):
            types[words[-1]] = " ".join(words[:-1])
            continue
        for word in words:
            types.setdefault(word, words[0])
    return types


def street(text: str | None) -> Street:
    """Read a street line: `12 bis, av. de la République` → 12bis, avenue, republique; `5 Mill Rd` → 5, road, mill."""
    line = text or ""
    for sign in STREET_BLANKS:
        line = line.replace(sign, " ")
    return plain_street(plain(line))


def plain_street(line: str) -> Street:
    """`street` of plain text."""
    if not line:
        return Street()
    words = line.split(" ")
    number = ""
    if words[0].isdecimal() and len(words) > 1 and words[1] not in AFTER_NUMBER:
        number = words[0].lstrip("0")  # as _NUMBER finds it, which takes ten times as long
        del words[0]
    elif found := _NUMBER.match(line):
        number = found[1].lstrip("0") + (found[2] or "")
        words = line[found.end() :].split()
    elif len(words) > 2 and (found := _TRAILING_NUMBER.search(line)):
        number = found[1].lstrip("0") + (found[2] or "")
        words = line[: found.start()].split()
    kind = ""
    if len(words) > 1:
        types = street_types()
        if words[0] in types:
            kind = types[words[0]]
            del words[0]
        elif words[-1] in types:
            kind = types[words.pop()]
    return Street(number, kind, bare_street(words))


def bare_street(words: list[str]) -> str:
    """The name of a street, without its type, as streets are compared: without linking words, saints in full."""
    if len(words) > 1:
        words = [w for w in words if w not in LINKING_WORDS] or words
    if not SAINTS.keys().isdisjoint(words):
        words = [SAINTS.get(w, w) for w in words]
    return " ".join(words)


def postcode(text: str | None) -> str:
    """Letters and digits only, upper case; a French code that lost its leading zero gets it back (`3200` → `03200`)."""
    bare = plain(text or "").replace(" ", "").upper()
    if (text or "")[:2].upper() == "F-":
        bare = bare.removeprefix("F")
    return f"0{bare}" if _NO_ZERO.fullmatch(bare) else bare


def city(text: str | None) -> str:
    """The city in plain words, `St` in full, without CEDEX."""
    line = text or ""
    for sign in CITY_BLANKS:
        line = line.replace(sign, " ")
    return plain_city(plain(line))


def plain_city(line: str) -> str:
    """`city` of plain text."""
    words = [HOLY.get(w, w) for w in line.split()]
    if CEDEX in words:
        words = words[: words.index(CEDEX)]
    return " ".join(words)
