"""Pages for what goes wrong: what happened, what was kept, what to do."""

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from visavis.mistakes import Words
from visavis.web.speaking import COOKIE, of_home, spoken

UNREADABLE = Words(
    fr="la demande contient des caractères qu’aucun texte ne contient",
    en="the request holds characters that no text holds",
)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this person's role may not open the page."""
    return render(request, "errors/forbidden.html", status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing stands at this address."""
    return render(request, "errors/missing.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours; the page is made without the request, whose user or session may be what broke."""
    return HttpResponse(render_to_string("errors/broken.html", {"lang": spoken()}), status=500)


def illegible(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that can't be read; the page is made without it, as its session may be what can't."""
    if request.path.startswith("/api/"):
        told = {"what": UNREADABLE.say(of_home()), "remedy": None, "field": None}
        return JsonResponse(told, status=400, headers={"Cache-Control": "no-store", "Content-Language": of_home()})
    chosen = request.COOKIES.get(COOKIE)
    lang = chosen if chosen in ("fr", "en") else of_home()
    with translation.override(lang):
        page = render_to_string("errors/illegible.html", {"lang": lang})
    return HttpResponse(page, status=400, headers={"Cache-Control": "no-store", "Content-Language": lang})


def unsuited(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405: an address that takes forms, opened as a page, or the other way round; with what `refused` says is allowed."""
    response = render(request, "errors/unsuited.html", {"back": _page_before(request)}, status=405)
    response.headers["Allow"] = refused.headers.get("Allow", "")
    return response


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token of this session."""
    return render(request, "errors/stale.html", status=403)


def _page_before(request: HttpRequest) -> str:
    """Where whoever asks came from, if that is another page of ours."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return "" if parts.path == request.path else urlunsplit(("", "", parts.path, parts.query, ""))
