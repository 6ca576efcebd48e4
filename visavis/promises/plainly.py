"""How a promise is tested, in plain sentences made from its declaration."""

from collections.abc import Iterator, Mapping
from typing import Any

from babel.dates import get_day_names

from visavis.engine.holding.durations import Duration, Hours
from visavis.engine.holding.promise import After, EventMoment, FeltBy, Not, Promise, Test, Where
from visavis.mistakes import Lang, Words
from visavis.promises.days import day as spoken_day

TABLES = {
    "events": Words(fr="évènement", en="event"),
    "exchanges": Words(fr="échange", en="exchange"),
    "ratings": Words(fr="avis", en="rating"),
    "tallies": Words(fr="décompte", en="tally"),
}
MOMENTS = {
    "due_at": Words(fr="la date prévue (due_at)", en="the due date (due_at)"),
    "done_at": Words(fr="la date de fin (done_at)", en="the done date (done_at)"),
    "occurred_at": Words(fr="le début (occurred_at)", en="the start (occurred_at)"),
}
FAILURES = {
    "broken": Words(fr="non tenu", en="broken"),
    "late": Words(fr="tenu en retard", en="late"),
}
UNITS = {
    ("minute", False): (Words(fr="minute", en="minute"), Words(fr="minutes", en="minutes")),
    ("hour", False): (Words(fr="heure", en="hour"), Words(fr="heures", en="hours")),
    ("day", False): (Words(fr="jour", en="day"), Words(fr="jours", en="days")),
    ("minute", True): (
        Words(fr="minute ouvrée", en="business minute"),
        Words(fr="minutes ouvrées", en="business minutes"),
    ),
    ("hour", True): (Words(fr="heure ouvrée", en="business hour"), Words(fr="heures ouvrées", en="business hours")),
    ("day", True): (Words(fr="jour ouvré", en="business day"), Words(fr="jours ouvrés", en="business days")),
}


def told(promise: Promise) -> list[Words]:
    """The test in sentences: what a case is, when it is due, what keeps it, what clients say of it, how far one looks."""
    test = promise.test
    sentences = [_cases(test), *_kind(test)]
    if test.partial:
        below = test.partial.below
        sentences.append(
            Words(
                fr=f"Tenue en partie si {test.partial.field} est inférieur à {below}.",
                en=f"Kept in part where {test.partial.field} is below {below}.",
            )
        )
    if test.felt_by:
        sentences.append(_felt(test.felt_by))
    if promise.observed_until:
        day = promise.observed_until
        sentences.append(
            Words(
                fr=f"On observe jusqu’au {spoken_day(day, 'fr')} : ce qui échoit plus tard reste en cours.",
                en=f"Observed until {spoken_day(day, 'en')}: what is due later stays open.",
            )
        )
    return sentences


def _cases(test: Test) -> Words:
    if test.select:
        return Words(
            fr="Les cas et leur issue viennent d’une requête SQL.", en="Cases and their outcomes come from a SQL query."
        )
    noun = TABLES[test.table]
    if not test.where:
        return Words(fr=f"Un cas par {noun.fr}.", en=f"One case for each {noun.en}.")
    return Words(
        fr=f"Un cas par {noun.fr} où {_where(test.where, 'fr')}.",
        en=f"One case for each {noun.en} where {_where(test.where, 'en')}.",
    )


def _kind(test: Test) -> Iterator[Words]:
    if test.due is not None:
        yield from _due(test)
    elif test.holds:
        field, failure = test.holds.field, FAILURES[test.holds.as_]
        yield Words(
            fr=f"Tenue si {field} vaut {_value(test.holds.equals, 'fr')} ; sinon {failure.fr} ; vide : invérifiable.",
            en=f"Kept where {field} is {_value(test.holds.equals, 'en')}; else {failure.en}; missing: untestable.",
        )
    elif test.at_least:
        failure = FAILURES[test.at_least.as_]
        yield Words(
            fr=f"Tenue à partir de la note {_number(test.at_least.score, 'fr')} ; en dessous : {failure.fr}.",
            en=f"Kept from score {_number(test.at_least.score, 'en')}; below: {failure.en}.",
        )
    elif test.tally:
        failure = FAILURES[test.tally.as_]
        yield Words(
            fr=f"Sur {test.tally.population} cas comptés, {test.tally.missed} ont manqué ({failure.fr}).",
            en=f"Of {test.tally.population} cases counted, {test.tally.missed} missed ({failure.en}).",
        )


