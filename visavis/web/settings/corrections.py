"""Setting a reading right, in one press on the voice's page, and taking that back in one press."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

from visavis.mistakes import Mistake
from visavis.vocabulary import EMOTIONS, Mark
from visavis.voices.correcting import NO, SINGLE, YES, correct, read_of, standing, withdraw
from visavis.voices.models import Correction, Voice
from visavis.web.access import user_of
from visavis.web.settings.questions import answer_words, answers_worded, question_words
from visavis.web.speaking import spoken


def corrections(request: HttpRequest, voice: uuid.UUID) -> HttpResponse:
    """POST `question` and `answer`: from now on the voice says so."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    question, answer = request.POST.get("question", ""), request.POST.get("answer", "")
    try:
        correct(user_of(request), voice, question, answer)
    except Mistake as mistake:
        messages.error(request, mistake.what.say(spoken()))
    return _back(voice, question)


def withdrawal(request: HttpRequest, voice: uuid.UUID) -> HttpResponse:
    """POST `question`: the voice says again what was read."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    question = request.POST.get("question", "")
    withdraw(voice, question)
    return _back(voice, question)


def _back(voice: uuid.UUID, question: str) -> HttpResponse:
    known = question in SINGLE or question in tuple(map(str, Mark))
    return HttpResponseRedirect(f"/voices/{voice}" + (f"#reading-{question}" if known else ""))


def correcting(voice: Voice) -> dict[str, Any]:
    """What `voices/reading.html` shows: each question with its answers, the one that holds, and who corrected it.

    `voice` as the reader read it, corrections not merged. One query.
    """
    held = standing([voice]).get(voice.pk, {})
    emotions = [_mark(voice, str(mark), held.get(str(mark))) for mark in EMOTIONS]
    others = [_mark(voice, str(mark), held.get(str(mark))) for mark in Mark if mark not in EMOTIONS]
    return {
        "voice": voice,
        "questions": [_single(voice, question, held.get(question)) for question in SINGLE],
        "marks": [(EMOTION_WORDS, emotions), (OTHER_WORDS, others)],
    }


EMOTION_WORDS, OTHER_WORDS = "emotions", "others"


def _single(voice: Voice, question: str, held: Correction | None) -> dict[str, Any]:
    now = held.answer if held else read_of(voice, question)
    return {
        "question": question,
        "words": question_words(question),
        "now": answer_words(question, now),
        "answers": [(answer, words, answer == now) for answer, words in answers_worded(question)],
        "was": answer_words(question, read_of(voice, question)) if held else None,
        "held": held,
    }


def _mark(voice: Voice, mark: str, held: Correction | None) -> dict[str, Any]:
    now = held.answer if held else read_of(voice, mark)
    return {
        "question": mark,
        "words": question_words(mark),
        "there": now == YES,
        "other": NO if now == YES else YES,
        "was": answer_words(mark, read_of(voice, mark)) if held else None,
        "held": held,
    }
