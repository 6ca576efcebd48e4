"""The word watch as pages and the terminal tell it: how each list goes over time, its finding, its sentences."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.intervals import Interval, newcombe, wilson
from visavis.engine.steps import Runner
from visavis.engine.tables import WORDING, WORDING_EXAMPLES
from visavis.mirror.words.watch import LEDGER


@dataclass(frozen=True, slots=True)
class Cell:
    """One period: what `people` (five at least) wrote, and how much of it uses the list."""

    period: date
    people: int
    messages: int
    words: int
    used_in: int
    uses: int

    @property
    def share(self) -> float:
        """Share of messages that use the list."""
        return self.used_in / self.messages

    @property
    def interval(self) -> Interval:
        """Wilson's interval of the share."""
        return wilson(self.used_in, self.messages)

    @property
    def per_thousand(self) -> float:
        """Uses per 1,000 words."""
        return 1000 * self.uses / self.words


@dataclass(frozen=True, slots=True)
class Series:
    """How a list goes over time in a direction (out, internal), for a team, a channel or all (`value` empty)."""

    direction: str
    dimension: str
    value: str
    list: str
    grain: str
    cells: tuple[Cell, ...]

    @property
    def whole(self) -> Cell:
        """All periods that are shown, together."""
        return _sum(self.cells)

    @property
    def change(self) -> tuple[float, Interval] | None:
        """The last half of the periods against the first, as a difference of shares with Newcombe's interval."""
        half = len(self.cells) // 2
        if not half:
            return None
        before, since = _sum(self.cells[:half]), _sum(self.cells[-half:])
        low, high = newcombe(since.used_in, since.messages, before.used_in, before.messages)
        return since.share - before.share, (low, high)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it was watched: its name, what the habit is, and whether more or less of it is wished for."""

    name: str
    fr: str
    en: str
    wish: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that at least five people wrote to at least five clients; numbers stand as …."""

    direction: str
    list: str
    sentence: str
    messages: int


@dataclass(frozen=True, slots=True)
class WordTrends:
    """All that the word watch found; `texts` of ours were there, of which `counted` could be counted."""

    texts: int
    counted: int
    lists: tuple[Listed, ...]
    series: tuple[Series, ...]
    examples: tuple[Example, ...]

    def of(self, direction: str, dimension: str = "all", value: str = "") -> list[Series]:
        """The series of one team, channel or all, in the order of the lists."""
        order = {each.name: place for place, each in enumerate(self.lists)}
        found = [
            each
            for each in self.series
            if (each.direction, each.dimension, each.value) == (direction, dimension, value)
        ]
        return sorted(found, key=lambda each: order.get(each.list, len(order)))

    def values(self, direction: str, dimension: str) -> list[str]:
        """Teams or channels that may be shown."""
        return sorted(
            {each.value for each in self.series if (each.direction, each.dimension) == (direction, dimension)}
        )

    def said(self, direction: str, name: str) -> list[Example]:
        """The sentences of a list, the most frequent first."""
        return [each for each in self.examples if (each.direction, each.list) == (direction, name)]


def word_trends(runner: Runner, lake: Lake, manifest: Manifest) -> WordTrends | None:
    """What the run of `manifest` found; None where it knew of no word watch yet."""
    ledger: dict[str, Any] = manifest.ledger.get(LEDGER, {})
    if not ledger:
        return None
    lake.show(runner, manifest, [WORDING.name, WORDING_EXAMPLES.name])
    cells: dict[tuple[str, ...], list[Cell]] = {}
    for row in runner.rows("SELECT * FROM wording ORDER BY direction, dimension, value, list, period"):
        key = tuple(row[name] for name in ("direction", "dimension", "value", "list", "grain"))
        cells.setdefault(key, []).append(Cell(**{name: row[name] for name in Cell.__dataclass_fields__}))
    series = tuple(Series(*key, tuple(found)) for key, found in cells.items())  # type: ignore[call-arg,arg-type]
    examples = runner.rows(
        "SELECT direction, list, sentence, messages FROM wording_examples ORDER BY direction, list, messages DESC, sentence"
    )
    return WordTrends(
        ledger.get("texts", 0),
        ledger.get("counted", 0),
        tuple(Listed(**each) for each in ledger.get("lists", [])),
        series,
        tuple(Example(**each) for each in examples),
    )


_DOCUMENT = TypeAdapter(WordTrends)


def as_document(trends: WordTrends) -> dict[str, Any]:
    """As plain data for a JSON column; cells are rows of numbers."""
    document: dict[str, Any] = _DOCUMENT.dump_python(trends, mode="json")
    for series in document["series"]:
        series["cells"] = [list(cell.values()) for cell in series["cells"]]
    return document


def from_document(document: dict[str, Any]) -> WordTrends:
    """What `as_document` wrote."""
    names = tuple(Cell.__dataclass_fields__)
    series = [
        {**each, "cells": [dict(zip(names, cell, strict=True)) for cell in each["cells"]]}
        for each in document["series"]
    ]
    return _DOCUMENT.validate_python({**document, "series": series})


def as_json(trends: WordTrends) -> dict[str, Any]:
    """For other programs: every cell with share, interval and uses per 1,000 words."""
    return {
        "texts": trends.texts,
        "counted": trends.counted,
        "lists": [asdict(each) for each in trends.lists],
        "series": [
            {
                "direction": each.direction,
                "dimension": each.dimension,
                "value": each.value,
                "list": each.list,
                "grain": each.grain,
                "periods": [
                    asdict(cell)
                    | {
                        "period": cell.period.isoformat(),
                        "share": cell.share,
                        "interval": list(cell.interval),
                        "per_thousand": cell.per_thousand,
                    }
                    for cell in each.cells
                ],
            }
            for each in trends.series
        ],
        "examples": [asdict(each) for each in trends.examples],
    }


def _sum(cells: Sequence[Cell]) -> Cell:
    """Periods together; `people` is the fewest of them, as nobody says who wrote in two."""
    return Cell(
        cells[0].period,
        min(cell.people for cell in cells),
        sum(cell.messages for cell in cells),
        sum(cell.words for cell in cells),
        sum(cell.used_in for cell in cells),
        sum(cell.uses for cell in cells),
    )
