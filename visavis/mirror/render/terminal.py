"""The mirror in a terminal: what we say on the left, what clients live on the right, and the distance between."""

import re
from io import StringIO
from typing import Literal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from visavis.mirror.draw.figures import CLIENTS, FACTS, LIVED, QUIET, SAID, axis, spark
from visavis.mirror.reflection import Felt, Mirror, Rate, Reflected, Refused, Unfiltered, Voice
from visavis.mirror.tell.measures_told import told_measures
from visavis.mirror.tell.sentences import (
    AUDIENCES,
    CASE,
    CASES,
    OFF,
    OFFS,
    PERIODS,
    RATING,
    RATINGS,
    SIDES,
    cases,
    missed,
)
from visavis.mirror.tell.wording import (
    GLUE,
    JOIN,
    clean,
    counted,
    day,
    decimal,
    months,
    number,
    percent,
    points,
    quotation,
    spaced,
    span,
)
from visavis.mistakes import Lang, Words

Colours = Literal["auto", "standard", "256", "truecolor", "windows"]

STACKED_BELOW = 72
"""Narrower than this, the two sides stand one above the other."""
VOICES_SHOWN = 2


def as_text(mirror: Mirror, lang: Lang, *, width: int = 80, colours: Colours | None = None) -> str:
    """The mirror as lines of at most `width` cells; with ANSI colours where `colours` names a system, else plain."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        color_system=colours,
        force_terminal=colours is not None,
        no_color=colours is None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(_head(mirror, lang))
    for one in mirror.refused:
        console.print(_refused(one, lang))
    for promise in mirror.promises:
        console.print()
        console.print(_promise(promise, lang, width))
    if not mirror.promises:
        console.print(_no_promises(lang))
    for told in told_measures(mirror.measures, lang, width):
        console.print(told)
    for line in _not_measurable(mirror, lang):
        console.print(line)
    return spaced(re.sub(r"[ \t]+$", "", out.getvalue(), flags=re.MULTILINE))


def _refused(one: Refused, lang: Lang) -> RenderableType:
    lost, kept = number(one.rows, lang), number(one.facts, lang)
    said = Words(
        fr=f"! lignes écartées de {one.source}: {lost}, pour {kept} faits lus; les chiffres n’en savent rien: rejects/{one.source}.csv",
        en=f"! rows refused from {one.source}: {lost}, beside {kept} facts read; no figure knows of them: rejects/{one.source}.csv",
    )
    return Text(said.say(lang))


def _head(mirror: Mirror, lang: Lang) -> RenderableType:
    asked = [
        Words(fr=f"{word_fr} {day(when, 'fr')}", en=f"{word_en} {day(when, 'en')}").say(lang)
        for word_fr, word_en, when in (("du", "from", mirror.from_day), ("au", "to", mirror.to_day))
        if when
    ]
    known = (
        [
            Words(
                fr=f"faits connus jusqu’au {day(mirror.as_of, 'fr')}", en=f"facts known up to {day(mirror.as_of, 'en')}"
            ).say(lang)
        ]
        if mirror.as_of
        else []
    )
    run = Words(fr=f"calcul {mirror.run}", en=f"run {mirror.run}").say(lang)
    title = Words(fr="MIROIR", en="MIRROR").say(lang)
    sides = Table.grid(expand=True)
    sides.add_column()
    sides.add_column(justify="right")
    sides.add_row(
        Text(Words(fr="CE QUE NOUS DISONS", en="WHAT WE SAY").say(lang), f"bold {SAID}"),
        Text(Words(fr="CE QUE VIVENT LES CLIENTS", en="WHAT CLIENTS LIVE").say(lang), f"bold {LIVED}"),
    )
    line = Text.assemble((title, "bold"), "  ", (" · ".join([*asked, *known, run]), QUIET))
    legend = Words(
        fr=f"● faits  {CLIENTS} clients  ├─┤ fourchette à 95{GLUE}%  ╱╱ écart avec la parole ┃",
        en=f"● facts  {CLIENTS} clients  ├─┤ 95% interval  ╱╱ gap to what is said ┃",
    )
    return Group(line, Text(), sides, Rule(style=QUIET, characters="─"), Text(legend.say(lang), QUIET))


def _promise(promise: Reflected, lang: Lang, width: int) -> RenderableType:
    stacked = width < STACKED_BELOW
    inner = width - 2 if stacked else width - _left(width) - 2 - 2
    said, lived = _said(promise, lang), _lived(promise, lang, inner)
    voices = _voices(promise.voices, lang, width)
    if stacked:
        return Group(said, Padding(lived, (0, 0, 0, 2)), *voices)
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(width=_left(width))
    grid.add_column(ratio=1)
    grid.add_row(said, lived)
    return Group(grid, *voices)


def _left(width: int) -> int:
    return min(40, width * 7 // 20)


def _said(promise: Reflected, lang: Lang) -> RenderableType:
    parts = [AUDIENCES[promise.audience].say(lang), *([clean(promise.carrier)] if promise.carrier else [])]
    return Group(
        Text(quotation(promise.says.say(lang), lang), f"bold {SAID}"),
        Text(" · ".join(parts), QUIET),
        Text(promise.name, QUIET),
    )


def _lived(promise: Reflected, lang: Lang, width: int) -> RenderableType:
    rate = promise.rate
    if rate.value is None:
        assert promise.reason is not None
        what = Words(fr="non mesurable", en="not measurable").say(lang)
        colon = ": "
        return Group(Text.assemble((what, "bold"), colon, promise.reason.say(lang)), *_outcomes(promise, lang))
    facts = Words(fr="faits", en="facts")
    return Group(
        _figure(FACTS, facts, rate, cases(rate.n, lang), lang),
        axis(rate, width, lang),
        *_felt(promise.felt, lang, width),
        *_trend(promise, lang, width),
        *_outcomes(promise, lang),
        *_unfiltered(promise.unfiltered, lang),
    )


def _felt(felt: Felt, lang: Lang, width: int) -> list[RenderableType]:
    lines: list[RenderableType] = []
    if felt.perceived and felt.perceived.value is not None:
        who = Words(fr="clients", en="clients")
        n = counted(felt.perceived.n, *_counting(felt), lang)
        lines += [_figure(CLIENTS, who, felt.perceived, n, lang), axis(felt.perceived, width, lang, dot=CLIENTS)]
    if felt.gap is not None and felt.gap_interval is not None:
        low, high = felt.gap_interval
        unsure = (
            Words(fr=": effet non démontré", en=": not distinguishable from noise").say(lang)
            if low <= 0 <= high
            else ""
        )
        gap = Words(
            fr=f"clients moins faits: {points(felt.gap, 'fr')} points (fourchette {points(low, 'fr')} à {points(high, 'fr')})",
            en=f"clients minus facts: {points(felt.gap, 'en')} points (interval {points(low, 'en')} to {points(high, 'en')})",
        )
        lines.append(Text(gap.say(lang) + unsure))
    scores = [
        f"{decimal(mean.mean, lang)} {SIDES[side].say(lang)} ({counted(mean.n, *_counting(felt), lang)})"
        for side, mean in (("kept", felt.kept), ("missed", felt.missed))
        if mean.mean is not None
    ]
    if scores:
        lines.append(Text(Words(fr="note moyenne: ", en="mean score: ").say(lang) + ", ".join(scores)))
    return lines


def _counting(felt: Felt) -> tuple[Words, Words]:
    return (CASE, CASES) if felt.unit == "case" else (RATING, RATINGS)


def _figure(dot: str, who: Words, rate: Rate, n: str, lang: Lang) -> Text:
    """`● faits 92,0 % · fourchette 91,0–93,0 · 2 904 cas`."""
    low, high = rate.interval or (0.0, 1.0)
    head = f"{dot}{JOIN}{who.say(lang)}{JOIN}{percent(rate.value or 0.0, lang)}"
    surely = Words(fr=f"fourchette{JOIN}{span(low, high, 'fr')}", en=f"interval{JOIN}{span(low, high, 'en')}").say(lang)
    return Text.assemble((head, f"bold {LIVED}"), f" · {surely} · {n}")


def _trend(promise: Reflected, lang: Lang, width: int) -> list[RenderableType]:
    drawn = spark(promise.trend, max(8, min(36, width - 30)))
    if drawn is None:
        return []
    every = PERIODS[drawn.months].say(lang)
    told = Words(
        fr=f"  {months(drawn.first, drawn.last, 'fr')}, {every}: de {percent(drawn.low, 'fr')} à {percent(drawn.high, 'fr')}",
        en=f"  {months(drawn.first, drawn.last, 'en')}, {every}: {percent(drawn.low, 'en')} to {percent(drawn.high, 'en')}",
    ).say(lang)
    scarce = (
        Words(fr=f" (·{JOIN}moins de 5{JOIN}cas)", en=f" (·{JOIN}fewer than 5{JOIN}cases)").say(lang)
        if drawn.scarce
        else ""
    )
    return [Text.assemble((drawn.bars, LIVED), (told + scarce, QUIET))]


def _outcomes(promise: Reflected, lang: Lang) -> list[RenderableType]:
    parts = missed(promise.outcomes, lang)
    return [Text(" · ".join(parts), QUIET)] if parts else []


def _unfiltered(unfiltered: Unfiltered | None, lang: Lang) -> list[RenderableType]:
    if unfiltered is None or not unfiltered.dropped or unfiltered.rate.value is None:
        return []
    off = ""
    if unfiltered.called_off:
        off = Words(
            fr=f", dont {counted(unfiltered.called_off, OFF, OFFS, 'fr')}",
            en=f", {number(unfiltered.called_off, 'en')} of them called off and not counted",
        ).say(lang)
    told = Words(
        fr=f"sans le filtre: {percent(unfiltered.rate.value, 'fr')} ({cases(unfiltered.dropped, 'fr')} qu’il écarte{off})",
        en=f"without the filter: {percent(unfiltered.rate.value, 'en')} ({cases(unfiltered.dropped, 'en')} that it drops{off})",
    )
    return [Text(told.say(lang))]


def _voices(voices: dict[str, list[Voice]], lang: Lang, width: int) -> list[RenderableType]:
    if not any(voices.values()):
        return []
    columns = {side: _side(side, voices.get(side, []), lang) for side in ("kept", "missed")}
    if width < STACKED_BELOW:
        return [Text(), *(Padding(column, (0, 0, 0, 2)) for column in columns.values())]
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    grid.add_row(*columns.values())
    return [Text(), grid]


def _side(side: str, voices: list[Voice], lang: Lang) -> RenderableType:
    nothing = Words(fr="pas de mots de clients", en="no words from clients").say(lang)
    lines: list[RenderableType] = [Text(SIDES[side].say(lang).capitalize(), "bold")]
    for voice in voices[:VOICES_SHOWN]:
        facts = [day(voice.on, lang)] if voice.on else []
        if voice.score is not None:
            score = decimal(voice.score, lang, 0 if float(voice.score).is_integer() else 1)
            facts.append(Words(fr=f"note {score}", en=f"score {score}").say(lang))
        lines += [Text(quotation(voice.masked(lang), lang), "italic"), Text("  " + " · ".join(facts), QUIET)]
    return Group(*lines, *([] if voices else [Text(nothing, QUIET)]))


def _no_promises(lang: Lang) -> RenderableType:
    return Text(
        Words(
            fr="\nAucune promesse n’est encore écrite: le miroir n’a rien à mettre en face des faits.\n→ visavis promise propose   (propose celles que vos fichiers permettent de vérifier)",
            en="\nNo promise is written yet: the mirror has nothing to hold against the facts.\n→ visavis promise propose   (proposes those that your files can test)",
        ).say(lang)
    )


def _not_measurable(mirror: Mirror, lang: Lang) -> list[RenderableType]:
    items: list[tuple[str, str, str]] = []
    for promise in mirror.promises:
        name = quotation(promise.says.say(lang), lang)
        if promise.reason:
            items.append((name, promise.reason.say(lang), promise.reason.remedy(lang)))
            continue
        for why, n in promise.untestable.items():
            share = Words(
                fr=f"{cases(n, 'fr')} sur {number(promise.cases, 'fr')}: ",
                en=f"{cases(n, 'en')} of {number(promise.cases, 'en')}: ",
            )
            items.append((name, share.say(lang) + why.say(lang), why.remedy(lang)))
    for measure in mirror.measures:
        if measure.value.reason:
            period = f" ({measure.period})" if measure.period else ""
            name = (measure.says.say(lang) if measure.says else measure.name) + period
            items.append((clean(name), measure.value.reason.say(lang), measure.value.reason.remedy(lang)))
    if not items:
        return []
    title = Words(fr="NON MESURABLE", en="NOT MEASURABLE").say(lang)
    lines: list[RenderableType] = [Text(), Text(title, "bold"), Rule(style=QUIET, characters="─")]
    for name, words, remedy in items:
        lines.append(Text.assemble((name, "bold"), ": ", words))
        lines.append(Padding(Text(f"→ {remedy}", QUIET), (0, 0, 0, 2)))
    return lines
