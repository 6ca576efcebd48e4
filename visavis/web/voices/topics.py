"""What messages are about: topics discovered and themes, how often over time, what rises."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.rising import ALARM
from visavis.mistakes import Words
from visavis.voices.charting import MARKS, THEMES
from visavis.voices.decided_topics import decided_topics
from visavis.voices.listing import Filters, listed
from visavis.voices.models import TopicDecision
from visavis.voices.telling import Told, Trend, Trends, told_voices, trends
from visavis.web.clients.quoting import quoted
from visavis.web.counted import counts, day_told
from visavis.web.settings.questions import code_words
from visavis.web.voices.drawing import draw
from visavis.web.voices.rising import Shown, shown, what_rises

SOME = 5
"""Messages that a topic's page begins with."""


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics and themes: how many messages, which share of the last year's, what rises."""
    told, counted = told_voices(decided_topics()), trends()
    as_counted = counts()
    context = {
        "rising": what_rises(told),
        "topics": [_row(told, counted, "topic", each.number, Words(each.name, each.name), each.members) for each in told.topics],
        "themes": _by_count([_row(told, counted, "theme", str(each), code_words(each)) for each in THEMES]),
        "marks": _by_count([_row(told, counted, "mark", str(each), code_words(each)) for each in MARKS]),
        "largest": max((each.n for each in told.topics), default=0) / told.placed if told.placed else None,
        "apart": told.apart / told.placed if told.placed else None,
        "n": told.placed,
        "alarm": ALARM,
        "as_of": day_told(as_counted),
        "here": "topics",
    }  # fmt: skip
    return render(request, "voices/topics.html", context)


def _by_count(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: -row["count"])


def _row(
    told: Told, counted: Trends, kind: str, name: str | int, words: Words, members: tuple[int, ...] = ()
) -> dict[str, Any]:
    trend, risen = counted.of(kind, *(members or (name,))), told.risen(kind, str(name))
    where = f"/voices/topics/{name}" if kind == "topic" else f"/voices/themes/{name}"
    return {"words": words, "href": where, "risen": risen, **_lately(trend)}


def _lately(trend: Trend | None) -> dict[str, Any]:
    """Count, texts and share of the last year, with its interval."""
    count, n = trend.lately() if trend else (0, 0)
    low, high = wilson(count, n) if n else (None, None)
    return {"count": count, "n": n, "share": count / n if n else None, "low": low, "high": high}


@require_safe
def topic(request: HttpRequest, number: int) -> HttpResponse:
    """One topic: its chart, its messages, what people may decide about it."""
    decided = decided_topics()
    told = told_voices(decided)
    found = told.topic(number)
    if found is None:
        raise Http404
    risen = told.risen("topic", str(found.number))
    members = {*found.members, found.number, *([found.parent] if found.parent else [])}
    decisions = TopicDecision.objects.filter(withdrawn_at=None, topic__in=members).order_by("-id")
    names = {each: told.topic(each) for each in members}
    context = _page(
        told, Words(found.name, found.name), "topic", found.members, shown(told, risen) if risen else None
    ) | {
        "topic": found,
        "others": [each for each in told.topics if each.number != found.number],
        "decisions": decisions,
        "names": names,
        "voices": [(voice, quoted(voice)) for voice in listed(Filters(topics=found.members), size=SOME).voices],
        "list": f"/voices?topic={found.number}",
    }
    return render(request, "voices/topic.html", context)


@require_safe
def theme(request: HttpRequest, name: str) -> HttpResponse:
    """One theme, or one mark: its chart and its messages."""
    kind = "theme" if name in map(str, THEMES) else "mark" if name in map(str, MARKS) else ""
    if not kind:
        raise Http404
    told = told_voices(decided_topics())
    risen = told.risen(kind, name)
    filters = Filters(theme=name) if kind == "theme" else Filters(mark=name)
    context = _page(told, code_words(name), kind, (name,), shown(told, risen) if risen else None) | {
        "voices": [(voice, quoted(voice)) for voice in listed(filters, size=SOME).voices],
        "list": f"/voices?{kind}={name}",
    }
    return render(request, "voices/topic.html", context)


def _page(
    told: Told, words: Words, kind: str, names: tuple[str, ...] | tuple[int, ...], state: Shown | None
) -> dict[str, Any]:
    trend = trends().of(kind, *names)
    since = state.since if state and state.risen.rises else None
    return {
        "words": words,
        "kind": kind,
        "state": state,
        "chart": draw(trend, since) if trend else None,
        "unit": str(trend.unit) if trend else "",
        "alarm": ALARM,
        "as_of": day_told(counts()),
        "here": "topics",
        **_lately(trend),
    }
