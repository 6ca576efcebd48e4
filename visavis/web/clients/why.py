"""Why records are together, and what to do when they are not the same person."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from visavis.clients.details import may_reach
from visavis.clients.models import ClientCard, number_of, public_id
from visavis.clients.named import Record, records_of
from visavis.clients.reasons.why import why as why_together
from visavis.clients.said import records_said
from visavis.clients.who import find
from visavis.mistakes import Mistake, Words
from visavis.running.deciding import merge, part, undo, undo_merge
from visavis.web.access import user_of
from visavis.web.clients.between import between_shown
from visavis.web.clients.decided import what_happened
from visavis.web.clients.finding import LARGEST, with_client
from visavis.web.clients.together import ties


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
        decision = part(settings.HOME, card.client, records, actor=_actor(request), reason=reason)
    except Mistake as mistake:
        context |= {"mistake": mistake, "chosen": chosen, "reason": reason}
        return render(request, "clients/why.html", context, status=422)
    return redirect(f"/clients/{public_id(decision.payload['minted'][0][0])}?parted={decision.pk}")


@require_POST
@with_client
def merger(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """“This is the same person”: this client and another one become one, which can be undone."""
    other, reason = (request.POST.get(name, "").replace("\0", "").strip() for name in ("other", "reason"))
    try:
        number = number_of(other)
        if number is None or number > LARGEST:
            raise Mistake(
                Words(fr="ce n’est pas un identifiant de client", en="this is no client’s id"),
                remedy=Words(
                    fr="il est en haut de sa fiche, par exemple c-000123",
                    en="it is at the top of its page, such as c-000123",
                ),
            )
        decision = merge(settings.HOME, [card.client, number], actor=_actor(request), reason=reason)
    except Mistake as mistake:
        context = _reasons(request, card) | {"merge_mistake": mistake, "other": other, "merge_reason": reason}
        return render(request, "clients/why.html", context, status=422)
    return redirect(f"/clients/{public_id(decision.payload['client'])}/why")


@require_POST
@with_client
def undoing(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """Undo a decision (its number), or the merge that took a former id over."""
    what, reason = (request.POST.get(name, "").replace("\0", "").strip() for name in ("what", "reason"))
    former = number_of(what)
    try:
        if former is not None and former <= LARGEST:
            client = undo_merge(settings.HOME, former, actor=_actor(request), reason=reason).payload["client"]
        else:
            client = undo(settings.HOME, _number(what), actor=_actor(request), reason=reason).payload["client"]
    except Mistake as mistake:
        return render(request, "clients/why.html", _reasons(request, card) | {"undo_mistake": mistake}, status=422)
    return redirect(f"/clients/{public_id(client)}/why")


def _actor(request: HttpRequest) -> str:
    return f"user/{user_of(request).pk}"


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
        "told_records": sum(each.address is None for each in records.values()),
        "ties": ties(answer["edges"], records, values),
        "between": between_shown(request, card, records, values),
        "apart": [records[each] for each in answer["apart"] if each in records],
        "happened": what_happened(card.client, records),
    }
