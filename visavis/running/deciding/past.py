"""Who a client was at a moment: its number then, and the records that it had."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from visavis import database
from visavis.engine.linking.clusters.decided import End
from visavis.running.deciding.effects import standing
from visavis.running.deciding.history import moment_of, moments


@dataclass(frozen=True, slots=True)
class Then:
    """The number by which the client was called; None where it was not there yet; and its records, in order."""

    number: int | None
    records: tuple[End, ...]


def who_was(home: Path, number: int, when: datetime) -> Then:
    """Who the client with that number was at the moment `when`."""
    database.use(home)
    from visavis.clients.models import Client

    client = Client.objects.filter(number=number).first()
    if client is None or client.created_at > when:
        return Then(None, ())
    taken = _taken_over(when)
    then = _called(number, taken)
    same = {then, *(former for former in taken if _called(former, taken) == then)}
    runs, found = moments(), []
    for record in sorted(_candidates(same)):
        if _belonged(record, when, runs) in same:
            found.append(record)
    return Then(then, tuple(found))


def _taken_over(when: datetime) -> dict[int, int]:
    """Number → the one that had taken it over at that moment."""
    from visavis.clients.models import ClientAlias, Decision

    rows = ClientAlias.objects.filter(created_at__lte=when).values_list("former", "direct", "client_id")
    found = {former: direct or client for former, direct, client in rows}
    for decision in Decision.objects.filter(decided_at__gt=when, payload__has_key="revived").order_by("-id"):
        for former, client, since in decision.payload["revived"]:
            if datetime.fromisoformat(since) <= when:
                found[former] = client
    return found


def _called(number: int, taken: dict[int, int]) -> int:
    seen = {number}
    while (above := taken.get(number)) is not None and above not in seen:
        number = above
        seen.add(above)
    return number


def _candidates(numbers: set[int]) -> set[End]:
    """Records that are, or were at any time, linked to one of these clients."""
    from django.db.models import Q

    from visavis.clients.models import ClientMove, Link

    now = {*numbers, *map(standing, numbers)}
    found = set(Link.objects.filter(client_id__in=now).values_list("source", "key"))
    moved = ClientMove.objects.filter(Q(former__in=numbers) | Q(client__in=numbers))
    return found | set(moved.values_list("source", "key"))


def _belonged(record: End, when: datetime, runs: dict[str, datetime]) -> int | None:
    """The client of a record at that moment; None where it was not there."""
    from visavis.clients.models import ClientMove, Link

    link = Link.objects.filter(source=record[0], key=record[1]).first()
    if link is None:
        return None
    linked = moment_of(link.run, runs)
    if linked is not None and linked > when:
        return None
    later = list(ClientMove.objects.filter(source=record[0], key=record[1], at__gt=when).order_by("id"))
    missed = next((move.missed for move in later if move.missed), link.vanished_run)
    if missed and (gone := moment_of(missed, runs)) is not None and gone <= when:
        return None
    return later[0].former if later else link.client_id