def _due(test: Test) -> Iterator[Words]:
    due = test.due
    if isinstance(due, After):
        start, within = due.after, due.within
        yield Words(
            fr=f"Due {duration(within, 'fr')} après {moment(start, 'fr')} au plus tard.",
            en=f"Due within {duration(within, 'en')} of {moment(start, 'en')}.",
        )
        if within.business:
            yield Words(fr=_business(due, "fr"), en=_business(due, "en"))
        if due.pauses:
            yield Words(
                fr=f"Le temps ne compte pas tant que {_where(due.pauses, 'fr')}.",
                en=f"The clock stops while {_where(due.pauses, 'en')}.",
            )
    else:
        yield Words(
            fr=f"Échéance : {moment(due or 'due_at', 'fr')}.",
            en=f"Due: {moment(due or 'due_at', 'en')}.",
        )
    done_fr, done_en = moment(test.done, "fr"), moment(test.done, "en")
    if test.by_day:
        yield Words(
            fr=f"Tenue si {done_fr} est au plus tard le jour de l’échéance ; en retard après ; non tenue si rien n’est fait.",
            en=f"Kept where {done_en} is no later than the due day; late after it; broken where nothing was done.",
        )
    else:
        yield Words(
            fr=f"Tenue si {done_fr} ne dépasse pas l’heure de l’échéance ; en retard après ; non tenue si rien n’est fait.",
            en=f"Kept where {done_en} is no later than the due moment; late after it; broken where nothing was done.",
        )


def duration(within: Duration, lang: Lang) -> str:
    """`2 jours ouvrés`."""
    one, many = UNITS[within.unit, within.business]
    single = within.number < 2 if lang == "fr" else within.number == 1
    return f"{within.number} {(one if single else many).say(lang)}"


def moment(written: str | EventMoment, lang: Lang) -> str:
    """A moment of the fact, or the first event of a kind, as people say it."""
    if isinstance(written, EventMoment):
        event = Words(fr="le premier évènement où", en="the first event where").say(lang)
        return f"{event} {_where(written.event, lang)}"
    known = MOMENTS.get(written)
    return known.say(lang) if known else written


def _business(due: After, lang: Lang) -> str:
    hours = opening(due.hours, lang) if due.hours else opening_days(lang)
    calendar = (
        Words(fr=f", jours fériés ({due.calendar}) exclus", en=f", public holidays ({due.calendar}) left out").say(lang)
        if due.calendar
        else ""
    )
    return Words(fr=f"Temps ouvré : {hours}{calendar}.", en=f"Business time: {hours}{calendar}.").say(lang)


def opening_days(lang: Lang) -> str:
    """The days that count where no hours are given."""
    return Words(fr="du lundi au vendredi", en="Monday to Friday").say(lang)


def opening(hours: Hours, lang: Lang) -> str:
    """Opening hours in words, days with the same hours together: `lun.–ven. 09:00–18:00`."""
    names = get_day_names("abbreviated", locale=lang)
    groups: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
    for day, ranges in enumerate(hours.ranges):
        if groups and groups[-1][2] == ranges and groups[-1][1] == day - 1:
            groups[-1] = (groups[-1][0], day, ranges)
        else:
            groups.append((day, day, ranges))
    parts = []
    for first, last, ranges in groups:
        if ranges:
            days = names[first] if first == last else f"{names[first]}–{names[last]}"
            spans = ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in ranges)
            parts.append(days if ranges == ((0, 86_400),) else f"{days} {spans}")
    return " · ".join(parts)


def _felt(felt_by: FeltBy) -> Words:
    some = Words(
        fr=f" où {_where(felt_by.where, 'fr')}" if felt_by.where else "",
        en=f" where {_where(felt_by.where, 'en')}" if felt_by.where else "",
    )
    if felt_by.kept_when is None:
        return Words(
            fr=f"Les clients en parlent dans les avis{some.fr} qui portent sur le cas.",
            en=f"Clients speak of it in the ratings{some.en} about the case.",
        )
    score = felt_by.kept_when.at_least
    return Words(
        fr=f"Les clients en parlent dans les avis{some.fr} qui portent sur le cas : tenue pour eux à partir de {_number(score, 'fr')}.",
        en=f"Clients speak of it in the ratings{some.en} about the case: kept, for them, from {_number(score, 'en')}.",
    )


def _where(where: Where | Mapping[str, Any], lang: Lang) -> str:
    both = Words(fr=" et ", en=" and ").say(lang)
    return both.join(_condition(field, test, lang) for field, test in where.items())


def _condition(field: str, test: Any, lang: Lang) -> str:
    if isinstance(test, Not):
        values = test.not_ if isinstance(test.not_, list) else [test.not_]
        return f"{field} {Words(fr='n’est pas', en='is not').say(lang)} {_listed(values, lang)}"
    values = test if isinstance(test, list) else [test]
    return f"{field} {Words(fr='est', en='is').say(lang)} {_listed(values, lang)}"


def _listed(values: list[Any], lang: Lang) -> str:
    either = Words(fr=" ou ", en=" or ").say(lang)
    return either.join(_value(value, lang) for value in values)


def _value(value: Any, lang: Lang) -> str:
    if value is None:
        return Words(fr="vide", en="missing").say(lang)
    if isinstance(value, bool):
        return (Words(fr="vrai", en="true") if value else Words(fr="faux", en="false")).say(lang)
    if isinstance(value, int | float):
        return _number(value, lang)
    return f"« {value} »" if lang == "fr" else f"“{value}”"


def _number(value: float, lang: Lang) -> str:
    text = f"{value:g}"
    return text.replace(".", ",") if lang == "fr" else text


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
