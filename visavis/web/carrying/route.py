"""One voice and the team it is carried to: why, how sure, corrected in one gesture, taken back likewise; and “Vu”."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from visavis.house.models import User
from visavis.house.teams import active, teams_of
from visavis.mistakes import Mistake, Words
from visavis.voices.models import Rerouting, Seen, Voice
from visavis.voices.routing import carried, not_ours, reroute, see, take_back
from visavis.web.access import user_of
from visavis.web.accounts.asking import safe_next
from visavis.web.carrying.why import why
from visavis.web.tags.words import told


def route_of(voice: Voice, user: User) -> dict[str, Any]:
    """What `voices/route.html` shows of a voice, under the name `route`."""
    where = carried(voice)
    seen = Seen.objects.filter(voice=voice.id, team=where.team).order_by("at").first() if where.team else None
    return {
        "voice": voice.id,
        "carried": where,
        "why": why(where),
        "teams": [name for name in active().values_list("name", flat=True) if name != where.team],
        "mine": bool(where.team) and where.team in teams_of(user),
        "seen_at": seen.at if seen else None,
    }


def said_lately(request: HttpRequest) -> Rerouting | None:
    """The gesture that brought this person here, as long as it can be taken back."""
    number = request.GET.get("routed", "")
    if not number.isdecimal() or len(number) > 15:
        return None
    return Rerouting.objects.filter(pk=int(number), user=user_of(request), withdrawn_at=None).first()


@require_POST
def routing(request: HttpRequest, voice: uuid.UUID) -> HttpResponse:
    """Carry a voice to `team`; without one: it is not for the team that it was carried to."""
    back, team = safe_next(request, f"/voices/{voice}"), request.POST.get("team", "").strip()
    why_not = request.POST.get("why", "")
    try:
        done = (
            reroute(voice, team, user=user_of(request), why=why_not)
            if team
            else not_ours(voice, user=user_of(request), why=why_not)
        )
    except Mistake as mistake:
        return _refused(request, back, mistake)
    return HttpResponseRedirect(f"{back}{'&' if '?' in back else '?'}routed={done.pk}", status=303)


@require_POST
def unrouting(request: HttpRequest, number: int) -> HttpResponse:
    """Take a gesture back."""
    rerouting: Rerouting = get_object_or_404(Rerouting, pk=number)
    if take_back(rerouting):
        messages.success(
            request,
            told(Words(fr="C’est annulé : le message est où il était.", en="Undone: the message is where it was.")),
        )
    return HttpResponseRedirect(safe_next(request, f"/voices/{rerouting.voice}"), status=303)


@require_POST
def seeing(request: HttpRequest, voice: uuid.UUID) -> HttpResponse:
    """“Vu”: a member of the team able to act saw the voice."""
    back = safe_next(request, "/voices/inbox")
    try:
        see(voice, user_of(request), teams_of(user_of(request)))
    except Mistake as mistake:
        return _refused(request, back, mistake)
    return HttpResponseRedirect(back, status=303)


def _refused(request: HttpRequest, back: str, mistake: Mistake) -> HttpResponse:
    remedy = told(mistake.remedy) if mistake.remedy else ""
    messages.error(request, f"{told(mistake.what)}. {remedy[:1].upper()}{remedy[1:]}")
    return HttpResponseRedirect(back, status=303)
