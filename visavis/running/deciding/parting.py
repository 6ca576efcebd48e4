"""Records that are not this client's: they become a client of their own."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visavis import database
from visavis.clients.decided import standing_pairs
from visavis.engine.linking.clusters.decided import End
from visavis.mistakes import Mistake, Words
from visavis.running.deciding.effects import Effects, records_of
from visavis.running.deciding.refusing import client_called, need_reason, refuse_broken
from visavis.running.deciding.turn import in_turn, settle
from visavis.running.publishing.writing import take_turns

if TYPE_CHECKING:
    from visavis.clients.models import Decision

WHAT = Words(fr="ces fiches ne peuvent pas être séparées", en="these records can't be parted")
OVERRULED = ("merge", "split", "cannot-link", "undo")
"""Kinds of decisions that held records together, and give way when a person names those to be parted."""


def part(home: Path, client: int, records: Sequence[End], *, actor: str, reason: str) -> "Decision":
    """Part `records` (source and key) from `client`: they are another one, with a new number (`minted` of the payload).

    Raises Mistake where the client or one of the records is not there, where none or all of them are asked for, or where it
    is decided of two of them that they are one client.
    """
    database.use(home)
    from visavis.clients.models import Decision

    reason = need_reason(reason)
    with in_turn(home, lambda: [client_called(client).number]) as session:
        whose = client_called(client).number
        every = records_of(whose)
        parted = {(source, key) for source, key in records}
        _check(parted, {record for record, present in every.items() if present})
        effects = parted_from(whose, parted)
        together, apart = standing_pairs(list(Decision.objects.order_by("id")))
        refuse_broken(effects, together=together, apart=apart, weak=OVERRULED, what=WHAT)
        decision = Decision(kind=Decision.Kind.SPLIT, actor=actor, reason=reason)
        decision.payload = {"client": whose, "groups": groups_of_two(every, parted)}
        return settle(session, decision, effects)


def parted_from(client: int, parted: Collection[End]) -> Effects:
    """What it does when records become a client of their own, with a new number."""
    counter = take_turns()
    number: int = counter.next
    counter.next += 1
    counter.save()
    moves = tuple((source, key, client, number) for source, key in sorted(parted))
    return Effects(moves, minted=((number, client),))


def groups_of_two(every: Collection[End], parted: Collection[End]) -> list[list[End]]:
    """All records of a client, in the two groups that are no longer one."""
    return [sorted(set(every) - set(parted)), sorted(parted)]


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
            Words(fr=f"la fiche {name} n’est pas à ce client", en=f"the record {name} is not this client’s"),
            remedy=Words(fr="regardez de nouveau ses fiches", en="look at their records again"),
        )
