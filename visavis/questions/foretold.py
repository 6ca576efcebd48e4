"""How near sealed forecasts of answers came, all together or by team: never one person's, and nothing below five people.

A wave is scored once it is complete. Whoever seals does so before it begins, so that the people behind a score never change from
one run to the next: no figure told later can be held against it to find one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from visavis.engine.measuring.anonymity import groups_told
from visavis.engine.measuring.intervals import Interval, mean_of, wilson
from visavis.engine.measuring.listening import NeedsHeard, interval_score, needs_heard
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.values import Figure
from visavis.questions.foretelling import NEEDS, seal_of
from visavis.questions.models import AnswerForecast
from visavis.questions.waves import Waves, last_day
from visavis.vocabulary import SMALLEST_GROUP

LEVEL = 0.8
"""How surely people mean that the answer lies in their range."""


@dataclass(frozen=True, slots=True)
class LevelHeard:
    """Forecasts of one level by the people of a team (empty: everybody), beside what clients answered.

    `expected` is their mean forecast, `off` their mean distance from the answer; each with its 95 % interval. `held` is the share of
    ranges that hold the answer, `scored` their mean interval score (lower is better). `reason`: why nothing is told.
    """

    question: str
    about_team: str
    wave: date
    team: str
    people: int
    answered: Figure
    expected: tuple[float, Interval] | None = None
    off: tuple[float, Interval] | None = None
    held: tuple[float, Interval, int] | None = None
    scored: tuple[float, int] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OrderHeard:
    """Forecast orders of needs by the people of a team (empty: everybody), beside how many clients spoke of each.

    `order` has the needs as clients put them, with their clients; `expected` as people did on average. `overconfident` is how much
    better they rated our listening than it was, with its interval.
    """

    wave: date
    team: str
    people: int
    order: tuple[tuple[str, int], ...] = ()
    expected: tuple[str, ...] = ()
    heard: NeedsHeard | None = None
    overconfident: tuple[float, Interval, int] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Every complete wave of which somebody sealed a forecast, the latest first; how many are sealed for waves to come, and how
    many seals no longer fit."""

    levels: tuple[LevelHeard, ...]
    orders: tuple[OrderHeard, ...]
    waiting: tuple[tuple[date, int], ...]
    broken: int


def heard(waves: Waves) -> Heard:
    """All sealed forecasts against what clients answered. A forecast whose seal is broken does not count."""
    rows = list(AnswerForecast.objects.exclude(sealed_at=None).order_by("pk"))
    whole = [each for each in rows if each.seal == seal_of(each) and _in_time(each)]
    families: dict[tuple[date, str, str], list[AnswerForecast]] = defaultdict(list)
    waiting: dict[date, set[str]] = defaultdict(set)
    for each in whole:
        if waves.complete(each.wave):
            families[each.wave, each.question, each.about_team].append(each)
        else:
            waiting[each.wave].add(each.person)
    levels, orders = list[LevelHeard](), list[OrderHeard]()
    for (wave, question, about), of in sorted(
        families.items(), key=lambda each: (-each[0][0].toordinal(), *each[0][1:])
    ):
        for team, told in _groups(of):
            if question == NEEDS:
                orders.append(_order(waves, wave, team, told))
            else:
                levels.append(_level(waves, wave, question, about, team, told))
    # How many people wait for a wave is itself told of five people alone.
    soon = [(last_day(wave), len(people)) for wave, people in sorted(waiting.items()) if len(people) >= SMALLEST_GROUP]
    return Heard(tuple(levels), tuple(orders), tuple(soon), len(rows) - len(whole))


def _in_time(forecast: AnswerForecast) -> bool:
    """Whether it was sealed before its wave: by the clock, and by what facts told of."""
    assert forecast.sealed_at is not None
    known = forecast.known_until is None or forecast.known_until < forecast.wave
    return known and forecast.sealed_at.date() < forecast.wave


def _groups(of: Sequence[AnswerForecast]) -> list[tuple[str, list[AnswerForecast]]]:
    """Everybody, then each team that may be told of beside the others."""
    people: dict[str, set[str]] = defaultdict(set)
    for each in of:
        people[each.team].add(each.person)
    teams = sorted(groups_told(people) - {""}) if len({each.person for each in of}) >= SMALLEST_GROUP else []
    return [("", list(of)), *((team, [each for each in of if each.team == team]) for team in teams)]


def _level(waves: Waves, wave: date, question: str, about: str, team: str, of: Sequence[AnswerForecast]) -> LevelHeard:
    answered = waves.answered(question, about, wave)
    people = len({each.person for each in of})
    values = [each.value for each in of if each.value is not None]
    if people < SMALLEST_GROUP or len(values) < SMALLEST_GROUP:
        return LevelHeard(question, about, wave, team, people, answered, reason="fewer_than_five")
    if answered.value is None:
        return LevelHeard(question, about, wave, team, people, answered, reason=answered.reason or "no_answers")
    found = answered.value
    ranges = [(each.low, each.high) for each in of if each.low is not None and each.high is not None]
    inside = sum(low <= found <= high for low, high in ranges)
    told = len(ranges) >= SMALLEST_GROUP
    scores = [interval_score(low, high, found, LEVEL) for low, high in ranges]
    return LevelHeard(
        question,
        about,
        wave,
        team,
        people,
        answered,
        mean_of(values),
        mean_of([abs(value - found) for value in values]),
        (inside / len(ranges), wilson(inside, len(ranges)), len(ranges)) if told else None,
        (sum(scores) / len(scores), len(scores)) if told else None,
    )


def _order(waves: Waves, wave: date, team: str, of: Sequence[AnswerForecast]) -> OrderHeard:
    people = len({each.person for each in of})
    if people < SMALLEST_GROUP:
        return OrderHeard(wave, team, people, reason="fewer_than_five")
    # Whoever wrote in another year may have ordered other needs: those that most put in order are looked at.
    needs = _most_common([tuple(sorted(each.ranking)) for each in of])
    same = [each for each in of if tuple(sorted(each.ranking)) == needs]
    spoken = waves.needs.get(wave.isoformat(), {})
    counts = {need: int(spoken.get(need, 0)) for need in needs}
    if len(same) < SMALLEST_GROUP:
        return OrderHeard(wave, team, people, reason="fewer_than_five")
    try:
        found = needs_heard([each.ranking for each in same], counts)
    except Unmeasurable as why:
        return OrderHeard(wave, team, people, reason=why.code)
    rated = [
        (each.rating, accuracy) for each, accuracy in zip(same, found.each, strict=True) if each.rating is not None
    ]
    over = [rating - accuracy for rating, accuracy in rated]
    places = {need: sum(list(each.ranking).index(need) for each in same) for need in needs}
    return OrderHeard(
        wave,
        team,
        len(same),
        tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))),
        tuple(sorted(places, key=lambda need: (places[need], need))),
        found,
        (*mean_of(over), len(over)) if len(over) >= SMALLEST_GROUP else None,
    )


def _most_common(given: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for each in given:
        counts[each] += 1
    return max(sorted(counts), key=lambda each: counts[each])
