"""By when: the moment that a sentence sets, reckoned from when and where it was sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from visavis.engine.reading.committing import due_english, due_french
from visavis.engine.reading.committing.due_words import (
    AFTERWARDS,
    AHEAD,
    BEFORE,
    EVENT_FIRST,
    FROM_TO,
    LEADS_ON,
    OPEN,
    PAST,
    STARTS_LATER,
    WAS,
    plain,
)
from visavis.engine.reading.committing.reckoning import Precision, Reached, Rule, Sending
from visavis.engine.reading.committing.working import CLOSES, ONE, Days

_MONTH_FIRST = ("US", "PH", "FM", "PW")
_HINT = re.compile(r"\d|midnight|minuit|no[ëe]l|christmas|f[êe]tes|toussaint|p[âa]ques|easter|new year|nouvel an|surlendemain|half past|jour|semaine|mois|heure|huit|quinz|demain|soir|matin|midi|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ann[ée]e|trimestre|fermeture|lendemain|janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre|day|week|month|hour|minute|year|quarter|tomorrow|tmr|tonight|evening|morning|noon|fortnight|\beo[dwmqy]\b|\bcob\b|c\.o\.b|close of|end of|january|february|march|april|may|june|july|august|october|\b(?:mon|tues?|weds?|thu|thurs|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\b")  # fmt: skip
"""What any deadline holds: most sentences are done with here."""
_SPAN = re.compile(
    r"(?:sous|dans|en|within|in|d'ici|délai|comptez|prévoyez|allow|takes?|no |up to|under|au bout)?\b.{0,30}\b(?:minutes?|mins?|mn|heures?|hours?|hrs?|h|jours?|days?|j|semaines?|weeks?|mois|months?)\b(?! prochain| suivant)"
)
"""A length of time."""
_NAMED_DAY = re.compile(
    r"(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|day\b|\b(?:mon|tues?|weds?|thu|thurs|fri|sat|sun)\b|\d|demain|tomorrow|toussaint|pâques|easter|new year|nouvel an"
)
"""A day by its name or number: `avant` leaves it out."""
_BETWEEN = re.compile(r"^\s*(?:et|ou|à|au|and|or|to|-|–|/)\s*(?:le |the )?$")
_CLOCK = re.compile(
    r"(?<![\w,./])(?:(?:(?P<h>[01]?\d|2[0-3])\s?(?:h|heures?)\s?(?P<m>[0-5]\d)?(?!\w))|(?:(?P<eh>1[0-2]|0?[1-9])(?:[:.](?P<em>[0-5]\d))?\s?(?P<half>a\.?m|p\.?m)\b\.?)|"
    r"(?:(?<=at |by )(?P<th>[01]?\d|2[0-3])[:.](?P<tm>[0-5]\d))|(?:(?<=at |by )(?P<oh>1[0-2]|[1-9]) o'clock))"
)
_NOT_A_CLOCK = re.compile(r"(?:sous|dans|en|dans les|délai de|tous les|/|pendant|sur|ouvert|de|within|in)\s*$")
_PARTS: tuple[tuple[re.Pattern[str], time | None], ...] = (
    (re.compile(r"première heure|first thing|à l'ouverture"), time(10)),
    (re.compile(r"\bmidi\b(?<!après-midi)(?<!après midi)|\bnoon\b|\bmidday\b|\blunch(?:time)?\b"), time(12)),
    (re.compile(r"\bmatin(?:ée)?\b|\bmorning\b"), time(12)),
    (re.compile(r"\bapr[èe]s[- ]midi\b|\bafternoon\b"), time(18)),
    (re.compile(r"\bcob\b|\beod\b|close of (?:business|play)|c\.o\.b|end of (?:the )?(?:business |working |work )?day|end of business|fermeture"), CLOSES),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """The local day, the moment in the zone of sending where the words tell one, the words, how finely they tell it."""

    on: date
    at: datetime | None
    phrase: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    place: int
    reached: Reached


def due_in(sentence: str, sent: datetime, country: str | None = "FR", language: str | None = None) -> Due | None:
    """When what the sentence announces is due; None where it sets no limit, or one that starts with something yet to come.

    `sent` is aware, in the zone of who sent it. `country` gives public holidays and the order of `12/03`. The first moment
    that is told counts, of two that are linked (`lundi ou mardi`) the later. Never before `sent`.
    """
    said = plain(sentence)
    if not _HINT.search(said):
        return None
    sending = Sending(sent, Days(country), (country or "") in _MONTH_FIRST)
    found = sorted(_candidates(said, sending, language), key=lambda each: each.start)
    if OPEN.search(said):
        return None
    if not found:
        return _at_a_clock(sentence, said, sending)
    chosen = found[0]
    for each in found[1:]:
        if not _BETWEEN.match(said[chosen.end : each.start]):
            break
        chosen = _Candidate(chosen.start, each.end, each.place, max(chosen.reached, each.reached, key=lambda r: r.on))
    return _with_clock(sentence, said, chosen, found, sending)


def _rules(language: str | None) -> tuple[Rule, ...]:
    if language == "fr":
        return due_french.RULES
    return due_english.RULES if language == "en" else (*due_french.RULES, *due_english.RULES)


def _candidates(said: str, sending: Sending, language: str | None) -> Iterator[_Candidate]:
    """Moments told, each stretch of words once: by the rule that stands first."""
    taken: list[tuple[int, int]] = []
    for place, (pattern, reckon) in enumerate(_rules(language)):
        for match in pattern.finditer(said):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            if _looks_away(said, start, end, language):
                continue
            reached = reckon(match, sending)
            if reached is not None and (reached.at or reached.on >= sending.today):
                yield _Candidate(start, end, place, reached)


def _looks_away(said: str, start: int, end: int, language: str | None) -> bool:
    """Whether the moment is past, one of many, or counts from something yet to come."""
    before, words = said[:start], said[start:end]
    ahead = AHEAD.search(words)
    leads = LEADS_ON.search(before) or LEADS_ON.match(f"{words.partition(' ')[0]} ")
    return bool(
        (PAST.search(before) and not ahead)
        or AFTERWARDS.match(said[end:])
        or STARTS_LATER.match(said[end:])
        or FROM_TO.search(before)
        or (not ahead and not leads and _SPAN.match(words) is None and _was(before, language))
        or (_SPAN.match(words) and EVENT_FIRST.search(before))
    )


def _was(before: str, language: str | None) -> bool:
    told = WAS.values() if language is None else (WAS["en" if language == "en" else "fr"],)
    return any(pattern.search(before) for pattern in told)


def _with_clock(sentence: str, said: str, chosen: _Candidate, found: list[_Candidate], sending: Sending) -> Due:
    reached, start, end = chosen.reached, chosen.start, chosen.end
    if reached.at is None:
        for each in found:  # `by COB Monday`: one says the hour, the other the day
            if each is not chosen and each.reached.on > reached.on and 0 <= each.start - end <= 8 and _is_an_end(said[start:end]):  # fmt: skip
                reached, end = each.reached, each.end
        clock = _clock(said, start, end)
        if clock is not None:
            moment, begins, ends = clock
            start, end = min(start, begins), max(end, ends)
            at = _combine(reached.on, moment, sending)
            if at > sending.at:
                return Due(reached.on, at, sentence[start:end].strip(), Precision.MOMENT)
        if (BEFORE.search(said[:start]) or BEFORE.search(said[start:end])) and _NAMED_DAY.search(said[start:end]) and not _is_an_end(said[start:end]) and reached.on > sending.today:  # fmt: skip
            reached = Reached(reached.on - ONE, None, reached.precision)
    return Due(reached.on, reached.at, sentence[start:end].strip(), reached.precision)


def _is_an_end(words: str) -> bool:
    return bool(re.search(r"cob|eod|c\.o\.b|close of|end of|evening|fin (?:de|du)\b|\bsoir\b", words))


def _clock(said: str, start: int, end: int) -> tuple[time, int, int] | None:
    """A time of day near the words that tell the day."""
    before, after = max(0, start - 24), min(len(said), end + 24)
    for match in _CLOCK.finditer(said, before, after):
        if start <= match.start() < end and match.start() != start and said[start:end].startswith(("sous", "within")):
            continue
        if not _NOT_A_CLOCK.search(said[: match.start()]):
            until = _CLOCK.search(said, match.end(), after)
            if until is not None and _BETWEEN.match(said[match.end() : until.start()]):
                return _time(until), match.start(), until.end()
            return _time(match), match.start(), match.end()
    for pattern, moment in _PARTS:
        part = pattern.search(said, before, after)
        if part is not None and moment is not None:
            return moment, part.start(), part.end()
    return None


def _time(match: re.Match[str]) -> time:
    parts = match.groupdict()
    if parts["h"]:
        return time(int(parts["h"]), int(parts["m"] or 0))
    if parts["th"]:
        return time(int(parts["th"]), int(parts["tm"]))
    if parts["oh"]:
        hour = int(parts["oh"])
        return time(hour + 12 if hour < 8 else hour)
    hour = int(parts["eh"]) % 12 + (12 if parts["half"].startswith("p") else 0)
    return time(hour, int(parts["em"] or 0))


def _at_a_clock(sentence: str, said: str, sending: Sending) -> Due | None:
    """`avant 18 h`: today; tomorrow where that is over."""
    for match in _CLOCK.finditer(said):
        if _NOT_A_CLOCK.search(said[: match.start()]):
            continue
        moment, start, end = _time(match), match.start(), match.end()
        return _today_at(moment, sentence[start:end], sending)
    noon = re.search(r"(?:avant|d'ici|by|before|at|à) (?:midi|noon|midday)\b", said)
    return _today_at(time(12), sentence[noon.start() : noon.end()], sending) if noon else None


def _today_at(moment: time, phrase: str, sending: Sending) -> Due:
    day = sending.today if _combine(sending.today, moment, sending) > sending.at else sending.today + ONE
    return Due(day, _combine(day, moment, sending), phrase.strip(), Precision.MOMENT)


def _combine(day: date, moment: time, sending: Sending) -> datetime:
    return datetime.combine(day, moment, sending.at.tzinfo)
