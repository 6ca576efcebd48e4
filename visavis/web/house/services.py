"""Réglages · Équipes: who serves whom is noted, taken out, put back, and taken in from a file."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from visavis.house.models import Service, Team
from visavis.house.services import end_service, serve, take_in_body
from visavis.mistakes import Mistake, Words
from visavis.running.reading_teams import teams_named
from visavis.web.access import user_of
from visavis.web.carrying.teams import PAGE, teams_page
from visavis.web.house.shown import house_files
from visavis.web.mistaken import shown
from visavis.web.tags.words import told

CLIENTS = "clients"
PASTED = Words(fr="lignes collées", en="pasted lines")


@require_POST
def services(request: HttpRequest) -> HttpResponse:
    """A team serves another (`served`: its number), or the clients, in `what`."""
    team, served = _team(request.POST.get("team", "")), request.POST.get("served", "")
    try:
        to = None if served == CLIENTS else _team(served)
        serve(team, to, request.POST.get("what", ""), by=user_of(request))
    except Mistake as mistake:
        return teams_page(request, mistake=mistake, status=422)
    fr, en = (to.name, to.name) if to else ("les clients", "the clients")
    messages.success(request, told(Words(fr=f"{team.name} sert {fr}.", en=f"{team.name} serves {en}.")))
    return _back()


@require_POST
def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """The team no longer serves it."""
    end_service(_service(number), by=user_of(request))
    return HttpResponseRedirect(f"{PAGE}?unserved={number}#house", status=303)


@require_POST
def restoration(request: HttpRequest, number: int) -> HttpResponse:
    """What was taken out is put back."""
    gone = _service(number)
    serve(gone.team, gone.served, gone.what, by=user_of(request))
    messages.success(request, told(Words(fr="C’est remis.", en="It is put back.")))
    return _back()


@require_POST
def taken_in(request: HttpRequest) -> HttpResponse:
    """Who serves whom, from a file of the exports (`file`) or from lines that were pasted (`lines`)."""
    name, lines = request.POST.get("file", ""), request.POST.get("lines", "")
    body = lines.encode() if not name else _exported(name)
    try:
        found = take_in_body(body, name or told(PASTED), named=teams_named(), by=user_of(request))
    except Mistake as several:
        heading = Words(fr="Rien n’est repris : ces lignes ne se lisent pas", en="Nothing is taken in: lines are wrong")
        return teams_page(request, status=422, mistakes=shown(several), heading=heading, pasted=lines)
    messages.success(
        request,
        told(
            Words(
                fr=f"Qui sert qui : {found.new} nouveaux services, {found.known} déjà connus, {found.ended} retirés.",
                en=f"Who serves whom: {found.new} new services, {found.known} known already, {found.ended} taken out.",
            )
        ),
    )
    return _back()


def _exported(name: str) -> bytes:
    """A file that the page offered; nothing for any other name."""
    return Path(settings.HOME / "exports" / name).read_bytes() if name in house_files() else b""


def _team(number: str) -> Team:
    known = int(number) if number.isdecimal() and len(number) < 12 else 0
    team: Team = get_object_or_404(Team, pk=known, ended_at=None)
    return team


def _service(number: int) -> Service:
    service: Service = get_object_or_404(Service.objects.select_related("team", "served"), pk=number)
    return service


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{PAGE}#house", status=303)
