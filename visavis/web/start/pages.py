"""The way in, and long work: `/start` leads to the first step that is not finished."""

import re
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from visavis.running.story import Step, place_of
from visavis.sources.dropping import drop_of
from visavis.sources.models import Drop
from visavis.web.access import user_of
from visavis.web.start.steps import steps, url_of
from visavis.work.asking import ask
from visavis.work.models import Job


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go on where this person stands."""
    name, where = url_of(place_of(user_of(request)))
    return redirect(name, **where)


@require_safe
def progress(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """How far a job is; once it succeeded, what comes next. Asked again and again by a script, its inner part alone."""
    found = get_object_or_404(Job, pk=job)
    drop = _drop_waiting_for(request, found)
    revealed = drop is not None and drop.revealing == found.pk
    if found.succeeded and not revealed:
        return _onwards(request)
    lines = (
        [_for_page(line) for line in (found.result or {}).get("lines", [])] if isinstance(found.result, dict) else []
    )
    context: dict[str, Any] = {
        "job": found,
        "error": found.errors[-1] if found.errors else None,
        "report": lines,
        "rejects": any(line["en"].startswith("Rejects from") for line in lines),
        "steps": steps(Step.MIRROR if revealed else Step.PROMISES if drop and drop.accepted_at else Step.MAPPING),
        "revealed": revealed,
    }
    if not request.headers.get("HX-Request"):
        return render(request, "start/progress.html", context)
    if found.finished_at:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "start/doing.html", context)


def _for_page(line: dict[str, str]) -> dict[str, str]:
    """A line of a report without the file that a terminal names: the page has a link."""
    return {lang: re.sub(r"; (voir|see) rejects/\S+$", "", text) for lang, text in line.items()}


def _drop_waiting_for(request: HttpRequest, job: Job) -> Drop | None:
    drop = drop_of(user_of(request).pk)
    return drop if drop is not None and job.pk in (drop.looking, drop.reading, drop.revealing) else None


def _onwards(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("start")})
    return redirect("start")


@require_POST
def attempt(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Try once more what failed."""
    failed = get_object_or_404(Job, pk=job, succeeded=False)
    drop = _drop_waiting_for(request, failed)
    if drop is None:
        return redirect("start")
    again = ask(failed.task.rpartition(".")[2], user=user_of(request), **failed.kwargs)
    for name in ("looking", "reading", "revealing"):
        if getattr(drop, name) == failed.pk:
            Drop.objects.filter(pk=drop.pk).update(**{name: again.pk})
    return redirect("start-progress", job=again.pk)
