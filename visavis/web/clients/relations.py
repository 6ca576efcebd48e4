"""Relations of a client to other clients, as a part of the client's page; who lives with whom is a personal detail."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.clients.details import may_reach
from visavis.clients.models import ClientCard, number_of
from visavis.clients.relations import relations_of
from visavis.clients.who import find
from visavis.engine.linking.relations import HOUSEHOLD
from visavis.web.access import user_of
from visavis.web.asking import part_of
from visavis.web.clients.finding import with_client


@require_safe
@with_client
def relations(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """Who this client lives with, works for or employs; households only for those who said today why they need details."""
    found = relations_of(find(settings.HOME, card.id))
    reached = may_reach(user_of(request), card.client)
    told = [each for each in found if reached or each.kind != HOUSEHOLD]
    cards = {other.id: other for other in _cards(sorted({number_of(each.other) or 0 for each in told}))}
    context = {
        "card": card,
        "relations": [(each, cards[each.other]) for each in told if each.other in cards],
        "withheld": len(found) - len(told),
    }
    template = "clients/relations_shown.html" if part_of(request) else "clients/relations.html"
    return render(request, template, context)


def _cards(numbers: list[int]) -> list[ClientCard]:
    return list(ClientCard.objects.filter(client__in=numbers, vanished_run=None))
