"""Declared measures as sentences with numbers, for the terminal."""

from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from visavis.mirror.draw.figures import QUIET, bar
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.measures_in_words import sentences
from visavis.mirror.tell.wording import clean, number, percent
from visavis.mistakes import Lang, Words

PERIODS_TOLD = 6
"""A funnel by period is drawn for the last one; of those before, this many are told in one line."""


def told_measures(measures: list[Measured], lang: Lang, width: int) -> list[RenderableType]:
    """A heading, and a paragraph for each measure that has a figure."""
    paragraphs: list[RenderableType] = []
    for _, group in groupby(measures, key=lambda one: one.name):
        given = [one for one in group if one.value.value is not None]
        if given:
            one = given[-1]
            lines = [Text(each.say(lang)) for each in sentences(one)]
            drawn = _stages(given, lang, width - 2) if one.kind == "funnel" else []
            paragraphs += [
                Text(),
                Text(_title(one, lang), "bold"),
                Padding(Group(*lines, *drawn, Text(one.scope, QUIET)), (0, 0, 0, 2)),
            ]
    if not paragraphs:
        return []
    title = Words(fr="MESURES", en="MEASURES").say(lang)
    return [Text(), Text(title, "bold"), Rule(style=QUIET, characters="─"), *paragraphs[1:]]


def _title(one: Measured, lang: Lang) -> str:
    return clean(one.says.say(lang) if one.says else one.name)


def _stages(given: list[Measured], lang: Lang, width: int) -> list[RenderableType]:
    one = given[-1]
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold", max_width=width // 3)
    for justify in ("right", "left", "right"):
        grid.add_column(justify=justify, no_wrap=True)
    room = max(8, min(40, width - width // 3 - 26))
    of_which = Words(fr="dont ", en="of which ").say(lang)
    for figure in one.figures:
        name = (of_which if figure.name in one.of_which else "") + clean(figure.name)
        share = percent(figure.value, lang) if figure.value is not None else "–"
        grid.add_row(name, number(figure.n, lang), bar(figure.value or 0.0, room), share)
    before = [f"{each.period} {percent(each.value.value or 0.0, lang)}" for each in given[:-1]][-PERIODS_TOLD:]
    history = [Text(Words(fr="auparavant: ", en="before: ").say(lang) + " · ".join(before), QUIET)] if before else []
    return [grid, *history]
