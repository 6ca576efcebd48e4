"""Whether a commitment was kept: what later exchanges and events of the same client show. Proposed, never decided."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from visavis.clients.models import TimelineItem
from visavis.engine.reading.committing.acts import Act
from visavis.promises.models import Commitment
from visavis.vocabulary import Channel, Direction

LOOKED_AT = timedelta(days=120)
"""How long after it was said; what comes later keeps another promise."""

_EVENTS: dict[str, str] = {
    Act.CALL: r"appel|rappel|call|phone|t[ée]l[ée]phone",
    Act.REFUND: r"rembours|refund|avoir|virement|credit|cr[ée]dit",
    Act.REPAIR: r"r[ée]par|repair|panne|outage|d[ée]pann|incident|interven|fault",
    Act.VISIT: r"visit|passage|interven|installation|rendez|appointment|technic",
    Act.DELIVER: r"livr|deliver|colis|parcel|exp[ée]d|ship|commande|order",
    Act.QUOTE: r"devis|quot|offre",
    Act.SEND: r"envoi|exp[ée]d|ship|colis|parcel|courrier",
    Act.CORRECT: r"correct|rectif|avoir|facture|invoice",
    Act.HANDLE: r"trait|cl[oô]tur|clos|handled|closed|dossier|case",
}
_BY_WORDS = (Act.REPLY, Act.INFORM, Act.SEND, Act.QUOTE, Act.CHECK, Act.CORRECT, Act.PASS_ON, Act.HANDLE)
_NOT_DONE = re.compile(r"annul|cancel|report|manqu|missed|absent|refus|attente|waiting|[ée]chou|failed", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact that shows it done, and on which day; None: no fact shows it. `late`: after the due day."""

    item: uuid.UUID | None
    done_on: date | None
    late: bool


def evidence_of(commitments: Iterable[Commitment]) -> dict[uuid.UUID, Evidence]:
    """What shows each commitment done, by its id: the first fact of its client after it was said that fits the act."""
    found: dict[uuid.UUID, Evidence] = {}
    wanted = list(commitments)
    replies = {
        each.id: each for each in TimelineItem.objects.filter(id__in=[each.item for each in wanted], vanished_run=None)
    }
    for commitment in wanted:
        reply = replies.get(commitment.item)
        found[commitment.id] = _look(commitment, reply) if reply else Evidence(None, None, late=False)
    return found


def _look(commitment: Commitment, reply: TimelineItem) -> Evidence:
    since = reply.moment
    # Done may be told on a fact that began before the promise: a delivery under way, a complaint that is open.
    facts = TimelineItem.objects.filter(
        client=reply.client, vanished_run=None, fact__in=("exchanges", "events"), moment__lte=since + LOOKED_AT
    ).exclude(id=reply.id)
    shown = [(day, item) for item in facts if (day := _done_on(commitment, item, reply)) is not None]
    if not shown:
        return Evidence(None, None, late=False)
    day, item = min(shown, key=lambda each: (each[0], each[1].thread != reply.thread, each[1].moment))
    return Evidence(item.id, day, late=bool(commitment.due_on and day > commitment.due_on))


def _done_on(commitment: Commitment, item: TimelineItem, reply: TimelineItem) -> date | None:
    act = commitment.act
    if item.source == "visavis":
        return None
    if item.fact == "exchanges":
        if item.direction != Direction.OUT or item.moment <= reply.moment:
            return None
        by_phone = item.channel == Channel.PHONE
        fits = by_phone if act == Act.CALL else item.channel == Channel.VISIT if act == Act.VISIT else act in _BY_WORDS and not by_phone  # fmt: skip
        fits = fits or (act in (Act.REPLY, Act.INFORM) and by_phone)
        if not fits or (act != Act.CALL and reply.thread and item.thread and item.thread != reply.thread):
            return None
        return item.occurred_on or item.moment.date()
    pattern = _EVENTS.get(act)
    if (
        pattern is None
        or not re.search(pattern, f"{item.type} {item.source}", re.IGNORECASE)
        or _NOT_DONE.search(item.status)
    ):
        return None
    done = item.done_on or (
        item.occurred_on if act in (Act.CALL, Act.VISIT, Act.REFUND) and item.due_on is None else None
    )
    moment: datetime | None = item.done_at or (item.occurred_at if item.done_on is None else None)
    after = moment > reply.moment if moment else done is not None and done >= commitment.said_on
    return done if after else None
