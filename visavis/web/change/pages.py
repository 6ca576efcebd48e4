"""The actions and their verdicts, as everybody may read them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.change.aims import Aims
from visavis.change.drawing import Chart, Effect, draw_chart, draw_effect, draw_stairs, scale
from visavis.change.registering import canonical
from visavis.change.saying import (
    between_told,
    chance_told,
    days_told,
    effect_told,
    is_nps,
    reason_told,
    remedy_told,
    share_told,
)
from visavis.change.showing import Shown, shown_action, shown_actions
from visavis.engine.measuring.interrupted import Sided
from visavis.mistakes import Mistake, Words
from visavis.web.change.parts import as_told_to
from visavis.web.counted import counts, day_told
from visavis.web.speaking import spoken
from visavis.web.typography import typeset


@dataclass(frozen=True, slots=True)
class Row:
    """One action in the list."""

    shown: Shown
    says: Words
    reason: Words | None
    effect: Words | None
    drawn: Effect | None


@dataclass(frozen=True, slots=True)
class Side:
    """One series of an action: which promise, of which teams, its shares before and after with their cases."""

    says: Words
    series: Sided
    treated: bool
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Every action with its verdict, the one that begins last first."""
    names, aims = names_here(), Aims(settings.HOME)
    shown = [as_told_to(request, each, aims) for each in shown_actions()]
    most = scale([each.found["effect"] if each.found else None for each in shown])
    rows = [
        Row(
            each,
            says_of(each.plan.outcome, names),
            reason_told(each.found),
            effect_told(each.found),
            draw_effect(each.found["effect"] if each.found else None, most),
        )
        for each in shown
    ]
    return render(request, "change/actions.html", {"rows": rows, "as_of": day_told(counts())})


@require_safe
def action(request: HttpRequest, number: int) -> HttpResponse:
    """One action: verdict, series, what was written down and its seal."""
    shown = as_told_to(request, found(number), Aims(settings.HOME))
    told = shown.found
    names = names_here()
    effect = told["effect"] if told else None
    context: dict[str, Any] = {
        "shown": shown,
        "version": shown.version,
        "says": says_of(shown.plan.outcome, names),
        "announced": names.get(shown.plan.announced) if shown.plan.announced else None,
        "caused_by": names.get(shown.version.because) if shown.version.cause == "promise" else None,
        "reason": reason_told(told),
        "remedy": remedy_told(told),
        "effect": effect_told(told),
        "chance": chance_told(told),
        "days": days_told(shown.plan),
        "drawn": draw_effect(effect, scale([effect])),
        "chart": chart_of(shown),
        "sides": sides_of(shown, names),
        "blocks": _blocks(told),
        "control_shift": _moved(told, "control_shift"),
        "trend": _moved(told, "trend", times=13),
        "so_far": _so_far(told),
        "nps": is_nps(told),
        "drawn_order": _order(shown),
        "stairs": draw_stairs(shown.plan.roll_out.starts(shown.plan.starts_on), shown.plan.reads_on)
        if shown.plan.roll_out
        else None,
        "canonical": canonical(shown.version),
        "versions": list(shown.action.versions.select_related("registered_by").order_by("number")),
        "just": request.GET.get("written", "") == "yes",
        "as_of": day_told(counts()),
    }
    return render(request, "change/action.html", context)


def found(number: int) -> Shown:
    """The action of that number. Raises Http404 where there is none."""
    try:
        return shown_action(number)
    except Mistake as none:
        raise Http404(number) from none


def chart_of(shown: Shown) -> Chart | None:
    """The series over time, where the last run counted them."""
    return draw_chart(shown.found["blocks"], shown.plan.starts_on, nps=is_nps(shown.found)) if shown.found else None


def sides_of(shown: Shown, names: dict[str, Words]) -> list[Side]:
    """The action's own series first, then its controls."""
    series = [shown.plan.outcome, *shown.plan.control]
    counted = shown.found["sides"] if shown.found else []
    padded = [*counted, *([None] * (len(series) - len(counted)))]
    return [
        Side(
            says_of(each, names),
            each,
            place == 0,
            _with_share(side["before"], is_nps(shown.found)) if side else None,
            _with_share(side["after"], is_nps(shown.found)) if side else None,
        )
        for place, (each, side) in enumerate(zip(series, padded, strict=True))
    ]


def names_of_promises() -> dict[str, Words]:
    """What each promise says, by its name, as the ledger has it."""
    from visavis.promises.ledger import read_ledger

    try:
        return {
            each.value.name: Words(fr=each.value.says.say("fr"), en=each.value.says.say("en"))
            for each in read_ledger(settings.HOME)
        }
    except Mistake:
        return {}


def names_here() -> dict[str, Words]:
    """What promises and measures of this home say, by name and key."""
    try:
        return names_of_promises() | Aims(settings.HOME).offered()
    except Mistake:
        return names_of_promises()


def says_of(side: Sided, names: dict[str, Words]) -> Words:
    """What a series counts; its name where it is gone."""
    return names.get(side.of) or Words(fr=side.of, en=side.of)


def _order(shown: Shown) -> list[dict[str, Any]]:
    """Of a roll-out, each team with its first day, and its shares before and since where they may be told."""
    if shown.plan.roll_out is None:
        return []
    told = (shown.found or {}).get("roll_out") or {"teams": []}
    counts = {each["team"]: each["counts"] for each in told["teams"]}
    return [
        {
            "team": team,
            "starts_on": day,
            "judged": bool(shown.found and shown.found["sides"]),
            "before": _with_share(counts[team]["before"], is_nps(shown.found)) if counts.get(team) else None,
            "after": _with_share(counts[team]["after"], is_nps(shown.found)) if counts.get(team) else None,
        }
        for team, day in shown.plan.roll_out.starts(shown.plan.starts_on).items()
    ]


def _with_share(counted: dict[str, Any], nps: bool = False) -> dict[str, Any]:
    from visavis.engine.measuring.intervals import wilson

    kept, n = counted["kept"], counted["n"]
    if not n:
        return {"kept": kept, "n": 0, "share": "", "sure": ""}
    share = typeset(share_told(kept / n, spoken(), nps=nps))
    return {"kept": kept, "n": n, "share": share, "sure": typeset(between_told(*wilson(kept, n), spoken(), nps=nps))}


def _blocks(told: dict[str, Any] | None) -> list[dict[str, Any]]:
    blocks = told["blocks"] if told else []
    counted = [each for each in blocks if any(side["n"] for side in each["sides"])]
    return [each | {"sides": [_with_share(side, is_nps(told)) for side in each["sides"]]} for each in reversed(counted)]


def _moved(told: dict[str, Any] | None, name: str, *, times: int = 1) -> dict[str, float] | None:
    kept = told[name] if told else None
    return None if kept is None else {each: kept[each] * times for each in ("value", "low", "high")}


def _so_far(told: dict[str, Any] | None) -> dict[str, Any] | None:
    kept = told["so_far"] if told else None
    if not kept or not kept["n"]:
        return None
    lang, nps = spoken(), is_nps(told)
    return kept | {
        "share": typeset(share_told(kept["kept"] / kept["n"], lang, nps=nps)),
        "sure": typeset(between_told(kept["low"], kept["high"], lang, nps=nps)),
    }
