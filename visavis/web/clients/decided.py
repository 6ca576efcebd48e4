"""What happened to a client, by runs and people: in words, and what of it can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from visavis.clients.models import ClientAlias, Decision, public_id
from visavis.clients.named import Record
from visavis.mistakes import Words
from visavis.running.deciding.history import Event, events_of
from visavis.running.deciding.telling import told

MOST = 50
"""Of what happened, the latest that a page shows."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened; `undo` is what names it where it can be undone: a decision's number, or a former id."""

    at: datetime
    what: Words
    records: tuple[Record, ...]
    others: tuple[str, ...]
    undo: str


def what_happened(client: int, records: Mapping[str, Record]) -> list[Happened]:
    """What happened to the client with that number, the latest first; records are named as in `records`."""
    taken_over = set(ClientAlias.objects.filter(client_id=client).values_list("former", flat=True))
    latest = events_of(settings.HOME, client)[: -MOST - 1 : -1]
    return [
        Happened(
            event.at,
            told(event),
            tuple(
                records.get(each) or Record(each.partition("/")[0], each.partition("/")[2]) for each in event.records
            ),
            tuple(public_id(number) for number in event.other),
            _undo(event, client, taken_over),
        )
        for event in latest
    ]


def _undo(event: Event, client: int, taken_over: set[int]) -> str:
    if event.decision is not None:
        return "" if event.undone_by else str(event.decision)
    former = event.other[0] if event.what == "merged" else None
    mergers_told = event.into == client and former in taken_over and event.records
    return public_id(former) if mergers_told and former else ""


def parting_into(client: int) -> Decision | None:
    """The latest parting that made the client with that number."""
    made = Q(payload__minted__0__0=client) | Q(payload__new=client)
    return Decision.objects.filter(made, kind=Decision.Kind.SPLIT).order_by("-id").first()


def is_undone(decision: Decision) -> bool:
    """Whether a parting was taken back."""
    return Decision.objects.filter(payload__undoes=decision.pk).exists()
