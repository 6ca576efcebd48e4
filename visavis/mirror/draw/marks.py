"""Where the mirror's figures put their marks: pure geometry, so that page, client page, print, PDF and export draw the same.

All lengths are units of a figure `WIDTH` units wide; y grows downwards. A rate stands on an axis from 0 to 1 that every figure
shares; what we say stands on it as a mark at 1, and the gap to what is lived is hatched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from visavis.mirror.draw.figures import FEWEST
from visavis.mirror.reflection import Month, Rate

WIDTH = 480.0
LEFT, RIGHT = 84.0, 452.0
"""Ends of the axis: 0 and 1."""

TOP, LANE, FOOT = 24.0, 40.0, 26.0
HALF = 7.0
"""Half the height of an interval's bar."""

STRIPE = 6.0
ROOM = 64.0
"""What a number beside a dot needs."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on an axis, with what is written there."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One rate: its dot, its interval from `low` to `high`, and the hatch up to what is said. `who` is facts or clients."""

    who: str
    y: float
    dot: float
    low: float
    high: float
    hatch: str
    label_x: float
    anchor: str

    @property
    def top(self) -> float:
        """Upper edge of the interval's bar."""
        return self.y - HALF

    @property
    def width(self) -> float:
        """Width of the interval's bar, never invisible."""
        return max(self.high - self.low, 1.0)


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates on the common axis, the said mark at its right end."""

    width: float
    height: float
    left: float
    right: float
    top: float
    base: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Mark, ...]

    @property
    def foot(self) -> float:
        """Where the words under the axis stand."""
        return self.base + FOOT - 6


def place(share: float) -> float:
    """Where a share stands on the axis; beyond its ends, at the end."""
    return _round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share)))


def draw_rates(facts: Rate | None, clients: Rate | None = None) -> Rates:
    """The rates that have a value, facts above clients."""
    given = [(who, rate) for who, rate in (("facts", facts), ("clients", clients)) if rate and rate.value is not None]
    lanes = tuple(_lane(who, rate, TOP + LANE * (n + 0.5)) for n, (who, rate) in enumerate(given))
    base = TOP + LANE * max(1, len(lanes))
    ticks = tuple(Mark(place(tenth / 4), f"{tenth * 25}") for tenth in range(5))
    return Rates(WIDTH, base + FOOT, LEFT, RIGHT, TOP - 8, base, lanes, ticks)


def _lane(who: str, rate: Rate, y: float) -> Lane:
    low, high = rate.interval or (rate.value or 0.0, rate.value or 0.0)
    dot, start, end = place(rate.value or 0.0), place(low), place(high)
    inside = start - LEFT >= ROOM
    label_x, anchor = (start - 8, "end") if inside else (end + 8, "start")
    return Lane(who, y, dot, start, end, hatch(end, RIGHT, y - HALF, y + HALF), label_x, anchor)


def hatch(left: float, right: float, top: float, bottom: float) -> str:
    """Slanted lines that fill a box, as an SVG path; empty where the box is."""
    height, lines = bottom - top, []
    if right - left < 1 or height <= 0:
        return ""
    foot = left - height + STRIPE / 2
    while foot < right:
        start, end = max(foot, left), min(foot + height, right)
        if end > start:
            lines.append(f"M{start:.1f} {bottom - (start - foot):.1f}L{end:.1f} {bottom - (end - foot):.1f}")
        foot += STRIPE
    return "".join(lines)


TREND_HEIGHT, TREND_TOP, TREND_BASE, TREND_LEFT = 176.0, 14.0, 140.0, 52.0
MOST_YEARS = 8
CROWDED = 48


@dataclass(frozen=True, slots=True)
class Point:
    """One month: its rate and interval; `scarce` where too few cases stand behind it to be joined with the others."""

    x: float
    y: float
    high: float
    low: float
    scarce: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """A rate over time: joined months as `lines` with their `bands` (SVG points), and each month's point."""

    width: float
    height: float
    left: float
    right: float
    top: float
    base: float
    lines: tuple[str, ...]
    bands: tuple[str, ...]
    points: tuple[Point, ...]
    levels: tuple[Mark, ...]
    months: tuple[Mark, ...]

    @property
    def foot(self) -> float:
        """Where the words under the axis stand."""
        return self.base + 20

    @property
    def dot(self) -> float:
        """How large a month's dot may be: none is wider than its month."""
        return 3 if len(self.points) <= CROWDED else 1.5


