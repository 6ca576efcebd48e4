"""The catalogue: every measure explained, each at an address of its own, to which figures lead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.engine.measuring.catalogue import CATALOGUE


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What each measure says, how it is computed, what a sceptic objects, what it needs and refuses to say. No query."""
    return render(request, "mirror/catalogue.html", {"entries": CATALOGUE})
