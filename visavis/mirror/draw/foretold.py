"""Where forecasts of answers and the answers stand: two intervals on one axis for each wave, and the gap between. Geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from visavis.mirror.draw.marks import WIDTH, Mark

LEFT, RIGHT, ROW, TOP = 12.0, 468.0, 62.0, 8.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A dot with its interval."""

    dot: float
    low: float
    high: float
    y: float

    @property
    def long(self) -> float:
        """Width of the interval, never invisible."""
        return max(2.0, round(self.high - self.low, 1))


@dataclass(frozen=True, slots=True)
class Pair:
    """What we expected, what clients answered, and where its name stands."""

    name_y: float
    said: Bar
    lived: Bar


@dataclass(frozen=True, slots=True)
class Pairs:
    """Waves one under the other, on an axis from `ticks[0]` to `ticks[-1]`."""

    pairs: tuple[Pair, ...]
    ticks: tuple[Mark, ...]
    base: float
    width: float = WIDTH

    @property
    def height(self) -> float:
        """The height of the whole."""
        return self.base + 26

    @property
    def foot(self) -> float:
        """Where the words under the axis stand."""
        return self.base + 18


Told = tuple[float, tuple[float, float]]


def draw_pairs(pairs: Sequence[tuple[Told, Told]], *, signed: bool) -> Pairs | None:
    """Pairs of (expected, answered), each a value with its interval; `signed` from −1 to 1, else from 0. None without any."""
    if not pairs:
        return None
    least = -1.0 if signed else 0.0

    def across(value: float) -> float:
        held = min(1.0, max(least, value))
        return round(LEFT + (RIGHT - LEFT) * (held - least) / (1 - least), 1)

    def bar(told: Told, y: float) -> Bar:
        value, (low, high) = told
        return Bar(across(value), across(low), across(high), y)

    drawn = tuple(
        Pair(TOP + ROW * n + 12, bar(said, TOP + ROW * n + 26), bar(lived, TOP + ROW * n + 44))
        for n, (said, lived) in enumerate(pairs)
    )
    steps = (-1.0, -0.5, 0.0, 0.5, 1.0) if signed else (0.0, 0.25, 0.5, 0.75, 1.0)
    ticks = tuple(
        Mark(across(at), (f"{round(100 * at):+d}" if signed and at else f"{round(100 * at)}").replace("-", "−"))
        for at in steps
    )
    return Pairs(drawn, ticks, TOP + ROW * len(drawn))
