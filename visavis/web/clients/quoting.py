"""Clients' words as quotations: whole where they are short, else up to the end of a sentence, the rest behind a disclosure."""

import re
from dataclasses import dataclass
from datetime import date

from visavis.engine.reading.personal.masking import masked
from visavis.engine.reading.personal.spans import Kind
from visavis.mistakes import Words
from visavis.voices.models import Voice
from visavis.web.clients.wording import channel_of
from visavis.web.speaking import spoken

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


@dataclass(frozen=True, slots=True)
class Sight:
    """What of the personal data in texts whoever looks may read: kinds, and the name of the client whose page it is."""

    shown: frozenset[Kind] = frozenset()
    own: str = ""


NOTHING = Sight()


def said(
    text: str,
    *,
    personal: str = "",
    sight: Sight = NOTHING,
    day: date | None = None,
    channel: str = "",
    language: str = "",
) -> Said:
    """Words as a page quotes them, personal data (where `personal` tells) masked but for what is in `sight`."""
    opening, rest = parted(masked(text, personal, spoken(), shown=sight.shown, own=sight.own))
    return Said(opening, rest, day, channel_of(channel), language if language in ("fr", "en") else "")


def quoted(voice: Voice, sight: Sight = NOTHING) -> Said:
    """A voice as a page quotes it."""
    return said(
        voice.text,
        personal=voice.personal,
        sight=sight,
        day=voice.occurred_on,
        channel=voice.channel,
        language=voice.language,
    )
