"""What a client lived with us, of all sources, the latest first."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from visavis.clients import leafing
from visavis.clients.models import TimelineItem

SIZE = 30

KINDS = ("exchanges", "events", "ratings")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the timeline; `next` is the place where the older ones begin, empty after the oldest."""

    items: tuple[TimelineItem, ...]
    next: str


def timeline(
    client: int,
    *,
    kind: str = "",
    source: str = "",
    among: Iterable[uuid.UUID] | None = None,
    before: str = "",
    size: int = SIZE,
) -> Leaf:
    """Facts of the client with that number, older than `before` (a place that a former page told).

    `kind` is one of KINDS, `source` the name of a source, `among` ids (or a query of ids) of which they must be.
    """
    rows = TimelineItem.objects.filter(client=client, vanished_run=None)
    if kind:
        rows = rows.filter(fact=kind)
    if source:
        rows = rows.filter(source=source)
    if among is not None:
        rows = rows.filter(id__in=among)
    place = leafing.read(before, datetime, uuid.UUID)
    items, more = leafing.take(leafing.beyond(rows, ("-moment", "-id"), place), size)
    return Leaf(tuple(items), leafing.written(items[-1].moment, items[-1].id) if more else "")


def sources_of(client: int) -> list[str]:
    """Names of the sources that tell of the client, in order."""
    rows = TimelineItem.objects.filter(client=client, vanished_run=None).order_by("source")
    return list(rows.values_list("source", flat=True).distinct())
