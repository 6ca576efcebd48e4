"""Where the marks of a trend stand: shares by period, Laney's limits around them, since when something rises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from visavis.engine.measuring.charts import laney
from visavis.engine.measuring.intervals import wilson
from visavis.voices.telling import Trend

WIDTH, HEIGHT = 720.0, 222.0
LEFT, RIGHT, TOP, BASE = 48.0, 712.0, 16.0, 196.0
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
MOST_LABELS = 7


@dataclass(frozen=True, slots=True)
class Dot:
    """A period: its place, and whether it is complete and within the limits."""

    x: float
    y: float
    complete: bool
    beyond: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A period in the table; `share`, interval and limits are None without any text."""

    period: date
    complete: bool
    count: int
    n: int
    share: float | None
    low: float | None
    high: float | None
    beyond: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart in units of a figure WIDTH wide; `levels` and `days` are places with what is written there."""

    width: float
    height: float
    left: float
    right: float
    top: float
    base: float
    band: str
    centre: float
    usual: float
    line: str
    dots: tuple[Dot, ...]
    levels: tuple[tuple[float, float], ...]
    days: tuple[tuple[float, date], ...]
    since: float | None
    rows: tuple[Row, ...]
    spread: float

    @property
    def foot(self) -> float:
        """Where the days under the axis stand."""
        return self.base + 20


def draw(trend: Trend, since: date | None = None) -> Drawn | None:
    """The chart of a trend; None below three periods with texts. Limits rest on complete periods alone, those before `since`
    where something rises: it must not hide itself."""
    whole = [place for place, complete in enumerate(trend.complete) if complete]
    solid = [place for place in whole if trend.n[place]]
    if len(solid) < 3:
        return None
    quiet = [place for place in solid if since is None or trend.periods[place] < since] or solid
    baseline = whole.index(quiet[-1]) + 1
    chart = laney([trend.counts[p] for p in whole], [trend.n[p] for p in whole], baseline=baseline)
    shares = [trend.counts[place] / trend.n[place] if trend.n[place] else None for place in range(len(trend.periods))]
    limits = dict(zip(whole, zip(chart.low, chart.high, chart.beyond, strict=True), strict=True))
    # a period of a handful of texts has limits that would flatten all others
    highest = sorted(chart.high[whole.index(place)] for place in solid)[: max(1, ceil(len(solid) * 0.9))][-1]
    top = _round_up(max(float(highest), max(shares[place] or 0 for place in solid)))

    def x(place: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * (place + 0.5) / len(trend.periods), 1)

    def y(share: float) -> float:
        return round(BASE - (BASE - TOP) * min(share, top) / top, 1)

    upper = [f"{x(place)},{y(float(limits[place][1]))}" for place in solid]
    lower = [f"{x(place)},{y(float(limits[place][0]))}" for place in reversed(solid)]
    return Drawn(
        WIDTH, HEIGHT, LEFT, RIGHT, TOP, BASE,
        band=" ".join([*upper, *lower]),
        centre=y(chart.centre),
        usual=chart.centre,
        line=" ".join(f"{x(place)},{y(shares[place] or 0)}" for place in solid),
        dots=tuple(
            Dot(x(place), y(share), trend.complete[place], place in limits and bool(limits[place][2]))
            for place, share in enumerate(shares)
            if share is not None
        ),
        levels=tuple((y(top * part), top * part) for part in (0.0, 0.5, 1.0)),
        days=_days(trend.periods, x),
        since=next((x(place) for place, start in enumerate(trend.periods) if start == since), None),
        rows=tuple(_row(trend, place, limits) for place in range(len(trend.periods))),
        spread=chart.spread,
    )  # fmt: skip


def _row(trend: Trend, place: int, limits: dict[int, tuple[float, float, int]]) -> Row:
    count, n = trend.counts[place], trend.n[place]
    low, high = wilson(count, n) if n else (None, None)
    beyond = int(limits[place][2]) if place in limits else 0
    return Row(trend.periods[place], trend.complete[place], count, n, count / n if n else None, low, high, beyond)


def _round_up(share: float) -> float:
    """The axis ends at a number that halves well."""
    step = next((step for step in _STEPS if share <= step * 4), 0.5)
    return min(1.0, max(step, ceil(share / step - 1e-9) * step))


def _days(periods: Sequence[date], x: Callable[[int], float]) -> tuple[tuple[float, date], ...]:
    """First periods of quarters, thinned where they are many."""
    firsts = [
        place
        for place, start in enumerate(periods)
        if start.month % 3 == 1 and (place == 0 or periods[place - 1].month != start.month)
    ]
    every = -(-len(firsts) // MOST_LABELS) or 1
    return tuple((x(place), periods[place]) for place in firsts[::every])
