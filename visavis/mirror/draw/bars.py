"""Where the bars of the chain put their marks: for each team its part of all time, and of the delay; pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from visavis.mirror.draw.marks import WIDTH
from visavis.mirror.reflection import Amount

ROW, BAR = 62.0, 11.0
LEFT, RIGHT = 0.0, WIDTH


@dataclass(frozen=True, slots=True)
class Bar:
    """One share as a bar that ends at `end`, its interval from `low` to `high`, on the line `y` (its middle)."""

    y: float
    end: float
    low: float | None
    high: float | None

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.y - BAR / 2

    height = BAR


@dataclass(frozen=True, slots=True)
class Lane:
    """One team: where its name stands, and its two bars."""

    name: str
    y: float
    held: Bar
    beyond: Bar | None
    told: str


@dataclass(frozen=True, slots=True)
class Bars:
    """All teams, those that held cases longest first; the right end of the axis stands for `most`."""

    lanes: tuple[Lane, ...]
    width: float
    height: float
    most: float


def draw_bars(teams: Sequence[tuple[str, str, Amount, Amount | None]]) -> Bars:
    """Bars of (name, words beside it, part of the time, part of the delay), on one axis from 0 to the largest upper end."""
    ends = [value for _, _, held, beyond in teams for one in (held, beyond) if one for value in _reach(one)]
    most = min(1.0, max(ends, default=1.0)) or 1.0
    lanes = tuple(
        Lane(
            name,
            ROW * n + 18,
            _bar(held, ROW * n + 32, most),
            _bar(beyond, ROW * n + 46, most) if _known(beyond) else None,
            told,
        )
        for n, (name, told, held, beyond) in enumerate(teams)
        if beyond is None or beyond
    )
    return Bars(lanes, WIDTH, ROW * len(lanes), most)


def _known(one: Amount | None) -> bool:
    return one is not None and one.value is not None


def _reach(one: Amount) -> list[float]:
    return [each for each in (one.value, *(one.interval or ())) if each is not None]


def _bar(one: Amount | None, y: float, most: float) -> Bar:
    value = one.value if one and one.value is not None else 0.0
    low, high = one.interval if one and one.interval else (None, None)

    def across(share: float | None) -> float | None:
        return None if share is None else round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share / most)), 1)

    return Bar(y, across(value) or 0.0, across(low), across(high))
