"""Clients' words as quotations: whole where they are short, else up to the end of a sentence, the rest behind a disclosure."""

import re
from dataclasses import dataclass
from datetime import date

from visavis.mistakes import Words
from visavis.voices.models import Voice
from visavis.web.clients.wording import channel_of

ENOUGH = 320
"""Characters after which a quotation may pause."""

_SENTENCE = re.compile(r"[.!?…](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Said:
    """Words as they open, and the rest of them (empty: that was all)."""

    opening: str
    rest: str
    day: date | None = None
    channel: Words | None = None
    language: str = ""


def parted(text: str) -> tuple[str, str]:
    """`text` up to the end of the sentence in which ENOUGH was said, and what follows."""
    text = text.strip()
    if len(text) <= ENOUGH * 1.4:
        return text, ""
    ends = [found.end() for found in _SENTENCE.finditer(text, 0, ENOUGH * 2)]
    cut = next((end for end in ends if end >= ENOUGH), ends[-1] if ends else 0)
    if cut < ENOUGH // 3:
        cut = text.find(" ", ENOUGH)
    return (text, "") if cut <= 0 else (text[:cut].strip(), text[cut:].strip())


def said(text: str, *, day: date | None = None, channel: str = "", language: str = "") -> Said:
    """Words as a page quotes them."""
    opening, rest = parted(text)
    return Said(opening, rest, day, channel_of(channel), language if language in ("fr", "en") else "")


def quoted(voice: Voice) -> Said:
    """A voice as a page quotes it."""
    return said(voice.text, day=voice.occurred_on, channel=voice.channel, language=voice.language)
