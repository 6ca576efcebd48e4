"""Where dots with their intervals stand, one under another on a common axis: pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from visavis.mirror.draw.marks import WIDTH, Mark

ROW, TOP, FOOT, EDGE = 44.0, 6.0, 26.0, 6.0


@dataclass(frozen=True, slots=True)
class Lane:
    """One figure: its name above, its dot and interval on the line `y`."""

    name: str
    told: str
    text_y: float
    y: float
    dot: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lanes:
    """All lanes; `mark` is where the figure of all stands, None without one."""

    width: float
    height: float
    base: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Mark, ...]
    mark: float | None

    @property
    def foot(self) -> float:
        """Where the words under the axis stand."""
        return self.base + 18


def draw_lanes(
    given: Sequence[tuple[str, str, float, tuple[float, float] | None]],
    ends: tuple[float, float],
    ticks: Sequence[tuple[float, str]],
    whole: float | None = None,
) -> Lanes:
    """Lanes of (name, words beside it, value, interval) on an axis from `ends[0]` to `ends[1]`."""
    least, most = ends

    def across(value: float) -> float:
        inside = min(most, max(least, value))
        return round(EDGE + (WIDTH - 2 * EDGE) * (inside - least) / ((most - least) or 1.0), 1)

    lanes = []
    for n, (name, told, value, interval) in enumerate(given):
        low, high = interval or (value, value)
        top = TOP + ROW * n
        lanes.append(Lane(name, told, top + 14, top + 28, across(value), across(low), across(high)))
    base = TOP + ROW * len(lanes)
    return Lanes(
        WIDTH, base + FOOT, base, tuple(lanes), tuple(Mark(across(at), label) for at, label in ticks),
        None if whole is None else across(whole),
    )  # fmt: skip
