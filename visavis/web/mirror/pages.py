"""The mirror: what we say, what clients live, and the gap between; as a page, a PDF and a file of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

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
from visavis.web.mirror.forecasts import Scored, scored
from visavis.web.mirror.periods import asked_days
from visavis.web.mirror.shown import Asked, ask, made_of, mirror_of, told_of
from visavis.web.speaking import spoken


@dataclass(frozen=True, slots=True)
class Shown:
    """One promise, drawn: what stands above this person's forecast, and what below."""

    name: str
    above: SafeString
    below: SafeString


def mirror(request: HttpRequest) -> HttpResponse:
    """All promises face to face with the facts."""
    mistake, asked = None, None
    try:
        asked = ask(settings.HOME, *asked_days(request.GET))
        told = told_of(asked, spoken()) if asked else None
    except Mistake as found:
        mistake, asked = found, ask(settings.HOME)
        told = told_of(asked, spoken()) if asked else None
    context: dict[str, Any] = {
        "told": told,
        "mistake": mistake,
        "from": request.GET.get("from", ""),
        "to": request.GET.get("to", ""),
        "period": urlencode({key: request.GET[key] for key in ("from", "to") if request.GET.get(key)}),
    }
    if asked and told:
        forecasts = _seen_by(request, asked)
        drawn = made_of("promises", asked, spoken(), _promises)
        context["promises"] = [(one, forecasts.get(one.name)) for one in drawn]
        context["closing"] = made_of("closing", asked, spoken(), _closing)
    return render(request, "mirror/page.html", context, status=400 if mistake else 200)


def pdf(request: HttpRequest) -> HttpResponse:
    """One A4 page for a board."""
    return _file(request, "pdf", "application/pdf", as_pdf)


def html(request: HttpRequest) -> HttpResponse:
    """One file that opens anywhere, without a network."""
    return _file(request, "html", "text/html; charset=utf-8", as_html)


def _file(request: HttpRequest, ending: str, kind: str, make: Callable[[Told], Any]) -> HttpResponse:
    try:
        asked = ask(settings.HOME, *asked_days(request.GET))
        if asked is None:
            raise Http404
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


def _promises(told: Told) -> list[Shown]:
    return [_promise(one, told, n) for n, one in enumerate(told.promises, start=1)]


def _promise(one: PromiseTold, told: Told, n: int) -> Shown:
    context = {"promise": one, "words": told.words, "link": address(one.name), "n": n}
    above, below = (render_to_string(f"mirror/{part}.html", context) for part in ("promise", "rest"))
    return Shown(one.name, above, below)


def _closing(told: Told) -> SafeString:
    return render_to_string("mirror/closing.html", {"told": told, "words": told.words})


def address(promise: str) -> str:
    """The address of a promise's page."""
    return f"/promises/{quote(promise, safe='')}"
