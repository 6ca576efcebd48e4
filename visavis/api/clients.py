"""Clients found by what is typed, as the page does; no address, number or birth date."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Query

from visavis.api.shapes import ClientOut, ClientsOut
from visavis.clients.finding.search import LONGEST_QUERY
from visavis.clients.finding.search import search as find
from visavis.clients.models import ClientCard
from visavis.running.home import settings_of

router = Router(tags=["clients"])
"""Addresses under /clients."""

SEARCH: Any = Query(
    ..., min_length=1, max_length=LONGEST_QUERY, description="words, an id, an e-mail or a phone number"
)
LIMIT: Any = Query(25, ge=1, le=100, description="how many at most")


@router.get("", response=ClientsOut, operation_id="clients", summary="Clients who match what is typed")
def clients(request: HttpRequest, search: str = SEARCH, limit: int = LIMIT) -> ClientsOut:
    """Best first."""
    found = find(search, country=settings_of(settings.HOME).country, limit=limit)
    return ClientsOut(clients=[client_out(card) for card in found.cards], more=found.more)


def client_out(card: ClientCard) -> ClientOut:
    """What lists tell of a client."""
    return ClientOut(
        id=card.id,
        name=card.name,
        kind=card.kind or None,
        company=card.company or None,
        city=card.city or None,
        last_on=card.last_on,
        waiting_since=card.waiting_since,
        voices=card.voices,
    )
