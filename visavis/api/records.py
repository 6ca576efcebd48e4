"""Records that another program hands in as they arise: each gets its client at once."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Body, Router, Status

from visavis.api.asking import Key
from visavis.api.shapes import PlacementOut, RecordIn, Told
from visavis.clients.arriving.link_record import link_record
from visavis.running.home import settings_of
from visavis.vocabulary import Role

MAY = (Role.ANALYST, Role.ADMINISTRATOR)
"""Who may bring records in, as on pages."""

router = Router(tags=["records"])
"""Addresses under /records."""


@router.post(
    "",
    response={200: PlacementOut, 403: Told, 422: Told},
    operation_id="link_record",
    summary="Give a record its client at once",
    auth=Key(*MAY),
)
def record(request: HttpRequest, sent: Body[RecordIn]) -> Status[PlacementOut]:
    """For analysts and administrators. The record has its client, written for good, when the answer arrives; the same record again
    gets the same answer, the same source and key with other contents keeps its client. The next run links it with all others."""
    placed = link_record(
        settings.HOME, sent.model_dump(exclude_unset=True, mode="json"), country=settings_of(settings.HOME).country
    )
    return Status(200, PlacementOut(**placed.plain()))
