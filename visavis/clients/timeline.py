"""What a client lived with us, of all sources, the latest first."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from visavis.clients.finding import leafing
from visavis.clients.models import TimelineItem
from visavis.clients.reading import Given, ask

SIZE = 30
FIRST = 10
"""Of the latest ones fewer: they come with the whole page."""

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
    among: tuple[str, tuple[Given, ...]] | None = None,
    before: str = "",
    size: int = 0,
) -> Leaf:
    """Facts of the client with that number, older than `before` (a place that a former page told).

    There are `size` of them; 0: FIRST of the latest ones, SIZE of older ones. `kind` is one of KINDS, `source` the name of a
    source, `among` a query of ids, with what it is given, of which they must be.
    """
    where = "client = %s AND vanished_run IS NULL"
    given: tuple[Given, ...] = (client,)
    for column, wanted in (("fact", kind), ("source", source)):
        if wanted:
            where, given = f"{where} AND {column} = %s", (*given, wanted)
    if among is not None:
        where, given = f"{where} AND id IN ({among[0]})", (*given, *among[1])
    part, place = leafing.Part(where, given, ("-moment", "-id")), leafing.read(before, datetime, uuid.UUID)
    size = size or (SIZE if place else FIRST)
    items, more = leafing.take(TimelineItem, leafing.beyond(part, place), size)
    return Leaf(tuple(items), leafing.written(items[-1].moment, items[-1].id) if more else "")


def sources_of(client: int) -> list[str]:
    """Names of the sources that tell of the client, in order. Reads all of the client's facts, so only for who asks."""
    sql = "SELECT DISTINCT source FROM visavis_timelineitem WHERE client = %s AND vanished_run IS NULL"
    return sorted(source for (source,) in ask(sql, client))
