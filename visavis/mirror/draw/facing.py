"""Where the marks of facts and of what clients say stand on one time axis: pure geometry, in the units of `drawing`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from visavis.engine.measuring.signals import Watched
from visavis.mirror.draw.figures import FEWEST
from visavis.mirror.draw.limits import Limits, draw_limits
from visavis.mirror.draw.marks import RIGHT, TREND_BASE, TREND_HEIGHT, TREND_LEFT, TREND_TOP, WIDTH, Mark
from visavis.mirror.reflection import Month


@dataclass(frozen=True, slots=True)
class Dot:
    """One period: where its rate and the ends of its interval stand; `scarce` where too few cases stand behind it."""

    x: float
    y: float
    high: float
    low: float
    scarce: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One voice over time: `who` is facts or clients."""

    who: str
    path: str
    band: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Facing:
    """Both on one axis."""

    width: float
    height: float
    left: float
    right: float
    base: float
    foot: float
    lines: tuple[Line, ...]
    levels: tuple[Mark, ...]
    ends: tuple[Mark, ...]
    limits: Limits | None = None


def draw_facing(facts: Sequence[Month], clients: Sequence[Month], watched: Watched | None = None) -> Facing | None:
    """Facts and clients month by month (or quarter, year), 0 to 1; None where fewer than two periods have enough cases.

    `watched` has a place for each period of `facts`: its limits are drawn too.
    """
    solid = [each for each in facts if each.rate.n >= FEWEST]
    if len(solid) < 2:
        return None
    every = sorted({each.period for each in (*facts, *clients)})
    number = {period: period.year * 12 + period.month for period in every}
    first, last = number[every[0]], number[every[-1]]
    lows = [each.rate.interval[0] for each in (*facts, *clients) if each.rate.n >= FEWEST and each.rate.interval]
    if watched:
        lows += [each for each in watched.low.tolist() if each == each]
    floor = min(0.9, int(min(lows) * 10) / 10)

    def across(month: Month) -> float:
        return TREND_LEFT + (RIGHT - TREND_LEFT) * (number[month.period] - first) / max(1, last - first)

    def dot(month: Month) -> Dot:
        low, high = month.rate.interval or (0.0, 1.0)
        x = across(month)
        y, top, bottom = (_down(share, floor) for share in (month.rate.value or 0.0, high, low))
        return Dot(round(x, 1), y, top, bottom, month.rate.n < FEWEST)

    lines = tuple(
        _line(who, [dot(each) for each in given]) for who, given in (("facts", facts), ("clients", clients)) if given
    )
    levels = tuple(Mark(_down(share, floor), f"{share * 100:.0f}") for share in (floor, (1 + floor) / 2, 1.0))
    ends = (Mark(TREND_LEFT, every[0].isoformat()), Mark(RIGHT, every[-1].isoformat()))
    places = [across(each) for each in facts]
    limits = draw_limits(watched, places, lambda share: _down(share, floor), RIGHT) if watched else None
    return Facing(WIDTH, TREND_HEIGHT, TREND_LEFT, RIGHT, TREND_BASE, TREND_BASE + 20, lines, levels, ends, limits)


def _down(share: float, floor: float) -> float:
    return round(TREND_BASE - (TREND_BASE - TREND_TOP) * (min(1.0, max(floor, share)) - floor) / (1 - floor), 1)


def _line(who: str, dots: Sequence[Dot]) -> Line:
    solid = [each for each in dots if not each.scarce]
    path = "".join(f"M{a.x} {a.y}L{b.x} {b.y}" for a, b in pairwise(solid))
    band = " ".join([*(f"{d.x},{d.high}" for d in solid), *(f"{d.x},{d.low}" for d in reversed(solid))])
    return Line(who, path, band if len(solid) > 1 else "", tuple(dots))
