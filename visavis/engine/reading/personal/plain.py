"""Texts as they are searched: composed letters, ordinary blanks, nothing unseen; and the way back to the text as it stands."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from visavis.engine.reading.personal.spans import Span

_BLANKS = dict.fromkeys(
    map(ord, "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_ALIKE = {ord("’"): "'", ord("‘"): "'", ord("ʼ"): "'", ord("‐"): "-", ord("‑"): "-", ord("–"): "-", ord("＠"): "@"}
_TABLE = _BLANKS | _ALIKE


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is searched; `places[i]` is where its character i stands in the text as it is (None: at i)."""

    text: str
    places: Sequence[int] | None = None

    def back(self, span: Span) -> Span:
        """The span in the text as it stands."""
        if self.places is None:
            return span
        begin, end = self.places[span.begin], self.places[span.end]
        return Span(begin, end - begin, span.kind)


def plain(text: str) -> Plain:
    """The text to search: without NUL, soft hyphens, marks of direction and the like; letters composed with their accents."""
    text = text.replace("\0", "")
    if text.isascii() or (unicodedata.is_normalized("NFC", text) and not any(map(_unseen, text))):
        return Plain(text.translate(_TABLE))
    pieces: list[str] = []
    places: list[int] = []
    begin = 0
    while begin < len(text):
        end = begin + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        for character in unicodedata.normalize("NFC", text[begin:end]):
            if not _unseen(character):
                pieces.append(character)
                places.append(begin)
        begin = end
    return Plain("".join(pieces).translate(_TABLE), [*places, len(text)])


def _unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf"
