"""Pairs of records of which linking is unsure, to be answered by decisions."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Query

from visavis.api.asking import language_of
from visavis.api.identities import AskedOut, DoubtOut, DoubtsOut
from visavis.api.naming import record_out
from visavis.api.shapes import Told, WeightOut
from visavis.clients.doubts.reviewing import Doubt, queue, records_at
from visavis.clients.models import public_id
from visavis.clients.named import named
from visavis.clients.reasons.phrases import bits_of, compared, phrase
from visavis.engine.linking.clusters.decided import End
from visavis.mistakes import Lang
from visavis.running.answering import effect_of

router = Router(tags=["decisions"])
"""Addresses under /doubts."""

LIMIT: Any = Query(50, ge=1, le=500, description="how many at most")


@router.get(
    "", response={200: DoubtsOut, 422: Told}, operation_id="doubts", summary="Pairs of records that somebody should look at"
)  # fmt: skip
def doubts(request: HttpRequest, limit: int = LIMIT) -> DoubtsOut:
    """To answer one, send a decision: must-link or cannot-link, with the ids of both records and the clients told here. What
    somebody else answered meanwhile is refused."""
    now, lang = queue(settings.HOME), language_of(request)
    asked = now.open[:limit]
    said = records_at(settings.HOME, [end for each in asked for end in (each.one, each.other)])
    return DoubtsOut(
        doubts=[_doubt(each, said, lang) for each in asked],
        left=len(now.open),
        decided=now.decided,
    )


def _doubt(doubt: Doubt, said: Mapping[End, Mapping[str, Any]], lang: Lang) -> DoubtOut:
    parts = compared(doubt.evidence)
    yes, no = effect_of(doubt)
    return DoubtOut(
        one=_asked(doubt.one, said),
        other=_asked(doubt.other, said),
        clients=[public_id(number) for number in doubt.clients],
        probability=doubt.probability,
        weight=doubt.weight,
        rule=doubt.rule,
        evidence=[WeightOut(**part) for part in doubt.evidence],
        speaks_for=[phrase(part).say(lang) for part in parts if bits_of(part) > 0],
        speaks_against=[phrase(part).say(lang) for part in reversed(parts) if bits_of(part) < 0],
        yes=yes.say(lang),
        no=no.say(lang),
    )


def _asked(end: End, said: Mapping[End, Mapping[str, Any]]) -> AskedOut:
    row = said.get(end, {})
    return AskedOut(**record_out(end).dict(), name=named(row) or None, city=row.get("city") or None)
