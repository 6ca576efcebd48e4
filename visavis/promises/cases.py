"""The cases of a promise, page by page: as many queries for three cases as for three million."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from visavis.clients.models import ClientCard, TimelineItem, public_id
from visavis.mistakes import Mistake, Words
from visavis.promises.models import Case
from visavis.vocabulary import Outcome
from visavis.voices.models import Voice

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Said:
    """What a client said of a case: words (empty: none), and the score on its scale."""

    text: str
    on: datetime.date | None
    channel: str
    score: float | None
    high: float | None


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
class _After:
    """The place behind a case: its day (None: among those without) and id (None: before all of them)."""

    day: datetime.date | None
    id: uuid.UUID | None


def list_cases(
    promise: str, *, outcomes: Iterable[str] = tuple(Outcome), month: datetime.date | None = None, after: str = ""
) -> Page:
    """Cases of `promise` with these outcomes, in `month` (any day of it), behind the cursor `after`.

    Raises Mistake for a cursor that is none.
    """
    place = _read(after)
    wanted = [str(outcome) for outcome in outcomes]
    found: list[Case] = []
    if place is None or place.day is not None:
        found += _dated(promise, wanted, month, place)
    if month is None and len(found) <= PER_PAGE:
        found += _undated(promise, wanted, place)
    kept, rest = found[:PER_PAGE], found[PER_PAGE:]
    last = kept[-1] if kept else None
    cursor = f"{last.on_day.isoformat() if last.on_day else ''}~{last.id}" if rest and last else ""
    return Page(_shown(kept), cursor)


def _dated(promise: str, outcomes: Sequence[str], month: datetime.date | None, place: _After | None) -> list[Case]:
    """The latest cases of any of the outcomes: of each its own latest, by a range of the index, in one query."""
    one, given = "promise = %s AND outcome = %s AND vanished_run IS NULL AND on_day IS NOT NULL", list[object]()
    if month is not None:
        one += " AND on_day >= %s AND on_day < %s"
        first = month.replace(day=1)
        given += [first, (first + datetime.timedelta(days=32)).replace(day=1)]
    if place is not None:
        one += " AND on_day <= %s AND (on_day < %s OR id > %s)"
        given += [place.day, place.day, Case._meta.pk.get_db_prep_value(place.id, connection)]
    latest = f"ORDER BY on_day DESC, id LIMIT {PER_PAGE + 1}"
    each = f"SELECT * FROM (SELECT * FROM {Case._meta.db_table} WHERE {one} {latest}) AS c"
    every = " UNION ALL ".join([each] * len(outcomes))
    parameters = [value for outcome in outcomes for value in (promise, outcome, *given)]
    return list(Case.objects.raw(f"SELECT * FROM ({every}) AS cases {latest}", parameters))


def _undated(promise: str, outcomes: Sequence[str], place: _After | None) -> list[Case]:
    rows = Case.objects.filter(promise=promise, outcome__in=outcomes, vanished_run=None, on_day__isnull=True)
    if place is not None and place.day is None and place.id is not None:
        rows = rows.filter(id__gt=place.id)
    return list(rows.order_by("id")[: PER_PAGE + 1])


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
    names = dict(
        ClientCard.objects.filter(client__in={case.client for case in cases if case.client}).values_list(
            "client", "name"
        )
    )
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
    clients = {case.client for case in cases if case.client}
    about = Q(client__in=clients, about__in=list(by_about), fact="ratings")
    items = list(
        TimelineItem.objects.filter(Q(id__in=list(by_item)) | about, vanished_run=None).order_by("moment", "id")
    )
    voices = Voice.objects.filter(vanished_run=None).in_bulk([item.id for item in items])
    found: dict[uuid.UUID, Said] = {}
    for item in items:
        case = by_item.get(item.id) or by_about[item.about]
        voice = voices.get(item.id)
        if voice is None and item.score is None:
            continue
        former = found.get(case)
        if former is not None and former.text and voice is None:
            continue
        found[case] = Said(voice.text if voice else "", item.occurred_on, item.channel, item.score, item.high)
    return found
