"""What people decided about who a client is: who, when, why, and what can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from visavis.clients.decided import moves_of
from visavis.clients.models import Decision, public_id
from visavis.house.models import User
from visavis.web.clients.together import Record

MOST = 50


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: a parting (into `other`) or the undoing of one; `undoable` tells that its clients still stand apart."""

    id: int
    parting: bool
    by: str
    at: datetime
    reason: str
    records: tuple[Record, ...]
    client: str
    other: str
    undoable: bool


def decisions_about(client: int, records: Mapping[str, Record]) -> list[Decided]:
    """Decisions that the client with that number came out of, the latest first; records are named as in `records`."""
    about = Q(payload__client=client) | Q(payload__new=client) | Q(payload__former=client)
    rows = list(Decision.objects.filter(about, kind__in=("split", "merge", "undo")).order_by("-id")[:MOST])
    names = _names(rows)
    undone = {row.payload["undoes"] for row in rows if "undoes" in row.payload}
    return [_decided(row, records, names, undone) for row in rows]


def parting_into(client: int) -> Decision | None:
    """The latest parting that made the client with that number."""
    made = Q(payload__minted__0__0=client) | Q(payload__new=client)
    return Decision.objects.filter(made, kind=Decision.Kind.SPLIT).order_by("-id").first()


def is_undone(decision: Decision) -> bool:
    """Whether the clients of a parting are one again."""
    return Decision.objects.filter(payload__undoes=decision.pk).exists()


def _decided(row: Decision, records: Mapping[str, Record], names: Mapping[str, str], undone: set[int]) -> Decided:
    parting = row.kind == Decision.Kind.SPLIT
    moves = moves_of(row)
    other = next((move[3 if parting else 2] for move in moves), None)
    moved = [f"{source}/{key}" for source, key, *_ in moves]
    return Decided(
        row.pk,
        parting,
        names.get(row.actor, row.actor),
        row.decided_at,
        row.reason,
        tuple(records.get(each) or Record(each.partition("/")[0], each.partition("/")[2]) for each in moved),
        public_id(row.payload["client"]),
        public_id(other) if other else "",
        parting and row.pk not in undone,
    )


def _names(rows: list[Decision]) -> dict[str, str]:
    """Names of those who decided, by `user/<id>`."""
    ids = {int(row.actor.removeprefix("user/")) for row in rows if row.actor.removeprefix("user/").isdecimal()}
    return {f"user/{user.pk}": user.name for user in User.objects.filter(pk__in=ids)}
