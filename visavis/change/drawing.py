"""Where an action's figures put their marks: pure geometry, in units of a figure `WIDTH` wide; y grows downwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from visavis.engine.measuring.intervals import wilson
from visavis.mirror.draw.figures import FEWEST

WIDTH, HEIGHT = 480.0, 232.0
LEFT, RIGHT, TOP, BASE = 44.0, 468.0, 30.0, 196.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One block of weeks: its share, and its interval from `low` to `high` (their places, so high is above)."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Course:
    """One series: a line through its blocks on either side of the start, and their dots."""

    lines: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The series over time with the start between; `levels` are (y, percent), `ends` (x, day)."""

    treated: Course
    controls: tuple[Course, ...]
    start: float
    levels: tuple[tuple[float, str], ...]
    ends: tuple[tuple[float, date], ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    base: float = BASE

    @property
    def foot(self) -> float:
        """Where days stand under the axis."""
        return self.base + 22


def draw_chart(blocks: Sequence[dict[str, Any]], starts_on: date, *, nps: bool = False) -> Chart | None:
    """The chart of blocks as the document `verdicts` has them; None below two blocks of five cases in the action's own series.

    With `nps`, levels are net promoter scores: twice the share, less 1.
    """
    told = [each for each in blocks if any(side["n"] for side in each["sides"])]
    solid = [each for each in told if each["sides"][0]["n"] >= FEWEST]
    if len(solid) < 2:
        return None
    first, last = _day(told[0]["from"]), max(_day(told[-1]["until"]), starts_on)
    ends = [wilson(s["kept"], s["n"])[0] for each in told for s in each["sides"] if s["n"] >= FEWEST]
    floor = min(0.8, int(min(ends) * 5) / 5)

    def across(day: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / max(1, (last - first).days), 1)

    def down(share: float) -> float:
        return round(BASE - (BASE - TOP) * (max(floor, share) - floor) / (1 - floor), 1)

    def course(side: int) -> Course:
        dots: list[tuple[bool, Dot]] = []
        for each in told:
            kept, n = each["sides"][side]["kept"], each["sides"][side]["n"]
            if n >= FEWEST:
                middle = date.fromordinal((_day(each["from"]).toordinal() + _day(each["until"]).toordinal()) // 2)
                low, high = wilson(kept, n)
                dots.append((bool(each["after"]), Dot(across(middle), down(kept / n), down(low), down(high))))
        lines = [" ".join(f"{dot.x},{dot.y}" for after, dot in dots if after == part) for part in (False, True)]
        return Course(tuple(each for each in lines if " " in each), tuple(dot for _, dot in dots))

    sides = len(told[0]["sides"])
    levels = tuple(
        (down(share), f"{round(200 * share - 100):+d}".replace("-", "−") if nps else f"{share * 100:.0f}")
        for share in (floor, (1 + floor) / 2, 1.0)
    )
    return Chart(
        course(0), tuple(map(course, range(1, sides))), across(starts_on), levels,
        ((across(first), first), (across(last), last)),
    )  # fmt: skip


def _day(told: str | date) -> date:
    return told if isinstance(told, date) else date.fromisoformat(told)


AXIS_LEFT, AXIS_RIGHT, AXIS_Y = 8.0, 472.0, 16.0


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect on the axis that all actions share: its dot, its interval, where nothing would be, and the axis' ends in points."""

    dot: float
    low: float
    high: float
    zero: float
    most: int
    width: float = WIDTH
    height: float = 44.0
    y: float = AXIS_Y

    @property
    def long(self) -> float:
        """Width of the interval's bar, never invisible."""
        return max(2.0, round(self.high - self.low, 1))


def scale(effects: Sequence[dict[str, float] | None]) -> float:
    """How far the common axis goes to either side: the next ten points beyond every interval, ten at least."""
    ends = [abs(each[name]) for each in effects if each for name in ("low", "high")]
    return min(2.0, max([0.1, *(-(-round(end * 1000) // 100) / 10 for end in ends)]))


def draw_effect(effect: dict[str, float] | None, most: float) -> Effect | None:
    """One effect on an axis from −most to +most; None without one."""
    if effect is None:
        return None

    def place(share: float) -> float:
        return round(AXIS_LEFT + (AXIS_RIGHT - AXIS_LEFT) * (min(most, max(-most, share)) + most) / (2 * most), 1)

    return Effect(place(effect["value"]), place(effect["low"]), place(effect["high"]), place(0.0), round(most * 100))


STEP = 34.0


@dataclass(frozen=True, slots=True)
class Stair:
    """One team of a roll-out: where its name and line stand, and where it starts."""

    team: str
    y: float
    name_y: float
    start: float
    starts_on: date


@dataclass(frozen=True, slots=True)
class Stairs:
    """The teams one under the other in the order that was drawn; `ends` are (x, day)."""

    stairs: tuple[Stair, ...]
    ends: tuple[tuple[float, date], ...]
    height: float
    width: float = WIDTH
    left: float = AXIS_LEFT
    right: float = AXIS_RIGHT

    @property
    def foot(self) -> float:
        """Where days stand under the last line."""
        return self.height - 6


def draw_stairs(starts: Mapping[str, date], until: date) -> Stairs:
    """The first days of teams, in the order of their starts, up to the day of the verdict."""
    first = min(starts.values())
    begin = first - (until - first) / 4

    def across(day: date) -> float:
        return round(AXIS_LEFT + (AXIS_RIGHT - AXIS_LEFT) * (day - begin).days / max(1, (until - begin).days), 1)

    stairs = tuple(
        Stair(team, STEP * place + 26, STEP * place + 16, across(day), day)
        for place, (team, day) in enumerate(starts.items())
    )
    return Stairs(stairs, ((across(first), first), (AXIS_RIGHT, until)), STEP * len(stairs) + 32)
