"""What people decide about identities: records parted from a client, and rejoined; at once on its page, and in every run after."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.decided import End
from visavis.mistakes import Mistake, Words
from visavis.running.publishing.anew import publish_anew, with_records
from visavis.running.publishing.ids import last_decision
from visavis.running.publishing.recounting import count_anew
from visavis.running.publishing.writing import take_turns

if TYPE_CHECKING:
    from visavis.clients.models import Client, Decision
    from visavis.house.models import User


def part(home: Path, client: int, records: Sequence[End], *, user: "User", reason: str) -> int:
    """Part `records` (source and key) from `client`: they are another one, whose new number is returned.

    Raises Mistake where the client or one of the records is not there, or where none or all of them are asked for.
    """
    from visavis.clients.models import Client, Decision, Link

    database.use(home)
    with _in_turn(home, lambda: [_client(client).number]) as session:
        number = _next_number()
        whose = _client(client)
        all_of_them = set(Link.objects.present().filter(client_id=whose.number).values_list("source", "key"))
        parted = set(map(tuple, records))
        _check(parted, all_of_them)
        decision = Decision.objects.create(
            kind=Decision.Kind.SPLIT,
            actor=f"user/{user.pk}",
            reason=reason,
            payload={
                "client": whose.number,
                "new": number,
                "groups": [sorted(all_of_them - parted), sorted(parted)],
                "moved": sorted(parted),
            },
        )
        Client.objects.create(number=number, run=mark_of(decision))
        _move(decision.payload["moved"], number)
        publish_anew(session, [whose.number, number], mark_of(decision))
        count_anew()
    return number


def rejoin(home: Path, decision: int, *, user: "User", reason: str = "") -> int:
    """Undo the parting `decision`: its records are one client again, whose number is returned; the parted one resolves to it.

    Raises Mistake where there is no such parting, or where it was undone already.
    """
    from visavis.clients.models import Decision, Link

    database.use(home)
    undone = Decision.objects.filter(id=decision, kind=Decision.Kind.SPLIT).first()
    if undone is None:
        raise Mistake(
            Words(fr="cette séparation n’existe pas", en="there is no such parting"),
            remedy=Words(fr="rechargez la fiche client", en="reload the client page"),
        )
    with _in_turn(home, lambda: [_client(undone.payload[name]).number for name in ("new", "client")]) as session:
        former, whose = (_client(undone.payload[name]) for name in ("new", "client"))
        if former.number == whose.number:
            raise Mistake(
                Words(fr="ces fiches sont déjà réunies", en="these records are together already"),
                remedy=Words(fr="rechargez la fiche client", en="reload the client page"),
            )
        present = Link.objects.present()
        moved = sorted(present.filter(client_id=former.number).values_list("source", "key"))
        staying = present.filter(client_id=whose.number).values_list("source", "key")
        decision_made = Decision.objects.create(
            kind=Decision.Kind.MERGE,
            actor=f"user/{user.pk}",
            reason=reason,
            payload={
                "client": whose.number,
                "former": former.number,
                "undoes": undone.id,
                "groups": [sorted({*moved, *staying})],
                "moved": moved,
            },
        )
        _move(moved, whose.number)
        _become(former.number, whose.number, mark_of(decision_made))
        publish_anew(session, [whose.number, former.number], mark_of(decision_made))
        count_anew()
    return whose.number


def carry_out_again(lake: Lake, manifest: Manifest, *, after: int) -> int:
    """Do again what was decided after decision `after`: a publication that did not know of it may have undone it.

    The last decision that was done again, else `after`.
    """
    from django.db import transaction

    from visavis.clients.models import Decision, Link

    last = after
    for decision in Decision.objects.filter(id__gt=after).order_by("id"):
        target = _client(decision.payload["new" if decision.kind == Decision.Kind.SPLIT else "client"]).number
        clients = {target, _client(decision.payload["client"]).number}
        for source, key in decision.payload["moved"]:
            clients |= set(Link.objects.filter(source=source, key=key).values_list("client_id", flat=True))
        with with_records(lake, manifest, clients) as session, transaction.atomic():
            take_turns()
            _move(decision.payload["moved"], target)
            publish_anew(session, sorted(clients), mark_of(decision))
            count_anew()
        last = decision.pk
    return last


def mark_of(decision: "Decision") -> str:
    """How a decision marks the rows that it removes, and the client that it makes."""
    return f"decision-{decision.pk}"


@contextmanager
def _in_turn(home: Path, clients: Callable[[], list[int]]) -> Iterator[DuckDB]:
    """A transaction while nobody else decides or publishes, and a session with what the lake has of `clients`.

    It is read before, for that takes the longest; and read again where a run or a decision came in between.
    """
    from django.db import transaction

    lake = Lake(home / "lake")
    while True:
        manifest, decided = _published(lake), last_decision()
        with ExitStack() as held:
            session = held.enter_context(with_records(lake, manifest, clients()))
            held.enter_context(transaction.atomic())
            take_turns()
            if (_published(lake), last_decision()) == (manifest, decided):
                yield session
                return


def _published(lake: Lake) -> Manifest:
    """The facts that the database tells of: for a moment, those of a run that is about to make them the current ones."""
    from visavis.running.models import Run

    draft = lake.draft()
    if draft is not None and Run.objects.filter(id=draft.run).exclude(finished_at=None).exists():
        return draft
    return lake.current() or Manifest(run="")


def _client(number: int) -> "Client":
    from visavis.clients.models import Client, public_id

    client = Client.objects.resolve(number)
    if client is None:
        raise Mistake(
            Words(fr=f"aucun client {public_id(number)}", en=f"there is no client {public_id(number)}"),
            remedy=Words(fr="cherchez-le par son nom", en="search for the name"),
        )
    return client


def _check(parted: set[Any], all_of_them: set[Any]) -> None:
    if not parted or parted >= all_of_them:
        raise Mistake(
            Words(
                fr="choisissez une partie des fiches de ce client: au moins une, mais pas toutes",
                en="choose some of this client’s records: one at least, but not all",
            )
        )
    if missing := sorted(parted - all_of_them):
        name = "/".join(missing[0])
        raise Mistake(
            Words(fr=f"la fiche {name} n’est plus à ce client", en=f"the record {name} is no longer this client’s"),
            remedy=Words(fr="rechargez la fiche client", en="reload the client page"),
        )


def _next_number() -> int:
    counter = take_turns()
    number: int = counter.next
    counter.next += 1
    counter.save()
    return number


def _move(records: Sequence[Sequence[str]], client: int) -> None:
    from visavis.clients.models import Link

    for source, key in records:
        Link.objects.filter(source=source, key=key).update(client_id=client)


def _become(former: int, client: int, mark: str) -> None:
    from visavis.clients.models import ClientAlias

    ClientAlias.objects.filter(client_id=former).update(client_id=client)
    ClientAlias.objects.update_or_create(former=former, defaults={"client_id": client, "run": mark})
