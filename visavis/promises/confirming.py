"""What one of us promised in a reply, proposed to its author alone: confirmed, it is a promise of the house like any other."""

import io
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from visavis.clients.models import TimelineItem
from visavis.declarations import versions
from visavis.engine.reading.personal.spans import spans_read, written
from visavis.house.changes import note_file
from visavis.house.models import User
from visavis.house.teams import teams_of
from visavis.mistakes import Mistake, Words
from visavis.promises.authors import pseudonyms_of
from visavis.promises.ledger import FOLDER, read_ledger
from visavis.promises.models import Commitment, NoCommitment, ProposedCommitment

PROMISE = "engagements-individuels"
"""The promise of the ledger whose cases confirmed commitments are."""
SOON = timedelta(days=3)
"""A reminder comes so long before a commitment breaks."""
MOST = 200


class Part(NamedTuple):
    """Some of a reply's words, and where personal data stands in them (JSON)."""

    text: str
    personal: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence of mine that may promise something: the words before it, its own, those after it."""

    proposed: ProposedCommitment
    client: int
    before: Part
    words: Part
    after: Part


def proposed_to(user: User, most: int = MOST) -> list[Proposal]:
    """What `user` may have promised and has not answered yet, the latest first; nobody else sees it (X6).

    Their own replies; and, where a reply names no employee, those of the teams that they belong to.
    """
    rows = list(_unanswered(user).order_by("-said_on", "source", "key", "begin")[:most])
    items = {
        each.id: each for each in TimelineItem.objects.filter(id__in={row.item for row in rows}, vanished_run=None)
    }
    return [_shown(row, items[row.item]) for row in rows if row.item in items and items[row.item].text]


def count_proposed_to(user: User) -> int:
    """How many sentences wait for the answer of `user`."""
    return _unanswered(user).count()


def _own(user: User) -> QuerySet[ProposedCommitment]:
    mine = Q(staff__in=pseudonyms_of(user) or [" "])
    return ProposedCommitment.objects.filter(mine | Q(staff="", team__in=teams_of(user)) & ~Q(team=""))


def _unanswered(user: User) -> QuerySet[ProposedCommitment]:
    denied = NoCommitment.objects.filter(withdrawn_at=None)
    return (
        _own(user)
        .exclude(id__in=Commitment.objects.filter(withdrawn_at=None).values("id"))
        .exclude(id__in=denied.values("proposal"))
        .exclude(canned__in=denied.filter(user=user).values("canned"))
    )


def _shown(row: ProposedCommitment, item: TimelineItem) -> Proposal:
    end = row.begin + row.length
    around = (_part(item, max(0, row.begin - 160), row.begin), _part(item, row.begin, end), _part(item, end, end + 100))
    return Proposal(row, item.client, *around)


def _part(item: TimelineItem, begin: int, end: int) -> Part:
    inside = [
        span._replace(begin=max(span.begin, begin) - begin, length=min(span.end, end) - max(span.begin, begin))
        for span in spans_read(item.personal or "[]")
        if span.begin < end and span.end > begin
    ]
    return Part(item.text[begin:end], written(inside) if inside else "")


def confirm(home: Path, user: User, proposal: uuid.UUID) -> Commitment:
    """“I promised it”: open to all from now on. The promise that it is a case of is written at the first one.

    Raises Mistake where the sentence is not (or no longer) proposed to `user`.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        row = _own(user).filter(id=proposal).first()
        item = TimelineItem.objects.filter(id=row.item, vanished_run=None).first() if row else None
        held = Commitment.objects.filter(id=proposal, withdrawn_at=None).first()
        if held is not None and held.user_id == user.pk:
            return held
        if row is None or item is None or held is not None:
            raise _gone()
        words = _part(item, row.begin, row.begin + row.length)
        copied = ("item", "source", "key", "about", "client_ref", "team", "language", "kind", "act", "said_at", "said_on", "zone", "due_at", "due_on")  # fmt: skip
        values = {name: getattr(row, name) for name in copied} | {
            "user": user, "words": words.text, "personal": words.personal, "confirmed_at": timezone.now(),
            "withdrawn_at": None, "outcome": "", "done_on": None, "evidence": None, "settled_at": None,
        }  # fmt: skip
        made, _ = Commitment.objects.update_or_create(id=row.id, defaults=values)
    enter_promise(home, user)
    return made


def deny(user: User, proposal: uuid.UUID) -> None:
    """“It is none”: neither this sentence nor the same canned one is proposed to `user` again. Raises Mistake."""
    row = _own(user).filter(id=proposal).first()
    if row is None:
        raise _gone()
    NoCommitment.objects.get_or_create(user=user, proposal=row.id, withdrawn_at=None, defaults={"canned": row.canned})


def undo(user: User, proposal: uuid.UUID) -> int:
    """Take back what `user` answered; the sentence is proposed again as long as it is not too old. How many rows said so."""
    now = timezone.now()
    taken = Commitment.objects.filter(id=proposal, user=user, withdrawn_at=None).update(withdrawn_at=now)
    return taken + NoCommitment.objects.filter(proposal=proposal, user=user, withdrawn_at=None).update(withdrawn_at=now)


def put_off(user: User, commitment: uuid.UUID, due_on: date | None) -> None:
    """The day that `user` meant; None: none was named. Raises Mistake for a day before it was said, or somebody else's."""
    held = _mine(user, commitment)
    if due_on is not None and due_on < held.said_on:
        raise Mistake(
            Words(fr="cette date est avant le message", en="this day is before the message"),
            remedy=Words(fr="choisissez le jour du message ou un jour plus tard", en="choose the day of the message or a later one"),
        )  # fmt: skip
    if held.due_on != due_on:
        held.due_on, held.due_at = due_on, None
        held.save(update_fields=["due_on", "due_at"])


