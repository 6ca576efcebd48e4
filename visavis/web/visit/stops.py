"""The stops of the guided visit: where each stands in this company, and what is told there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from visavis.clients.models import ClientCard, number_of
from visavis.clients.reading import read
from visavis.demo.choosing import Break, broke_in, known_by_several, most_broken, sources_of_records
from visavis.demo.visiting import STOPS, Stop
from visavis.mirror.reflection import Mirror, Reflected
from visavis.mistakes import Words
from visavis.web.counted import counts
from visavis.web.mirror.pages import address as address_of_promise
from visavis.web.mirror.shown import ask, mirror_of

NAMES: Mapping[Stop, Words] = {
    Stop.MIRROR: Words(fr="Le miroir", en="The mirror"),
    Stop.PROMISE: Words(fr="Une promesse non tenue", en="A broken promise"),
    Stop.CLIENT: Words(fr="Un client, une seule fiche", en="One client, one page"),
    Stop.TODAY: Words(fr="Aujourd’hui", en="Today"),
    Stop.UNMEASURED: Words(fr="Ce qui ne se mesure pas", en="What can not be measured"),
}

PURPOSES: Mapping[Stop, Words] = {
    Stop.MIRROR: Words(
        fr="ce que l’entreprise dit, face à ce que vivent ses clients",
        en="what the company says, against what its clients live",
    ),
    Stop.PROMISE: Words(
        fr="ses cas un par un, et le mois où elle a cessé d’être tenue",
        en="its cases one by one, and the month it broke",
    ),
    Stop.CLIENT: Words(
        fr="un client de plusieurs sources, son histoire, et pourquoi c’est le même",
        en="a client of several sources, their story, and why it is the same one",
    ),
    Stop.TODAY: Words(
        fr="qui attend, ce qui est promis cette semaine, qui remercie",
        en="who waits, what is promised for this week, who says thank you",
    ),
    Stop.UNMEASURED: Words(
        fr="ce que les fichiers ne permettent pas de savoir, et pourquoi", en="what the files can not tell, and why"
    ),
}
"""What each stop shows, as part of a sentence."""

BEFORE = {
    Stop.MIRROR: "/mirror",
    Stop.PROMISE: "/promises",
    Stop.CLIENT: "/clients",
    Stop.TODAY: "/today",
    Stop.UNMEASURED: "/promises",
}
"""The page of each stop where this company has nothing for a closer one, or nothing yet."""


def number_of_stop(stop: Stop) -> int:
    """1 for the first."""
    return STOPS.index(stop) + 1


def address_of(stop: Stop) -> str:
    """The page that shows this stop, chosen from what the last run published."""
    mirror = _mirror()
    if stop is Stop.PROMISE and mirror and (promise := most_broken(mirror)):
        return address_of_promise(promise.name)
    if stop is Stop.CLIENT and (card := known_by_several()):
        return f"/clients/{card.id}"
    return BEFORE[stop]


@dataclass(frozen=True, slots=True)
class Told:
    """What a stop tells of this company: figures for its words, which stand in `visit/stop-….html`."""

    published: bool
    promise: Reflected | None = None
    broke: Break | None = None
    card: ClientCard | None = None
    sources: int = 0
    counts: Mapping[str, Any] | None = None
    unmeasured: int = 0

    @property
    def month(self) -> date | None:
        """The month since which the promise is kept less."""
        return self.broke.month if self.broke else None


def told_of(stop: Stop, place: str) -> Told:
    """What is told at a stop whose page stands at `place`."""
    mirror = _mirror()
    if mirror is None:
        return Told(published=False)
    if stop is Stop.PROMISE:
        promise = next((each for each in mirror.promises if address_of_promise(each.name) == place), None)
        return Told(True, promise=promise, broke=broke_in(promise.trend) if promise else None)
    if stop is Stop.CLIENT:
        number = number_of(place.rpartition("/")[2])
        cards = read(ClientCard, "WHERE client = %s AND vanished_run IS NULL", number) if number else []
        card = next(iter(cards), None)
        return Told(True, card=card, sources=sources_of_records([card.client]).get(card.client, 0) if card else 0)
    return Told(True, counts=counts(), unmeasured=_unmeasured(mirror))


def _unmeasured(mirror: Mirror) -> int:
    return sum(each.rate.value is None for each in mirror.promises)


def _mirror() -> Mirror | None:
    asked = ask(settings.HOME)
    return mirror_of(asked) if asked else None
