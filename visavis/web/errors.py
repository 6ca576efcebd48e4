"""Pages for what goes wrong: what happened, what was kept, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from visavis.web.speaking import spoken


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this person's role may not open the page."""
    return render(request, "errors/forbidden.html", status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing stands at this address."""
    return render(request, "errors/missing.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours; the page is made without the request, whose user or session may be what broke."""
    return HttpResponse(render_to_string("errors/broken.html", {"lang": spoken()}), status=500)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token of this session."""
    return render(request, "errors/stale.html", status=403)
