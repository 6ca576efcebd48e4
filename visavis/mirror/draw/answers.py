"""Where the marks of answers and of departures stand: a score over time with its band, and ratios on a common axis. Geometry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log

from visavis.mirror.draw.marks import WIDTH, Mark

LEFT, RIGHT, TOP, BASE, HEIGHT = 52.0, 460.0, 14.0, 168.0, 196.0
STEP = 0.2
"""Axes begin and end at multiples of it."""


@dataclass(frozen=True, slots=True)
class Look:
    """One month: its score with interval, and the score of all answers so far with the interval that holds at every look."""

    month: date
    value: float | None
    low: float
    high: float
    so_far: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A month's score and its interval."""

    x: float
    y: float
    high: float
    low: float


@dataclass(frozen=True, slots=True)
class Course:
    """A score over time: `band` and `line` of all answers so far (SVG points), and each month's dot."""

    width: float
    height: float
    left: float
    right: float
    base: float
    band: str
    line: str
    dots: tuple[Dot, ...]
    levels: tuple[Mark, ...]
    months: tuple[Mark, ...]

    @property
    def foot(self) -> float:
        """Where the words under the axis stand."""
        return self.base + 20


def draw_course(looks: Sequence[Look], *, signed: bool) -> Course | None:
    """The course of a score; `signed` scores go from −1 to 1, others from 0 to 1. None below two months."""
    if len(looks) < 2:
        return None
    lowest, highest = (-1.0, 1.0) if signed else (0.0, 1.0)
    values = [look.value for look in looks if look.value is not None]
    bottom = max(lowest, floor(min([*values, *(look.least for look in looks[1:])]) / STEP) * STEP)
    top = min(highest, ceil(max([*values, *(look.most for look in looks[1:])]) / STEP) * STEP)
    first, last = _number(looks[0].month), _number(looks[-1].month)

    def across(month: date) -> float:
        return _round(LEFT + 12 + (RIGHT - LEFT - 24) * (_number(month) - first) / max(1, last - first))

    def down(value: float) -> float:
        return _round(BASE - (BASE - TOP) * (min(top, max(bottom, value)) - bottom) / max(STEP, top - bottom))

    ends = [f"{across(look.month)},{down(look.most)}" for look in looks]
    ends += [f"{across(look.month)},{down(look.least)}" for look in reversed(looks)]
    dots = tuple(
        Dot(across(look.month), down(look.value), down(look.high), down(look.low))
        for look in looks
        if look.value is not None
    )
    many = round((top - bottom) / STEP)
    levels = tuple(
        Mark(down(bottom + STEP * n), f"{round(100 * (bottom + STEP * n)):+d}" if signed else f"{round(100 * (bottom + STEP * n))}")
        for n in range(many + 1)
    )  # fmt: skip
    return Course(
        WIDTH,
        HEIGHT,
        LEFT,
        RIGHT,
        BASE,
        " ".join(ends),
        " ".join(f"{across(look.month)},{down(look.so_far)}" for look in looks),
        dots,
        levels,
        _months([look.month for look in looks], across),
    )


def _months(months: Sequence[date], across: Callable[[date], float]) -> tuple[Mark, ...]:
    """The first and the last month, and the one in the middle where there is room (labels are ISO)."""
    shown = [months[0], months[-1]] if len(months) < 5 else [months[0], months[len(months) // 2], months[-1]]
    return tuple(Mark(across(month), month.isoformat()) for month in shown)


ROW = 46.0
RATIO_LEFT, RATIO_RIGHT = 20.0, 460.0
MOST = 16.0
"""Ratios are drawn between 1/16 and 16, on a scale of logarithms; what lies beyond stands at the end."""


@dataclass(frozen=True, slots=True)
class Beam:
    """One ratio: its place and its interval; `name_y` is where its name stands, `y` where it is drawn."""

    y: float
    name_y: float
    dot: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Beams:
    """Ratios one under the other, `one` being where nothing differs."""

    width: float
    height: float
    one: float
    base: float
    beams: tuple[Beam, ...]
    ticks: tuple[Mark, ...]

    @property
    def foot(self) -> float:
        """Where the words under the axis stand."""
        return self.base + 18


def draw_ratios(ratios: Sequence[tuple[float, float, float]]) -> Beams:
    """Ratios with their intervals (ratio, low, high) on a common axis of logarithms."""

    def across(ratio: float) -> float:
        held = min(MOST, max(1 / MOST, ratio))
        return _round(RATIO_LEFT + (RATIO_RIGHT - RATIO_LEFT) * (log(held) / log(MOST) + 1) / 2)

    beams = tuple(
        Beam(ROW * n + 34, ROW * n + 18, across(ratio), across(low), across(high))
        for n, (ratio, low, high) in enumerate(ratios)
    )
    base = ROW * len(ratios) + 10
    ticks = tuple(
        Mark(across(ratio), label) for ratio, label in ((1 / 8, "÷8"), (1 / 2, "÷2"), (1, "1"), (2, "×2"), (8, "×8"))
    )
    return Beams(WIDTH, base + 26, across(1), base, beams, ticks)


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _round(length: float) -> float:
    return round(length, 1)
