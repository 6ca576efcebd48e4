"""All messages of clients, the newest first; and one of them with all that was read of it."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.attention.today import cards_of
from visavis.clients.models import TimelineItem
from visavis.clients.reading import read
from visavis.engine.reading.personal.masking import masked
from visavis.voices.correcting import corrected, standing
from visavis.voices.decided_topics import decided_topics
from visavis.voices.fates import WHY
from visavis.voices.listing import count, listed
from visavis.voices.models import Voice
from visavis.voices.telling import told_voices
from visavis.web.access import STEWARDS, role_of, user_of
from visavis.web.asking import part_of
from visavis.web.carrying.route import route_of
from visavis.web.clients.quoting import quoted
from visavis.web.clients.wording import channel_of, noun_of
from visavis.web.counted import counts, day_told
from visavis.web.settings.corrections import correcting
from visavis.web.settings.questions import code_words
from visavis.web.speaking import spoken
from visavis.web.voices.filtering import asked
from visavis.web.voices.reading import answers, evidence, highlighted
from visavis.web.voices.repeated import repeated
from visavis.web.voices.sentences import sentences


@require_safe
def voices(request: HttpRequest) -> HttpResponse:
    """What clients say, narrowed as asked."""
    told = told_voices(decided_topics())
    what, before = asked(request.GET, told), request.GET.get("before", "")
    page = listed(what.filters, before)
    cards = cards_of(voice.client for voice in page.voices)
    rows = [
        {
            "voice": voice,
            "said": quoted(voice),
            "card": cards.get(voice.client),  # type: ignore[arg-type]
            "theme": code_words(voice.theme) if voice.theme else None,
            "sentiment": code_words(voice.sentiment) if voice.sentiment else None,
            "marks": [code_words(mark) for mark in voice.marks.split(",") if mark],
            "topic": told.topic(voice.topic) if voice.topic else None,
        }
        for voice in page.voices
    ]
    context: dict[str, Any] = {"rows": rows, "next": page.next, "asked": what, "before": before}
    if part_of(request) == "more":
        return render(request, "voices/rows.html", context)
    counted = counts()
    n, more = count(what.filters) if what.narrowed else (counted.get("voices", 0), False)
    # What became of messages is what we did: of a channel or some days it may be one person's work. The mirror tells what may be told.
    untold = "fate" in what.chosen and len(what.chosen) > 1 and role_of(request) not in STEWARDS
    context |= {
        "n": n,
        "and_more": more,
        "untold": untold,
        "counts": counted,
        "as_of": day_told(counted),
        "here": "voices",
    }
    return render(request, "voices/voices.html", context)


@require_safe
def voice(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """One message: its words, what was read of it and how sure, its client, what it is about, what people do with it."""
    found = read(Voice, "WHERE id = %s AND vanished_run IS NULL", number)
    if not found:
        raise Http404
    (said,) = found
    as_read, by_hand = correcting(said), standing([said]).get(said.id, {})
    route = route_of(said, user_of(request))
    corrected([said])
    items = read(TimelineItem, "WHERE id = %s AND vanished_run IS NULL", number)
    item, told = (items[0] if items else None), told_voices(decided_topics())
    question, words = request.GET.get("q", ""), evidence(said)
    single, marks = answers(said, by_hand)
    context = {
        "voice": said,
        "pieces": highlighted(masked(said.text, said.personal, spoken()), words.get(question, ())),
        "question": question,
        "fate": WHY.get(said.fate),
        "single": single,
        "marks": marks,
        "carried": any(each.carried for each in (*single, *marks)),
        "sentences": sentences(settings.HOME, said, item) if request.GET.get("sentences") == "yes" else None,
        "card": cards_of([said.client]).get(said.client) if said.client else None,
        "topic": told.topic(said.topic) if said.topic else None,
        "about": _about(item),
        "channel": channel_of(said.channel),
        "correcting": as_read,
        "route": route,
        "alike": repeated(said),
        "as_of": day_told(counts()),
        "here": "voices",
    }
    return render(request, "voices/voice.html", context)


def _about(item: TimelineItem | None) -> dict[str, Any] | None:
    """The event that a message is about: what it is and its day."""
    if item is None or not item.about or item.client is None:
        return None
    source, _, key = item.about.partition("/")
    where = "WHERE client = %s AND fact = 'events' AND source = %s AND key = %s AND vanished_run IS NULL ORDER BY moment LIMIT 1"
    for event in read(TimelineItem, where, item.client, source, key):
        noun = noun_of(event.type)
        day: date | None = event.occurred_on or event.moment.date()
        return {"id": event.id, "fr": noun.fr, "en": noun.en, "day": day}
    return None
