"""What clients say: scores over time, who answered, who stays and what had broken before, who recommends us, how well we listen."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.engine.measuring.leaving import ANY, UNANSWERED
from visavis.mirror.answers import Answered, from_document
from visavis.mirror.examples import DOCUMENT, addresses
from visavis.mirror.reflection import Mirror
from visavis.mirror.tell.answers import (
    TOGETHER,
    broke_told,
    cohorts_told,
    figured,
    left_told,
    ratios_drawn,
    score_told,
    steps_told,
)
from visavis.questions.listening import listened
from visavis.running.models import Document
from visavis.web.mirror.chain import document_of
from visavis.web.mirror.shown import ask, mirror_of
from visavis.web.speaking import spoken


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """The last run's answers of clients; computed figures only, at most five queries."""
    document = Document.objects.filter(name="answers").values_list("body", flat=True).first()
    context: dict[str, Any] = {"section": "answers"}
    if document and document.get("rows"):
        asked = ask(settings.HOME)
        context |= _told(from_document(document), mirror_of(asked) if asked else None)
    return render(request, "mirror/answers/page.html", context)


def _told(answered: Answered, mirror: Mirror | None) -> dict[str, Any]:
    lang = spoken()
    says = {one.name: one.says for one in mirror.promises} | TOGETHER if mirror else dict(TOGETHER)
    instruments = sorted(answered.of("survey"), key=lambda part: -part.value.n)
    drawn = ratios_drawn(answered, broke := broke_told(answered, lang))
    staying = answered.whole("retention")
    whole = answered.whole("survey")
    rates = {
        one.name: (one.rate.value, one.rate.interval)
        for one in (mirror.promises if mirror else ())
        if one.rate.value is not None and one.rate.interval is not None
    }
    return {
        "known": True,
        "answers": whole.value.n if whole else 0,
        "scores": [score_told(part, lang) for part in instruments],
        "staying": {name: figured(amount, lang) for name, amount in staying.figures.items()} if staying else None,
        "cohorts": cohorts_told(answered, lang),
        "any": ANY,
        "unanswered": UNANSWERED,
        "leaving": left_told(answered, lang),
        "gone": addresses(document_of(DOCUMENT + "retention"), "retention").get((None, "left"), ""),
        "broke": [(one, says.get(one.promise)) for one in broke],
        "drawn": drawn,
        "beams": [
            (beam, one, says.get(one.promise))
            for beam, one in zip(drawn.beams, (one for one in broke if not one.ratio.why), strict=True)
        ]
        if drawn
        else [],
        "speaking": steps_told(answered, lang),
        "listening": listened(rates),
        "steps": [(kind, answered.steps_of(kind)) for kind in ("survey", "retention", "advocacy")],
    }
