"""What a client may ask of whoever holds their data: all of it in one file, or that it is erased. For administrators."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from visavis.clients.details import note_look
from visavis.clients.models import ClientCard
from visavis.mistakes import Mistake, Words
from visavis.running.erasing.erase import erase, what_would_go
from visavis.running.erasing.handing_over import as_json, facts_of
from visavis.vocabulary import Purpose
from visavis.web.access import user_of
from visavis.web.clients.finding import with_client

PATIENCE = 5.0
"""Seconds that a run which is about to end is waited for."""

FATES = {
    "records": (Words("fiches", "records"), Words("effacées", "erased")),
    "exchanges": (Words("messages échangés", "messages exchanged"), Words("effacés", "erased")),
    "ratings": (Words("notes données", "ratings given"), Words("effacées", "erased")),
    "events": (Words("événements", "events"), Words("restent, sans le client", "stay, without the client")),
}
"""Of each table of facts: its name, and what becomes of it."""


@require_http_methods(["GET", "HEAD", "POST"])
@with_client
def erasure(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """What would go, asked again; then it goes."""
    context: dict[str, Any] = {"card": card, "name": card.name or f"Client {card.id}"}
    status = 200
    if request.method == "POST":
        reason, sure = request.POST.get("reason", ""), request.POST.get("sure")
        try:
            if not sure:
                raise Mistake(
                    Words(fr="la case de confirmation n’est pas cochée", en="the box of confirmation is not ticked"),
                    remedy=Words(fr="cochez-la si vous voulez effacer", en="tick it if you want to erase"),
                )
            erase(settings.HOME, card.id, actor=f"user/{user_of(request).pk}", reason=reason, patience=PATIENCE)
            return redirect(f"/clients/{card.id}")
        except Mistake as mistake:
            context |= {"mistake": mistake, "reason": reason}
            status = 422
    going = what_would_go(settings.HOME, card.id)
    context["going"] = [(*FATES[table], count) for table, count in going.counts.items()]
    context["records"] = going.records
    return render(request, "clients/erasure.html", context, status=status)


@require_POST
@with_client
def data(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """All facts of the client as a file; that it was asked for is noted."""
    note_look(user_of(request), str(Purpose.REQUEST), client=card.client)
    response = HttpResponse(as_json(facts_of(settings.HOME, card.id)), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{card.id}.json"'
    return response
