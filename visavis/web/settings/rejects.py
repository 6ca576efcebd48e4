"""Rows that could not become facts: why, what to do, the first of them, and all as a file."""

from itertools import groupby

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from visavis.sources.reasons import remedy_of
from visavis.sources.refused import csv_of, first_rows, refusals


def rejects(request: HttpRequest) -> HttpResponse:
    """By source and reason, with the first rows of the one that is asked for."""
    found = refusals(settings.HOME)
    chosen = (request.GET.get("source", ""), request.GET.get("reason", ""))
    if chosen not in {(each.source, each.code) for each in found}:
        chosen = (found[0].source, found[0].code) if found else ("", "")
    context = {
        "sources": [
            {
                "name": source,
                "reasons": [(each, remedy_of(each.code), (each.source, each.code) == chosen) for each in group],
                "has_file": csv_of(settings.HOME, source) is not None,
            }
            for source, group in groupby(found, lambda each: each.source)
        ],
        "total": sum(each.n for each in found),
        "rows": first_rows(settings.HOME, *chosen) if found else [],
        "chosen": next((each for each in found if (each.source, each.code) == chosen), None),
        "here": "rejects",
    }
    return render(request, "settings/rejects.html", context)


def rejects_file(request: HttpRequest, source: str) -> HttpResponseBase:
    """All refused rows of a source as CSV, to save."""
    file = csv_of(settings.HOME, source)
    if file is None:
        raise Http404(source)
    return FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=f"rejects-{file.name}",
        content_type="text/csv; charset=utf-8",
    )
