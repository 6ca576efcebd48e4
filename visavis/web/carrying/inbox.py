"""Messages for my teams, and those that no team is sure enough for."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.attention.taking import taken_by
from visavis.attention.today import cards_of
from visavis.house.models import User
from visavis.house.teams import active, teams_of
from visavis.vocabulary import Role
from visavis.voices.inbox import inbox as box_of
from visavis.voices.inbox import seen_by_teams, thanks_for, unseen, untriaged
from visavis.voices.inbox import triage as unsure
from visavis.voices.models import Voice
from visavis.voices.reached import reached
from visavis.voices.routing import carried
from visavis.web.access import role_of, user_of
from visavis.web.carrying.route import said_lately
from visavis.web.carrying.why import why
from visavis.web.clients.care import care
from visavis.web.clients.quoting import NOTHING, Sight, quoted
from visavis.web.counted import counts, day_told

FEW = 3
SORTERS = (Role.LEAD, Role.ANALYST, Role.ADMINISTRATOR)
"""Who is asked, on Aujourd’hui, to route what no team is sure enough for; anybody may."""


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What is carried to my teams, unread first; of another team where `team` names it."""
    user, as_of = user_of(request), day_told(counts())
    mine, teams = teams_of(user), list(active().values_list("name", flat=True))
    asked = request.GET.get("team", "")
    shown = [asked] if asked in teams else mine
    seen = request.GET.get("seen") == "yes"
    of_teams = [each for each in reached() if each.team in shown]
    told = asked not in teams or asked in mine or not any(each.masked for each in of_teams)
    context: dict[str, Any] = {
        "mine": mine,
        "teams": teams,
        "shown": shown,
        "asked": asked if asked in teams else "",
        "seen": seen,
        "as_of": as_of,
        "may_see": set(shown) & set(mine),
        "undo": said_lately(request),
        "reached": [each for each in of_teams if each.n],
        "untold": not told,
        "here": "inbox",
    }
    if as_of and shown:
        box = box_of(shown, as_of, seen=seen, after=request.GET.get("after", ""))
        context |= {
            "rows": _rows(box.voices, user),
            "next": box.next,
            # How many a team of one to four people has not seen is their own business.
            "waiting": unseen(shown, as_of) if told else 0,
            "to_route": untriaged(as_of),
        }
    return render(request, "carrying/inbox.html", context)


@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    """What no team is sure enough for: one press carries it."""
    user, as_of = user_of(request), day_told(counts())
    teams = list(active().values_list("name", flat=True))
    context: dict[str, Any] = {"teams": teams, "as_of": as_of, "undo": said_lately(request), "here": "triage"}
    if as_of and teams:
        box = unsure(as_of, after=request.GET.get("after", ""))
        context |= {"rows": _rows(box.voices, user), "next": box.next, "waiting": untriaged(as_of)}
    return render(request, "carrying/triage.html", context)


def for_today(request: HttpRequest, as_of: date | None) -> dict[str, Any]:
    """What Aujourd’hui tells of voices carried: those for my teams, and, to those who sort, how many are to be routed."""
    user = user_of(request)
    mine = teams_of(user)
    told: dict[str, Any] = {"my_teams": mine, "for_my_teams": 0, "to_route": 0, "carried": ()}
    if as_of is None:
        return told
    told["thanks_for_me"] = [
        {
            "voice": each.voice,
            "said": quoted(each.voice, Sight(own=user.name) if each.by_name else NOTHING),
            "by_name": each.by_name,
            "teams": each.teams,
        }
        for each in thanks_for(user.name, mine, as_of)
    ]
    cards = cards_of(each["voice"].client for each in told["thanks_for_me"])
    for each in told["thanks_for_me"]:
        each["card"] = cards.get(each["voice"].client)
    if mine and (n := unseen(mine, as_of)):
        told |= {"for_my_teams": n, "carried": _rows(box_of(mine, as_of, size=FEW).voices, user)}
    if role_of(request) in SORTERS and active().exists():
        told["to_route"] = untriaged(as_of)
    return told


def _rows(voices: Sequence[Voice], user: User) -> list[dict[str, Any]]:
    cards, seen = cards_of(voice.client for voice in voices), seen_by_teams(voice.id for voice in voices)
    takers = taken_by(_clients(voices))
    rows = []
    for voice in voices:
        where = carried(voice)
        card = cards.get(voice.client) if voice.client is not None else None
        rows.append(
            {
                "voice": voice,
                "said": quoted(voice),
                "card": card,
                "care": care(takers.get(voice.client or 0, ()), user.pk),
                "carried": where,
                "why": why(where),
                "seen_at": seen.get(voice.id),
            }
        )
    return rows


def _clients(voices: Iterable[Voice]) -> list[int]:
    return sorted({voice.client for voice in voices if voice.client is not None})
