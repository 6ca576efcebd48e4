"""Declared measures told in one language."""

from itertools import groupby

from visavis.mirror.draw.marks import STAGE, draw_stages
from visavis.mirror.reflection import Amount, Measured
from visavis.mirror.tell.measures_in_words import sentences
from visavis.mirror.tell.told import MeasureTold, StageTold
from visavis.mirror.tell.typesetting import spoken, typeset
from visavis.mirror.tell.wording import clean, number, percent, span
from visavis.mistakes import Lang, Words

PERIODS_TOLD = 6
"""Of a measure by period, the last one is shown; of those before, this many are told in one line."""


def tell_measures(measures: list[Measured], lang: Lang) -> tuple[MeasureTold, ...]:
    """The measures that have a figure, one each: the last period of those by period."""
    told = []
    for _, group in groupby(measures, key=lambda one: one.name):
        given = [one for one in group if one.value.value is not None]
        if given:
            told.append(_measure(given, lang))
    return tuple(told)


def _measure(given: list[Measured], lang: Lang) -> MeasureTold:
    one = given[-1]
    lines = [spoken(each, lang) for each in sentences(one)]
    funnel = one.kind == "funnel"
    return MeasureTold(
        name=one.name,
        title=typeset(clean(one.says.say(lang) if one.says else one.name)),
        finding=lines[0] if lines else "",
        sentences=tuple(lines[1:]),
        scope=clean(one.scope),
        stages=draw_stages([(each.value or 0.0, _ends(each)) for each in one.figures]) if funnel else None,
        rows=tuple(_stage(each, STAGE * n + 16, one, lang) for n, each in enumerate(one.figures)) if funnel else (),
        before=tuple(
            (each.period or "", typeset(percent(each.value.value or 0.0, lang))) for each in given[:-1][-PERIODS_TOLD:]
        ),
        steps=tuple(one.steps),
    )


def _stage(each: Amount, y: float, one: Measured, lang: Lang) -> StageTold:
    of_which = Words(fr="dont ", en="of which ").say(lang) if each.name in one.of_which else ""
    ends = _ends(each)
    return StageTold(
        y=y,
        name=of_which + clean(each.name),
        n=typeset(number(each.n, lang)),
        share=typeset(percent(each.value, lang)) if each.value is not None else "–",
        interval=typeset(span(*ends, lang)) if ends else "",
    )


def _ends(each: Amount) -> tuple[float, float] | None:
    if each.interval is None or each.interval[0] is None or each.interval[1] is None:
        return None
    return each.interval[0], each.interval[1]