def draw_trend(trend: Sequence[Month]) -> Trend | None:
    """The trend, its axis up to what is said (1) and down to the tenth below its lowest interval; None below two solid months."""
    given = [month for month in trend if month.rate.value is not None]
    solid = [month for month in given if month.rate.n >= FEWEST]
    if len(solid) < 2:
        return None
    floor = min(0.9, int(min(_ends(month)[0] for month in solid) * 10) / 10)
    first, last = (_number(given[end].period) for end in (0, -1))

    def across(period: date) -> float:
        return _round(TREND_LEFT + (RIGHT - TREND_LEFT) * (_number(period) - first) / max(1, last - first))

    def down(share: float) -> float:
        return _round(TREND_BASE - (TREND_BASE - TREND_TOP) * (min(1.0, max(floor, share)) - floor) / (1 - floor))

    points = tuple(
        Point(across(m.period), down(m.rate.value or 0.0), down(_ends(m)[1]), down(_ends(m)[0]), m.rate.n < FEWEST)
        for m in given
    )
    runs = _runs(list(zip([_number(m.period) for m in given], points, strict=True)))
    levels = tuple(Mark(down(share), f"{share * 100:.0f}") for share in (floor, (1 + floor) / 2, 1.0))
    return Trend(
        width=WIDTH,
        height=TREND_HEIGHT,
        left=TREND_LEFT,
        right=RIGHT,
        top=TREND_TOP,
        base=TREND_BASE,
        lines=tuple(" ".join(f"{p.x},{p.y}" for p in run) for run in runs),
        bands=tuple(
            " ".join([*(f"{p.x},{p.high}" for p in run), *(f"{p.x},{p.low}" for p in reversed(run))]) for run in runs
        ),
        points=points,
        levels=levels,
        months=_years(given[0].period, given[-1].period, across),
    )


def _ends(month: Month) -> tuple[float, float]:
    value = month.rate.value or 0.0
    return month.rate.interval or (value, value)


def _runs(points: list[tuple[int, Point]]) -> list[list[Point]]:
    """Solid months that follow one another, two at least."""
    runs: list[list[Point]] = [[]]
    for (before, _), (number, point) in pairwise([(points[0][0] - 2, points[0][1]), *points]):
        if point.scarce or number != before + 1:
            runs.append([])
        if not point.scarce:
            runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _years(first: date, last: date, across: Callable[[date], float]) -> tuple[Mark, ...]:
    """Januaries, thinned where they are many; without two of them, the first and the last month (labels are ISO)."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1) if date(year, 1, 1) >= first]
    every = -(-len(years) // MOST_YEARS) if years else 1
    shown = [when for when in years if when.year % every == 0] if len(years) > 1 else [first, last]
    return tuple(Mark(across(when), when.isoformat()) for when in shown)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stage of a funnel: its bar from the left, and its interval where it has one."""

    y: float
    width: float
    low: float | None
    high: float | None

    @property
    def middle(self) -> float:
        """Half its height."""
        return self.y + 4


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages of a funnel, first to last."""

    width: float
    height: float
    bars: tuple[Bar, ...]


STAGE = 44.0


def draw_stages(shares: Sequence[tuple[float, tuple[float, float] | None]]) -> Stages:
    """A bar for each share, as wide as the figure for 1; a name and a number stand above each."""
    bars = tuple(
        Bar(
            STAGE * n + 22,
            _round(WIDTH * min(1.0, max(0.0, share))),
            _round(WIDTH * interval[0]) if interval else None,
            _round(WIDTH * interval[1]) if interval else None,
        )
        for n, (share, interval) in enumerate(shares)
    )
    return Stages(WIDTH, STAGE * len(bars), bars)


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _round(length: float) -> float:
    return round(length, 1)
