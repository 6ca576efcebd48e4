"""Writing an action down, changing it in a new version, ending it: for those who keep the promises."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from visavis.change.aims import Aims, segments
from visavis.change.models import ActionVersion
from visavis.change.plan import Plan, RollOut, listed, series
from visavis.change.registering import register, stop
from visavis.change.showing import Shown
from visavis.engine.measuring.interrupted import Sided
from visavis.mistakes import Mistake, Words
from visavis.web.access import user_of
from visavis.web.change.pages import found, names_of_promises
from visavis.web.mistaken import shown as shown_mistakes

CAUSES = {
    "promise": Words(fr="une promesse mal tenue", en="a promise that is not kept well"),
    "voice": Words(fr="un message client", en="a client’s voice"),
    "measure": Words(fr="une mesure", en="a measure"),
    "other": Words(fr="autre chose", en="something else"),
}
FIELDS = (
    "title", "what", "owner", "teams", "cause", "because", "outcome", "outcome_teams", "outcome_segment", "control", "control_teams",
    "control_segment", "control_2", "direction", "drawn", "every",
    "starts_on", "waits", "reads_on", "baseline", "announced",
)  # fmt: skip


def new(request: HttpRequest) -> HttpResponse:
    """A form for an action that nobody wrote down yet; POST seals it."""
    return _form(request, None) if request.method != "POST" else _take(request, None)


def version(request: HttpRequest, number: int) -> HttpResponse:
    """The form of an action; POST seals a new version beside those that stand."""
    shown = found(number)
    return _form(request, shown) if request.method != "POST" else _take(request, shown)


def stopping(request: HttpRequest, number: int) -> HttpResponse:
    """POST ends an action, today."""
    shown = found(number)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        stop(shown.action, why=request.POST.get("why", ""), by=user_of(request), on=timezone.now().date())
    except Mistake as wrong:
        return _form(request, shown, wrong=wrong)
    return HttpResponseRedirect(f"/actions/{number}", status=303)


def _take(request: HttpRequest, shown: Shown | None) -> HttpResponse:
    try:
        plan = _plan(request)
        made = register(settings.HOME, plan, by=user_of(request), action=shown.action if shown else None)
    except Mistake as wrong:
        return _form(request, shown, wrong=wrong)
    return HttpResponseRedirect(f"/actions/{made.action_id}?written=yes", status=303)


def _plan(request: HttpRequest) -> Plan:
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    controls = [series(given["control"], given["control_teams"], given["control_segment"]), series(given["control_2"])]
    drawn = listed(given["drawn"])
    if given["cause"] not in CAUSES or given["direction"] not in ActionVersion.Direction.values:
        raise Mistake(
            Words(fr="un choix n’est pas dans la liste", en="a choice is not in the list"),
            remedy=Words(fr="choisissez dans la liste", en="choose from the list"),
        )
    return Plan(
        title=given["title"],
        what=given["what"],
        owner=given["owner"],
        teams=listed(given["teams"]),
        cause=given["cause"],
        because=given["because"],
        outcome=series(given["outcome"], given["outcome_teams"], given["outcome_segment"]),
        direction=given["direction"],
        control=tuple(each for each in controls if each.of),
        roll_out=RollOut(teams=drawn, every=_days(given["every"])) if drawn else None,
        starts_on=_day(given["starts_on"], Words(fr="le premier jour", en="the first day")),
        reads_on=_day(given["reads_on"], Words(fr="le jour du verdict", en="the day of the verdict")),
        waits=_days(given["waits"]),
        baseline=_days(given["baseline"]),
        announced=given["announced"],
    )


def _day(typed: str, what: Words) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Mistake(
            Words(fr=f"{what.fr} n’est pas une date", en=f"{what.en} is no date"),
            remedy=Words(fr="par exemple 2026-03-02", en="for example 2026-03-02"),
        ) from None


def _days(typed: str) -> int:
    if not typed.isdecimal() or len(typed) > 4:
        raise Mistake(
            Words(fr="un nombre de jours s’écrit en chiffres", en="a number of days is written in digits"),
            remedy=Words(fr="par exemple 14", en="for example 14"),
        )
    return int(typed)


def _form(request: HttpRequest, shown: Shown | None, *, wrong: Mistake | None = None) -> HttpResponse:
    names = names_of_promises()
    offered = Aims(settings.HOME).offered()
    context: dict[str, Any] = {
        "shown": shown,
        "f": {name: request.POST.get(name, "") for name in FIELDS} if request.POST.get("title") else _standing(shown),
        "promises": sorted(names.items()),
        "measures": offered.items(),
        "segments": segments(),
        "causes": CAUSES.items(),
        "mistakes": shown_mistakes(wrong) if wrong else [],
        "tomorrow": timezone.now().date() + timedelta(days=1),
    }
    return render(request, "change/form.html", context, status=422 if wrong else 200)


def _standing(shown: Shown | None) -> dict[str, Any]:
    """What the form holds before anybody typed: the latest version, or what suits most actions."""
    if shown is None:
        tomorrow = timezone.now().date() + timedelta(days=1)
        start = tomorrow + timedelta(days=-tomorrow.weekday() % 7)
        dated = {"starts_on": start.isoformat(), "reads_on": (start + timedelta(days=90)).isoformat()}
        return (
            dict.fromkeys(FIELDS, "")
            | dated
            | {"waits": "14", "baseline": "365", "cause": "promise", "direction": "up", "every": "14"}
        )
    plan = shown.plan
    control, second = (*plan.control, Sided(""), Sided(""))[:2]
    return {
        "title": plan.title,
        "what": plan.what,
        "owner": plan.owner,
        "teams": ", ".join(plan.teams),
        "cause": plan.cause,
        "because": plan.because,
        "outcome": plan.outcome.of,
        "outcome_teams": ", ".join(plan.outcome.teams),
        "outcome_segment": plan.outcome.segment,
        "control": control.of,
        "control_teams": ", ".join(control.teams),
        "control_segment": control.segment,
        "control_2": second.of,
        "drawn": ", ".join(sorted(plan.roll_out.teams)) if plan.roll_out else "",
        "every": str(plan.roll_out.every) if plan.roll_out else "14",
        "direction": plan.direction,
        "starts_on": plan.starts_on.isoformat(),
        "waits": str(plan.waits),
        "reads_on": plan.reads_on.isoformat(),
        "baseline": str(plan.baseline),
        "announced": plan.announced,
    }
