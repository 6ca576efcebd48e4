"""The cases of a promise, page by page: as many queries for three cases as for three million."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from visavis.clients.models import TimelineItem, public_id
from visavis.clients.reading import Given, Part, ask, one_of, read, read_each
from visavis.mistakes import Mistake, Words
from visavis.promises.models import Case
from visavis.vocabulary import Outcome
from visavis.voices.said import voices_of

PER_PAGE = 15


@dataclass(frozen=True, slots=True)
class Said:
    """What a client said of a case: words (empty: none), and the score on its scale."""

    text: str
    on: datetime.date | None
    channel: str
    score: float | None
    high: float | None
    personal: str = ""
    """Where personal data stands in `text`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as a page shows it. `client_id` is empty where the case has no client; `client_name` where that is nameless."""

    case: Case
    client_id: str
    client_name: str
    said: Said | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases, the latest first, those without a day last; `next` is where the following ones begin, empty at the end."""

    cases: list[Shown]
    next: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which cases are asked for: in the days `since` to `until` (both included; with `said`, those on which clients spoke), of a
    team or a kind of client (cases bear these where they may be told), those that clients spoke of."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    team: str = ""
    segment: str = ""
    said: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self == Narrowed()


EVERY = Narrowed()


@dataclass(frozen=True, slots=True)
class _After:
    """The place behind a case: its day (None: among those without) and id (None: before all of them)."""

    day: datetime.date | None
    id: uuid.UUID | None


def list_cases(
    promise: str, *, outcomes: Iterable[str] = tuple(Outcome), narrowed: Narrowed = EVERY, after: str = ""
) -> Page:
    """Cases of `promise` with these outcomes, as far as `narrowed`, behind the cursor `after`.

    Raises Mistake for a cursor that is none.
    """
    place = _read(after)
    wanted = [str(outcome) for outcome in outcomes]
    found: list[Case] = []
    if place is None or place.day is not None:
        found += _latest(_dated(promise, outcome, narrowed, place) for outcome in wanted)
    if len(found) <= PER_PAGE and (narrowed.said or not (narrowed.since or narrowed.until)):
        found += _latest(_undated(promise, outcome, narrowed, place) for outcome in wanted)
    kept, rest = found[:PER_PAGE], found[PER_PAGE:]
    last = kept[-1] if kept else None
    cursor = f"{last.on_day.isoformat() if last.on_day else ''}~{last.id}" if rest and last else ""
    return Page(_shown(kept), cursor)


def _latest(parts: Iterable[Part]) -> list[Case]:
    """The latest cases of any of the outcomes, out of the latest of each: a range of the index for each, in one query."""
    each = list(parts)
    latest = " UNION ALL ".join(
        f"SELECT * FROM (SELECT id, on_day FROM visavis_case {rest}) AS part" for rest, _ in each
    )
    ids = f"SELECT id FROM ({latest}) AS latest {_LATEST}"
    return read(Case, f"WHERE id IN ({ids}) {_LATEST}", *(value for _, given in each for value in given))


_LATEST = f"ORDER BY on_day DESC, id LIMIT {PER_PAGE + 1}"


def _dated(promise: str, outcome: str, narrowed: Narrowed, place: _After | None) -> Part:
    more, values = _narrow(narrowed)
    where = f"promise = %s AND outcome = %s AND vanished_run IS NULL AND on_day IS NOT NULL{more}"
    given = [*values]
    if place is not None:
        where += " AND on_day <= %s AND (on_day < %s OR id > %s)"
        given += [place.day, place.day, place.id]
    return f"WHERE {where} {_LATEST}", (promise, outcome, *given)


def _undated(promise: str, outcome: str, narrowed: Narrowed, place: _After | None) -> Part:
    more, values = _narrow(narrowed)
    where = f"promise = %s AND outcome = %s AND vanished_run IS NULL AND on_day IS NULL{more}"
    given = (promise, outcome, *values)
    if place is None or place.day is not None or place.id is None:
        return f"WHERE {where} {_LATEST}", given
    return f"WHERE {where} AND id > %s {_LATEST}", (*given, place.id)


def _narrow(narrowed: Narrowed) -> Part:
    """Conditions that narrow what the index gives."""
    sql, given = "", list[Given]()
    day = "felt_on" if narrowed.said else "on_day"
    for sign, when in ((">=", narrowed.since), ("<=", narrowed.until)):
        if when is not None:
            sql += f" AND {day} {sign} %s"
            given.append(when)
    for column, value in (("team", narrowed.team), ("segment", narrowed.segment)):
        if value:
            sql += f" AND {column} = %s"
            given.append(value)
    return sql + (" AND felt_on IS NOT NULL" if narrowed.said else ""), tuple(given)


def _read(cursor: str) -> _After | None:
    if not cursor:
        return None
    day, _, id_ = cursor.partition("~")
    try:
        return _After(datetime.date.fromisoformat(day) if day else None, uuid.UUID(id_))
    except ValueError:
        raise Mistake(
            Words(fr="cette adresse ne mène à aucune page de cas", en="this address leads to no page of cases"),
            remedy=Words(fr="repartez des cas les plus récents", en="start again from the latest cases"),
        ) from None


def _shown(cases: Sequence[Case]) -> list[Shown]:
    clients = list({case.client for case in cases if case.client})
    of_clients, given = one_of("client", clients)
    names = dict(ask(f"SELECT client, name FROM visavis_clientcard WHERE {of_clients}", *given))
    said = _said(cases)
    return [
        Shown(
            case,
            public_id(case.client) if case.client else "",
            names.get(case.client, "") if case.client else "",
            said.get(case.id),
        )
        for case in cases
    ]


def _said(cases: Sequence[Case]) -> dict[uuid.UUID, Said]:
    """What was said of each case: by the fact itself, else in a rating about it; the latest with words, else the latest."""
    by_about = {f"{case.source}/{case.key}": case.id for case in cases}
    by_item = {case.item: case.id for case in cases if case.item}
    clients = list({case.client for case in cases if case.client})
    among_items, items_given = one_of("id", by_item)
    (of_clients, clients_given), (of_cases, cases_given) = one_of("client", clients), one_of("about", by_about)
    itself = f"WHERE {among_items} AND vanished_run IS NULL" if by_item else ""
    about = f"WHERE {of_clients} AND {of_cases} AND fact = 'ratings' AND vanished_run IS NULL" if clients else ""
    parts = read_each(TimelineItem, (itself, items_given), (about, (*clients_given, *cases_given)))
    items = sorted({item.id: item for part in parts for item in part}.values(), key=lambda item: (item.moment, item.id))
    voices = voices_of(item.id for item in items)
    found: dict[uuid.UUID, Said] = {}
    for item in items:
        case = by_item.get(item.id) or by_about[item.about]
        voice = voices.get(item.id)
        if voice is None and item.score is None:
            continue
        former = found.get(case)
        if former is not None and former.text and voice is None:
            continue
        found[case] = Said(
            voice.text if voice else "",
            item.occurred_on,
            item.channel,
            item.score,
            item.high,
            voice.personal if voice else "",
        )
    return found
