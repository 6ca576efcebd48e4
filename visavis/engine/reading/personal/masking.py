"""Texts with personal data masked: the kind in brackets stands where it stood."""

from collections.abc import Collection

from visavis.engine.reading.personal.spans import TOLD, Kind, Span, spans_read
from visavis.engine.reading.personal.words import bare, words_of
from visavis.mistakes import Lang

REACHING = frozenset({Kind.EMAIL, Kind.PHONE, Kind.ADDRESS})
"""Kinds that whoever chose a purpose may read; IBAN, card and social security number are never shown."""


def masked(text: str, spans: str | None, lang: Lang, *, shown: Collection[Kind] = (), own: str = "") -> str:
    """`text` (whole, as its fact tells it) with the kind of each of `spans` (the JSON of `written`) in its place.

    `shown`: kinds that stay. `own`: the name of the client whose page it is; persons named by its words alone stay.
    """
    text = text.replace("\0", "")
    if not spans:
        return text
    words = frozenset(bare(own).split()) if own else frozenset()
    parts, place = [], 0
    for span in spans_read(spans):
        there = text[span.begin : span.end]
        if not there or span.kind in shown or (words and _is_own(span, there, words)):
            continue
        parts += [text[place : span.begin], f"[{TOLD[span.kind].say(lang)}]"]
        place = span.end
    return "".join([*parts, text[place:]])


def _is_own(span: Span, there: str, own: frozenset[str]) -> bool:
    return span.kind == Kind.PERSON and all(
        word in own for word in bare(there).split() if word not in words_of("titles")
    )
