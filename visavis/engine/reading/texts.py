"""How texts are cleaned before reading, and folded before counting their words."""

import re
import unicodedata
from functools import cache

LONGEST = 4000
"""Characters read of one text; the head of a longer one says what it is about."""

_LINKS = re.compile(r"(?:https?://|www\.)\S{1,500}|\S{1,100}@\S{1,100}\.\w{2,}|(?<!\w)@\w+")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f-\x9f]+")
_ELLIPSES = re.compile(r"([^\w\s])\1{3,}")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def clean(text: str | None) -> str:
    """The text as it is read: one line, composed accents, straight apostrophes, no links, addresses or @names.

    Lone surrogates become `?`; at most `LONGEST` characters stay. Empty where nothing is left to read.
    """
    if not text:
        return ""
    whole = text[: 2 * LONGEST].encode("utf-8", "replace").decode("utf-8")
    composed = unicodedata.normalize("NFC", whole).translate(_APOSTROPHES)
    shown = _BLANKS.sub(" ", _LINKS.sub(" ", composed))
    return _ELLIPSES.sub(r"\1\1\1", shown).strip()[:LONGEST]


def fold(text: str) -> str:
    """Lower case without accents, for counting words: people leave both out."""
    small = text.lower()
    if small.isascii():
        return small
    return _accents().sub("", unicodedata.normalize("NFKD", small.replace("œ", "oe").replace("æ", "ae")))


@cache
def _accents() -> re.Pattern[str]:
    """Any combining character."""
    found = [chr(code) for code in range(0x10000) if unicodedata.combining(chr(code))]
    return re.compile(f"[{''.join(found)}]+")


def has_letters(text: str) -> bool:
    """Whether there is any letter in it."""
    return any(character.isalpha() for character in text)
