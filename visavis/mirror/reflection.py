"""The mirror as data: for each promise what we say, what the facts say, what clients say; then the declared measures."""

from dataclasses import dataclass, field
from datetime import date

from visavis.engine.measuring.intervals import Interval
from visavis.engine.reading.personal.masking import masked
from visavis.mirror.reasons import Reason
from visavis.mistakes import Lang, Words


@dataclass(frozen=True, slots=True)
class Step:
    """A named query behind a figure."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A share from 0 to 1 of `n` cases, with its interval; value and interval are None where n is 0."""

    kept: int
    n: int
    value: float | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of n scores, in the units of their scale; None without scores."""

    n: int = 0
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Felt:
    """What clients said of the cases: scores on the kept and the missed ones, and the share who say that it was kept.

    `gap` is that share minus the kept rate of the facts.
    """

    unit: str | None = None
    kept: Mean = Mean()
    missed: Mean = Mean()
    perceived: Rate | None = None
    gap: float | None = None
    gap_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the trend; `period` is its first day."""

    period: date
    rate: Rate


@dataclass(frozen=True, slots=True)
class Voice:
    """A client's words on a case; `personal` tells where personal data stands in them (`spans.written`)."""

    text: str
    on: date | None
    score: float | None
    personal: str = ""

    def masked(self, lang: Lang) -> str:
        """The words as they are shown."""
        return masked(self.text, self.personal, lang)


@dataclass(frozen=True, slots=True)
class Unfiltered:
    """What the conditions of a promise leave out: how many cases, how many of them called off, and the rate with the rest."""

    dropped: int
    called_off: int
    rate: Rate


@dataclass(frozen=True, slots=True)
class Reflected:
    """One promise face to face with the facts."""

    name: str
    says: Words
    audience: str
    carrier: str | None
    outcomes: dict[str, int]
    rate: Rate
    reason: Reason | None
    untestable: dict[Reason, int]
    unfiltered: Unfiltered | None
    felt: Felt
    trend: list[Month]
    voices: dict[str, list[Voice]]
    steps: list[Step]
    step: str | None = None
    """The step of the journey that it is made for; None where neither its words nor its facts tell."""

    @property
    def cases(self) -> int:
        """All cases, whatever became of them."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure of a measure, in its unit."""

    name: str
    value: float | None
    n: int
    unit: str
    interval: tuple[float | None, float | None] | None = None
    method: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure over one period (None: over all time): its value, and the figures around it."""

    name: str
    says: Words | None
    kind: str
    scope: str
    period: str | None
    value: Amount
    figures: list[Amount]
    of_which: frozenset[str]
    steps: list[Step]

    def figure(self, name: str) -> Amount | None:
        """The figure of that name."""
        return next((figure for figure in self.figures if figure.name == name), None)


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows of a source that could not become facts, beside those that did: what the figures do not know."""

    source: str
    rows: int
    facts: int


@dataclass(frozen=True, slots=True)
class Mirror:
    """What a run shows. `as_of` is the latest day that the facts behind the promises tell of; `part` says of which part of it
    this is (None: all), `unseen` how many promises have nothing to tell of that part."""

    run: str
    as_of: date | None
    from_day: date | None
    to_day: date | None
    promises: list[Reflected] = field(default_factory=list)
    measures: list[Measured] = field(default_factory=list)
    refused: list["Refused"] = field(default_factory=list)
    part: Words | None = None
    unseen: int = 0
