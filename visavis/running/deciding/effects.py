"""What a decision does to clients and links, and the same undone: numbers, records, and who takes over whom."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from visavis.clients.decided import moves_of
from visavis.engine.linking.clusters.decided import End

if TYPE_CHECKING:
    from visavis.clients.models import Decision

Move = tuple[str, str, int, int]
"""Source and key of a record, the number of the client that it leaves, and of the one that it joins."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Parts of a payload: see visavis.clients.decided."""

    moves: tuple[Move, ...] = ()
    became: tuple[tuple[int, int], ...] = ()
    minted: tuple[tuple[int, int], ...] = ()
    revived: tuple[tuple[int, int, str], ...] = ()

    def payload(self) -> dict[str, Any]:
        """Ready for JSON, without what is empty."""
        return {name: each for name, each in asdict(self).items() if each}

    @property
    def numbers(self) -> set[int]:
        """Every number concerned."""
        moved = {number for _, _, *both in self.moves for number in both}
        return moved | {
            number for some in (self.became, self.minted, self.revived) for each in some for number in each[:2]
        }

    @property
    def target(self) -> dict[End, int]:
        """Record → the client that it joins."""
        return {(source, key): client for source, key, _, client in self.moves}


def effects_of(decision: "Decision") -> Effects:
    """What `decision` did."""
    told, moves = decision.payload, tuple(moves_of(decision))
    if "moved" in told and "new" in told:
        return Effects(moves, minted=((told["new"], told["client"]),))
    if "moved" in told:
        return Effects(moves, became=((told["former"], told["client"]),))
    pairs = {name: tuple((one, other) for one, other in told.get(name, ())) for name in ("became", "minted")}
    return Effects(moves, **pairs, revived=tuple((one, other, since) for one, other, since in told.get("revived", ())))


def standing(number: int) -> int:
    """The number that client `number` has now; itself where nobody took it over."""
    from visavis.clients.models import ClientAlias

    alias = ClientAlias.objects.filter(former=number).first()
    return alias.client_id if alias else number


def records_of(number: int) -> dict[End, bool]:
    """The records linked to the client that has this number now, and whether the last run saw them; in order."""
    from visavis.clients.models import ClientAlias, Link

    numbers = [number, *ClientAlias.objects.filter(client_id=number).values_list("former", flat=True)]
    rows = Link.objects.filter(client_id__in=numbers).order_by("source", "key")
    return {(source, key): gone is None for source, key, gone in rows.values_list("source", "key", "vanished_run")}


def client_of(record: End) -> int | None:
    """The number of the client that a record belongs to now; None for a record that no run saw."""
    from visavis.clients.models import Link

    number = Link.objects.filter(source=record[0], key=record[1]).values_list("client_id", flat=True).first()
    return None if number is None else standing(number)


def carry_out(effects: Effects, mark: str) -> set[int]:
    """Do it, in the caller's transaction; done before, it has no effect. The clients whose pages it changes.

    Numbers are taken as they stand now, so that a decision can be carried out again after a run came in between.
    """
    from visavis.clients.models import Client

    for number, _ in effects.minted:
        Client.objects.get_or_create(number=number, defaults={"run": mark})
    for number, *_ in effects.revived:
        _revive(number)
    touched = _move(effects.moves, mark)
    for former, client in effects.became:
        _become(former, standing(client), client, mark)
    return touched | {standing(number) for number in effects.numbers}


def _move(moves: Iterable[Move], mark: str) -> set[int]:
    from django.utils import timezone

    from visavis.clients.models import ClientMove, Link

    moved, touched, now = [], set[int](), timezone.now()
    for source, key, _, joined in moves:
        link = Link.objects.filter(source=source, key=key)
        number = link.values_list("client_id", flat=True).first()
        if number is None:
            continue
        left, client = standing(number), standing(joined)
        touched |= {left, client}
        if number != client:
            link.update(client_id=client)
        if left != client:
            moved.append(ClientMove(source=source, key=key, former=left, client=client, mark=mark, at=now))
    ClientMove.objects.bulk_create(moved, batch_size=500)
    return touched


def _become(former: int, client: int, direct: int, mark: str) -> None:
    from visavis.clients.models import ClientAlias

    if former == client:
        return
    ClientAlias.objects.filter(client_id=former).update(client_id=client)
    ClientAlias.objects.update_or_create(former=former, defaults={"client_id": client, "direct": direct, "run": mark})


def _revive(number: int) -> None:
    """Nobody takes `number` over any more; whoever it had taken over is called by it again."""
    from visavis.clients.models import Client, ClientAlias

    alias = ClientAlias.objects.filter(former=number).first()
    if alias is None or not Client.objects.filter(number=number).exists():
        return
    siblings = list(ClientAlias.objects.filter(client_id=alias.client_id).values_list("former", "direct"))
    parents = {former: direct or alias.client_id for former, direct in siblings if former != number}
    ahead, below = [number], list[int]()
    while ahead:
        above = ahead.pop()
        found = [former for former, direct in parents.items() if direct == above]
        below += found
        ahead += found
    alias.delete()
    ClientAlias.objects.filter(former__in=below).update(client_id=number)
