"""The verb `tell`: the mirror in one language, ready to be set on a page."""

from dataclasses import replace
from datetime import date

from babel.dates import format_date

from visavis.mirror.draw.figures import FEWEST
from visavis.mirror.draw.marks import draw_rates, draw_trend
from visavis.mirror.reasons import Reason
from visavis.mirror.reasons.remedies import remedy
from visavis.mirror.reflection import Felt, Mirror, Month, Rate, Reflected, Refused, Step, Voice
from visavis.mirror.tell import findings
from visavis.mirror.tell.headings import HEADINGS
from visavis.mirror.tell.sentences import AUDIENCES, ENDED, SIDES, cases
from visavis.mirror.tell.telling_measures import tell_measures
from visavis.mirror.tell.told import (
    MonthTold,
    OutcomeTold,
    PromiseTold,
    RatesTold,
    SideTold,
    Told,
    TrendTold,
    UnmeasuredTold,
    VoiceTold,
)
from visavis.mirror.tell.typesetting import spoken, typeset
from visavis.mirror.tell.wording import clean, counted, day, decimal, month, number, percent, points, quotation, span
from visavis.mistakes import Lang, Words

KEPT = (Words(fr="tenu", en="kept"), Words(fr="tenus", en="kept"))
POINT, POINTS = Words(fr="point", en="point"), Words(fr="points", en="points")


def tell(mirror: Mirror, lang: Lang) -> Told:
    """The mirror in `lang`, promises in the order of their files."""
    shared = _shared(mirror.promises)
    promises = [tell_promise(one, lang) for one in mirror.promises]
    measures = tell_measures(mirror.measures, lang)
    asked = findings.period(mirror.from_day, mirror.to_day)
    return Told(
        lang=lang,
        run=mirror.run,
        as_of=mirror.as_of.isoformat() if mirror.as_of else "",
        known=_known(mirror.as_of, lang),
        period=spoken(asked, lang) if asked else "",
        words={key: typeset(words.say(lang)) for key, words in HEADINGS.items()},
        promises=tuple(replace(one, steps=tuple(s for s in one.steps if s not in shared)) for one in promises),
        measures=measures,
        unmeasured=_unmeasured_measures(mirror, lang),
        refused=tuple(_refused(one, lang) for one in mirror.refused),
        shared=shared,
        part=spoken(mirror.part, lang) if mirror.part else "",
        unseen=spoken(findings.unseen(mirror.unseen), lang) if mirror.unseen else "",
    )


def tell_promise(promise: Reflected, lang: Lang) -> PromiseTold:
    """One promise in `lang`, as every page that shows it tells it."""
    rate, says = promise.rate, clean(promise.says.say(lang))
    about = [AUDIENCES[promise.audience].say(lang), *([clean(promise.carrier)] if promise.carrier else [])]
    words = [findings.perceived(promise.felt), findings.scores(promise.felt)]
    unfiltered = findings.without_filter(promise.unfiltered) if rate.value is not None else None
    return PromiseTold(
        name=promise.name,
        says=typeset(says),
        quoted=typeset(quotation(says, lang)),
        about=typeset(" · ".join(about)),
        cases=promise.cases,
        rate=typeset(percent(rate.value, lang)) if rate.value is not None else "",
        sure=spoken(findings.surely(rate), lang) if rate.value is not None else "",
        gap=_gap(rate, lang),
        finding=spoken(findings.kept(rate, promise.felt), lang) if rate.value is not None else "",
        figure=tell_rates(rate, promise.felt, lang) if rate.value is not None else None,
        clients=tuple(spoken(one, lang) for one in words if one),
        trend=tell_trend(promise.trend, lang),
        outcomes=_outcomes(promise, lang),
        unfiltered=spoken(unfiltered, lang) if unfiltered else "",
        sides=tuple(_side(code, promise.voices.get(code, []), lang) for code in ("kept", "missed")),
        unmeasured=_unmeasured(promise, lang),
        steps=tuple(promise.steps),
    )


def tell_rates(facts: Rate, felt: Felt, lang: Lang) -> RatesTold:
    """The figure that faces what we say: facts, and clients where they tell."""
    drawing = draw_rates(facts, felt.perceived)
    rates = [facts] + ([felt.perceived] if felt.perceived and felt.perceived.value is not None else [])
    sure = [findings.surely(facts)] + [findings.surely(rate, felt) for rate in rates[1:]]
    counts = [findings.of_how_many(facts)] + [findings.of_how_many(rate, felt) for rate in rates[1:]]
    percents = ["0", "25", "50", "75", percent_sign("100", lang)]
    return RatesTold(
        title=spoken(findings.kept(facts, felt), lang),
        drawing=drawing,
        names=tuple(HEADINGS[lane.who].say(lang) for lane in drawing.lanes),
        values=tuple(typeset(percent(rate.value or 0.0, lang)) for rate in rates),
        counts=tuple(spoken(one, lang) for one in counts),
        sure=tuple(spoken(one, lang) for one in sure),
        said=HEADINGS["said_mark"].say(lang),
        ticks=tuple(percents),
    )