def settle(
    user: User, commitment: uuid.UUID, *, kept: bool, done_on: date | None = None, evidence: uuid.UUID | None = None
) -> None:
    """“Kept” (on which day, shown by which fact) or “not kept”, as whoever promised says. Raises Mistake."""
    held = _mine(user, commitment)
    if kept and done_on is not None and done_on < held.said_on:
        raise Mistake(
            Words(fr="cette date est avant le message", en="this day is before the message"),
            remedy=Words(fr="choisissez le jour où c’était fait", en="choose the day when it was done"),
        )
    held.outcome = Commitment.Outcome.KEPT if kept else Commitment.Outcome.MISSED
    held.done_on, held.evidence = (done_on or held.due_on or held.said_on, evidence) if kept else (None, None)
    held.settled_at = timezone.now()
    held.save(update_fields=["outcome", "done_on", "evidence", "settled_at"])


def unsettle(user: User, commitment: uuid.UUID) -> None:
    """Take back what `user` said of how it ended."""
    held = _mine(user, commitment)
    held.outcome, held.done_on, held.evidence, held.settled_at = "", None, None, None
    held.save(update_fields=["outcome", "done_on", "evidence", "settled_at"])


def _mine(user: User, commitment: uuid.UUID) -> Commitment:
    held = Commitment.objects.filter(id=commitment, user=user, withdrawn_at=None).first()
    if held is None:
        raise _gone()
    return held


def _gone() -> Mistake:
    return Mistake(
        Words(fr="cette phrase ne vous est plus proposée", en="this sentence is no longer proposed to you"),
        remedy=Words(fr="rechargez la page", en="reload the page"),
    )


def confirmed_by(user: User) -> QuerySet[Commitment]:
    """What `user` confirmed: unsettled ones first, the soonest due first."""
    mine = Commitment.objects.filter(user=user, withdrawn_at=None)
    return mine.order_by("outcome", F("due_on").asc(nulls_last=True), "-said_on", "id")


def due_soon_of(user: User, as_of: date | None) -> list[Commitment]:
    """What `user` promised and nobody settled, due within days of `as_of` or already past: the reminder before it breaks."""
    if as_of is None:
        return []
    open_ = Commitment.objects.filter(user=user, withdrawn_at=None, outcome="", due_on__lte=as_of + SOON)
    return list(open_.order_by("due_on", "id")[:MOST])


def commitments_of_client(client: int) -> list[Commitment]:
    """Confirmed commitments to the client with that number."""
    replies = TimelineItem.objects.filter(client=client, vanished_run=None, fact="exchanges").values("id")
    return list(
        Commitment.objects.filter(item__in=replies, withdrawn_at=None).order_by(F("due_on").asc(nulls_last=True), "id")
    )


def commitment_facts(as_of: date | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Confirmed commitments as events of type `commitment`, and one event that tells up to when facts were looked at.

    `status`: open, kept or missed; `unanswered` where the due day is past and nobody said how it ended.
    """
    confirmed = list(Commitment.objects.filter(withdrawn_at=None).order_by("id"))
    for each in confirmed:
        past = as_of is not None and each.due_on is not None and each.due_on < as_of
        status = each.outcome or ("unanswered" if past else "open")
        yield (
            "events",
            {
                "key": each.id.hex, "type": "commitment", "about": each.about or None, "client_ref": each.client_ref or None,
                "team": each.team or None, "status": status,
                "occurred_at": _utc(each.said_at), "occurred_on": each.said_on, "occurred_zone": each.zone,
                "due_at": _utc(each.due_at), "due_on": each.due_on, "due_zone": each.zone if each.due_on else None,
                "done_on": each.done_on, "done_zone": each.zone if each.done_on else None,
            },
        )  # fmt: skip
    if confirmed and as_of is not None:
        yield "events", {"key": "observed", "type": "observed", "occurred_on": as_of, "occurred_zone": "UTC"}


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None


def enter_promise(home: Path, user: User) -> bool:
    """Write the promise whose cases confirmed commitments are, unless the ledger holds it, or somebody took it away.

    It is a file like any other: changed, withdrawn and put back with the rest. Whether it was written.
    """
    from visavis.declarations.editing import check_text
    from visavis.engine.holding.promise import Promise

    file = home / FOLDER / f"{PROMISE}.yaml"
    if any(declared.value.name == PROMISE for declared in read_ledger(home)) or file.exists():
        return False
    if versions.versions(file.parent, file.name):
        return False  # somebody withdrew it
    text = _promise_text()
    check_text(file, text, Promise)
    file.parent.mkdir(exist_ok=True)
    former = versions.change(file, text, if_seen="")
    note_file(user, f"{FOLDER}/{file.name}", former.id if former else "")
    return True


def _promise_text() -> str:
    from ruamel.yaml import YAML

    declared = {
        "name": PROMISE,
        "says": {
            "fr": "Ce que chacun de nous promet dans ses réponses",
            "en": "What each of us promises in our replies",
        },
        "audience": "individual",
        "test": {
            "over": "events",
            "where": {"source": "visavis", "type": "commitment", "status": ["open", "kept", "missed"]},
            "due": "due_at",
            "done": "done_at",
            "by": "day",
        },
    }
    out = io.StringIO()
    YAML().dump(declared, out)
    return (
        "# Écrite par Visavis quand un premier engagement a été confirmé par son auteur.\n"
        "# Written by Visavis when the first commitment was confirmed by its author.\n" + out.getvalue()
    )
