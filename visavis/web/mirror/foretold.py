"""Do we listen, or do we think we listen? Sealed forecasts beside what clients answered; one's own drafts, sealed or taken back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from visavis.mirror.draw.foretold import Pairs, draw_pairs
from visavis.mirror.reasons import reason
from visavis.mirror.tell.wording import percent, points, span
from visavis.mistakes import Lang, Mistake, Words
from visavis.questions.foretelling import (
    NEEDS,
    SCORE,
    Foretold,
    draft,
    forecasts_of,
    lowest,
    questions,
    seal,
    take_back,
)
from visavis.questions.foretold import LevelHeard, OrderHeard, heard
from visavis.questions.listening import listened
from visavis.questions.models import AnswerForecast
from visavis.questions.waves import Waves, known_waves, last_day
from visavis.web.access import user_of
from visavis.web.mirror.shown import ask, mirror_of
from visavis.web.mistaken import shown as shown_mistakes
from visavis.web.settings.questions import code_words
from visavis.web.speaking import spoken
from visavis.web.typography import typeset

FIELDS = ("question", "about_team", "wave", "value", "low", "high", "rating")


@dataclass(frozen=True, slots=True)
class Row:
    """A scored level in words."""

    told: LevelHeard
    name: str
    answered: str
    expected: str
    off: str
    held: str
    why: Words | None


@dataclass(frozen=True, slots=True)
class Order:
    """A scored order: places with the need that we expected there, and the one clients put there."""

    told: OrderHeard
    places: list[tuple[int, Words, Words, int]]
    why: Words | None


@require_safe
def forecasts(request: HttpRequest) -> HttpResponse:
    """What was sealed against what clients answered; and this person's own."""
    return _page(request)


def drafts(request: HttpRequest) -> HttpResponse:
    """The form of a forecast; POST keeps a draft of it, which still may be changed."""
    waves = known_waves()
    if request.method != "POST":
        return _form(request, waves)
    try:
        draft(user_of(request), _typed(request, waves))
    except Mistake as wrong:
        return _form(request, waves, wrong)
    return HttpResponseRedirect("/mirror/forecasts#mine", status=303)


def sealing(request: HttpRequest, number: int) -> HttpResponse:
    """POST seals a draft."""
    return _do(request, number, seal)


def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """POST takes a draft back."""
    return _do(request, number, take_back)


def _do(request: HttpRequest, number: int, verb: Any) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        verb(user_of(request), number)
    except Mistake as wrong:
        return _page(request, wrong)
    return HttpResponseRedirect("/mirror/forecasts#mine", status=303)


def _page(request: HttpRequest, wrong: Mistake | None = None) -> HttpResponse:
    waves, lang = known_waves(), spoken()
    found = heard(waves)
    whole = [each for each in found.levels if not each.team and each.expected and each.answered.interval]
    rows = [_row(each, lang) for each in found.levels]
    context: dict[str, Any] = {
        "section": "forecasts",
        "levels": rows,
        "drawn": [_drawn(whole, rows, signed=signed) for signed in (True, False)],
        "orders": [_order(each) for each in found.orders],
        "waiting": found.waiting,
        "broken": found.broken,
        "listening": listened(_rates()),
        "mine": [
            (each, level_words(each.question), _said(each, waves, lang)) for each in forecasts_of(user_of(request))
        ],
        "may": bool(questions(waves)),
        "steps": waves.steps,
        "mistakes": shown_mistakes(wrong) if wrong else [],
    }
    return render(request, "mirror/foretold/page.html", context, status=422 if wrong else 200)


def _drawn(whole: list[LevelHeard], rows: list[Row], *, signed: bool) -> tuple[Pairs, list[tuple[Any, Row]]] | None:
    """Net promoter scores (signed) or shares, on an axis of their own; None where there are none."""
    of = [each for each in whole if (each.answered.unit == "nps") == signed]
    pairs = draw_pairs(
        [(each.expected, (each.answered.value or 0.0, _ends(each))) for each in of if each.expected], signed=signed
    )
    if pairs is None:
        return None
    by_told = {id(row.told): row for row in rows}
    return pairs, [(pair, by_told[id(each)]) for pair, each in zip(pairs.pairs, of, strict=True)]


def _ends(each: LevelHeard) -> tuple[float, float]:
    low, high = each.answered.interval or (None, None)
    value = each.answered.value or 0.0
    return (value if low is None else low, value if high is None else high)


