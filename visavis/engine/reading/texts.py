"""How texts are cleaned before reading, and folded before counting their words."""

import html
import re
import unicodedata
from functools import cache

LONGEST = 4000
"""Characters read of one text; the head of a longer one says what it is about."""

_LINKS = re.compile(r"(?:https?://|www\.)\S{1,500}|\S{1,100}@\S{1,100}\.\w{2,}|(?<!\w)@\w+")
_ENCODED = re.compile(r"(?:data:[\w/+.-]{1,80};base64,)?[A-Za-z0-9+/=]{100,}")
"""Files and keys written as text."""
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<!--.{0,2000}?-->", re.DOTALL)
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f-\x9f]+")
_ELLIPSES = re.compile(r"([^\w\s])\1{3,}")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def clean(text: str | None) -> str:
    """The text as it is read: one line, composed accents, straight apostrophes, no tags, links, addresses, @names or encoded files.

    Lone surrogates become `?`; at most `LONGEST` characters stay. Empty where nothing is left to read.
    """
    if not text:
        return ""
    whole = _paired(text[: 2 * LONGEST])
    if "<" in whole or "&" in whole:
        whole = html.unescape(_TAGS.sub(" ", whole)) if _TAGS.search(whole) else html.unescape(whole)
    composed = unicodedata.normalize("NFC", whole).translate(_APOSTROPHES)
    shown = _BLANKS.sub(" ", _LINKS.sub(" ", _ENCODED.sub(" ", composed)))
    return _ELLIPSES.sub(r"\1\1\1", shown).strip()[:LONGEST]


def _paired(text: str) -> str:
    """Two halves of a character made one; a lone half becomes `?`."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return joined.replace("\ufffd", "?")
    return text


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
