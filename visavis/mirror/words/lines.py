"""Where the line of a habit of words stands: share of messages over time with its band, on an axis from 0 to a round share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from visavis.mirror.draw.marks import (
    CROWDED,
    RIGHT,
    TREND_BASE,
    TREND_HEIGHT,
    TREND_LEFT,
    TREND_TOP,
    WIDTH,
    Mark,
    Point,
)
from visavis.mirror.words.trends import Cell

TOPS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
FEWEST = 20
"""A period of fewer messages is a pale dot, joined with no other."""

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Line:
    """A share over time: joined periods as `lines` with their `bands` (SVG points), each period's point, both axes."""

    lines: tuple[str, ...]
    bands: tuple[str, ...]
    points: tuple[Point, ...]
    levels: tuple[tuple[float, float], ...]
    ends: tuple[Mark, ...]
    width: float = WIDTH
    height: float = TREND_HEIGHT
    left: float = TREND_LEFT
    right: float = RIGHT
    base: float = TREND_BASE

    @property
    def foot(self) -> float:
        """Where the words under the axis stand."""
        return self.base + 20

    @property
    def dot(self) -> float:
        """How large a period's dot may be."""
        return 3 if len(self.points) <= CROWDED else 1.5


def top_of(series: Sequence[Sequence[Cell]]) -> float:
    """The round share above all that lines over these cells show: figures beside one another may share it."""
    shown = [cell.interval[1] for cells in series for cell in cells if cell.messages >= FEWEST]
    return next(top for top in TOPS if top >= max(shown, default=1.0) or top == TOPS[-1])


def draw_line(cells: Sequence[Cell], grain: str) -> Line | None:
    """The line of a habit; None below two periods with enough messages."""
    if sum(cell.messages >= FEWEST for cell in cells) < 2:
        return None
    top = top_of([cells])
    first, last = _number(cells[0].period), _number(cells[-1].period)

    def across(period: date) -> float:
        return round(TREND_LEFT + (RIGHT - TREND_LEFT) * (_number(period) - first) / max(1, last - first), 1)

    def down(share: float) -> float:
        return round(TREND_BASE - (TREND_BASE - TREND_TOP) * min(top, share) / top, 1)

    points = [
        Point(across(c.period), down(c.share), down(c.interval[1]), down(c.interval[0]), c.messages < FEWEST)
        for c in cells
    ]
    runs = _runs(cells, points, MONTHS[grain])
    return Line(
        lines=tuple(" ".join(f"{p.x},{p.y}" for p in run) for run in runs),
        bands=tuple(
            " ".join([*(f"{p.x},{p.high}" for p in run), *(f"{p.x},{p.low}" for p in reversed(run))]) for run in runs
        ),
        points=tuple(points),
        levels=tuple((down(share), share) for share in (0.0, top / 2, top)),
        ends=_ends(cells, across),
    )


def _runs(cells: Sequence[Cell], points: Sequence[Point], step: int) -> list[list[Point]]:
    """Periods with enough messages that follow one another, two at least."""
    runs: list[list[Point]] = [[]]
    before = None
    for cell, point in zip(cells, points, strict=True):
        number = _number(cell.period)
        if point.scarce or before is None or number != before + step:
            runs.append([])
        if not point.scarce:
            runs[-1].append(point)
        before = number
    return [run for run in runs if len(run) > 1]


def _ends(cells: Sequence[Cell], across: Callable[[date], float]) -> tuple[Mark, ...]:
    return tuple(Mark(across(cell.period), cell.period.isoformat()) for cell in (cells[0], cells[-1]))


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
