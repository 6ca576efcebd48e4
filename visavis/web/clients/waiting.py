"""How long a client has waited, and for what, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from visavis.attention.models import WaitingClient
from visavis.mirror import wording
from visavis.mistakes import Lang, Words
from visavis.vocabulary import Waiting
from visavis.voices.models import Voice
from visavis.web.clients.quoting import Said, quoted


@dataclass(frozen=True, slots=True)
class Waited:
    """One wait: for an answer, or for what was promised (`promise`: in which words; None where they are unknown)."""

    since: Words
    undone: bool
    promise: Words | None
    said: Said | None


def waited(wait: WaitingClient, voice: Voice | None, *, as_of: date | None, sayings: Mapping[str, Words]) -> Waited:
    """A wait in words, counted up to `as_of`."""
    return Waited(
        Words(fr=_since(wait.since, as_of, "fr"), en=_since(wait.since, as_of, "en")),
        wait.why == Waiting.UNDONE,
        sayings.get(wait.promise),
        quoted(voice) if voice else None,
    )


def _since(since: date, as_of: date | None, lang: Lang) -> str:
    day = wording.day(since, lang)
    days = (as_of - since).days if as_of else 0
    if days <= 0:
        return day
    count = wording.counted(days, Words("jour", "day"), Words("jours", "days"), lang)
    return f"{day} ({count})"
