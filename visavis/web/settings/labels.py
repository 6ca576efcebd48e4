"""The queue of messages that people are asked about, one by one: a key each, or a press."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render

from visavis.mistakes import Mistake
from visavis.voices.correcting import correct, questions, read_of, withdraw
from visavis.voices.labelling import Asked, queue
from visavis.voices.models import Correction, Voice
from visavis.voices.teaching import counted
from visavis.web.access import user_of
from visavis.web.settings.questions import answer_words, answers_worded, question_words
from visavis.web.speaking import spoken

FIRST = "sentiment"


def labels(request: HttpRequest) -> HttpResponse:
    """The message asked about next; POST answers it. `past` counts messages left aside for now."""
    question = asked_question(request)
    if request.method == "POST":
        return _answer(request, question)
    waiting = queue(settings.HOME, question)
    past = _number(request.GET.get("past"))
    place = past % len(waiting) if waiting else 0
    context = {
        "question": question,
        "words": question_words(question),
        "questions": [(each, question_words(each)) for each in questions()],
        "labels": counted(question),
        "left": len(waiting),
        "past": past + 1,
        "last": _last(request, question),
        "here": "reading",
        **(_asked(waiting[place], question) if waiting else {}),
    }
    return render(request, "settings/reading_labels.html", context)


def _asked(one: Asked, question: str) -> dict[str, Any]:
    voice = Voice.objects.get(pk=one.voice)
    keys = "123456789"
    return {
        "voice": voice,
        "slice": one.slice,
        "read": answer_words(question, read_of(voice, question)),
        "answers": [
            (answer, words, keys[place] if place < len(keys) else "")
            for place, (answer, words) in enumerate(answers_worded(question))
        ],
    }


def _answer(request: HttpRequest, question: str) -> HttpResponse:
    try:
        voice = UUID(request.POST.get("voice", ""))
        slice = request.POST.get("slice", "")
        known = slice if slice in Correction.Slice.values else ""
        correct(user_of(request), voice, question, request.POST.get("answer", ""), slice=known)
    except ValueError:
        return HttpResponse(status=400)
    except Mistake as mistake:
        messages.error(request, mistake.what.say(spoken()))
    return _next(question, _number(request.POST.get("past")))


def withdrawal(request: HttpRequest) -> HttpResponse:
    """POST: takes back the last answer that this person gave to the question; its message is asked about again."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    question = asked_question(request)
    if last := _last(request, question):
        withdraw(last.voice, question)
    return _next(question, 0)


def _last(request: HttpRequest, question: str) -> Correction | None:
    mine = Correction.objects.filter(user=user_of(request), question=question, withdrawn_at=None).exclude(slice="")
    return mine.order_by("-id").first()


def _next(question: str, past: int) -> HttpResponse:
    return HttpResponseRedirect(
        "/settings/reading/labels?" + urlencode({"question": question} | ({"past": past} if past else {}))
    )


def asked_question(request: HttpRequest) -> str:
    """The question that the request names; the first where it names none that is known."""
    named = (request.POST if request.method == "POST" else request.GET).get("question", "")
    return named if named in questions() else FIRST


def _number(given: str | None) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 7 else 0
