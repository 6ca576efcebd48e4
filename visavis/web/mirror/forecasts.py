"""What this person forecast, beside the result."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from visavis.house.models import User
from visavis.mirror.reflection import Mirror
from visavis.promises.alike import marks
from visavis.questions.forecasting import forecasts_of, reveal, score


@dataclass(frozen=True, slots=True)
class Scored:
    """A sealed forecast (0 to 1) and how far from the result it was: `off` points, too high or too low."""

    value: float
    sealed_at: datetime
    off: float
    high: bool
    inside: bool

    @property
    def exact(self) -> bool:
        """Whether it hit the result, as far as one decimal shows."""
        return self.off < 0.05


def scored(user: User, mirror: Mirror) -> dict[str, Scored]:
    """By promise, this person's forecast with its score; from now on they have seen these results."""
    found = {}
    for promise in mirror.promises:
        if promise.rate.value is not None:
            found[promise.name] = promise.rate
    forecasts = forecasts_of(user)
    reveal(user, found, marks(settings.HOME))
    beside = {}
    for name, rate in found.items():
        result = score(forecasts[name], rate.value, rate.interval) if name in forecasts else None
        if result is not None:
            sealed = forecasts[name]
            beside[name] = Scored(
                sealed.value or 0.0, sealed.sealed_at, abs(result.points), result.points > 0, result.inside
            )
    return beside