def tell_trend(trend: list[Month], lang: Lang) -> TrendTold | None:
    """The rate month by month; None where too few months have enough cases to draw a line."""
    drawing, title = draw_trend(trend), findings.over_time(trend)
    if drawing is None or title is None:
        return None
    far = len({mark.label[:4] for mark in drawing.months}) > 1 and all(
        m.label.endswith("-01-01") for m in drawing.months
    )
    return TrendTold(
        title=spoken(title, lang),
        drawing=drawing,
        levels=tuple((mark.x, percent_sign(mark.label, lang)) for mark in drawing.levels),
        months=tuple((mark.x, _month_label(mark.label, far, lang)) for mark in drawing.months),
        rows=tuple(_month(one, lang) for one in trend if one.rate.value is not None),
        scarce=typeset(HEADINGS["scarce"].say(lang).format(fewest=FEWEST))
        if any(p.scarce for p in drawing.points)
        else "",
    )


def percent_sign(digits: str, lang: Lang) -> str:
    """`100 %`."""
    return typeset(f"{digits} %") if lang == "fr" else f"{digits}%"


def _month_label(iso: str, year_alone: bool, lang: Lang) -> str:
    return iso[:4] if year_alone else format_date(date.fromisoformat(iso), "MMM y", locale=lang)


def _month(one: Month, lang: Lang) -> MonthTold:
    low, high = one.rate.interval or (0.0, 1.0)
    return MonthTold(
        month(one.period, lang),
        typeset(percent(one.rate.value or 0.0, lang)),
        typeset(span(low, high, lang)),
        typeset(number(one.rate.n, lang)),
    )


def _gap(rate: Rate, lang: Lang) -> str:
    if rate.value is None:
        return ""
    if rate.kept == rate.n:
        return typeset(Words(fr="aucun écart", en="no gap").say(lang))
    missing = round((1 - rate.value) * 100, 1)
    return typeset(points(-max(missing, 0.1) / 100, lang)) + " " + counted(2, POINT, POINTS, lang).split("\ue001")[1]


def _outcomes(promise: Reflected, lang: Lang) -> tuple[OutcomeTold, ...]:
    words = {"kept": KEPT} | ENDED
    return tuple(
        OutcomeTold(
            code, typeset(number(n, lang)), (one if n in ((0, 1) if lang == "fr" else (1,)) else many).say(lang)
        )
        for code, (one, many) in words.items()
        if (n := promise.outcomes.get(code, 0))
    )


def _side(code: str, voices: list[Voice], lang: Lang) -> SideTold:
    title = SIDES[code].say(lang)
    return SideTold(code, title[:1].upper() + title[1:], tuple(_voice(one, lang) for one in voices))


def _voice(voice: Voice, lang: Lang) -> VoiceTold:
    score = ""
    if voice.score is not None:
        given = decimal(voice.score, lang, 0 if float(voice.score).is_integer() else 1)
        score = typeset(Words(fr=f"note {given}", en=f"score {given}").say(lang))
    on = voice.on.isoformat() if voice.on else ""
    return VoiceTold(typeset(quotation(voice.masked(lang), lang)), on, day(voice.on, lang) if voice.on else "", score)


def _unmeasured(promise: Reflected, lang: Lang) -> tuple[UnmeasuredTold, ...]:
    if promise.reason:
        return (_why(promise.says.say(lang), promise.reason, lang),)
    return tuple(
        _why(
            promise.says.say(lang),
            why,
            lang,
            before=Words(
                fr=f"{cases(n, 'fr')} sur {number(promise.cases, 'fr')} : ",
                en=f"{cases(n, 'en')} of {number(promise.cases, 'en')}: ",
            ).say(lang),
        )
        for why, n in promise.untestable.items()
    )


def _unmeasured_measures(mirror: Mirror, lang: Lang) -> tuple[UnmeasuredTold, ...]:
    return tuple(
        _why(
            (one.says.say(lang) if one.says else one.name) + (f" ({one.period})" if one.period else ""),
            one.value.reason,
            lang,
        )
        for one in mirror.measures
        if one.value.reason
    )


def _why(name: str, why: Reason, lang: Lang, before: str = "") -> UnmeasuredTold:
    words = spoken(Words(*(before + clean(why.say(tongue)) for tongue in ("fr", "en"))), lang)
    return UnmeasuredTold(typeset(clean(name)), words[:1].upper() + words[1:] + ".", typeset(remedy(why, lang)))


def _refused(one: Refused, lang: Lang) -> str:
    words = Words(
        fr=f"{counted(one.rows, Words('ligne écartée', ''), Words('lignes écartées', ''), 'fr')} de « {clean(one.source)} », pour {number(one.facts, 'fr')} faits lus : les chiffres n’en savent rien.",
        en=f"{counted(one.rows, Words('', 'row'), Words('', 'rows'), 'en')} refused from “{clean(one.source)}”, beside {number(one.facts, 'en')} facts read: no figure knows of them.",
    )
    return spoken(words, lang)


def _known(as_of: date | None, lang: Lang) -> str:
    if as_of is None:
        return ""
    return Words(fr=f"faits connus jusqu’au {day(as_of, 'fr')}", en=f"facts known up to {day(as_of, 'en')}").say(lang)


def _shared(promises: list[Reflected]) -> tuple[Step, ...]:
    if len(promises) < 2:
        return ()
    return tuple(step for step in promises[0].steps if all(step in other.steps for other in promises[1:]))
