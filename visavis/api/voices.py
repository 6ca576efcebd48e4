"""Voices: noted as heard, read back with their reading and route, corrected, carried elsewhere."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Path, Router, Status
from ninja.params.functions import Query

from visavis.api.asking import holder, language_of
from visavis.api.refusing import Unknown
from visavis.api.shapes import (
    CorrectionIn,
    CorrectionOut,
    HeardOut,
    HearingIn,
    ReadingOut,
    RouteIn,
    RouteOut,
    Told,
    VoiceOut,
)
from visavis.clients.models import public_id
from visavis.engine.reading.personal.masking import masked
from visavis.mistakes import Words
from visavis.voices import correcting, hearing, routing
from visavis.voices.models import Voice

router = Router(tags=["voices"])
"""Addresses under /voices."""


@router.post("/heard", response={201: HeardOut, 422: Told}, operation_id="hear", summary="Note what a client said")
def hear(request: HttpRequest, sent: Body[HearingIn]) -> Status[HeardOut]:
    """The words are shown on the client's page at once and read with the next run; colleagues see your team, not your name."""
    found = hearing.hear(
        holder(request), sent.words, client=sent.client, channel=sent.channel, heard_at=sent.heard_at, about=sent.about
    )
    return Status(201, _heard(hearing.Followed(found, None, None, None, None)))


@router.get("/heard", response=list[HeardOut], operation_id="heard", summary="What you noted, and what became of it")
def heard(request: HttpRequest, limit: int = Query(50, ge=1, le=200, description="how many at most")) -> list[HeardOut]:
    """The latest first."""
    return [_heard(each) for each in hearing.mine(holder(request), limit)]


@router.get(
    "/{uuid:voice}",
    response={200: VoiceOut, 404: Told},
    operation_id="voice",
    summary="A voice, its reading, its route",
)
def voice(request: HttpRequest, voice: Path[UUID]) -> VoiceOut:
    """As people corrected it; personal data in the words is masked."""
    found = _voice(voice)
    corrections = correcting.standing([found]).get(found.pk, {})
    correcting.corrected([found])
    return VoiceOut(
        id=found.id,
        client=public_id(found.client) if found.client is not None else None,
        occurred_on=found.occurred_on,
        channel=found.channel,
        language=found.language or None,
        text=masked(found.text, found.personal, language_of(request)),
        reading=ReadingOut(
            sentiment=found.sentiment or None,
            theme=found.theme or None,
            themes=[each for each in found.themes.split(",") if each],
            step=found.step or None,
            marks=[each for each in found.marks.split(",") if each],
            corrected=sorted(corrections),
        ),
        route=_route(found),
    )


@router.post(
    "/{uuid:voice}/corrections", response={201: CorrectionOut, 404: Told, 422: Told}, operation_id="correct",
    summary="Set a reading right",
)  # fmt: skip
def correct(request: HttpRequest, voice: Path[UUID], sent: Body[CorrectionIn]) -> Status[CorrectionOut]:
    """It stands above every run, and the reader learns from it."""
    found = correcting.correct(holder(request), _voice(voice).id, sent.question, sent.answer)
    told = CorrectionOut(
        question=found.question, answer=found.answer, was=found.was or None, corrected_at=found.corrected_at
    )
    return Status(201, told)


@router.delete(
    "/{uuid:voice}/corrections/{str:question}", response={204: None, 404: Told}, operation_id="uncorrect",
    summary="Take a correction back",
)  # fmt: skip
def uncorrect(request: HttpRequest, voice: Path[UUID], question: Path[str]) -> Status[None]:
    """The voice says again what the reader read."""
    if not correcting.withdraw(_voice(voice).id, question):
        raise Unknown(Words(fr="cette lecture n’était pas corrigée", en="that reading was not corrected"))
    return Status(204, None)


@router.post(
    "/{uuid:voice}/routes", response={201: RouteOut, 404: Told, 422: Told}, operation_id="route",
    summary="Carry a voice to the team able to act",
)  # fmt: skip
def route(request: HttpRequest, voice: Path[UUID], sent: Body[RouteIn]) -> Status[RouteOut]:
    """The voice is carried there at once, and later ones like it are routed with that in mind."""
    found = _voice(voice)
    if sent.team.strip():
        routing.reroute(found.id, sent.team.strip(), user=holder(request), why=sent.why)
    else:
        routing.not_ours(found.id, user=holder(request), why=sent.why)
    return Status(201, _route(found))


def _voice(voice: UUID) -> Voice:
    found = Voice.objects.filter(pk=voice, vanished_run=None).first()
    if found is None:
        raise Unknown(Words(fr="ce message client n’existe pas, ou plus", en="there is no such voice, or not any more"))
    return found


def _route(voice: Voice) -> RouteOut:
    where = routing.carried(voice)
    return RouteOut(
        team=where.team or None, likeliest=where.likeliest or None, p=where.p, by_a_person=where.by is not None
    )


def _heard(followed: hearing.Followed) -> HeardOut:
    one = followed.heard
    return HeardOut(
        id=one.id,
        words=one.words,
        client=public_id(one.client) if one.client is not None else None,
        channel=one.channel,
        heard_at=one.heard_at,
        about=one.about,
        read=followed.voice is not None,
        team=(followed.carried.team or None) if followed.carried else None,
        seen_at=followed.seen_at,
        answered_at=followed.answered_at,
    )
