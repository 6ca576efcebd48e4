"""Bytes as the letters that their writer meant, whatever charset the message names."""

import codecs
import re

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdd3]")
_SHIFTED = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")
"""Charsets whose bytes may look like ASCII, or like UTF-8, and mean something else."""
_SAME = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def decoded(content: bytes, charset: str | None) -> str:
    """The text: UTF-8 where the bytes are, for nothing else looks like it; else as declared; else cp1252. Never raises."""
    declared = _known(charset)
    shifted = declared is not None and declared.startswith(_SHIFTED)
    if content.isascii() and not shifted:
        return content.decode("ascii")
    for name in ("utf-8", declared):
        if name is None or (name == "utf-8" and shifted):
            continue
        try:
            return content.decode(name)
        except (UnicodeError, ValueError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def _known(charset: str | None) -> str | None:
    if not charset:
        return None
    try:
        found = codecs.lookup(charset.strip().strip("'\"").partition("*")[0])
        if not found._is_text_encoding:  # `rot13`, `base64` … decode no bytes into text
            return None
    except (LookupError, ValueError, UnicodeError):
        return None
    return _SAME.get(found.name, found.name)


def sound(text: str) -> str:
    """The text without what no text holds: control characters, halves of surrogates, and marks that reading uses itself."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8", "replace")
    return _UNSEEN.sub("", text)
