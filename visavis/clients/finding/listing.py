"""Clients in order: by last contact, or by how long they have waited."""

from dataclasses import dataclass
from datetime import date

from visavis.clients.finding import leafing
from visavis.clients.finding.leafing import Part
from visavis.clients.models import ClientCard

SIZE = 25
_UNDATED = "-"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of cards; `next` is the place where the following one begins, empty after the last."""

    cards: tuple[ClientCard, ...]
    next: str


def latest(after: str = "", size: int = SIZE) -> Listed:
    """Clients by last contact, the latest first; those of whom no day is known come last."""
    dated = Part("vanished_run IS NULL AND last_on IS NOT NULL", (), ("-last_on", "-client"))
    undated = Part("vanished_run IS NULL AND last_on IS NULL", (), ("-client",))
    day, _, number = after.partition("~")
    if day == _UNDATED and number.isascii() and number.isdecimal() and len(number) <= 18:
        parts = [Part(f"{undated.where} AND client < %s", (int(number),), undated.order)]
    else:
        parts = [*leafing.beyond(dated, leafing.read(after, date, int)), undated]
    cards, more = leafing.take(ClientCard, parts, size)
    return Listed(tuple(cards), _place(cards[-1], cards[-1].last_on) if more else "")


def waiting(after: str = "", size: int = SIZE) -> Listed:
    """Clients who wait for us, the longest first."""
    part = Part("vanished_run IS NULL AND waiting_since IS NOT NULL", (), ("waiting_since", "client"))
    cards, more = leafing.take(ClientCard, leafing.beyond(part, leafing.read(after, date, int)), size)
    return Listed(tuple(cards), _place(cards[-1], cards[-1].waiting_since) if more else "")


def _place(card: ClientCard, day: date | None) -> str:
    return leafing.written(day, card.client) if day else f"{_UNDATED}~{card.client}"
