"""What you promised and confirmed."""

from django.http import HttpRequest
from ninja import Router

from visavis.api.asking import holder
from visavis.api.shapes import CommitmentOut
from visavis.promises.confirming import MOST, confirmed_by

router = Router(tags=["commitments"])
"""Addresses under /commitments."""


@router.get(
    "", response=list[CommitmentOut], operation_id="commitments", summary="Promises of yours that you confirmed"
)
def commitments(request: HttpRequest) -> list[CommitmentOut]:
    """Unsettled ones first, the soonest due first. What you have not confirmed is shown on your own page alone."""
    return [
        CommitmentOut(
            id=each.id,
            words=each.words,
            kind=each.kind,
            act=each.act,
            team=each.team or None,
            said_on=each.said_on,
            due_on=each.due_on,
            outcome=each.outcome or None,
            done_on=each.done_on,
        )
        for each in confirmed_by(holder(request))[:MOST]
    ]
