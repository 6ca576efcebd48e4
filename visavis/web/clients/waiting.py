"""How long a client has waited, and for what, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from visavis.attention.models import WaitingClient
from visavis.mistakes import Words
from visavis.vocabulary import Waiting
from visavis.voices.models import Voice
from visavis.web.clients.quoting import NOTHING, Said, Sight, quoted


@dataclass(frozen=True, slots=True)
class Waited:
    """One wait: how long, since which day, for an answer or for what was promised, and the client's own words."""

    days: int
    since: date
    undone: bool
    promise: Words | None
    said: Said | None


def waited(
    wait: WaitingClient,
    voice: Voice | None,
    *,
    as_of: date | None,
    sayings: Mapping[str, Words],
    sight: Sight = NOTHING,
) -> Waited:
    """A wait in words; days are counted up to `as_of` (None: none), the promise is None where its words are unknown."""
    return Waited(
        max((as_of - wait.since).days, 0) if as_of else 0,
        wait.since,
        wait.why == Waiting.UNDONE,
        sayings.get(wait.promise),
        quoted(voice, sight) if voice else None,
    )
