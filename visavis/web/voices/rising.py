"""What rises, as pages say it: never without its number, its interval, its past, and since when."""

from dataclasses import dataclass
from datetime import date

from visavis.mistakes import Words
from visavis.voices.decided_topics import decided_topics
from visavis.voices.telling import Risen, Told, told_voices

FEW = 3
"""Lines on Aujourd’hui."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that is followed: what it is called, where its page is, its state."""

    words: Words
    href: str
    risen: Risen
    since: date | None


def shown(told: Told, risen: Risen) -> Shown | None:
    """A state as pages show it; None for a topic that is no longer told apart."""
    words = told.called(risen)
    if words is None:
        return None
    topic = told.topic(int(risen.name)) if risen.kind == "topic" else None
    href = f"/voices/topics/{topic.number}" if topic else f"/voices/themes/{risen.name}"
    return Shown(words, href, risen, risen.since)


def what_rises(told: Told) -> list[Shown]:
    """All that rises, the surest first."""
    return [each for risen in told.flagged if (each := shown(told, risen)) is not None]


def rising_now() -> list[Shown]:
    """The first few things that rise."""
    return what_rises(told_voices(decided_topics()))[:FEW]
