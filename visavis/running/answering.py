"""What people answer about a doubtful pair, on its page or in a spreadsheet: decided, and what it changed."""

from pathlib import Path
from typing import TYPE_CHECKING

from visavis import database
from visavis.clients.doubts.reviewing import Doubt
from visavis.engine.linking.clusters.decided import End
from visavis.mistakes import Words
from visavis.running.deciding import cannot_link, must_link
from visavis.running.deciding.effects import effects_of

if TYPE_CHECKING:
    from visavis.clients.models import Decision
    from visavis.house.models import User

SIDE_BY_SIDE = Words(fr="vues côte à côte", en="seen side by side")
"""Reason of an answer for which nobody wrote another."""


def answer(home: Path, one: End, other: End, *, same: bool, actor: str, reason: str) -> "Decision":
    """Decide that the records are one client, or that they are not. Raises Mistake where another decision says otherwise, or
    says so already, or a record is gone."""
    verb = must_link if same else cannot_link
    return verb(home, one, other, actor=actor, reason=reason)


def effect_of(doubt: Doubt) -> tuple[Words, Words]:
    """What “yes” would change, and what “no” would: as many records and facts as would belong to another client."""
    from visavis.clients.models import public_id

    stays = Words(fr="rien ne change, et c’est retenu", en="nothing changes, and it is remembered")
    if doubt.together:
        name = public_id(doubt.clients[0])
        moved = _amount(doubt.records, doubt.facts)
        no = Words(
            fr=f"{moved.fr} de {name} {_agreed(doubt.records, doubt.facts, 'devient', 'deviennent')} un autre client",
            en=f"{moved.en} of {name} {_agreed(doubt.records, doubt.facts, 'becomes', 'become')} another client",
        )
        return stays, no
    oldest, other = doubt.clients
    held = _held(other)
    moved = _amount(*held)
    yes = Words(
        fr=f"{moved.fr} de {public_id(other)} {_agreed(*held, 'rejoint', 'rejoignent')} {public_id(oldest)}",
        en=f"{moved.en} of {public_id(other)} {_agreed(*held, 'joins', 'join')} {public_id(oldest)}",
    )
    return yes, stays


def changed(decision: "Decision") -> Words:
    """What a decision changed, in words."""
    from visavis.clients.models import public_id

    effects = effects_of(decision)
    joined = {client for *_, client in effects.moves}
    if not joined:
        return Words(fr="rien n’a changé de client", en="nothing changed client")
    names = ", ".join(map(public_id, sorted(joined)))
    count = len(effects.moves)
    return Words(
        fr=f"{count} fiche{'s' if count > 1 else ''} maintenant chez {names}",
        en=f"{count} record{'s' if count > 1 else ''} now with {names}",
    )


def last_answer(home: Path, user: "User") -> "Decision | None":
    """The latest answer of `user` about two records that nobody took back."""
    from visavis.clients.decided import in_force
    from visavis.clients.models import Decision

    database.use(home)
    kinds = (Decision.Kind.MUST_LINK, Decision.Kind.CANNOT_LINK)
    latest = Decision.objects.filter(actor=f"user/{user.pk}", kind__in=kinds).order_by("-id")[:1].first()
    if latest is None:
        return None
    standing = in_force(list(Decision.objects.filter(id__gte=latest.pk).order_by("id")))
    return latest if latest in standing else None


def _held(client: int) -> tuple[int, int]:
    """Records and facts of a client."""
    from visavis.clients.models import ClientCard
    from visavis.running.deciding.effects import records_of

    facts = ClientCard.objects.filter(client=client).values_list("facts", flat=True).first()
    return sum(records_of(client).values()), facts or 0


def _amount(records: int, facts: int) -> Words:
    one = Words(fr=f"{records} fiche{'s' if records > 1 else ''}", en=f"{records} record{'s' if records > 1 else ''}")
    if not facts:
        return one
    return Words(
        fr=f"{one.fr} et {facts} fait{'s' if facts > 1 else ''}",
        en=f"{one.en} and {facts} fact{'s' if facts > 1 else ''}",
    )


def _agreed(records: int, facts: int, one: str, many: str) -> str:
    """The verb of so many records and facts."""
    return one if records == 1 and not facts else many
