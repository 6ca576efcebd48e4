"""What the demonstration is, the stops of its visit, and the way to one's own files."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from visavis.demo import visiting
from visavis.demo.leaving import Beside, is_begun, leave
from visavis.demo.standing import Own, is_demonstration, own
from visavis.demo.visiting import STOPS
from visavis.house.models import User
from visavis.mistakes import Mistake, Words
from visavis.running.lock import AnotherRun
from visavis.vocabulary import Role
from visavis.web.access import user_of
from visavis.web.accounts.asking import safe_next
from visavis.web.counted import counts
from visavis.web.speaking import spoken
from visavis.web.typography import typeset
from visavis.web.visit.stops import address_of, number_of_stop
from visavis.work.leasing import at_work


@require_safe
def demonstration(request: HttpRequest) -> HttpResponse:
    """What this home is, what can be visited, and who may begin with own files."""
    if not is_demonstration(settings.HOME):
        return redirect("today")
    context = {
        "published": bool(counts()),
        "busy": at_work(),
        "administrators": User.objects.filter(role=Role.ADMINISTRATOR, left_at=None).order_by("name"),
        "may_leave": user_of(request).role == Role.ADMINISTRATOR,
    }
    return render(request, "visit/demonstration.html", context)


@require_safe
def visit(request: HttpRequest) -> HttpResponse:
    """Take the visit up where this person left it, or begin it; begin it anew after its end."""
    found = visiting.visit_of(user_of(request))
    ended = found is None or (found.left_at is not None and found.ended_at is not None)
    return redirect("visit-stop", number=1 if found is None or ended else number_of_stop(visiting.stop_of(found)))


@require_safe
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Go to the page that shows this stop."""
    if not is_demonstration(settings.HOME):
        return redirect("today")
    if not 1 <= number <= len(STOPS):
        raise Http404(str(number))
    where = address_of(STOPS[number - 1])
    visiting.arrive(user_of(request), STOPS[number - 1], where)
    return redirect(where)


@require_POST
def leaving(request: HttpRequest) -> HttpResponse:
    """Put the visit aside, or come to its end."""
    if "end" in request.POST:
        visiting.end(user_of(request))
        return redirect("demonstration")
    visiting.put_aside(user_of(request))
    return redirect(safe_next(request))


@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: HttpRequest) -> HttpResponse:
    """Tell what goes and what stays; POST makes it so, and goes to where files are dropped."""
    home = settings.HOME
    if not is_demonstration(home) and not is_begun(home):
        return redirect("start")
    if request.method != "POST":
        return _ask(request, own(home))
    try:
        leave(home)
    except (Beside, AnotherRun) as mistake:
        return _ask(request, own(home), mistake, 409)
    said = Words(
        fr="La démonstration est effacée : ce dossier est à vous.",
        en="The demonstration is erased: this home is yours.",
    )
    messages.success(request, typeset(said.say(spoken())))
    return redirect("start")


def _ask(request: HttpRequest, brought: Own, mistake: Mistake | None = None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "counted": counts(),
        "own": brought,
        "people": User.objects.filter(left_at=None).count(),
        "begun": is_begun(settings.HOME),
        "busy": mistake is None and at_work(),
        "mistake": mistake,
    }
    return render(request, "visit/departure.html", context, status=status)
