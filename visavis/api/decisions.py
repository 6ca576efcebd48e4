"""What people decide about who is who, and taking it back."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Body, Router, Status
from ninja.params.functions import Path

from visavis.api.asking import holder
from visavis.api.identities import DecisionIn, DecisionOut, UndoingIn
from visavis.api.naming import LARGEST, number_asked, number_sent, record_out, records_sent
from visavis.api.refusing import Unknown
from visavis.api.shapes import Told
from visavis.clients.decided import moves_of
from visavis.clients.models import Decision
from visavis.mistakes import Mistake, Words
from visavis.running.deciding import cannot_link, merge, must_link, part, undo, undo_merge
from visavis.running.deciding.outcome import clients_of
from visavis.running.deciding.refusing import who_is

router = Router(tags=["decisions"])
"""Addresses of decisions, and of clients who were merged."""

NUMBER: Any = Path(..., description="number of the decision")
FORMER: Any = Path(..., description="former id, such as c-000123")


@router.post(
    "/decisions", response={201: DecisionOut, 422: Told}, operation_id="decide",
    summary="Decide who is who",
)  # fmt: skip
def decision(request: HttpRequest, sent: Body[DecisionIn]) -> Status[DecisionOut]:
    """It holds at once on the pages of all clients concerned, and in every run after, signed by you, until it is taken back. What
    contradicts an earlier decision is refused, and names it."""
    made: dict[str, Any] = {"actor": _actor(request), "reason": _clean(sent.reason)}
    numbers = [number_sent(each) for each in sent.clients]
    records = records_sent(sent.records, numbers)
    match sent.kind:
        case "merge":
            _need(len(set(numbers)) > 1 and not records, MERGED)
            return Status(201, _told(merge(settings.HOME, numbers, **made)))
        case "split":
            _need(len(numbers) == 1, PARTED)
            return Status(201, _told(part(settings.HOME, numbers[0], records, **made)))
    _need(len(records) == 2, OF_TWO)
    verb = must_link if sent.kind == "must-link" else cannot_link
    return Status(201, _told(verb(settings.HOME, records[0], records[1], **made)))


@router.get(
    "/decisions/{decision}", response={200: DecisionOut, 404: Told}, operation_id="decision",
    summary="A decision, and what it came to",
)  # fmt: skip
def decided(request: HttpRequest, decision: int = NUMBER) -> DecisionOut:
    """Clients are told as they stand now."""
    return _told(_decision(decision))


@router.post(
    "/decisions/{decision}/undoing", response={201: DecisionOut, 404: Told, 422: Told}, operation_id="undo",
    summary="Take a decision back",
)  # fmt: skip
def undoing(request: HttpRequest, sent: Body[UndoingIn], decision: int = NUMBER) -> Status[DecisionOut]:
    """Former ids come back with the records that they had. An undoing is a decision, and can be taken back itself."""
    found = _decision(decision).pk
    return Status(201, _told(undo(settings.HOME, found, actor=_actor(request), reason=_clean(sent.reason))))


@router.post(
    "/clients/{former}/undoing", response={201: DecisionOut, 404: Told, 410: Told, 422: Told}, operation_id="undo_merge",
    summary="Take back the merge that took a former id over",
)  # fmt: skip
def undoing_of_merge(request: HttpRequest, sent: Body[UndoingIn], former: str = FORMER) -> Status[DecisionOut]:
    """Also one that a run made: its clients are kept apart from then on."""
    number = number_asked(former)
    return Status(201, _told(undo_merge(settings.HOME, number, actor=_actor(request), reason=_clean(sent.reason))))


MERGED = Words(
    fr="« clients » doit nommer deux clients ou plus, et « records » rien",
    en="“clients” must name two clients or more, and “records” nothing",
)
PARTED = Words(fr="« clients » doit nommer un client", en="“clients” must name one client")
OF_TWO = Words(fr="« records » doit nommer deux fiches", en="“records” must name two records")


def _need(given: bool, what: Words) -> None:
    if not given:
        raise Mistake(what, remedy=Words(fr="voyez /api/v1/openapi.json", en="see /api/v1/openapi.json"))


def _decision(number: int) -> Decision:
    found = Decision.objects.filter(pk=number).first() if 0 < number <= LARGEST else None
    if found is None:
        raise Unknown(Words(fr=f"il n’y a pas de décision n° {number}", en=f"there is no decision {number}"))
    return found


def _told(decision: Decision) -> DecisionOut:
    return DecisionOut(
        decision=decision.pk,
        kind=decision.kind,
        by=who_is(decision.actor),
        reason=decision.reason,
        decided_at=decision.decided_at,
        undoes=decision.payload.get("undoes"),
        clients=clients_of(decision),
        moved=[record_out((source, key)) for source, key, *_ in moves_of(decision)],
    )


def _actor(request: HttpRequest) -> str:
    return f"user/{holder(request).pk}"


def _clean(text: str) -> str:
    """What databases take."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