def _row(each: LevelHeard, lang: Lang) -> Row:
    nps = each.answered.unit == "nps"
    found = each.answered.value
    why = reason(each.reason or None)
    held = f"{percent(each.held[0], lang)} ({span(*each.held[1], lang)})" if each.held else "–"
    return Row(
        each,
        level_words(each.question).say(lang),
        _with_ends(found, _ends(each), lang, nps) if found is not None else "–",
        _with_ends(*each.expected, lang, nps) if each.expected else "–",
        typeset(f"{percent(each.off[0], lang).rstrip('%').rstrip()} ({span(*each.off[1], lang)})") if each.off else "–",
        typeset(held),
        why.words if why else None,
    )


def _with_ends(value: float, ends: tuple[float, float], lang: Lang, nps: bool) -> str:
    if not nps:
        return typeset(f"{percent(value, lang)} ({span(*ends, lang)})")
    to = {"fr": "à", "en": "to"}[lang]
    return typeset(f"{points(value, lang)} ({points(ends[0], lang)} {to} {points(ends[1], lang)})")


def _order(each: OrderHeard) -> Order:
    places = [
        (place, code_words(expected), code_words(need), clients)
        for place, (expected, (need, clients)) in enumerate(zip(each.expected, each.order, strict=True), start=1)
    ]
    why = reason(each.reason or None)
    return Order(each, places, why.words if why else None)


def level_words(question: str) -> Words:
    """What a forecast is about."""
    if question == NEEDS:
        return Words(fr="ce dont les clients parleront le plus", en="what clients will speak of most")
    name = question.removeprefix(SCORE)
    return Words(fr=f"réponses à « {name} »", en=f"answers to “{name}”")


def _said(each: AnswerForecast, waves: Waves, lang: Lang) -> str:
    if each.question == NEEDS:
        return " › ".join(code_words(need).say(lang) for need in each.ranking)
    nps = lowest(waves, each.question) < 0
    if each.value is None:
        return "–"
    told = points(each.value, lang) if nps else percent(each.value, lang)
    if each.low is None or each.high is None:
        return typeset(told)
    return _with_ends(each.value, (each.low, each.high), lang, nps)


def _rates() -> dict[str, tuple[float, tuple[float, float]]]:
    asked = ask(settings.HOME)
    promises = mirror_of(asked).promises if asked else ()
    return {
        one.name: (one.rate.value, one.rate.interval)
        for one in promises
        if one.rate.value is not None and one.rate.interval is not None
    }


def _typed(request: HttpRequest, waves: Waves) -> Foretold:
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    try:
        wave = date.fromisoformat(given["wave"])
    except ValueError:
        wave = date.min
    if given["question"] != NEEDS:
        value, low, high = (_hundredths(given[name]) for name in ("value", "low", "high"))
        return Foretold(
            question=given["question"], wave=wave, about_team=given["about_team"], value=value, low=low, high=high
        )
    places = {need: request.POST.get(f"place-{need}", "") for need in waves.asked_needs()}
    ranked = sorted(places, key=lambda need: places[need].zfill(3))
    # Two needs in one place are no order.
    ranking = tuple(ranked) if len(set(places.values())) == len(places) else ()
    return Foretold(question=NEEDS, wave=wave, ranking=ranking, rating=_hundredths(given["rating"]))


def _hundredths(typed: str) -> float | None:
    if not typed:
        return None
    try:
        return float(typed.replace(",", ".").replace("−", "-").rstrip("% ")) / 100
    except ValueError:
        raise Mistake(
            Words(fr="ce n’est pas un nombre", en="this is not a number"),
            remedy=Words(fr="écrivez par exemple 40", en="write for example 40"),
        ) from None


def _form(request: HttpRequest, waves: Waves, wrong: Mistake | None = None) -> HttpResponse:
    asked = request.POST.get("question") or request.GET.get("question") or next(iter(questions(waves)), "")
    needs = waves.asked_needs()
    context: dict[str, Any] = {
        "section": "forecasts",
        "questions": [(each, level_words(each)) for each in questions(waves)],
        "asked": asked,
        "needs": [(need, code_words(need), request.POST.get(f"place-{need}", "")) for need in needs]
        if asked == NEEDS
        else [],
        "places": range(1, len(needs) + 1),
        "least": round(100 * lowest(waves, asked)),
        "waves": [(each, last_day(each)) for each in waves.ahead(timezone.now().date())],
        "teams": waves.teams(),
        "f": {name: request.POST.get(name, "") for name in FIELDS},
        "mistakes": shown_mistakes(wrong) if wrong else [],
    }
    return render(request, "mirror/foretold/form.html", context, status=422 if wrong else 200)
