"""The mirror over time and in part: filters by promise, step of the journey, team, kind of client and months, all in the address, without scripts."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from visavis.mirror.draw.facing import Facing, draw_facing
from visavis.mirror.draw.figures import FEWEST
from visavis.mirror.guard.cut import chosen, whole_months
from visavis.mirror.guard.faced import Asked, Faced, face
from visavis.mirror.reflection import Mirror, Rate, Reflected
from visavis.mirror.render.appearance import stylesheet
from visavis.mirror.tell.findings import period
from visavis.mirror.tell.narrowed import narrowed
from visavis.mirror.tell.signals import Signals, of_shares
from visavis.mirror.tell.typesetting import spoken as in_words
from visavis.mirror.tell.wording import month as month_told
from visavis.mistakes import Words
from visavis.promises.alike import marks
from visavis.questions.forecasting import reveal
from visavis.web.access import user_of
from visavis.web.mirror.filters import Bar, bar, choices
from visavis.web.mirror.pages import address
from visavis.web.mirror.periods import asked_days
from visavis.web.mirror.shown import ask, mirror_of, slices_of
from visavis.web.speaking import spoken
from visavis.web.typography import typeset

PERIODS = {
    "month": Words(fr="Mois", en="Month"),
    "quarter": Words(fr="Trimestre commençant en", en="Quarter from"),
    "year": Words(fr="Année commençant en", en="Year from"),
    "all": Words(fr="Période", en="Period"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One period: facts and clients, or nothing of either; `cases` leads to them."""

    period: str
    facts: Rate | None
    felt: Rate | None
    cases: str
    limits: str = ""
    rules: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One promise in the slice that is asked for."""

    says: Words
    link: str
    of_cases: str
    faced: Faced
    drawing: Facing | None
    rows: tuple[Row, ...]
    ends: tuple[str, ...]
    signals: Signals | None = None

    @property
    def period(self) -> Words:
        """What the rows of its table are."""
        return PERIODS[self.faced.grain]


@require_safe
def slices(request: HttpRequest) -> HttpResponse:
    """Facts and what clients say on one time axis, for all or for a part."""
    return render(request, "mirror/slices.html", {"section": "slices", **(_context(request) or {"told": None})})


@require_safe
def over_time_file(request: HttpRequest) -> HttpResponse:
    """The same as one file that opens anywhere, without a network: it says its part, and leads nowhere."""
    context, lang = _context(request), spoken()
    if context is None:
        raise Http404
    mirror: Mirror = context["mirror"]
    part = context["bar"].part
    name = next((one.says for one in mirror.promises if one.name == part.promise), None)
    months = period(*whole_months(*asked_days(_months_of(context["bar"]))))
    told = [in_words(each, lang) for each in (narrowed(part.side, part.value, part.step, name), months) if each]
    body = LINKS.sub("", render_to_string("mirror/over_time_body.html", context))
    whole = {"body": mark_safe(body), "said": " · ".join(told), "lang": lang, "run": mirror.run}
    file = render_to_string("mirror/over_time_file.html", whole | {"style": mark_safe(stylesheet())})
    ending = Words(fr="miroir-dans-le-temps", en="mirror-over-time").say(lang)
    named = f'attachment; filename="{ending}-{mirror.as_of or mirror.run}.html"'
    return HttpResponse(file, headers={"Content-Disposition": named})


LINKS = re.compile(r"</?a\b[^>]*>")


def _months_of(asked: Bar) -> QueryDict:
    months: dict[str, str] = {end: asked.chosen[end] for end in ("from", "to") if end in asked.chosen}
    return QueryDict(urlencode(months))


def _context(request: HttpRequest) -> dict[str, Any] | None:
    """What the part that is asked for shows; None before the first run. Who sees it has seen these results from now on."""
    whole = ask(settings.HOME)
    document = slices_of(whole) if whole else None
    if whole is None or document is None:
        return None
    mirror = mirror_of(whole)
    shown = bar(request.GET, choices(document, mirror.promises), "/mirror/over-time")
    promises = chosen(mirror, shown.part)
    reveal(user_of(request), [one.name for one in promises if one.rate.value is not None], marks(settings.HOME))
    every = [_shown(document, one, shown) for one in promises]
    return {
        "told": [one for one in every if not one.faced.few],
        "bare": [one for one in every if one.faced.few],
        "bar": shown,
        "mirror": mirror,
        "steps": document.get("steps", []),
    }


def _shown(document: dict[str, Any], promise: Reflected, asked: Bar) -> Shown:
    faced = face(document, promise.name, asked_of(asked))
    signals = _signals(faced)
    drawing = draw_facing(faced.facts_over_time, faced.felt_over_time, signals.watched if signals else None)
    link = address(promise.name)
    rows = _rows(faced, signals, f"{link}?", asked.chosen.get("of", ""))
    ends = tuple(_told(date.fromisoformat(each.label)) for each in drawing.ends) if drawing else ()
    says = Words(promise.says.fr, promise.says.en)
    return Shown(says, link, asked.of_cases(), faced, drawing, rows, ends, signals)


def _signals(faced: Faced) -> Signals | None:
    """Whether the last period differs from what the first ones vary by; periods of a handful of cases are passed over."""
    rates = [each.rate if each.rate.n >= FEWEST else Rate(0, 0) for each in faced.facts_over_time]
    names = [_told(each.period) for each in faced.facts_over_time]
    return of_shares([each.kept for each in rates], [each.n for each in rates], names, spoken()) if names else None


def asked_of(asked: Bar) -> Asked:
    """What the slices are asked for: the group and the months of a bar."""
    first, last = (f"{month}-01" if (month := asked.chosen.get(end)) else "" for end in ("from", "to"))
    return Asked(asked.part.side, asked.part.value, first, last)


def _rows(faced: Faced, signals: Signals | None, link: str, of: str) -> tuple[Row, ...]:
    facts, felt = (
        {each.period: each.rate for each in given} for given in (faced.facts_over_time, faced.felt_over_time)
    )
    watched = signals if signals and signals.watched else None
    beside = {
        each.period: (watched.limits[place], watched.rules[place]) if watched else ("", "")
        for place, each in enumerate(faced.facts_over_time)
    }
    return tuple(
        Row(
            _told(period),
            facts.get(period),
            felt.get(period),
            link + _cases_of(period, faced.grain, of),
            *beside.get(period, ("", "")),
        )
        for period in sorted(facts.keys() | felt.keys())
    )


def _cases_of(period: date, grain: str, of: str) -> str:
    """The address of the cases of a period: its first and its last month."""
    months = {"quarter": 3, "year": 12}.get(grain, 1)
    last = period.replace(month=period.month + months - 1)
    named = {"of": of, "from": f"{period:%Y-%m}", "to": f"{last:%Y-%m}"}
    return urlencode({key: value for key, value in named.items() if value}, safe=":")


def _told(period: date) -> str:
    return typeset(month_told(period, spoken()))
