"""Clients who are one and the same: the oldest number stays, the others resolve to it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from visavis import database
from visavis.clients.decided import standing_pairs
from visavis.mistakes import Mistake, Words
from visavis.running.deciding.effects import Effects, records_of
from visavis.running.deciding.refusing import client_called, need_reason, refuse_broken
from visavis.running.deciding.turn import in_turn, settle

if TYPE_CHECKING:
    from visavis.clients.models import Decision

WHAT = Words(fr="ces clients ne peuvent pas être réunis", en="these clients can't be merged")


def merge(home: Path, clients: Sequence[int], *, actor: str, reason: str) -> "Decision":
    """Make one client of those with these numbers: the oldest number stays, the others resolve to it for ever.

    Raises Mistake where one of them is not there, where they are one already, or where it is decided that they are not.
    """
    database.use(home)
    from visavis.clients.models import Decision

    reason = need_reason(reason)
    with in_turn(home, lambda: numbers_of(clients)) as session:
        numbers = numbers_of(clients)
        if len(numbers) < 2:
            raise Mistake(
                Words(fr="ces identifiants sont ceux d’un seul client", en="these ids are those of one client"),
                remedy=Words(fr="donnez deux clients différents", en="give two different clients"),
            )
        effects = taken_over(numbers[0], numbers[1:])
        together, apart = standing_pairs(list(Decision.objects.order_by("id")))
        refuse_broken(effects, together=together, apart=apart, what=WHAT)
        records = [list(record) for number in numbers for record in records_of(number)]
        decision = Decision(kind=Decision.Kind.MERGE, actor=actor, reason=reason)
        decision.payload = {"client": numbers[0], "groups": [sorted(records)]}
        return settle(session, decision, effects)


def numbers_of(clients: Iterable[int]) -> list[int]:
    """The numbers that these clients have now, the oldest first; raises Mistake where one is not there."""
    return sorted({client_called(number).number for number in clients})


def taken_over(survivor: int, others: Iterable[int]) -> Effects:
    """What it does when one client takes others over, with all their records."""
    others = tuple(others)
    moves = tuple((source, key, number, survivor) for number in others for source, key in records_of(number))
    return Effects(moves, became=tuple((number, survivor) for number in others))
