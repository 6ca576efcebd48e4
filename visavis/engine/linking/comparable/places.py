"""Postal addresses, French and English: number, street type, street name, postcode."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from visavis.engine.linking.comparable.text import lines, plain, plains

_NUMBER = re.compile(
    r"^(?:(?:flat|apt|apartment|unit|appt?|bat|batiment)\s+\w+\s+)?(\d+)\s*(bis|ter|quater|[a-d](?=\s))?\s+"
)
_TRAILING_NUMBER = re.compile(r"\s(\d+)\s*(bis|ter|quater)?$")
_AFTER_NUMBER = frozenset({"bis", "ter", "quater", "a", "b", "c", "d"})
"""What may belong to the number before it."""

_LINKING_WORDS = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "of", "the"})
_NO_ZERO = re.compile(r"[1-9]\d{3}")
_HOLY = {"st": "saint", "ste": "sainte"}
_SAINTS = {
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
def _types() -> dict[str, str]:
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
    return _street(plain((text or "").replace(".", " ").replace(",", " ").replace("'", " ").replace("’", " ")))


def streets(texts: Sequence[str]) -> list[Street]:
    """`street` of each text."""
    return [_street(line) for line in plains(texts, blanks=".,'’")]


def _street(line: str) -> Street:
    if not line:
        return Street()
    words = line.split(" ")
    number = ""
    if words[0].isdecimal() and len(words) > 1 and words[1] not in _AFTER_NUMBER:
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
        types = _types()
        if words[0] in types:
            kind = types[words[0]]
            del words[0]
        elif words[-1] in types:
            kind = types[words.pop()]
    if len(words) > 1:
        words = [w for w in words if w not in _LINKING_WORDS] or words
    if not _SAINTS.keys().isdisjoint(words):
        words = [_SAINTS.get(w, w) for w in words]
    return Street(number, kind, " ".join(words))


def postcode(text: str | None) -> str:
    """Letters and digits only, upper case; a French code that lost its leading zero gets it back (`3200` → `03200`)."""
    return _postcode(text or "", plain(text or ""))


def postcodes(texts: Sequence[str]) -> list[str]:
    """`postcode` of each text."""
    return list(map(_postcode, texts, plains(texts)))


def _postcode(text: str, line: str) -> str:
    bare = line.replace(" ", "").upper()
    if text[:2].upper() == "F-":
        bare = bare.removeprefix("F")
    return f"0{bare}" if _NO_ZERO.fullmatch(bare) else bare


def city(text: str | None) -> str:
    """The city in plain words, `St` in full, without CEDEX."""
    return _city(plain((text or "").replace("'", " ").replace("’", " ")))


def cities(texts: Sequence[str]) -> list[str]:
    """`city` of each text."""
    return [_city(line) for line in plains(texts, blanks="'’")]


def _city(line: str) -> str:
    words = [_HOLY.get(w, w) for w in line.split()]
    if "cedex" in words:
        words = words[: words.index("cedex")]
    return " ".join(words)
