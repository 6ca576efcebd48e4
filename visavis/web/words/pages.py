"""Word watch: how each habit of words goes over time in our own texts; of teams and channels, never of a person."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.clients.reading import ask
from visavis.mirror.tell import wording
from visavis.mirror.words.lines import Line, draw_line
from visavis.mirror.words.telling import change_told
from visavis.mirror.words.trends import Cell, Example, Listed, Series, WordTrends, from_document
from visavis.mistakes import Words
from visavis.web.clients.wording import channel_of
from visavis.web.counted import counts, day_told
from visavis.web.speaking import spoken
from visavis.web.typography import typeset

DIRECTIONS = {
    "out": Words(fr="À nos clients", en="To our clients"),
    "internal": Words(fr="Entre nous", en="Among ourselves"),
}
GROUPS = (
    ("less", Words(fr="À dire moins", en="To say less")),
    ("more", Words(fr="À dire plus", en="To say more")),
    ("neither", Words(fr="À suivre", en="To follow")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One period in figures."""

    period: str
    cell: Cell
    sure: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One list, drawn; every number that stands in the figure as people of the page's language write it."""

    listed: Listed
    series: Series
    line: Line | None
    change: Words
    examples: list[Example]

    @property
    def says(self) -> Words:
        """The habit in both languages."""
        return Words(fr=self.listed.fr, en=self.listed.en)

    @property
    def sure(self) -> str:
        """The interval of the share over all periods."""
        return _span(self.series.whole)

    @property
    def levels(self) -> list[tuple[float, str]]:
        """Heights of the axis with their shares."""
        return [(y, f"{share * 100:g}") for y, share in (self.line.levels if self.line else ())]

    @property
    def ends(self) -> list[tuple[float, str]]:
        """The first and the last period of the axis."""
        marks = self.line.ends if self.line else ()
        return [(mark.x, period_told(date.fromisoformat(mark.label), self.series.grain)) for mark in marks]

    @property
    def rows(self) -> list[Row]:
        """Every period, the latest first."""
        cells = reversed(self.series.cells)
        return [Row(period_told(cell.period, self.series.grain), cell, _span(cell)) for cell in cells]


def period_told(day: date, grain: str) -> str:
    """The month, quarter or year that begins on `day`."""
    if grain == "month":
        return wording.month(day, spoken())
    if grain == "year":
        return str(day.year)
    quarter = (day.month + 2) // 3
    return Words(
        fr=f"{quarter}ᵉ trimestre {day.year}" if quarter > 1 else f"1ᵉʳ trimestre {day.year}",
        en=f"Q{quarter} {day.year}",
    ).say(spoken())


def _span(cell: Cell) -> str:
    return typeset(wording.span(*cell.interval, spoken()))


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """The habits of a team, of a channel, or of all."""
    trends = _trends()
    context: dict[str, Any] = {"trends": trends, "as_of": day_told(counts())}
    if trends and trends.series:
        here = [each for each in DIRECTIONS if trends.of(each)]
        direction = request.GET.get("direction", "")
        direction = direction if direction in here else here[0] if here else "out"
        dimension, _, value = request.GET.get("of", "").partition(":")
        if value not in trends.values(direction, dimension):
            dimension, value = "all", ""
        shown = _shown(trends, direction, dimension, value)
        context |= {
            "directions": [(each, DIRECTIONS[each]) for each in here],
            "direction": direction,
            "of": f"{dimension}:{value}" if value else "",
            "value": value,
            "dimension": dimension,
            "teams": trends.values(direction, "team"),
            "channels": [(each, channel_of(each)) for each in trends.values(direction, "channel")],
            "name": (channel_of(value) if dimension == "channel" else Words(fr=value, en=value)) if value else None,
            "groups": [_group(says, [each for each in shown if each.listed.wish == wish]) for wish, says in GROUPS],
            "one": shown[0].series if shown else None,
        }
    return render(request, "words/words.html", context)


def _trends() -> WordTrends | None:
    for (body,) in ask("SELECT CAST(body AS text) FROM visavis_document WHERE name = 'words'"):
        found = json.loads(body)
        return from_document(found) if found else None
    return None


def _group(says: Words, shown: list[Shown]) -> dict[str, Any]:
    used = [each for each in shown if each.series.whole.used_in]
    return {"says": says, "used": used, "unused": [each for each in shown if each not in used]}


def _shown(trends: WordTrends, direction: str, dimension: str, value: str) -> list[Shown]:
    known = {each.name: each for each in trends.lists}
    return [
        Shown(
            known[each.list],
            each,
            draw_line(each.cells, each.grain),
            change_told(each),
            trends.said(direction, each.list) if not value else [],
        )
        for each in trends.of(direction, dimension, value)
        if each.list in known
    ]
