"""What reads: the shipped reader and what it learnt here, how well, in which versions, and one press to go back."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render

from visavis.engine.reading.building import is_up_to_date
from visavis.engine.reading.learning.own import ALONE_FROM, FEWEST
from visavis.mistakes import Mistake, Words
from visavis.running.home import larger_model
from visavis.voices.choosing import choices, roll_back
from visavis.voices.correcting import questions
from visavis.voices.models import Correction, LearntHead
from visavis.web.access import user_of
from visavis.web.settings.labels import asked_question
from visavis.web.settings.questions import answer_words, question_words
from visavis.web.speaking import spoken
from visavis.work.asking import TASKS, ask
from visavis.work.models import Job

SHOWN = 10
"""Versions of a head."""
TELLING = 5
"""Answers of a kind under which no figure tells anything of it."""


def reading(request: HttpRequest) -> HttpResponse:
    """One question at a time: its labels, its figures, its versions."""
    question = asked_question(request)
    chosen = choices()
    learnt = list(LearntHead.objects.filter(question=question).select_related("user").order_by("-id")[:SHOWN])
    now = next((each for each in learnt if each.version == chosen.get(question)), None)
    labels = _labels()
    context = {
        "question": question,
        "words": question_words(question),
        "questions": [(each, question_words(each), labels.get(each, 0)) for each in questions()],
        "labels": labels.get(question, 0),
        "missing": max(FEWEST - labels.get(question, 0), 0),
        "fewest": FEWEST,
        "alone_from": ALONE_FROM,
        "encoder": is_up_to_date(),
        "model": _model(),
        "own": chosen.get(question, ""),
        "figures": _figures(question, now or (learnt[0] if learnt else None)),
        "versions": [_version(each, chosen.get(question, "")) for each in learnt],
        "job": Job.objects.filter(task=f"{TASKS}.learn").order_by("-asked_at").first(),
        "here": "reading",
    }
    return render(request, "settings/reading.html", context)


def lessons(request: HttpRequest) -> HttpResponse:
    """POST: learn from the answers to `question`, in a job."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    question = asked_question(request)
    ask("learn", user=user_of(request), question=question)
    said = Words(
        fr="L’apprentissage est demandé : il prend quelques secondes ; rechargez la page.",
        en="Learning is asked for: it takes some seconds; reload the page.",
    )
    messages.success(request, said.say(spoken()))
    return _back(question)


def rollback(request: HttpRequest) -> HttpResponse:
    """POST: `version` of `question` answers from the next run on; empty, the shipped reader does."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    question = asked_question(request)
    try:
        roll_back(question, user=user_of(request), version=request.POST.get("version", ""))
        said = Words(
            fr="C’est noté : le prochain calcul relit ce qui change, en quelques secondes.",
            en="Noted: the next run reads anew what changes, in seconds.",
        )
        messages.success(request, said.say(spoken()))
    except Mistake as mistake:
        messages.error(request, mistake.what.say(spoken()))
    return _back(question)


def _back(question: str) -> HttpResponse:
    return HttpResponseRedirect("/settings/reading?" + urlencode({"question": question}))


def _labels() -> dict[str, int]:
    rows = Correction.objects.filter(withdrawn_at=None).values("question")
    return {row["question"]: row["n"] for row in rows.annotate(n=Count("text_md5", distinct=True))}


def _model() -> str:
    try:
        folder = larger_model(settings.HOME)
    except Mistake:
        return ""
    return str(folder) if folder else ""


def _figures(question: str, learnt: LearntHead | None) -> dict[str, Any] | None:
    if learnt is None:
        return None
    figures = learnt.figures
    new, former = figures["new"], figures.get("former")
    audit = figures.get("audit")
    return {
        "learnt": learnt,
        "macro": new["macro"],
        "low": new["low"],
        "high": new["high"],
        "n": new["n"],
        "queue": figures["measured_on"]["queue"],
        "former": former,
        "former_version": figures["former_version"],
        "difference": figures.get("difference"),
        "adopted": figures["adopted"],
        "audit": audit,
        "other_model": figures.get("other_model"),
        "labels": [
            {
                "words": answer_words(question, each["label"]),
                **each,
                "left": f"{100 * each['low']:.1f}",
                "width": f"{max(100 * (each['high'] - each['low']), 0.5):.1f}",
                "dot": f"{99 * each['f1']:.1f}",
                "enough": each["n"] >= TELLING,
            }
            for each in sorted(new["labels"], key=lambda each: -each["n"])
        ],
    }


def _version(learnt: LearntHead, now: str) -> dict[str, Any]:
    return {
        "learnt": learnt,
        "now": learnt.version == now,
        "macro": learnt.figures["new"]["macro"],
        "n": learnt.figures["new"]["n"],
        "adopted": learnt.figures["adopted"],
    }
