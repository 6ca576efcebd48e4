"""The mirror: what we say, what clients live, and the gap between; as a page, a PDF and a file of its own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from visavis.mirror.render.board import as_pdf
from visavis.mirror.render.standalone import as_html
from visavis.mirror.tell.told import PromiseTold, Told
from visavis.mistakes import Mistake, Words
from visavis.web.access import user_of
from visavis.web.mirror.filters import Bar, bar, choices
from visavis.web.mirror.forecasts import Scored, scored
from visavis.web.mirror.periods import asked_days
from visavis.web.mirror.shown import Asked, ask, made_of, mirror_of, slices_of, told_of
from visavis.web.speaking import spoken


@dataclass(frozen=True, slots=True)
class Shown:
    """One promise, drawn: what stands above this person's forecast, and what below."""

    name: str
    above: SafeString
    below: SafeString


def mirror(request: HttpRequest) -> HttpResponse:
    """All promises face to face with the facts, or the part of them that the address asks for."""
    mistake, whole = None, ask(settings.HOME)
    if whole is None:
        return render(request, "mirror/page.html", {"told": None})
    shown = _bar(request, whole)
    try:
        asked = replace(whole, **_days(request), part=shown.part)
        told = told_of(asked, spoken())
    except Mistake as found:
        mistake, asked = found, replace(whole, part=shown.part)
        told = told_of(asked, spoken())
    forecasts = _seen_by(request, asked)
    context: dict[str, Any] = {
        "told": told,
        "mistake": mistake,
        "bar": shown,
        "promises": [
            (one, forecasts.get(one.name))
            for one in made_of("promises", asked, spoken(), _promises(shown.of_cases(days=not mistake)))
        ],
        "closing": made_of("closing", asked, spoken(), _closing),
    }
    return render(request, "mirror/page.html", context, status=400 if mistake else 200)


def _bar(request: HttpRequest, whole: Asked) -> Bar:
    return bar(request.GET, choices(slices_of(whole), mirror_of(whole).promises), "/mirror", days=True)


def _days(request: HttpRequest) -> dict[str, Any]:
    return dict(zip(("from_day", "to_day"), asked_days(request.GET), strict=True))


def pdf(request: HttpRequest) -> HttpResponse:
    """One A4 page for a board."""
    return _file(request, "pdf", "application/pdf", as_pdf)


def html(request: HttpRequest) -> HttpResponse:
    """One file that opens anywhere, without a network."""
    return _file(request, "html", "text/html; charset=utf-8", as_html)


def _file(request: HttpRequest, ending: str, kind: str, make: Callable[[Told], Any]) -> HttpResponse:
    try:
        whole = ask(settings.HOME)
        if whole is None:
            raise Http404
        asked = replace(whole, **_days(request), part=_bar(request, whole).part)
        body = made_of(ending, asked, spoken(), make)
        _seen_by(request, asked)
    except Mistake as found:
        return render(request, "mirror/refused.html", {"mistake": found}, status=400)
    name = Words(fr="miroir", en="mirror").say(spoken())
    day = told_of(asked, spoken()).as_of
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}-{day}.{ending}"'}
    )


def _seen_by(request: HttpRequest, asked: Asked) -> dict[str, Scored]:
    """From now on this person has seen what the mirror shows; beside the whole one stand their forecasts, with their score."""
    forecasts = scored(user_of(request), mirror_of(asked))
    return forecasts if asked.whole else {}


def _promises(of_cases: str) -> Callable[[Told], list[Shown]]:
    return lambda told: [_promise(one, told, n, of_cases) for n, one in enumerate(told.promises, start=1)]


def _promise(one: PromiseTold, told: Told, n: int, of_cases: str) -> Shown:
    context = {"promise": one, "words": told.words, "link": address(one.name), "of_cases": of_cases, "n": n}
    above, below = (render_to_string(f"mirror/{part}.html", context) for part in ("promise", "rest"))
    return Shown(one.name, above, below)


def _closing(told: Told) -> SafeString:
    return render_to_string("mirror/closing.html", {"told": told, "words": told.words})


def address(promise: str) -> str:
    """The address of a promise's page."""
    return f"/promises/{quote(promise, safe='')}"
