"""What rises, as pages say it: never without its number, its interval, its past, and since when."""

from dataclasses import dataclass
from datetime import date

from visavis.engine.measuring.rising import Unit
from visavis.mistakes import Words
from visavis.voices.decided_topics import decided_topics
from visavis.voices.telling import Risen, Told, told_voices
from visavis.web.settings.questions import code_words

FEW = 3
"""Lines on Aujourd’hui."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that is followed: what it is called, where its page is, its state."""

    words: Words
    href: str
    risen: Risen
    since: date | None

    @property
    def window(self) -> Words:
        """The time that the share is of."""
        return window(self.risen)


def window(risen: Risen) -> Words:
    """The latest periods that were compared, in words."""
    if risen.unit is Unit.WEEK:
        return Words(f"ces {risen.periods} dernières semaines", f"in the last {risen.periods} weeks")
    if risen.periods == 1:
        return Words("le dernier mois entier", "in the last whole month")
    return Words(f"ces {risen.periods} derniers mois", f"in the last {risen.periods} months")


def shown(told: Told, risen: Risen) -> Shown | None:
    """A state as pages show it; None for a topic that stands under another now."""
    if risen.kind != "topic":
        return Shown(code_words(risen.name), f"/voices/themes/{risen.name}", risen, risen.since)
    topic = told.topic(int(risen.name))
    if topic is None:
        return None
    return Shown(Words(topic.name, topic.name), f"/voices/topics/{topic.number}", risen, risen.since)


def what_rises(told: Told) -> list[Shown]:
    """All that rises, the surest first."""
    return [each for risen in told.flagged if (each := shown(told, risen)) is not None]


def rising_now() -> list[Shown]:
    """The first few things that rise."""
    return what_rises(told_voices(decided_topics()))[:FEW]
