"""Personal details, shown once a purpose is chosen; and where sources contradict one another, without telling details."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from visavis.clients.details import see_details
from visavis.clients.models import ClientCard
from visavis.clients.reasons.words import FIELDS
from visavis.clients.said import records_said
from visavis.mirror.tell import wording
from visavis.mistakes import Mistake, Words
from visavis.running.home import settings_of
from visavis.vocabulary import Purpose, Role
from visavis.web.access import role_of, user_of
from visavis.web.asking import part_of
from visavis.web.clients.believed import believed_of
from visavis.web.clients.finding import with_client
from visavis.web.speaking import spoken

PURPOSES = {
    str(Purpose.CALL): Words("appeler ou écrire", "call or write"),
    str(Purpose.DELIVER): Words("livrer ou se déplacer", "deliver or visit"),
    str(Purpose.CORRECT): Words("corriger une erreur", "correct a mistake"),
    str(Purpose.REQUEST): Words("répondre à sa demande sur ses données", "answer their request about their data"),
}

SHOWN = (
    "given_name",
    "family_name",
    "name",
    "company",
    "emails",
    "phones",
    "street",
    "postcode",
    "city",
    "country",
    "birth_date",
    "language",
)


@require_http_methods(["GET", "POST"])
@with_client
def details(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """Why one needs them; then names, addresses, numbers and birth date, per source."""
    name = card.name or f"Client {card.id}"
    context: dict[str, Any] = {
        "card": card,
        "name": name,
        "purposes": PURPOSES.items(),
        "records": None,
        "may_erase": role_of(request) == Role.ADMINISTRATOR,
    }
    status = 200
    if request.method == "POST":
        purpose = request.POST.get("purpose", "")
        try:
            records = see_details(settings.HOME, card, user=user_of(request), purpose=purpose)
        except Mistake as mistake:
            context["mistake"], status = mistake, 422
        else:
            country = settings_of(settings.HOME).country
            context |= {
                "purpose": PURPOSES[purpose],
                "records": [(each["source"], each["key"], each["gone"], _fields(each)) for each in records],
                "believed": believed_of(settings.HOME, records, country=country),
            }
    partial = part_of(request) == "details"
    template = "clients/details_shown.html" if partial else "clients/details.html"
    return render(request, template, context, status=200 if partial else status)


@require_safe
@with_client
def contradictions(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """What sources contradict one another about, and which ones; the values are personal details."""
    country = settings_of(settings.HOME).country
    context = {
        "card": card,
        "believed": believed_of(settings.HOME, records_said(settings.HOME, card.id), country=country),
    }
    template = "clients/contradictions_shown.html" if part_of(request) else "clients/contradictions.html"
    return render(request, template, context)


def _name(field: str) -> Words:
    return FIELDS.get(field, Words(field, field))


def _fields(record: dict[str, Any]) -> list[tuple[Words, str]]:
    """What the record fills, in words."""
    return [(_name(name), _plain(record[name])) for name in SHOWN if record.get(name) not in (None, "", [])]


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return wording.day(value, spoken())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
