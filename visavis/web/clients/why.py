"""Why records are together, and what to do when they are not the same person."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.clients.models import ClientCard
from visavis.clients.said import records_said
from visavis.clients.why import why as why_together
from visavis.web.clients.finding import with_client
from visavis.web.clients.together import records_of, ties


@require_safe
@with_client
def why(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """What brought each record here."""
    return render(request, "clients/why.html", reasons(card))


def reasons(card: ClientCard) -> dict[str, Any]:
    """What the page of reasons shows."""
    records = records_of(records_said(settings.HOME, card.id))
    answer = why_together(settings.HOME, card.id)
    return {
        "card": card,
        "name": card.name or f"Client {card.id}",
        "records": list(records.values()),
        "ties": ties(answer, records),
        "apart": answer["apart"],
    }
