"""How well the house listens, all together: sealed forecasts against what the facts say; never one person's."""

from collections.abc import Mapping
from dataclasses import dataclass

from visavis.engine.measuring.intervals import Interval, mean_of, wilson
from visavis.engine.measuring.listening import mean_error
from visavis.questions.models import Forecast
from visavis.vocabulary import SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Listened:
    """Forecasts of kept rates by `people` people: mean distance and mean excess (0 to 1), and the share inside the interval of
    the facts, with its own. All None below five people: then nothing is told of them."""

    people: int
    forecasts: int
    error: float | None = None
    excess: float | None = None
    excess_interval: Interval | None = None
    inside: float | None = None
    inside_interval: Interval | None = None

    @property
    def hundredths(self) -> float | None:
        """The mean distance in points out of 100."""
        return None if self.error is None else 100 * self.error


def listened(rates: Mapping[str, tuple[float, Interval]]) -> Listened:
    """All forecasts that were sealed before their result was seen, against the kept rate and interval of each promise.

    A later forecast is never taken (`forecasting.seal`), so that whatever stands in the table counts.
    """
    sealed = (
        Forecast.objects.filter(promise__in=list(rates)).exclude(value=None).values_list("user_id", "promise", "value")
    )
    rows = [(user, promise, float(value)) for user, promise, value in sealed if value is not None]
    people = len({user for user, _, _ in rows})
    if people < SMALLEST_GROUP:
        return Listened(people, len(rows))
    off = [value - rates[promise][0] for _, promise, value in rows]
    inside = sum(rates[promise][1][0] <= value <= rates[promise][1][1] for _, promise, value in rows)
    excess, interval = mean_of(off)
    error = mean_error([value for _, _, value in rows], [rates[promise][0] for _, promise, _ in rows])
    return Listened(people, len(rows), error, excess, interval, inside / len(rows), wilson(inside, len(rows)))
