"""Erasure of a client: what would go, and the deed."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Body, Router, Status

from visavis.api.asking import Key, holder
from visavis.api.shapes import ErasureIn, ErasureOut, GoingOut, Told
from visavis.running.erasing.erase import erase, what_would_go
from visavis.vocabulary import Role

router = Router(tags=["clients"])
"""Addresses under /clients/{client}/erasure."""

PATIENCE = 10.0
"""Seconds that a run which is about to end is waited for."""


@router.get(
    "/{client}/erasure",
    response={200: GoingOut, 403: Told, 422: Told},
    operation_id="what_would_go",
    summary="What erasing a client would take away",
    auth=Key(Role.ADMINISTRATOR),
)
def going(request: HttpRequest, client: str) -> GoingOut:
    """For administrators. Nothing is changed."""
    found = what_would_go(settings.HOME, _clean(client))
    return GoingOut(client=found.client, former=list(found.former), records=list(found.records), facts=found.counts)


@router.post(
    "/{client}/erasure",
    response={201: ErasureOut, 403: Told, 422: Told},
    operation_id="erase",
    summary="Erase a client, for ever",
    auth=Key(Role.ADMINISTRATOR),
)
def erasure(request: HttpRequest, client: str, sent: Body[ErasureIn]) -> Status[ErasureOut]:
    """For administrators. Records, exchanges, ratings and whatever was read in them go, also when a source brings them again; events
    stay without the client. Figures follow with the next run."""
    actor = f"user/{holder(request).pk}"
    done = erase(settings.HOME, _clean(client), actor=actor, reason=sent.reason, patience=PATIENCE)
    return Status(201, ErasureOut(client=done.id, erased_at=done.erased_at, reason=done.reason, counts=done.counts))


def _clean(client: str) -> str:
    """No id holds what no database takes."""
    return client.replace("\0", "").encode("utf-8", "ignore").decode()
