"""Today, for any employee: clients who still wait for us, promises that fall due, thanks.

“Today” is the last day that facts tell of, never the clock on the wall.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Value
from django.db.models.functions import Coalesce

from visavis.attention.models import Taken, WaitingClient
from visavis.attention.taking import taken_by
from visavis.clients import leafing
from visavis.clients.models import ClientCard
from visavis.promises.models import Case
from visavis.vocabulary import Outcome
from visavis.voices.models import Voice

SOON = timedelta(days=7)
LATELY = timedelta(days=30)
SIZE = 50


@dataclass(frozen=True, slots=True)
class Wait:
    """A client who waits: since when and for what, their own words if they said some, and who takes care of it."""

    waiting: WaitingClient
    card: ClientCard | None
    voice: Voice | None
    takers: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A promise that falls due, and to whom it was made."""

    case: Case
    card: ClientCard


@dataclass(frozen=True, slots=True)
class Thanks:
    """A client who thanks us."""

    voice: Voice
    card: ClientCard | None


def waiting_longest(after: str = "", size: int = SIZE) -> tuple[list[Wait], str]:
    """Clients who wait, the longest first, and the place where the next page begins (empty: nowhere).

    Who waits for several things stands there once for each.
    """
    rows = WaitingClient.objects.filter(vanished_run=None)
    parts = leafing.beyond(rows, ("since", "id"), leafing.read(after, date, uuid.UUID))
    found, more = leafing.take(parts, size)
    clients = [row.client for row in found]
    cards, voices, takers = cards_of(clients), voices_of(row.item for row in found), taken_by(clients)
    waits = [
        Wait(row, cards.get(row.client), voices.get(row.item), tuple(takers.get(row.client, ())))  # type: ignore[arg-type]
        for row in found
    ]
    return waits, leafing.written(found[-1].since, found[-1].id) if more else ""


def due_soon(as_of: date, promises: Iterable[str], after: str = "", size: int = SIZE) -> tuple[list[Due], str]:
    """Cases of `promises` that fall due from `as_of` to a week later and are not kept yet, the nearest first."""
    # Coalesce keeps the name out of the choice of an index: the one by day must be read, not all open cases of a promise.
    rows = Case.objects.alias(named=Coalesce("promise", Value(""))).filter(
        outcome=Outcome.OPEN,
        vanished_run=None,
        due_on__gte=as_of,
        due_on__lte=as_of + SOON,
        client__isnull=False,
        named__in=list(promises),
    )
    parts = leafing.beyond(rows, ("due_on", "id"), leafing.read(after, date, uuid.UUID))
    found, more = leafing.take(parts, size)
    cards = cards_of(case.client for case in found)
    due = [Due(case, cards[case.client]) for case in found if case.client in cards]
    return due, leafing.written(found[-1].due_on, found[-1].id) if more and found[-1].due_on else ""


def thanks_lately(as_of: date, after: str = "", size: int = SIZE) -> tuple[list[Thanks], str]:
    """Thanks of the thirty days up to `as_of`, the latest first."""
    since = datetime.combine(as_of - LATELY, time.min, UTC)
    rows = Voice.objects.filter(thanks=True, vanished_run=None, moment__gte=since)
    parts = leafing.beyond(rows, ("-moment", "-id"), leafing.read(after, datetime, uuid.UUID))
    found, more = leafing.take(parts, size)
    cards = cards_of(voice.client for voice in found)
    thanks = [Thanks(voice, cards.get(voice.client)) for voice in found]  # type: ignore[arg-type]
    return thanks, leafing.written(found[-1].moment, found[-1].id) if more else ""


def cards_of(clients: Iterable[int | None]) -> dict[int, ClientCard]:
    """Cards of those clients, by number."""
    wanted = {client for client in clients if client is not None}
    return {card.client: card for card in ClientCard.objects.filter(client__in=wanted, vanished_run=None)}


def voices_of(items: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Voice]:
    """What clients said in those facts, by fact."""
    wanted = {item for item in items if item is not None}
    return {voice.id: voice for voice in Voice.objects.filter(id__in=wanted, vanished_run=None)}
