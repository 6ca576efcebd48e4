"""Doubtful pairs, one at a time: two records side by side, an answer, what it changed, and undoing it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from visavis.clients.details import note_look
from visavis.clients.doubts.asked import let_go, pass_over, take_up
from visavis.clients.doubts.reviewing import Doubt, Queue, find_doubt, next_for, pair_of, records_at
from visavis.clients.models import public_id
from visavis.clients.named import Record
from visavis.clients.reasons.phrases import bits_of, compared, phrase
from visavis.mistakes import Mistake, Words
from visavis.running.answering import SIDE_BY_SIDE, answer, changed, effect_of, last_answer
from visavis.running.deciding import undo
from visavis.web.access import user_of
from visavis.web.clients.details import PURPOSES
from visavis.web.clients.review_fields import fields_of
from visavis.web.speaking import spoken

HERE = "/clients/review"
PURPOSE = "review_purpose"
"""In the session: why the reviewer reads personal details, until they sign out."""
LAST = "review_last"
"""In the session: the pair that was left for later last, where nothing was answered since."""

TAKEN_BACK = Words(fr="annulé en revue", en="taken back in review")
NOTHING = Queue((), 0)


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The next pair, side by side; looking at its details is written down."""
    user = user_of(request)
    try:
        doubt, queue = next_for(settings.HOME, user)
    except Mistake:  # nothing was linked yet: nothing is in doubt
        doubt, queue = None, NOTHING
    context: dict[str, Any] = {
        "here": "review",
        "doubt": doubt,
        "left": len(queue.open),
        "decided": queue.decided,
        "purposes": PURPOSES.items(),
        "purpose": PURPOSES.get(request.session.get(PURPOSE, "")),
        "last": last_answer(settings.HOME, user) if doubt or queue.decided else None,
        "passed": request.session.get(LAST, ""),
    }
    if context["last"]:
        context["changed"] = changed(context["last"])
    if doubt:
        context |= _side_by_side(request, doubt)
    return render(request, "clients/review.html", context)


def _side_by_side(request: HttpRequest, doubt: Doubt) -> dict[str, Any]:
    purpose = request.session.get(PURPOSE, "")
    if purpose:
        for client in doubt.clients:
            note_look(user_of(request), purpose, client=client)
    said = records_at(settings.HOME, (doubt.one, doubt.other))
    left, right = (said.get(end, {}) for end in (doubt.one, doubt.other))
    parts = compared(doubt.evidence)
    yes, no = effect_of(doubt)
    return {
        "fields": fields_of(left, right, details=bool(purpose)),
        "left_record": Record(*doubt.one),
        "right_record": Record(*doubt.other),
        "why": [phrase(part) for part in parts if bits_of(part) > 0],
        "although": [phrase(part) for part in reversed(parts) if bits_of(part) < 0],
        "clients": [public_id(client) for client in doubt.clients],
        "yes": yes,
        "no": no,
    }


@require_POST
def answering(request: HttpRequest) -> HttpResponse:
    """The answer to a pair: yes, no, or later."""
    user, pair, said = user_of(request), request.POST.get("pair", ""), request.POST.get("answer", "")
    if said == "later":
        pass_over(user, pair[:32])
        request.session[LAST] = pair[:32]
        return HttpResponseRedirect(HERE)
    try:
        doubt = find_doubt(settings.HOME, pair)
        if said not in ("yes", "no"):
            raise Mistake(
                Words(fr="il manque votre réponse", en="your answer is missing"),
                remedy=Words(fr="répondez oui, non, ou plus tard", en="answer yes, no, or later"),
            )
        reason = request.POST.get("reason", "").replace("\0", "").strip() or SIDE_BY_SIDE.say(spoken())
        answer(settings.HOME, doubt.one, doubt.other, same=said == "yes", actor=f"user/{user.pk}", reason=reason[:1000])
        request.session.pop(LAST, None)
    except Mistake as mistake:
        _tell(request, mistake)
    let_go(user, pair)
    return HttpResponseRedirect(HERE)


@require_POST
def undoing(request: HttpRequest) -> HttpResponse:
    """Take back one's last answer, or what was left for later: the pair is asked again."""
    user, decision = user_of(request), request.POST.get("decision", "")
    passed = request.session.pop(LAST, "")
    if passed and not decision:
        take_up(user, passed)
        return HttpResponseRedirect(HERE)
    last = last_answer(settings.HOME, user)
    if last is None or str(last.pk) != decision:
        mistake = Mistake(
            Words(fr="cette réponse est déjà annulée", en="this answer is taken back already"),
            remedy=Words(fr="il n’y a rien à faire", en="there is nothing to do"),
        )
        _tell(request, mistake)
        return HttpResponseRedirect(HERE)
    try:
        undo(settings.HOME, last.pk, actor=f"user/{user.pk}", reason=TAKEN_BACK.say(spoken()))
        for pair in _pairs(last.payload):
            take_up(user, pair)
    except Mistake as mistake:
        _tell(request, mistake)
    return HttpResponseRedirect(HERE)


@require_POST
def purpose(request: HttpRequest) -> HttpResponse:
    """Why the reviewer needs personal details; empty: they are hidden again."""
    chosen = request.POST.get("purpose", "")
    if chosen in PURPOSES:
        request.session[PURPOSE] = chosen
    else:
        request.session.pop(PURPOSE, None)
    return HttpResponseRedirect(HERE)


def _pairs(payload: dict[str, Any]) -> list[str]:
    """The digest of the pair that an answer was about."""
    ends = payload.get("pair") or [record for group in payload["groups"] for record in group]
    if len(ends) != 2:
        return []
    one, other = ((str(source), str(key)) for source, key in ends)
    return [pair_of(one, other)]


def _tell(request: HttpRequest, mistake: Mistake) -> None:
    said = mistake.what.say(spoken())
    if mistake.remedy:
        said += f" — {mistake.remedy.say(spoken())}"
    messages.error(request, said[:1].upper() + said[1:])
