"""Aujourd’hui: who waits for us, what falls due, who thanks us; and each of them in full."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.attention.today import SOON, Due, Thanks, Wait, due_soon, thanks_lately, waiting_longest
from visavis.attention.today import today as first_of
from visavis.clients.models import ClientCard
from visavis.mistakes import Words
from visavis.promises.saying import sayings
from visavis.web.access import user_of
from visavis.web.asking import part_of
from visavis.web.carrying.inbox import for_today
from visavis.web.clients.care import Care, care
from visavis.web.clients.quoting import Said, quoted
from visavis.web.clients.waiting import Waited, waited
from visavis.web.commitments.pages import mine_today
from visavis.web.counted import counts, day_told
from visavis.web.today.themes import THEMES
from visavis.web.voices.rising import rising_now

FEW = 6
DUE = 12


@dataclass(frozen=True, slots=True)
class Waits:
    """A client who waits, for one thing or several, as the page shows them."""

    card: ClientCard
    waits: tuple[Waited, ...]
    care: Care


@dataclass(frozen=True, slots=True)
class Promised:
    """Promises of one kind that fall due, with their clients and days."""

    name: str
    says: Words
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Thanked:
    """Thanks: the words, whom they come from, what they are for."""

    said: Said
    card: ClientCard | None
    theme: Words | None
    source: str


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """One page for any employee."""
    counted = counts()
    as_of = day_told(counted)
    says = sayings(settings.HOME)
    found = first_of(as_of, says, few=FEW, due=DUE)
    carried = for_today(request, as_of)
    told = {each["voice"].id for each in carried.get("thanks_for_me", ())}
    context = {
        "counts": counted,
        "as_of": as_of,
        "until": as_of + SOON if as_of else None,
        "waits": _waits(found.waits, user_of(request).pk, as_of, says),
        "more_waits": found.more_waits,
        "due": _promised(found.due, says),
        "more_due": found.more_due,
        "thanks": _thanked(each for each in found.thanks if each.voice.id not in told),
        "more_thanks": found.more_thanks,
        "rising": rising_now(),
        "place": "today",
    }
    return render(request, "today/today.html", context | carried | mine_today(request, as_of))


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """All who wait, the longest first."""
    as_of, says = day_told(counts()), sayings(settings.HOME)
    found, following = waiting_longest(request.GET.get("after", ""))
    rows = _waits(found, user_of(request).pk, as_of, says)
    return _listed(request, "waiting", {"waits": rows, "as_of": as_of, "next": following, "place": "today"})


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """All promises that fall due this week."""
    as_of, says = day_told(counts()), sayings(settings.HOME)
    found, following = due_soon(as_of, says, request.GET.get("after", "")) if as_of else ([], "")
    return _listed(request, "due", {"due": _promised(found, says), "as_of": as_of, "next": following})


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """All thanks of the last thirty days."""
    as_of = day_told(counts())
    found, following = thanks_lately(as_of, request.GET.get("after", "")) if as_of else ([], "")
    return _listed(request, "thanks", {"thanks": _thanked(found), "as_of": as_of, "next": following})


def _listed(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    template = f"today/{name}_rows.html" if part_of(request) == "more" else f"today/{name}.html"
    return render(request, template, context)


def _waits(waits: Iterable[Wait], user: int, as_of: date | None, says: Mapping[str, Words]) -> list[Waits]:
    """Each client once, where the first of their waits stands."""
    by_client: dict[int, list[Wait]] = {}
    for each in waits:
        if each.card is not None:
            by_client.setdefault(each.card.client, []).append(each)
    return [
        Waits(
            its[0].card,  # type: ignore[arg-type]  # none without a card came in
            tuple(waited(each.waiting, each.voice, as_of=as_of, sayings=says) for each in its),
            care(its[0].takers, user),
        )
        for its in by_client.values()
    ]


def _promised(due: Iterable[Due], says: Mapping[str, Words]) -> list[Promised]:
    """By promise; those between teams are not for this page."""
    ours = sorted((each for each in due if each.case.promise in says), key=lambda each: each.case.promise)
    return [
        Promised(
            name, says[name], tuple(sorted(its, key=lambda each: (each.case.due_on or date.min, each.card.client)))
        )
        for name, its in groupby(ours, lambda each: each.case.promise)
    ]


def _thanked(thanks: Iterable[Thanks]) -> list[Thanked]:
    return [Thanked(quoted(each.voice), each.card, THEMES.get(each.voice.theme), each.voice.source) for each in thanks]
