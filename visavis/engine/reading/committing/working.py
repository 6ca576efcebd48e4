"""Days on which a company works, and counting them from the moment a reply was sent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from visavis.engine.holding.calendars import WorkingTime
from visavis.engine.holding.durations import Hours

OPENS, CLOSES = time(9), time(18)
"""Office hours where business time is meant and nobody said otherwise, as service levels have them."""

ONE = timedelta(days=1)
_REGION = {"GB": "GB-ENG"}
"""Where a country has no holidays of its own but its regions do: those of the largest."""
_SIX_DAYS = Hours(tuple(((0, 86_400),) if weekday < 6 else () for weekday in range(7)))


@dataclass(frozen=True, slots=True)
class Days:
    """Working days of a country (None: weekends alone are off): Monday to Friday, with Saturdays where `ouvrables` are meant."""

    country: str | None

    def works(self, day: date, *, saturdays: bool = False) -> bool:
        """Whether people work on `day`."""
        return _working(self.country, saturdays).works(day)

    def from_on(self, day: date, *, saturdays: bool = False) -> date:
        """`day`, or the first working day after it."""
        while not self.works(day, saturdays=saturdays):
            day += ONE
        return day

    def until(self, day: date) -> date:
        """`day`, or the last working day before it."""
        while not self.works(day):
            day -= ONE
        return day

    def start(self, sent: datetime, *, saturdays: bool = False) -> date:
        """The day that business time counts from: that of sending; after hours, or on a day off, the next working day."""
        day = sent.date()
        if sent.time() >= CLOSES:
            day += ONE
        return self.from_on(day, saturdays=saturdays)

    def after(self, sent: datetime, count: int, *, saturdays: bool = False) -> date:
        """The working day that is `count` of them after the day of sending, whatever the hour."""
        day = sent.date()
        for _ in range(count):
            day = self.from_on(day + ONE, saturdays=saturdays)
        return day

    def hours_after(self, sent: datetime, hours: int) -> datetime:
        """The moment when so many office hours have run since `sent`."""
        day, left = self.start(sent), timedelta(hours=hours)
        at = sent if day == sent.date() and sent.time() > OPENS else datetime.combine(day, OPENS, sent.tzinfo)
        while at + left > (closing := datetime.combine(at.date(), CLOSES, sent.tzinfo)):
            left -= closing - at
            at = datetime.combine(self.from_on(at.date() + ONE), OPENS, sent.tzinfo)
        return at + left


@lru_cache(maxsize=256)
def _working(country: str | None, saturdays: bool) -> WorkingTime:
    calendar = _REGION.get(country or "", country)
    return WorkingTime(calendar, _SIX_DAYS) if saturdays else WorkingTime(calendar)
