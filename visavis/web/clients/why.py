"""Why records are together, and what to do when they are not the same person."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from visavis.clients.details import may_reach
from visavis.clients.models import ClientCard, public_id
from visavis.clients.said import records_said
from visavis.clients.who import find
from visavis.clients.why import why as why_together
from visavis.mistakes import Mistake, Words
from visavis.running.deciding import part, undo
from visavis.web.access import user_of
from visavis.web.clients.between import between_shown
from visavis.web.clients.decided import decisions_about
from visavis.web.clients.finding import with_client
from visavis.web.clients.together import Record, records_of, ties


@require_safe
@with_client
def why(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """What brought each record here."""
    return render(request, "clients/why.html", _reasons(request, card))


@require_POST
@with_client
def parting(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """“This is not the same person”: the chosen records become a client of their own, which can be undone."""
    chosen, reason = set(request.POST.getlist("record")), request.POST.get("reason", "").replace("\0", "").strip()
    context = _reasons(request, card)
    try:
        records = _chosen(context["records"], chosen)
        decision = part(settings.HOME, card.client, records, actor=f"user/{user_of(request).pk}", reason=reason)
    except Mistake as mistake:
        context |= {"mistake": mistake, "chosen": chosen, "reason": reason}
        return render(request, "clients/why.html", context, status=422)
    return redirect(f"/clients/{public_id(decision.payload['minted'][0][0])}?parted={decision.pk}")


@require_POST
@with_client
def rejoining(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """Undo a parting."""
    try:
        actor, reason = f"user/{user_of(request).pk}", request.POST.get("reason", "") or "—"
        number = _number(request.POST.get("decision", ""))
        client = undo(settings.HOME, number, actor=actor, reason=reason).payload["client"]
    except Mistake as mistake:
        return render(request, "clients/why.html", _reasons(request, card) | {"mistake": mistake}, status=422)
    return redirect(f"/clients/{public_id(client)}/why")


def _number(text: str) -> int:
    """The number of a decision; 0, which none has, for what is no number or larger than any."""
    return int(text) if text.isdecimal() and len(text) <= 18 else 0


def _chosen(records: Iterable[Record], tokens: set[str]) -> list[tuple[str, str]]:
    """Records that the form names; Mistake where one of them is no longer this client's."""
    found = [(record.source, record.key) for record in records if record.token in tokens]
    if len(found) < len(tokens):
        raise Mistake(
            Words(
                fr="une des fiches choisies n’est plus à ce client", en="one of the records is no longer this client’s"
            ),
            remedy=Words(fr="regardez de nouveau ses fiches, ci-dessous", en="look at their records again, below"),
        )
    return found


def _reasons(request: HttpRequest, card: ClientCard) -> dict[str, Any]:
    """What the page shows."""
    client = find(settings.HOME, card.id)
    said = records_said(settings.HOME, card.id)
    records = records_of(client.records, said)
    values = (
        {f"{each['source']}/{each['key']}": each for each in said} if may_reach(user_of(request), card.client) else {}
    )
    answer = why_together(settings.HOME, card.id)
    return {
        "card": card,
        "name": card.name or f"Client {card.id}",
        "records": list(records.values()),
        "ties": ties(answer["edges"], records, values),
        "between": between_shown(request, card, records, values),
        "apart": [records[each] for each in answer["apart"] if each in records],
        "decisions": decisions_about(card.client, records),
    }
