"""Why a decision about identities can't be made, with the decision that stands in its way."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from visavis.clients.decided import Pair
from visavis.engine.linking.clusters.decided import End
from visavis.mistakes import Mistake, Words
from visavis.running.deciding.effects import Effects, client_of

if TYPE_CHECKING:
    from visavis.clients.models import Client, Decision

Pairs = Mapping[Pair, "Decision"]
NAMES = {
    "merge": Words("réunion", "merge"),
    "split": Words("séparation", "split"),
    "must-link": Words("même client", "same client"),
    "cannot-link": Words("pas le même client", "not the same client"),
    "undo": Words("annulation", "undoing"),
}
"""Kinds of decisions."""


def client_called(number: int) -> "Client":
    """The client who has, or had, that number; raises Mistake where nobody does, or where they were erased."""
    from visavis.clients.erasing import Erased, erasure_of
    from visavis.clients.models import Client, public_id

    if erasure := erasure_of(number):
        raise Erased(erasure)
    client = Client.objects.resolve(number)
    if client is None:
        raise Mistake(
            Words(fr=f"aucun client {public_id(number)}", en=f"there is no client {public_id(number)}"),
            remedy=Words(fr="cherchez-le par son nom", en="search for the name"),
        )
    return client


def client_holding(record: End) -> int:
    """The number of the client that `record` belongs to; raises Mistake for a record that no run saw."""
    number = client_of(record)
    if number is None:
        raise Mistake(
            Words(fr=f"aucune fiche {'/'.join(record)}", en=f"there is no record {'/'.join(record)}"),
            remedy=Words(
                fr="écrivez SOURCE/CLÉ; toutes les fiches: visavis export links",
                en="write SOURCE/KEY; all records: visavis export links",
            ),
        )
    return number


def need_reason(reason: str) -> str:
    """The reason without blanks around; raises Mistake where nothing is left."""
    kept = reason.replace("\0", "").encode("utf-8", "ignore").decode().strip()
    if not kept:
        raise Mistake(
            Words(fr="il manque la raison", en="the reason is missing"),
            remedy=Words(
                fr="dites en quelques mots à quoi vous le voyez: vos collègues le liront",
                en="say in a few words how you can tell: colleagues will read it",
            ),
        )
    return kept


def told(decision: "Decision") -> Words:
    """A decision as others are referred to it: number, kind, who, when."""
    who, day = who_is(decision.actor), decision.decided_at
    kind = NAMES[decision.kind]
    return Words(
        fr=f"la décision n° {decision.pk} ({kind.fr}, {who}, {day:%d/%m/%Y})",
        en=f"decision {decision.pk} ({kind.en}, {who}, {day:%Y-%m-%d})",
    )


def who_is(actor: str) -> str:
    """The name of `user/<id>`; any other actor as written."""
    from visavis.house.models import User

    number = actor.removeprefix("user/")
    user = User.objects.filter(pk=int(number)).first() if number.isdecimal() and number != actor else None
    return user.name if user else actor


def in_the_way(decision: "Decision", what: Words) -> Mistake:
    """`what` contradicts `decision`, which is to be undone first."""
    its = told(decision)
    why = f": « {decision.reason} »" if decision.reason else ""
    why_en = f": “{decision.reason}”" if decision.reason else ""
    return Mistake(
        Words(fr=f"{what.fr}: {its.fr} dit le contraire{why}", en=f"{what.en}: {its.en} says otherwise{why_en}"),
        remedy=Words(
            fr=f"annulez d’abord cette décision: visavis client undo {decision.pk} --reason …",
            en=f"undo that decision first: visavis client undo {decision.pk} --reason …",
        ),
    )


def refuse_broken(effects: Effects, *, together: Pairs, apart: Pairs, weak: Collection[str] = (), what: Words) -> None:
    """Raise Mistake where records would no longer stand as decided; `weak` kinds may be overruled about who is together."""
    after = effects.target

    def whose(record: End) -> int | None:
        return after[record] if record in after else client_of(record)

    for pairs, one_client in ((together, True), (apart, False)):
        for pair, decision in pairs.items():
            if not (pair[0] in after or pair[1] in after) or (one_client and decision.kind in weak):
                continue
            one, other = map(whose, pair)
            if one is not None and other is not None and (one == other) is not one_client:
                raise in_the_way(decision, what)
