"""Runs: what is being computed, what was, and what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from visavis.mistakes import Words
from visavis.running.models import Run
from visavis.web.access import user_of
from visavis.web.speaking import spoken
from visavis.work.asking import TASKS, ask
from visavis.work.models import Job

SHOWN = 20
PATIENCE = 30
"""Seconds after which a job that nobody takes deserves a word."""


def runs(request: HttpRequest) -> HttpResponse:
    """The latest runs; POST asks for one."""
    if request.method == "POST":
        ask("run", user=user_of(request))
        said = Words(
            fr="Le calcul est demandé : cette page en suit l’avancement.",
            en="The run is asked for: this page follows its progress.",
        )
        messages.success(request, said.say(spoken()))
        return HttpResponseRedirect("/settings/runs")
    jobs = list(Job.objects.filter(task=f"{TASKS}.run").order_by("-asked_at", "-id")[:SHOWN])
    working = [job for job in jobs if job.finished_at is None]
    waited = bool(working) and all(_forgotten(job) for job in working)
    context = {
        "jobs": jobs,
        "working": bool(working),
        "waited": waited,
        "published": list(Run.objects.order_by("-started_at", "-id")[:SHOWN]),
        "here": "runs",
    }
    partial = bool(request.headers.get("HX-Request"))
    return render(request, "settings/jobs.html" if partial else "settings/runs.html", context)


def _forgotten(job: Job) -> bool:
    return job.state == "waiting" and (timezone.now() - job.asked_at).total_seconds() > PATIENCE
