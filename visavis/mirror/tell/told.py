"""The mirror told in one language: every sentence and number as a string, every figure with its marks placed.

Pages, the self-contained file and the PDF show the same; none of them computes, rounds or words anything itself.
"""

from dataclasses import dataclass

from visavis.mirror.draw.marks import Rates, Stages, Trend
from visavis.mirror.reflection import Step
from visavis.mistakes import Lang


@dataclass(frozen=True, slots=True)
class RatesTold:
    """The figure of a promise: `title` is its finding; for each lane who it is (facts, clients), its name, number and remarks."""

    title: str
    drawing: Rates
    names: tuple[str, ...]
    values: tuple[str, ...]
    counts: tuple[str, ...]
    sure: tuple[str, ...]
    said: str
    ticks: tuple[str, ...]

    @property
    def lanes(self) -> list[dict[str, object]]:
        """Each lane with its words, as templates draw it."""
        rows = zip(self.drawing.lanes, self.names, self.values, self.counts, self.sure, strict=True)
        return [
            {"lane": lane, "name": name, "value": value, "n": n, "sure": sure} for lane, name, value, n, sure in rows
        ]

    @property
    def axis(self) -> list[tuple[float, str]]:
        """Where each tick stands and what it says."""
        return [(mark.x, label) for mark, label in zip(self.drawing.ticks, self.ticks, strict=True)]


@dataclass(frozen=True, slots=True)
class MonthTold:
    """A row of the table beside a trend."""

    month: str
    rate: str
    interval: str
    n: str


@dataclass(frozen=True, slots=True)
class TrendTold:
    """A trend with its finding, the words on its axes, and its table."""

    title: str
    drawing: Trend
    levels: tuple[tuple[float, str], ...]
    months: tuple[tuple[float, str], ...]
    rows: tuple[MonthTold, ...]
    scarce: str


@dataclass(frozen=True, slots=True)
class VoiceTold:
    """A client's words between quotation marks, with their day and score."""

    text: str
    on: str
    day: str
    score: str


@dataclass(frozen=True, slots=True)
class SideTold:
    """What clients say where a promise was kept, or where it was not."""

    code: str
    title: str
    voices: tuple[VoiceTold, ...]


@dataclass(frozen=True, slots=True)
class OutcomeTold:
    """How many cases ended so."""

    code: str
    n: str
    word: str


@dataclass(frozen=True, slots=True)
class UnmeasuredTold:
    """What can't be measured, why, and what to do."""

    name: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PromiseTold:
    """One promise: what we say, the gap, what clients live."""

    name: str
    says: str
    quoted: str
    about: str
    cases: int
    rate: str
    sure: str
    gap: str
    finding: str
    figure: RatesTold | None
    clients: tuple[str, ...]
    trend: TrendTold | None
    outcomes: tuple[OutcomeTold, ...]
    unfiltered: str
    sides: tuple[SideTold, ...]
    unmeasured: tuple[UnmeasuredTold, ...]
    steps: tuple[Step, ...]

    @property
    def measurable(self) -> bool:
        """Whether there is a rate."""
        return self.figure is not None

    @property
    def voiced(self) -> bool:
        """Whether clients said something in words."""
        return any(side.voices for side in self.sides)


@dataclass(frozen=True, slots=True)
class StageTold:
    """A stage of a funnel: where its name stands, and what it says."""

    y: float
    name: str
    n: str
    share: str
    interval: str


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """A declared measure in words, with the stages of a funnel."""

    name: str
    title: str
    finding: str
    sentences: tuple[str, ...]
    scope: str
    stages: Stages | None
    rows: tuple[StageTold, ...]
    before: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]

    @property
    def bars(self) -> list[dict[str, object]]:
        """Each bar with its words."""
        drawn = self.stages.bars if self.stages else ()
        return [{"bar": bar, "row": row} for bar, row in zip(drawn, self.rows, strict=True)]


@dataclass(frozen=True, slots=True)
class Told:
    """The whole mirror, or the `part` that it says. `unseen`: of how many promises that part tells nothing. `shared` are the steps behind every promise, so that each shows only its own."""

    lang: Lang
    run: str
    as_of: str
    known: str
    period: str
    words: dict[str, str]
    promises: tuple[PromiseTold, ...]
    measures: tuple[MeasureTold, ...]
    unmeasured: tuple[UnmeasuredTold, ...]
    refused: tuple[str, ...]
    shared: tuple[Step, ...]
    part: str = ""
    unseen: str = ""
