"""Commitments as pages show them: their client, their words, how firm they are, where they stand, what shows it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from visavis.clients.models import ClientCard, TimelineItem
from visavis.house.models import User
from visavis.mistakes import Words
from visavis.promises.confirming import Proposal, commitments_of_client, confirmed_by, due_soon_of
from visavis.promises.evidence import Evidence, evidence_of
from visavis.promises.models import Commitment
from visavis.vocabulary import CommitmentKind

KINDS = {
    CommitmentKind.FIRM: Words(fr="ferme", en="firm"),
    CommitmentKind.VAGUE: Words(fr="vague", en="vague"),
    CommitmentKind.CONDITIONAL: Words(fr="sous condition", en="conditional"),
    CommitmentKind.SOFT: Words(fr="sans engagement net", en="soft"),
}
ACTS = {
    "call": Words(fr="appeler", en="call"),
    "reply": Words(fr="répondre", en="reply"),
    "inform": Words(fr="tenir au courant", en="keep informed"),
    "send": Words(fr="envoyer", en="send"),
    "repair": Words(fr="réparer", en="repair"),
    "refund": Words(fr="rembourser", en="refund"),
    "visit": Words(fr="passer", en="visit"),
    "check": Words(fr="vérifier", en="check"),
    "deliver": Words(fr="livrer", en="deliver"),
    "correct": Words(fr="corriger", en="correct"),
    "quote": Words(fr="faire un devis", en="quote"),
    "pass-on": Words(fr="transmettre", en="pass on"),
    "handle": Words(fr="traiter", en="handle"),
}
STATES = {
    "open": ("open", Words(fr="en cours", en="open")),
    "soon": ("late", Words(fr="à tenir bientôt", en="due soon")),
    "past": ("broken", Words(fr="échéance passée", en="past due")),
    "kept": ("kept", Words(fr="tenu", en="kept")),
    "late": ("late", Words(fr="tenu en retard", en="kept late")),
    "missed": ("broken", Words(fr="non tenu", en="not kept")),
}
"""By state: the class of its label, and its words."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sentence that waits for the answer of its author."""

    proposal: Proposal
    card: ClientCard | None
    kind: Words
    act: Words


@dataclass(frozen=True, slots=True)
class Shown:
    """A confirmed commitment; `mine` tells whether whoever looks promised it."""

    commitment: Commitment
    card: ClientCard | None
    kind: Words
    act: Words
    state: str
    label: Words
    evidence: Evidence | None = None
    mine: bool = False


def proposed(proposals: Sequence[Proposal]) -> list[Proposed]:
    """Proposals with their clients."""
    cards = _cards(each.client for each in proposals)
    return [
        Proposed(each, cards.get(each.client), KINDS[CommitmentKind(each.proposed.kind)], ACTS[each.proposed.act])
        for each in proposals
    ]


def mine(user: User, as_of: date | None) -> list[Shown]:
    """What `user` confirmed: with what shows it done, where nobody said how it ended."""
    return _shown(list(confirmed_by(user)[:200]), as_of, user, evidence=True)


def soon(user: User, as_of: date | None) -> list[Shown]:
    """What `user` promised that falls due in the next days, or is past: the reminder."""
    return _shown(due_soon_of(user, as_of)[:12], as_of, user, evidence=False)


def to_client(card: ClientCard, as_of: date | None, user: User) -> list[Shown]:
    """What any of us promised this client, confirmed: everybody sees it, and of which team it is."""
    return _shown(commitments_of_client(card.client), as_of, user, evidence=False)


def _shown(commitments: list[Commitment], as_of: date | None, user: User, *, evidence: bool) -> list[Shown]:
    clients = (
        dict(
            TimelineItem.objects.filter(id__in={each.item for each in commitments}, vanished_run=None).values_list(
                "id", "client"
            )
        )
        if commitments
        else {}
    )
    cards = _cards(clients.values())
    looked = evidence_of(each for each in commitments if not each.outcome) if evidence else {}
    found = []
    for each in commitments:
        state, label = STATES[_state(each, as_of)]
        client: int = clients.get(each.item, 0)
        found.append(
            Shown(
                each, cards.get(client), KINDS[CommitmentKind(each.kind)], ACTS[each.act], state, label,
                looked.get(each.id), each.user_id == user.pk,
            )
        )  # fmt: skip
    return found


def _state(commitment: Commitment, as_of: date | None) -> str:
    if commitment.outcome == Commitment.Outcome.KEPT:
        late = commitment.due_on and commitment.done_on and commitment.done_on > commitment.due_on
        return "late" if late else "kept"
    if commitment.outcome:
        return "missed"
    if commitment.due_on is None or as_of is None:
        return "open"
    return "past" if commitment.due_on < as_of else "soon" if (commitment.due_on - as_of).days <= 3 else "open"


def _cards(clients: Iterable[int]) -> dict[int, ClientCard]:
    wanted = set(clients)
    return (
        {card.client: card for card in ClientCard.objects.filter(client__in=wanted, vanished_run=None)}
        if wanted
        else {}
    )


def named(value: str) -> uuid.UUID | None:
    """The id in a query, if it is one."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
