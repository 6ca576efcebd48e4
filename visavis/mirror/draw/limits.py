"""Where the limits of a control chart stand on an axis of time: pure geometry, in the units of `drawing`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan

from visavis.engine.measuring.signals import BEYOND, Watched


@dataclass(frozen=True, slots=True)
class Fired:
    """A period that broke a rule; `beyond` if it stands outside the limits, else it is where a drift shows."""

    x: float
    y: float
    beyond: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits as stepped lines over the periods that are judged, the centre, and the periods that broke a rule."""

    lines: tuple[str, ...]
    centre: str
    fired: tuple[Fired, ...]
    frozen: float
    """Where the baseline ends."""


def draw_limits(
    watched: Watched, places: Sequence[float], down: Callable[[float], float], right: float
) -> Limits | None:
    """`places` are the horizontal places of the periods of `watched`, ascending; None where none of them is judged."""
    known = [place for place, value in enumerate(watched.value.tolist()) if not isnan(value)]
    judged = known[watched.baseline :]
    if not judged:
        return None
    between = [(places[a] + places[b]) / 2 for a, b in zip(known[watched.baseline - 1 :], judged, strict=False)]
    ends = [*between[1:], right]
    lines = tuple(
        "".join(
            f"{'M' if n == 0 else 'L'}{start:.1f} {down(float(ends_of[place])):.1f}H{end:.1f}"
            for n, (place, start, end) in enumerate(zip(judged, between, ends, strict=True))
        )
        for ends_of in (watched.low, watched.high)
    )
    fired = tuple(
        Fired(round(places[place], 1), round(down(float(watched.value[place])), 1), BEYOND in watched.fired[place])
        for place in judged
        if watched.fired[place]
    )
    centre = f"M{places[known[0]]:.1f} {down(watched.centre):.1f}H{right:.1f}"
    return Limits(lines, centre, fired, round(between[0], 1))
