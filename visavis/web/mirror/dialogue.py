"""Dialogue or monologue: what clients ask, what is answered and when, what they confirm; by channel and by team."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.mirror.draw.bars import Bars, draw_bars
from visavis.mirror.grouped import Grouped, groups, of_group
from visavis.mirror.kinds.dialogue import CHANNEL
from visavis.mirror.tell.cells import cells
from visavis.mirror.tell.wording import percent, spaced, span
from visavis.vocabulary import Role
from visavis.web.access import STEWARDS, user_of
from visavis.web.clients.wording import CHANNELS
from visavis.web.mirror.chain import document_of
from visavis.web.speaking import spoken

WHOLE = (
    *("value", "answer_median", "answer_in_24_hours", "answer_in_7_days", "answered", "acknowledged_only"),
    *("left_out_thanks", "left_out_backwards", "left_out_sources", "resolution_median", "resolution_in_7_days", "confirmed_median"),
    *("confirmed_in_7_days", "balance", "monologue_share", "automatic_share"),
)  # fmt: skip
GROUP = ("value", "answer_median", "answer_in_24_hours", "answer_in_7_days", "confirmed_in_7_days", "balance")


@require_safe
def dialogue(request: HttpRequest) -> HttpResponse:
    """All conversations first, then channels, then teams that may be told of."""
    document, lang = document_of("dialogue"), spoken()
    measured = document.get("measured", {})
    found = groups(measured)
    whole = of_group(found, None)
    named = [(_name(one), one) for one in found if one.about is not None]
    named.sort(key=lambda each: (not (each[1].about or "").startswith(CHANNEL), each[0]))
    rows = [
        {"name": name, "channel": (one.about or "").startswith(CHANNEL), **cells(one, GROUP, lang)}
        for name, one in named
    ]
    context = {
        "section": "dialogue",
        "whole": whole,
        "of": cells(whole, WHOLE, lang),
        "rows": rows,
        "bars": _bars(named),
        "canned": _canned(document.get("canned")),
        "steps": measured.get("steps", []),
        "may_steward": Role(user_of(request).role) in STEWARDS,
    }
    return render(request, "mirror/dialogue.html", context)


def _name(one: Grouped) -> str:
    about = one.about or ""
    name = about.removeprefix(CHANNEL)
    return CHANNELS[name].say(spoken()) if about.startswith(CHANNEL) and name in CHANNELS else name


def _bars(named: list[tuple[str, Grouped]]) -> Bars | None:
    given = [
        (name, spaced(percent(day.value, spoken())), week, day)
        for name, one in named
        if (week := one.figure("answer_in_7_days")) and week.value is not None
        and (day := one.figure("answer_in_24_hours")) and day.value is not None
    ]  # fmt: skip
    return draw_bars(given) if given else None


def _canned(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """The share of replies in a form that many got, as the watch of our own words counted it."""
    if not row:
        return None
    lang = spoken()
    return {"share": percent(row["share"], lang), "interval": span(row["low"], row["high"], lang), "n": row["messages"]}
