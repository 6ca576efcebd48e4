"""Today, for any employee: clients who still wait for us, promises that fall due, thanks.

“Today” is the last day that facts tell of, never the clock on the wall.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from visavis.attention.models import WaitingClient
from visavis.attention.taking import Taker, taken_by
from visavis.clients.finding import leafing
from visavis.clients.models import ClientCard
from visavis.clients.reading import one_of, read
from visavis.promises.models import Case
from visavis.vocabulary import Outcome
from visavis.voices.models import Voice
from visavis.voices.said import voices_of

SOON = timedelta(days=7)
LATELY = timedelta(days=30)
SIZE = 50


@dataclass(frozen=True, slots=True)
class Wait:
    """A client who waits: since when and for what, their own words if they said some, and who takes care of it."""

    waiting: WaitingClient
    card: ClientCard | None
    voice: Voice | None
    takers: tuple[Taker, ...]


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


@dataclass(frozen=True, slots=True)
class Today:
    """The first of each; what follows them is a place for the next page, empty where there is none."""

    waits: list[Wait]
    more_waits: str
    due: list[Due]
    more_due: str
    thanks: list[Thanks]
    more_thanks: str


def today(as_of: date | None, promises: Iterable[str], *, few: int, due: int) -> Today:
    """The first `few` who wait and who thank us, and the first `due` cases of `promises` that fall due."""
    waiting, more_waits = _longest("", few)
    soon, more_due = _soon(as_of, promises, "", due) if as_of else ([], "")
    thanked, more_thanks = _lately(as_of, "", few) if as_of else ([], "")
    cards = cards_of(
        [*(row.client for row in waiting), *(row.client for row in soon), *(row.client for row in thanked)]
    )
    return Today(_waits(waiting, cards), more_waits, _due(soon, cards), more_due, _thanks(thanked, cards), more_thanks)


def waiting_longest(after: str = "", size: int = SIZE) -> tuple[list[Wait], str]:
    """Clients who wait, the longest first, and the place where the next page begins (empty: nowhere).

    Who waits for several things stands there once for each.
    """
    found, following = _longest(after, size)
    return _waits(found, cards_of(row.client for row in found)), following


def _longest(after: str, size: int) -> tuple[list[WaitingClient], str]:
    part = leafing.Part("vanished_run IS NULL", (), ("since", "id"))
    found, more = leafing.take(WaitingClient, leafing.beyond(part, leafing.read(after, date, uuid.UUID)), size)
    return found, leafing.written(found[-1].since, found[-1].id) if more else ""


def _waits(found: list[WaitingClient], cards: dict[int, ClientCard]) -> list[Wait]:
    voices, takers = voices_of(row.item for row in found), taken_by(row.client for row in found)
    return [
        Wait(row, cards.get(row.client), voices.get(row.item), tuple(takers.get(row.client, ())))  # type: ignore[arg-type]
        for row in found
    ]


def due_soon(as_of: date, promises: Iterable[str], after: str = "", size: int = SIZE) -> tuple[list[Due], str]:
    """Cases of `promises` that fall due from `as_of` to a week later and are not kept yet, the nearest first."""
    found, following = _soon(as_of, promises, after, size)
    return _due(found, cards_of(case.client for case in found)), following


def _soon(as_of: date, promises: Iterable[str], after: str, size: int) -> tuple[list[Case], str]:
    of_promises, names = one_of("COALESCE(promise, '')", promises)
    part = leafing.Part(f"{_DUE} AND {of_promises}", (Outcome.OPEN, as_of, as_of + SOON, *names), ("due_on", "id"))
    found, more = leafing.take(Case, leafing.beyond(part, leafing.read(after, date, uuid.UUID)), size)
    return found, leafing.written(found[-1].due_on, found[-1].id) if more and found[-1].due_on else ""


def _due(found: list[Case], cards: dict[int, ClientCard]) -> list[Due]:
    return [Due(case, cards[case.client]) for case in found if case.client in cards]


# COALESCE keeps the name out of the choice of an index: the one by day must be read, not all open cases of a promise.
_DUE = "outcome = %s AND vanished_run IS NULL AND due_on >= %s AND due_on <= %s AND client IS NOT NULL"


def thanks_lately(as_of: date, after: str = "", size: int = SIZE) -> tuple[list[Thanks], str]:
    """Thanks of the thirty days up to `as_of`, the latest first."""
    found, following = _lately(as_of, after, size)
    return _thanks(found, cards_of(voice.client for voice in found)), following


def _lately(as_of: date, after: str, size: int) -> tuple[list[Voice], str]:
    since = datetime.combine(as_of - LATELY, time.min, UTC)
    part = leafing.Part("thanks = %s AND vanished_run IS NULL AND moment >= %s", (True, since), ("-moment", "-id"))
    found, more = leafing.take(Voice, leafing.beyond(part, leafing.read(after, datetime, uuid.UUID)), size)
    return found, leafing.written(found[-1].moment, found[-1].id) if more else ""


def _thanks(found: list[Voice], cards: dict[int, ClientCard]) -> list[Thanks]:
    return [Thanks(voice, cards.get(voice.client)) for voice in found]  # type: ignore[arg-type]


def cards_of(clients: Iterable[int | None]) -> dict[int, ClientCard]:
    """Cards of those clients, by number."""
    wanted = list({client for client in clients if client is not None})
    if not wanted:
        return {}
    of_clients, given = one_of("client", wanted)
    rest = f"WHERE {of_clients} AND vanished_run IS NULL"
    return {card.client: card for card in read(ClientCard, rest, *given)}
