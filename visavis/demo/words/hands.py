"""Hands: how people spell what they write, applied once to every fragment when the word lists are read."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from visavis.demo.names import unaccented

Hand = Callable[[str], str]

_TIGHT = re.compile(r" (?=[!?;:»])|(?<=«) ")
_STOPS = re.compile(r" ?[.,;:!…](?=\s|$)| ?[»”]|[«“] ?")
_WORD = re.compile(r"[\w’'-]+")


@cache
def _swaps(language: str, name: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Words and phrases, and what such a hand writes for them; the longest first."""
    lines = (files(__package__) / language / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = dict(line.split(" = ") for line in lines if line and not line.startswith("#"))
    longest = "|".join(re.escape(word) for word in sorted(pairs, key=len, reverse=True))
    return re.compile(rf"(?<![\w'])(?:{longest})(?![\w])"), pairs


def _swapped(text: str, language: str, name: str) -> str:
    pattern, pairs = _swaps(language, name)
    return pattern.sub(lambda found: pairs[found[0]], text)


def _straight(text: str) -> str:
    return text.replace("’", "'")


def _tight(text: str) -> str:
    return _TIGHT.sub("", _straight(text)).replace("«", '"').replace("»", '"')


def _bare(text: str) -> str:
    return _STOPS.sub("", _straight(text)).lower()


HANDS = ("careful", "straight", "tight", "unaccented", "bare", "phone", "capitals", "spoken", "misspelt", "foreign")
"""careful: typographic apostrophes · tight: no space before ! and ? · bare: no capitals, no stops · spoken: as one talks."""


def hand(language: str, name: str) -> Hand:
    """What a hand makes of a piece of text in a language."""
    hands: dict[str, Hand] = {
        "careful": lambda text: text,
        "straight": _straight,
        "tight": _tight,
        "unaccented": lambda text: unaccented(_tight(text)),
        "bare": _bare,
        "phone": lambda text: _swapped(_bare(text), language, "phone"),
        "capitals": lambda text: _tight(text).upper(),
        "spoken": lambda text: _swapped(_straight(text), language, "spoken"),
        "misspelt": lambda text: _swapped(_tight(text), language, "misspelt"),
        "foreign": lambda text: _swapped(_straight(text), language, "foreign"),
    }
    return hands[name]


NUMBER = {name: row for row, name in enumerate(HANDS)}
"""Row of each hand by its name."""
