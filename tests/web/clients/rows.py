"""Rows as publishing would write them, for tests of pages; every field that comes from a file may be set."""

import hashlib
import uuid
from datetime import UTC, date, datetime
from typing import Any

from visavis.clients.finding.folding import folded_words
from visavis.clients.models import Client, ClientCard, Link, SearchTerm, TimelineItem
from visavis.promises.models import Case
from visavis.running.models import Document
from visavis.voices.models import Voice

AS_OF = date(2025, 12, 14)


def told(**more: Any) -> None:
    """The document of counts."""
    body = {"as_of": AS_OF.isoformat(), "clients": 3, "waiting_clients": 1, "due_soon": 1, "thanks_lately": 1} | more
    Document.objects.update_or_create(name="counts", defaults={"run": "r1", "body": body})


def client(number: int, name: str = "", **more: Any) -> ClientCard:
    """A client with one record, found by the words of the name."""
    made = Client.objects.create(number=number, run="r1")
    Link.objects.create(source="crm", key=f"K{number}", client=made, run="r1")
    terms = set(folded_words(name))
    SearchTerm.objects.bulk_create(SearchTerm(client=number, term=term) for term in terms)
    return ClientCard.objects.create(client=number, name=name, **({"records": 1, "sources": 1} | more))


def identity(*parts: object) -> uuid.UUID:
    """The id of a fact."""
    return uuid.UUID(hashlib.md5("/".join(map(str, parts)).encode()).hexdigest())


def fact(number: int, key: str, day: date, fact: str = "events", **more: Any) -> TimelineItem:
    """A fact on the timeline of client `number`."""
    fields = {"source": "commandes", "moment": datetime(day.year, day.month, day.day, tzinfo=UTC), "occurred_on": day}
    return TimelineItem.objects.create(
        id=identity(number, fact, key), client=number, ref=f"record/crm/K{number}", fact=fact, key=key, **fields | more
    )


def voice(item: TimelineItem, text: str, **more: Any) -> Voice:
    """What the client said in that fact."""
    return Voice.objects.create(
        id=item.id,
        client=item.client,
        moment=item.moment,
        occurred_on=item.occurred_on,
        source=item.source,
        text=text,
        **more,
    )


def case(item: TimelineItem, promise: str, outcome: str, **more: Any) -> Case:
    """A promise held against that fact."""
    return Case.objects.create(
        id=identity(promise, item.id),
        promise=promise,
        client=item.client,
        item=item.id,
        source=item.source,
        key=item.key,
        on_day=item.occurred_on,
        outcome=outcome,
        **more,
    )
