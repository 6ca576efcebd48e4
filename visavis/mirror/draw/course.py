"""Where the marks of a course stand: shares of cases kept and missed by day since they began. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from visavis.engine.measuring.course import Day, Share
from visavis.mirror.draw.marks import RIGHT, TREND_BASE, TREND_HEIGHT, TREND_LEFT, TREND_TOP, WIDTH, Mark

STEPS_OF_DAYS = (1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Curve:
    """A share that only grows, drawn as stairs, with the band of its interval; `y` is where it ends."""

    who: str
    path: str
    band: str
    y: float


@dataclass(frozen=True, slots=True)
class CourseDrawn:
    """Both curves over the same days."""

    width: float
    height: float
    left: float
    right: float
    base: float
    foot: float
    curves: tuple[Curve, ...]
    levels: tuple[Mark, ...]
    days: tuple[Mark, ...]


def draw_course(days: Sequence[Day]) -> CourseDrawn | None:
    """The course; None where everything happened on one day: a curve would show nothing."""
    if not days or days[-1].day == 0:
        return None
    last = days[-1].day

    def x(day: int) -> float:
        return round(TREND_LEFT + (RIGHT - TREND_LEFT) * day / last, 1)

    curves = tuple(
        _curve(who, [x(each.day) for each in days], shares)
        for who, shares in (("kept", [each.kept for each in days]), ("missed", [each.missed for each in days]))
    )
    levels = tuple(Mark(_down(share), f"{share * 100:.0f}") for share in (0.0, 0.5, 1.0))
    every = next((each for each in STEPS_OF_DAYS if last / each <= 8), last)
    marks = tuple(Mark(x(day), str(day)) for day in range(0, last + 1, every))
    return CourseDrawn(WIDTH, TREND_HEIGHT, TREND_LEFT, RIGHT, TREND_BASE, TREND_BASE + 20, curves, levels, marks)


def _down(share: float) -> float:
    return round(TREND_BASE - (TREND_BASE - TREND_TOP) * min(1.0, max(0.0, share)), 1)


def _curve(who: str, xs: list[float], shares: list[Share]) -> Curve:
    path, band_low, band_high = f"M{TREND_LEFT} {TREND_BASE}", list[str](), list[str]()
    low = high = _down(0.0)
    for x, share in zip(xs, shares, strict=True):
        path += f"H{x}V{_down(share.value)}"
        band_low.append(f"{x},{low}")
        band_high.append(f"{x},{high}")
        low, high = _down(share.low), _down(share.high)
        band_low.append(f"{x},{low}")
        band_high.append(f"{x},{high}")
    path += f"H{RIGHT}"
    return Curve(who, path, " ".join([*band_high, *reversed(band_low)]), _down(shares[-1].value))
