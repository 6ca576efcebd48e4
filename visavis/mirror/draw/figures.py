"""The two figures of the terminal: a rate on its axis face to face with what is said, and a trend as a row of small bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.text import Text

from visavis.engine.measuring.intervals import wilson
from visavis.mirror.reflection import Month, Rate
from visavis.mirror.tell.wording import GLUE
from visavis.mistakes import Lang

SAID, LIVED, QUIET = "#2d72dc", "#d1451b", "dim"
"""Two voices only, and grey; colour never says what a word or a shape does not say as well. Both have a contrast of at least
4.5 : 1 on white and on black: a terminal does not tell which it is."""

FACTS, CLIENTS = "●", "○"
BARS = "▁▂▃▄▅▆▇█"
FEWEST = 5
"""A month with fewer cases than this is drawn as a dot: its rate would be noise."""


def axis(rate: Rate, width: int, lang: Lang, *, dot: str = FACTS) -> Text:
    """A rate as a dot with its interval as a bar, the gap to what is said (always: 100 %) hatched; `width` cells in all."""
    left, right = "0 ", f" 100{GLUE}%" if lang == "fr" else " 100%"
    cells = max(10, width - len(left) - len(right))
    figure = Text(left, style=QUIET)
    place, low, high = (_cell(share, cells) for share in (rate.value or 0.0, *(rate.interval or (0.0, 1.0))))
    for cell in range(cells):
        if cell == cells - 1 and cell != place:
            figure.append("┃", SAID)
        elif cell == place:
            figure.append(dot, f"bold {LIVED}")
        elif low <= cell <= high:
            figure.append("├" if cell == low else "┤" if cell == high else "─", LIVED)
        else:
            figure.append("╱" if cell > high else "·", QUIET)
    return figure.append(right, style=QUIET)


def _cell(share: float, cells: int) -> int:
    return min(cells - 1, max(0, round(share * (cells - 1))))


@dataclass(frozen=True, slots=True)
class Spark:
    """A trend drawn in one line: its bars, how many months each stands for, and its lowest and highest rate."""

    bars: str
    months: int
    first: date
    last: date
    low: float
    high: float
    scarce: bool


def spark(trend: Sequence[Month], width: int) -> Spark | None:
    """The trend in at most `width` bars, scaled from its lowest to its highest rate; None below two bars with enough cases."""
    if not trend:
        return None
    first, last = _number(trend[0].period), _number(trend[-1].period)
    span = next(step for step in (1, 3, 6, 12, 24, 60, 120, 1200) if (last - first) // step < width)
    start = first - first % span if span > 1 else first
    groups: list[list[Month]] = [[] for _ in range((last - start) // span + 1)]
    for month in trend:
        groups[(_number(month.period) - start) // span].append(month)
    rates = [together(group) for group in groups]
    solid = [rate.value for rate in rates if rate.value is not None and rate.n >= FEWEST]
    if len(solid) < 2:
        return None
    low, high = min(solid), max(solid)
    bars = "".join(_bar(rate, low, high) for rate in rates)
    scarce = any(0 < rate.n < FEWEST for rate in rates)
    return Spark(bars, span, trend[0].period, trend[-1].period, low, high, scarce)


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def together(group: Sequence[Month]) -> Rate:
    """The rate of several months as one, with its interval."""
    kept, n = sum(month.rate.kept for month in group), sum(month.rate.n for month in group)
    return Rate(kept, n, kept / n, wilson(kept, n)) if 0 <= kept <= n and n else Rate(kept, n)


def _bar(rate: Rate, low: float, high: float) -> str:
    if rate.value is None:
        return " "
    if rate.n < FEWEST:
        return "·"
    return BARS[round((rate.value - low) / (high - low) * (len(BARS) - 1))] if high > low else BARS[len(BARS) // 2]


def bar(share: float, width: int) -> str:
    """A share as a solid bar of up to `width` cells, to an eighth of a cell."""
    eighths = round(min(1.0, max(0.0, share)) * width * 8)
    rest = " ▏▎▍▌▋▊▉"[eighths % 8].strip()
    return "█" * (eighths // 8) + rest
