"""My commitments: proposed to me alone, confirmed in one gesture, reminded of, and settled with what shows it."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from visavis.house.teams import teams_of
from visavis.mistakes import Mistake, Words
from visavis.promises.authors import claim, claimable, pseudonyms_of, unclaim
from visavis.promises.confirming import confirm, count_proposed_to, deny, proposed_to, put_off, settle, undo, unsettle
from visavis.running.home import settings_of
from visavis.web.access import user_of
from visavis.web.commitments.shown import mine, named, proposed, soon
from visavis.web.counted import counts, day_told
from visavis.web.tags.words import told

FEW = 20


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """What I may have promised, then what I promised, the soonest due first."""
    user, as_of = user_of(request), day_told(counts())
    confirmed = mine(user, as_of)
    context: dict[str, Any] = {
        "as_of": as_of,
        "proposed": proposed(proposed_to(user, FEW)),
        "waiting": count_proposed_to(user),
        "open": [each for each in confirmed if not each.commitment.outcome],
        "settled": [each for each in confirmed if each.commitment.outcome],
        "known": bool(pseudonyms_of(user) or teams_of(user)),
        "claimable": bool(claimable(user)),
        "days": settings_of(settings.HOME).commitments.days,
        "undone": _answered(request),
    }
    return render(request, "commitments/commitments.html", context)


def _answered(request: HttpRequest) -> dict[str, Any] | None:
    """The gesture that brought this person here, as long as it can be taken back."""
    commitment = named(request.GET.get("answered", ""))
    what = request.GET.get("as", "")
    return (
        {"commitment": commitment, "promised": what == "promised"}
        if commitment and what in ("promised", "none")
        else None
    )


@require_POST
def answer(request: HttpRequest, commitment: uuid.UUID) -> HttpResponse:
    """“I promised it” (on that day), or “it is none”."""
    user, what = user_of(request), request.POST.get("what", "")
    try:
        if what == "promised":
            confirm(settings.HOME, user, commitment)
            if "due_on" in request.POST:
                put_off(user, commitment, _day(request.POST["due_on"]))
        else:
            deny(user, commitment)
    except Mistake as mistake:
        return _refused(request, mistake)
    return HttpResponseRedirect(
        f"/commitments?answered={commitment}&as={'promised' if what == 'promised' else 'none'}", status=303
    )


@require_POST
def withdrawal(request: HttpRequest, commitment: uuid.UUID) -> HttpResponse:
    """Take the answer back: the sentence is proposed again."""
    undo(user_of(request), commitment)
    return HttpResponseRedirect("/commitments", status=303)


@require_POST
def due(request: HttpRequest, commitment: uuid.UUID) -> HttpResponse:
    """The day that was meant."""
    try:
        put_off(user_of(request), commitment, _day(request.POST.get("due_on", "")))
    except Mistake as mistake:
        return _refused(request, mistake)
    return HttpResponseRedirect(f"/commitments#c-{commitment.hex}", status=303)


@require_POST
def outcome(request: HttpRequest, commitment: uuid.UUID) -> HttpResponse:
    """“Kept”, “not kept”, or neither any more."""
    user, what = user_of(request), request.POST.get("what", "")
    try:
        if what == "none":
            unsettle(user, commitment)
        else:
            done_on = _day(request.POST.get("done_on", ""))
            settle(
                user, commitment, kept=what == "kept", done_on=done_on, evidence=named(request.POST.get("evidence", ""))
            )
    except Mistake as mistake:
        return _refused(request, mistake)
    return HttpResponseRedirect(f"/commitments#c-{commitment.hex}", status=303)


@require_POST
def authorship(request: HttpRequest) -> HttpResponse:
    """“This is me”, of a name that a source writes; or no longer."""
    pseudonym = request.POST.get("pseudonym", "")
    try:
        if request.POST.get("what") == "none":
            unclaim(user_of(request), pseudonym)
        else:
            claim(user_of(request), pseudonym)
    except Mistake as mistake:
        messages.error(request, told(mistake.what))
    return HttpResponseRedirect("/preferences#mine", status=303)


def own_names(request: HttpRequest) -> dict[str, Any]:
    """What `commitments/names.html` shows among the preferences: names of mine in the sources, claimed or not."""
    user = user_of(request)
    held = pseudonyms_of(user)
    return {"names": [(pseudonym, sources, pseudonym in held) for pseudonym, sources in claimable(user).items()]}


def mine_today(request: HttpRequest, as_of: date | None) -> dict[str, Any]:
    """What `commitments/today.html` shows: mine that fall due soon or are past, and how many sentences wait for my answer."""
    user = user_of(request)
    return {"commitments_soon": soon(user, as_of), "commitments_proposed": count_proposed_to(user)}


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Mistake(
            Words(fr="ce n’est pas une date", en="this is no date"),
            remedy=Words(fr="par exemple 2025-03-12", en="for example 2025-03-12"),
        ) from None


def _refused(request: HttpRequest, mistake: Mistake) -> HttpResponse:
    remedy = f" {told(mistake.remedy)}" if mistake.remedy else ""
    messages.error(request, f"{told(mistake.what)}.{remedy and f' {remedy.strip()}.'}".capitalize())
    return HttpResponseRedirect("/commitments", status=303)
