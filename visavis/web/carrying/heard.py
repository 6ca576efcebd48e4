"""What a client told me: noted in under a minute, and followed."""

import json
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from visavis.attention.today import cards_of
from visavis.clients.finding.search import search
from visavis.clients.models import number_of, public_id
from visavis.mistakes import Mistake, Words
from visavis.running.home import settings_of
from visavis.voices.hearing import CHANNELS, hear, mine, withdraw
from visavis.voices.models import Heard
from visavis.web.access import user_of
from visavis.web.clients.wording import CHANNELS as CALLED
from visavis.web.tags.words import told

FOUND = 8
DRAFT = "heard_draft"
FIELDS = ("client", "find", "words", "channel", "heard_at", "about")


def keep_draft(request: HttpRequest, response: HttpResponse) -> None:
    """Words sent after the session has ended are there again after signing in: in a signed cookie of this browser alone."""
    typed = {name: request.POST.get(name, "")[:1_800] for name in FIELDS}
    response.set_signed_cookie(
        DRAFT, json.dumps(typed), salt=DRAFT, max_age=3600, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def _draft(request: HttpRequest) -> dict[str, str]:
    kept = request.get_signed_cookie(DRAFT, default="", salt=DRAFT, max_age=3600)
    return dict(json.loads(kept)) if kept else {}


@require_http_methods(["GET", "HEAD", "POST"])
def heard(request: HttpRequest) -> HttpResponse:
    """The form, and what I noted before; POST looks for the client, or notes the words."""
    if request.method != "POST":
        typed = _draft(request)
        asked = request.GET.get("client", "")
        return _page(request, typed | ({"client": asked, "find": ""} if number_of(asked) else {}))
    typed = {name: request.POST.get(name, "")[:25_000] for name in FIELDS}
    if "search" in request.POST:
        return _page(request, typed | {"client": ""}, looking=True)
    if "somebody" in request.POST:
        return _page(request, typed | {"client": "", "find": ""})
    try:
        noted = hear(
            user_of(request),
            typed["words"],
            client=typed["client"],
            channel=typed["channel"],
            heard_at=_moment(typed["heard_at"]),
            about=typed["about"],
        )
    except Mistake as mistake:
        return _page(request, typed, mistake=mistake, status=422)
    messages.success(
        request, told(Words(fr="C’est noté, dans les mots du client.", en="Noted, in the client’s words."))
    )
    response = HttpResponseRedirect(f"/voices/heard#heard-{noted.key}", status=303)
    response.delete_cookie(DRAFT)
    return response


@require_POST
def withdrawal(request: HttpRequest, key: str) -> HttpResponse:
    """Take back what I noted."""
    one: Heard = get_object_or_404(Heard, key=key, user=user_of(request))
    withdraw(one, by=user_of(request))
    messages.success(request, told(Words(fr="C’est retiré.", en="Taken back.")))
    return HttpResponseRedirect("/voices/heard", status=303)


def _page(request: HttpRequest, typed: dict[str, Any], *, looking: bool = False, status: int = 200, **more: object) -> HttpResponse:  # fmt: skip
    number = number_of(typed.get("client", ""))
    cards = cards_of([number]) if number is not None and number < 2**63 else {}
    found = search(typed["find"], country=settings_of(settings.HOME).country, limit=FOUND) if looking and typed["find"].strip() else None  # fmt: skip
    followed = mine(user_of(request))
    theirs = cards_of(one.heard.client for one in followed)
    context = {
        "typed": typed,
        "card": cards.get(number) if number is not None else None,
        "looking": looking,
        "found": found,
        "channels": [(str(each), CALLED[each]) for each in CHANNELS],
        "chosen": typed.get("channel") or str(CHANNELS[0]),
        "now": timezone.now().astimezone(_zone()).strftime("%Y-%m-%dT%H:%M"),
        "followed": [
            {
                "one": each,
                "card": theirs.get(each.heard.client or 0),
                "client": public_id(each.heard.client) if each.heard.client is not None else "",
                "channel": CALLED.get(each.heard.channel),
            }
            for each in followed
        ],
        "here": "heard",
        **more,
    }
    return render(request, "carrying/heard.html", context, status=status)


def _moment(text: str) -> datetime | None:
    """The local moment that a browser sends; None where nothing was typed. Raises Mistake for what is no moment."""
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Mistake(
            Words(fr="ce n’est pas une date", en="this is no date"),
            remedy=Words(fr="laissez vide pour dire maintenant", en="leave it empty to say now"),
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=_zone())).astimezone(UTC)


def _zone() -> ZoneInfo:
    return ZoneInfo(zone_of(settings_of(settings.HOME).country))


@cache
def zone_of(country: str) -> str:
    """The time zone of a country, of several the first that the time zone database lists; UTC where it lists none."""
    listed = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in listed.splitlines() if not line.startswith("#"))
    return next((parts[2] for parts in lines if parts[0] == country), "UTC")
