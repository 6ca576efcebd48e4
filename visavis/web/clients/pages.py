"""Clients: searched and listed; one client's page with one timeline of all sources."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from visavis.attention.models import WaitingClient
from visavis.attention.taking import release, take, taken_by
from visavis.clients.details import may_reach
from visavis.clients.finding import listing
from visavis.clients.finding.search import search
from visavis.clients.models import ClientCard, TimelineItem, public_id
from visavis.clients.reading import Part, read, read_each
from visavis.clients.timeline import sources_of
from visavis.engine.reading.personal.masking import REACHING
from visavis.promises.saying import sayings
from visavis.running.home import settings_of
from visavis.voices.models import Voice
from visavis.voices.said import said_in
from visavis.web.access import user_of
from visavis.web.asking import part_of
from visavis.web.carrying.noted import heard_just_now, name_who_heard
from visavis.web.clients.care import Care, care, rows
from visavis.web.clients.decided import is_undone, parting_into
from visavis.web.clients.details import PURPOSES
from visavis.web.clients.facing import FIRST, promised_to
from visavis.web.clients.finding import with_client
from visavis.web.clients.history import events_about, history, leaf_of
from visavis.web.clients.quoting import Sight, quoted
from visavis.web.clients.waiting import waited
from visavis.web.clients.wording import sentence
from visavis.web.commitments.shown import to_client
from visavis.web.counted import counts, day_told

PARTS = {"found": "clients/found.html", "more": "clients/rows.html"}
"""Parts of the list that HTMX asks for, by the id of what they replace."""

VOICES = 3
RATINGS = 5


@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """Everybody's clients: found by what is typed, or listed by last contact, or those who wait."""
    typed = request.GET.get("q", "").strip()
    waiting = request.GET.get("waiting") == "yes"
    after = request.GET.get("after", "")
    counted = counts()
    context: dict[str, Any] = {"q": typed, "waiting": waiting, "counts": counted, "as_of": day_told(counted)}
    if typed:
        found = search(typed, country=settings_of(settings.HOME).country)
        context |= {"cards": found.cards, "more": found.more}
    else:
        listed = listing.waiting(after) if waiting else listing.latest(after)
        context |= {"cards": listed.cards, "next": listed.next, "after": after}
    context["rows"] = rows(context.pop("cards"), user_of(request).pk)
    template = PARTS.get(part_of(request), "clients/clients.html")
    return render(request, template, context)


@require_safe
@with_client
def client(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """One client: who they are, what was promised and received, what they say, one timeline of all sources."""
    says, number, older = sayings(settings.HOME), card.client, part_of(request) == "older"
    kind, source = request.GET.get("kind", ""), request.GET.get("source", "").replace("\0", "")
    leaf = leaf_of(number, kind=kind, source=source, before=request.GET.get("before", ""), sayings=says)
    waits = [] if older else read(WaitingClient, f"{_PRESENT} ORDER BY since, id LIMIT 3", number)
    said = said_in([*(item.id for item in leaf.items), *(wait.item for wait in waits)])
    said_there, latest = read_each(Voice, said, _NONE if older else (_SAID_LATELY, (number,)))
    events, rated = read_each(
        TimelineItem, events_about(number, leaf.items), _NONE if older else (_RATED_LATELY, (number,))
    )
    voices = {voice.id: voice for voice in said_there}
    sight = Sight(REACHING if may_reach(user_of(request), number) else frozenset(), card.name)
    told = history(number, leaf, kind=kind, source=source, sayings=says, voices=voices, events=events, sight=sight)
    name_who_heard(leaf.items)
    context: dict[str, Any] = {"card": card, "history": told, "says": says}
    if older:
        return render(request, "clients/timeline.html", context)
    as_of = day_told(counts())
    promised, promises = promised_to(number, says, most=None if "promises" in request.GET else FIRST)
    context |= {
        "as_of": as_of,
        "promised": promised,
        "promises": promises,
        "waits": [
            waited(wait, voices.get(wait.item) if wait.item else None, as_of=as_of, sayings=says, sight=sight)
            for wait in waits
        ],
        "care": _care(request, card),
        "commitments": to_client(card, as_of, user_of(request)),
        "ratings": [(item, sentence(item)) for item in sorted(rated, key=_moment, reverse=True)],
        "voices": [quoted(voice, sight) for voice in sorted(latest, key=_moment, reverse=True)],
        "sources": sources_of(number) if told.source or "sources" in request.GET else (),
        "heard": heard_just_now(number),
        "purposes": PURPOSES.items(),
        "from": "client",
    }
    return render(request, "clients/client.html", context | _parted(request, card))


_PRESENT = "WHERE client = %s AND vanished_run IS NULL"
_LATEST = "ORDER BY moment DESC, id DESC"
_SAID_LATELY = f"{_PRESENT} {_LATEST} LIMIT {VOICES}"
_RATED_LATELY = f"{_PRESENT} AND fact = 'ratings' AND score IS NOT NULL {_LATEST} LIMIT {RATINGS}"
_NONE: Part = ("", ())


def _moment(row: Voice | TimelineItem) -> tuple[datetime, UUID]:
    return row.moment, row.id


def _parted(request: HttpRequest, card: ClientCard) -> dict[str, Any]:
    """The parting that just made this client, as long as it can be undone."""
    asked = request.GET.get("parted", "")
    decision = parting_into(card.client) if asked.isdecimal() else None
    if decision is None or str(decision.pk) != asked or is_undone(decision):
        return {}
    return {"parted": decision.pk, "parted_from": public_id(decision.payload["client"])}


@require_POST
@with_client
def taking(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """“I take care of it”: colleagues see who."""
    take(card.client, user_of(request))
    return _back(request, card)


@require_POST
@with_client
def releasing(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """No longer taking care of it."""
    release(card.client, user_of(request))
    return _back(request, card)


def _back(request: HttpRequest, card: ClientCard) -> HttpResponse:
    """To the page where the button stood."""
    place = "today" if request.POST.get("from") == "today" else "client"
    if part_of(request):
        context = {"card": card, "care": _care(request, card), "from": place}
        return render(request, "clients/taking.html", context)
    return redirect("/today" if place == "today" else f"/clients/{card.id}")


def _care(request: HttpRequest, card: ClientCard) -> Care:
    return care(taken_by([card.client]).get(card.client, ()), user_of(request).pk)
