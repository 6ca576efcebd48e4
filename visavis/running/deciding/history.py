"""What happened to a client, in order: made, merged, parted, decided, taken back, erased."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visavis import database
from visavis.clients.decided import in_force, moves_of
from visavis.clients.moves import when_linked
from visavis.engine.linking.clusters.decided import End
from visavis.running.deciding.effects import effects_of, standing
from visavis.running.deciding.refusing import who_is

if TYPE_CHECKING:
    from visavis.clients.models import Decision


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a client.

    `what`: made, linked (records seen first), joined and left (records, from or to `other`), merged (with `other`: `into` tells
    which number stayed), back (records seen again), gone (records not seen any more), erased, or a kind of decision. `by` is
    the run, or who decided; `undone_by` the decision that took this one back.
    """

    at: datetime
    what: str
    by: str
    records: tuple[str, ...] = ()
    other: tuple[int, ...] = ()
    into: int | None = None
    reason: str = ""
    decision: int | None = None
    undoes: int | None = None
    undone_by: int | None = None

    def plain(self) -> dict[str, Any]:
        """Ready for JSON, without what is empty; ids as people see them."""
        from visavis.clients.models import public_id

        told = {
            "at": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
            "what": self.what,
            "by": self.by,
            "records": list(self.records),
            "others": [public_id(number) for number in self.other],
            "into": public_id(self.into) if self.into else None,
            "reason": self.reason,
            "decision": self.decision,
            "undoes": self.undoes,
            "undone_by": self.undone_by,
        }
        return {name: each for name, each in told.items() if each not in (None, "", [])}


def events_of(home: Path, number: int) -> list[Event]:
    """All that happened to the client with that number, whoever has taken it over since; the oldest first."""
    database.use(home)
    from visavis.clients.erasing import Erasure
    from visavis.clients.models import Client

    when = moments()
    found = [*_decided(number), *_moved(number, when), *_seen(number, when)]
    client = Client.objects.filter(number=number).first()
    if client is not None:
        found.append(Event(client.created_at, "made", client.run))
    for erasure in Erasure.objects.filter(client=standing(number)):
        found.append(Event(erasure.erased_at, "erased", who_is(erasure.actor), reason=erasure.reason))
    return sorted(found, key=lambda event: (event.what != "made", event.at, event.decision or 0))


def moments() -> dict[str, datetime]:
    """When each run began."""
    from visavis.running.models import Run

    return dict(Run.objects.values_list("id", "started_at"))


def moment_of(mark: str, runs: dict[str, datetime]) -> datetime | None:
    """When what a mark stands for happened: an arrival or a run; None where that is not known."""
    return when_linked(mark) or runs.get(mark)


def _decided(number: int) -> list[Event]:
    from visavis.clients.models import Decision

    every = list(Decision.objects.order_by("id"))
    standing_ones = {each.pk for each in in_force(every)}
    undone = {
        each.payload["undoes"]: each.pk for each in every if "undoes" in each.payload and each.pk in standing_ones
    }
    return [_event(each, number, undone.get(each.pk)) for each in every if number in _numbers(each)]


def _numbers(decision: "Decision") -> set[int]:
    told = decision.payload
    return effects_of(decision).numbers | {told[name] for name in ("client", "other") if name in told}


def _event(decision: "Decision", number: int, undone_by: int | None) -> Event:
    told = decision.payload
    records = [f"{source}/{key}" for source, key in told.get("pair", ())] or [
        f"{source}/{key}" for source, key, *_ in moves_of(decision)
    ]
    if not records and decision.kind == "must-link":
        records = [f"{source}/{key}" for source, key in told["groups"][0]]
    return Event(
        decision.decided_at,
        decision.kind,
        who_is(decision.actor),
        tuple(records),
        tuple(sorted(_numbers(decision) - {number})),
        reason=decision.reason,
        decision=decision.pk,
        undoes=told.get("undoes"),
        undone_by=undone_by,
    )


def _moved(number: int, runs: dict[str, datetime]) -> list[Event]:
    """What runs moved to this client, and from it."""
    from django.db.models import Q

    from visavis.clients.models import ClientAlias, ClientMove

    moves: defaultdict[tuple[str, int, int], list[ClientMove]] = defaultdict(list)
    rows = ClientMove.objects.filter(Q(former=number) | Q(client=number)).exclude(mark__startswith="decision-")
    for move in rows.order_by("id"):
        moves[move.mark, move.former, move.client].append(move)
    merges = {(mark, former, client): at for mark, former, client, at in _merges()}
    found = []
    for (mark, former, client), its in moves.items():
        other = client if former == number else former
        merged = merges.get((mark, former, client))
        what = "back" if former == client else "merged" if merged else "left" if former == number else "joined"
        names = tuple(f"{move.source}/{move.key}" for move in its)
        others = () if former == client else (other,)
        found.append(Event(merged or its[0].at, what, mark, names, others, client if merged else None))
    silent = ClientAlias.objects.filter(Q(former=number) | Q(direct=number)).exclude(run__startswith="decision-")
    for alias in silent:
        into = alias.direct or alias.client_id
        if (alias.run, alias.former, into) not in moves:
            other = into if alias.former == number else alias.former
            found.append(Event(alias.created_at, "merged", alias.run, (), (other,), into))
    return found


def _merges() -> list[tuple[str, int, int, datetime]]:
    """Merges that runs made: run, number taken over, by whom, when; those that were undone since among them."""
    from visavis.clients.models import ClientAlias, Decision

    rows = ClientAlias.objects.exclude(run__startswith="decision-").values_list(
        "run", "former", "direct", "client_id", "created_at"
    )
    found = [(run, former, direct or client, at) for run, former, direct, client, at in rows]
    for decision in Decision.objects.filter(payload__has_key="merged"):
        for former, client, since in decision.payload.get("revived", ()):
            found.append((decision.payload["merged"], former, client, datetime.fromisoformat(since)))
    return found


def _seen(number: int, runs: dict[str, datetime]) -> list[Event]:
    """Records that were this client's from the first, by the run or arrival that brought them; and those that are gone."""
    from visavis.clients.models import ClientMove, Link

    left = set(ClientMove.objects.filter(former=number).values_list("source", "key"))
    joined = set(ClientMove.objects.filter(client=number).values_list("source", "key"))
    links = {(link.source, link.key): link for link in Link.objects.filter(client_id=number)}
    for source, key in left - set(links):
        links.update(((link.source, link.key), link) for link in Link.objects.filter(source=source, key=key))
    first: defaultdict[str, list[End]] = defaultdict(list)
    gone: defaultdict[str, list[End]] = defaultdict(list)
    for record, link in sorted(links.items()):
        if record not in left | joined or _first(record) == number:
            first[link.run].append(record)
        if link.vanished_run and link.client_id == number:
            gone[link.vanished_run].append(record)
    events = [("linked", mark, its) for mark, its in first.items()] + [
        ("gone", mark, its) for mark, its in gone.items()
    ]
    return [
        Event(at, what, "" if when_linked(mark) else mark, tuple("/".join(record) for record in its))
        for what, mark, its in events
        if (at := moment_of(mark, runs)) is not None
    ]


def _first(record: End) -> int | None:
    """The client that a record was linked to first."""
    from visavis.clients.models import ClientMove

    moves = ClientMove.objects.filter(source=record[0], key=record[1]).order_by("id")
    return moves.values_list("former", flat=True).first()
