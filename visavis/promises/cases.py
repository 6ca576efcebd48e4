"""The cases of a promise, page by page: as many queries for three cases as for three million."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
        for outcome in wanted:
            found += _dated(promise, outcome, month, place)
    found.sort(key=lambda case: (-(case.on_day or datetime.date.min).toordinal(), case.id))
    if month is None and len(found) <= PER_PAGE:
        found += _undated(promise, wanted, place)
    kept, rest = found[:PER_PAGE], found[PER_PAGE:]
    last = kept[-1] if kept else None
    cursor = f"{last.on_day.isoformat() if last.on_day else ''}~{last.id}" if rest and last else ""
    return Page(_shown(kept), cursor)


def _dated(promise: str, outcome: str, month: datetime.date | None, place: _After | None) -> list[Case]:
    rows = Case.objects.filter(promise=promise, outcome=outcome, vanished_run=None, on_day__isnull=False)
    if month is not None:
        first = month.replace(day=1)
        rows = rows.filter(on_day__gte=first, on_day__lt=(first + datetime.timedelta(days=32)).replace(day=1))
    if place is not None:
        behind = Q(on_day__lt=place.day) | Q(on_day=place.day, id__gt=place.id)
        rows = rows.filter(behind, on_day__lte=place.day)
    return list(rows.order_by("-on_day", "id")[: PER_PAGE + 1])


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
