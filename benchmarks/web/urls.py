"""The URL table of the workspace, with the two pages that it is measured against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from visavis.web.access import EVERYBODY, page
from visavis.web.urls import handler403, handler404, handler500
from visavis.web.urls import urlpatterns as workspace

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

SENTENCE = "<!doctype html><html lang=fr><title>Rien</title><p>Bonjour %s, cette page ne fait rien.</p></html>"


def trivial(request: HttpRequest) -> HttpResponse:
    """The bar: a sentence to whoever signed in, through the same middleware."""
    return HttpResponse(SENTENCE % request.user.pk)


def bare(request: HttpRequest) -> HttpResponse:
    """What the frame of every page costs: itself around nothing."""
    return render(request, "frame.html")


urlpatterns = [
    *workspace,
    page("bench/trivial", trivial, name="bench trivial", to=EVERYBODY),
    page("bench/frame", bare, name="bench frame", to=EVERYBODY),
]
