"""Where the funnel of voices puts its marks: what came so far, and what was lost on the way there; pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from visavis.mirror.draw.marks import WIDTH

ROW, BAR = 52.0, 14.0


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its bar from the left to `end`, what the stage before had up to `before`, its interval on the line `y`."""

    name: str
    told: str
    label: float
    y: float
    end: float
    before: float
    low: float | None
    high: float | None

    @property
    def top(self) -> float:
        """Upper edge of the bar."""
        return self.y - BAR / 2

    @property
    def lost(self) -> float:
        """How wide the lost part is."""
        return round(self.before - self.end, 1)

    height = BAR


@dataclass(frozen=True, slots=True)
class Losses:
    """All stages, first to last."""

    stages: tuple[Stage, ...]
    width: float
    height: float


def draw_losses(given: Sequence[tuple[str, str, float, tuple[float, float] | None]]) -> Losses:
    """Stages of (name, words at its end, share of the first, interval), as wide as the figure for 1."""
    stages, before = [], 1.0
    for place, (name, told, share, interval) in enumerate(given):
        low, high = interval or (None, None)
        stages.append(
            Stage(
                name, told, ROW * place + 16, ROW * place + 32, _across(share), _across(before), _end(low), _end(high)
            )
        )
        before = share
    return Losses(tuple(stages), WIDTH, ROW * len(stages))


def _across(share: float) -> float:
    return round(WIDTH * min(1.0, max(0.0, share)), 1)


def _end(share: float | None) -> float | None:
    return None if share is None else _across(share)
