"""One client: who it is according to which record, what holds its records together, and what happened to it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Path, Query

from visavis.api.asking import language_of
from visavis.api.clients import client_out
from visavis.api.explaining import why_out
from visavis.api.identities import (
    BelievedOut,
    ContradictionOut,
    EventOut,
    HistoryOut,
    IdentityOut,
    MemberOut,
    SaidOut,
    ThenOut,
    WhyOut,
)
from visavis.api.naming import card_asked, end_of, number_asked, record_out, record_sent, token_of
from visavis.api.shapes import Told
from visavis.clients.believing.believed import believed, with_kept
from visavis.clients.believing.survivorship import rules_of
from visavis.clients.models import public_id
from visavis.clients.named import records_of
from visavis.clients.reasons.why import present_of, why
from visavis.clients.said import contradictions_said, records_said
from visavis.clients.who import find
from visavis.mistakes import Lang, Mistake, Words
from visavis.running.deciding.effects import standing
from visavis.running.deciding.history import Event, events_of
from visavis.running.deciding.past import who_was
from visavis.running.deciding.telling import told
from visavis.running.home import settings_of

router = Router(tags=["clients"])
"""Addresses under /clients/{client}."""

OPEN = ("name", "company")
"""Units whose values every page shows; those of the others are personal details."""

ID: Any = Path(..., description="id of the client, such as c-000123; a former one too")
RECORD: Any = Query("", max_length=2_300, description="one of its records: id or source/key; empty: any")
OTHER: Any = Query("", max_length=2_300, description="another record, id or source/key; or the id of another client")
AT: Any = Query(None, description="also who the client was at the end of that day (UTC)")


@router.get(
    "/{client}", response={200: IdentityOut, 404: Told, 410: Told, 422: Told}, operation_id="client",
    summary="A client: what is believed of it, and which record says so",
)  # fmt: skip
def client(request: HttpRequest, client: str = ID) -> IdentityOut:
    """A former id is answered by the client who took it over. Address, number and birth date are shown on pages alone."""
    card = card_asked(client)
    found = find(settings.HOME, card.id)
    said = records_said(settings.HOME, card.id)
    there = [each for each in said if not each["gone"] and "given_name" in each]
    truth = believed(there, rules_of(settings.HOME))
    contradicted = contradictions_said(there, country=settings_of(settings.HOME).country)
    fresh = {f"{each['source']}/{each['key']}": each for each in truth["sources"]}
    return IdentityOut(
        **client_out(card).dict(),
        former=list(found.former_ids),
        created_at=datetime.fromisoformat(found.created_at),
        records=[
            MemberOut(
                **record_out((record.source, record.key)).dict(),
                name=record.name or None,
                city=record.place or None,
                gone=record.gone,
                changed_on=fresh.get(name, {}).get("on"),
                filled=fresh.get(name, {}).get("filled", 0),
                of=fresh.get(name, {}).get("of", 0),
            )
            for name, record in records_of(found.records, said).items()
        ],
        believed=[_believed(each) for each in truth["believed"]],
        missing=truth["missing"],
        contradictions=[_contradiction(each) for each in with_kept(contradicted, truth)],
    )


@router.get(
    "/{client}/why", response={200: WhyOut, 404: Told, 410: Told, 422: Told}, operation_id="why",
    summary="What holds a client’s records together, or keeps two apart",
)  # fmt: skip
def reasons(request: HttpRequest, client: str = ID, record: str = RECORD, other: str = OTHER) -> WhyOut:
    """By itself: the strongest ties that hold all records. With `other`: the path from `record` to it, or why they are two
    clients. What was compared is not told, but how it compares."""
    card = card_asked(client)
    country = settings_of(settings.HOME).country
    if not other and not record:
        return why_out(card.id, why(settings.HOME, card.id), language_of(request))
    if not other:
        raise Mistake(
            Words(fr="il manque l’autre fiche", en="the other record is missing"),
            remedy=Words(fr="donnez-la par ?other=", en="give it by ?other="),
        )
    here = present_of(find(settings.HOME, card.id))
    one = "/".join(record_sent(record, here)) if record else card.id
    whom = other if other.startswith("c-") and "/" not in other else "/".join(record_sent(other, here))
    return why_out(card.id, why(settings.HOME, one, whom, country=country), language_of(request))


@router.get(
    "/{client}/history", response={200: HistoryOut, 404: Told, 410: Told, 422: Told}, operation_id="history",
    summary="What happened to a client, and who it was on a day",
)  # fmt: skip
def history(request: HttpRequest, client: str = ID, at: date | None = AT) -> HistoryOut:
    """Of a former id: what happened to it until another one took it over, and since."""
    number, lang = number_asked(client), language_of(request)
    then = None
    if at is not None:
        was = who_was(settings.HOME, number, datetime.combine(at, time.max, UTC))
        name = public_id(was.number) if was.number is not None else None
        then = ThenOut(at=at, id=name, records=[record_out(end) for end in was.records])
    return HistoryOut(
        id=public_id(number),
        now=public_id(standing(number)),
        events=[_event(each, lang) for each in events_of(settings.HOME, number)],
        then=then,
    )


def _believed(one: Mapping[str, Any]) -> BelievedOut:
    shown = one["unit"] in OPEN
    said_by = one.get("said_by") or sorted({name for item in one["items"] for name in item["said_by"]})
    return BelievedOut(
        unit=one["unit"],
        value=one["value"] if shown else None,
        record=token_of(f"{one['source']}/{one['key']}"),
        source=one["source"],
        on=one["on"],
        rule=one["rule"],
        said_by=[token_of(name) for name in said_by],
        otherwise=[
            SaidOut(value=each["value"] if shown else None, said_by=[token_of(name) for name in each["said_by"]])
            for each in one.get("otherwise", ())
        ],
    )


def _contradiction(one: Mapping[str, Any]) -> ContradictionOut:
    return ContradictionOut(
        field=one["field"],
        sources=[sorted({end_of(name)[0] for name in each["said_by"]}) for each in one["values"]],
        kept_from=token_of(one["kept_from"]) if one["kept_from"] else None,
        rule=one["rule"],
    )


def _event(event: Event, lang: Lang) -> EventOut:
    return EventOut(
        at=event.at,
        what=event.what,
        words=told(event).say(lang),
        by=event.by or None,
        records=[record_out(end_of(name)) for name in event.records],
        others=[public_id(number) for number in event.other],
        into=public_id(event.into) if event.into else None,
        reason=event.reason or None,
        decision=event.decision,
        undoes=event.undoes,
        undone_by=event.undone_by,
    )
