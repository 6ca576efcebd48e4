"""From words to days: what each way of saying a deadline means for a reply sent at some moment.

The conventions (docs/how-to/commitments.md): the end day is included; a weekday is the first one after the day of sending;
`semaine prochaine` ends on its last working day; what business time counts begins at the next working day after hours.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from visavis.engine.reading.committing.due_words import DAYS, MONTHS, number_of
from visavis.engine.reading.committing.working import CLOSES, ONE, Days

EARLY, MIDDLE = 10, 15
"""`début mars` is over on the tenth, `mi-mars` on the fifteenth."""


class Precision(StrEnum):
    """How finely the words tell the moment."""

    MOMENT = "moment"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Reached:
    """A day, and the moment where one is told; what is counted from the moment of sending has its moment in UTC."""

    on: date
    at: datetime | None = None
    precision: Precision = Precision.DAY


@dataclass(frozen=True, slots=True)
class Sending:
    """When and where a reply was sent."""

    at: datetime
    days: Days
    month_first: bool

    @property
    def today(self) -> date:
        """The local day of sending."""
        return self.at.date()


Match = re.Match[str]
Reckoning = Callable[[Match, Sending], Reached | None]
Rule = tuple[re.Pattern[str], Reckoning]


def rule(pattern: str, reckoning: Reckoning) -> Rule:
    """A rule whose pattern stands between other words."""
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), reckoning


def in_days(count: int) -> Reckoning:
    """So many days later, the last one included."""
    return lambda _, sent: Reached(sent.today + count * ONE)


def weekday(weeks: int = 0) -> Reckoning:
    """The first such day after that of sending, and so many weeks later."""
    return lambda found, sent: Reached(_coming(found, sent) + 7 * weeks * ONE)


def this_weekday(found: Match, sent: Sending) -> Reached:
    """Such a day, today included."""
    ahead = (DAYS[found["weekday"]] - sent.today.weekday()) % 7
    return Reached(sent.today + ahead * ONE)


def weekday_next_week(found: Match, sent: Sending) -> Reached:
    """Such a day of the week after that of sending."""
    return Reached(_monday(sent.today) + (7 + DAYS[found["weekday"]]) * ONE)


def _coming(found: Match, sent: Sending) -> date:
    ahead = (DAYS[found["weekday"]] - sent.today.weekday()) % 7
    return sent.today + (ahead or 7) * ONE


def _monday(day: date) -> date:
    return day - day.weekday() * ONE


def week(place: int = 4, *, later: int = 0) -> Reckoning:
    """A day of this week or of a later one (its last working day: 4); of the next one where it is over already."""

    def reckon(_: Match, sent: Sending) -> Reached:
        monday = _monday(sent.today) + 7 * later * ONE
        while (day := _worked(sent, monday, place)) < sent.today or (day == sent.today and sent.at.time() >= CLOSES):
            monday += 7 * ONE
        return Reached(day, precision=Precision.WEEK)

    return reckon


def _worked(sent: Sending, monday: date, place: int) -> date:
    day = sent.days.until(monday + place * ONE)
    return day if day >= monday else monday + place * ONE


def month(day: int | None = None, *, later: int = 0) -> Reckoning:
    """A day (None: the last) of this month or of a later one; of the next one where it is over already."""

    def reckon(_: Match, sent: Sending) -> Reached:
        first = _months_later(sent.today.replace(day=1), later)
        reached = first.replace(day=day) if day else _end(first)
        if reached < sent.today:
            first = _months_later(first, 1)
            reached = first.replace(day=day) if day else _end(first)
        return Reached(reached, precision=Precision.MONTH)

    return reckon


def end_of(months: int) -> Reckoning:
    """The last day of the year (12), the quarter (3) that the reply was sent in."""

    def reckon(_: Match, sent: Sending) -> Reached:
        last = -(-sent.today.month // months) * months
        return Reached(_end(sent.today.replace(day=1, month=last)), precision=Precision.MONTH)

    return reckon


def named_month(day: int | None) -> Reckoning:
    """A day (None: the last) of the month that is named, the next one of that name unless its year is told."""

    def reckon(found: Match, sent: Sending) -> Reached | None:
        number = MONTHS[found["month"].rstrip(".")]
        told = found.groupdict().get("year")
        year = int(told) if told else sent.today.year
        reached = date(year, number, day) if day else _end(date(year, number, 1))
        if reached < sent.today and not told:
            year += 1
            reached = date(year, number, day) if day else _end(date(year, number, 1))
        return Reached(reached, precision=Precision.MONTH) if reached >= sent.today else None

    return reckon


def dated(found: Match, sent: Sending) -> Reached | None:
    """`12 mars`, `March 12th, 2026`: the next one, unless its year is told; None where it is past or no day."""
    parts = found.groupdict()
    of_month = int(re.sub(r"\D", "", parts["day"]))
    number = MONTHS[parts["month"].rstrip(".")]
    return _date(of_month, number, parts.get("year"), sent)


def in_digits(found: Match, sent: Sending) -> Reached | None:
    """`12/03`, `12/03/2026`; the month first where the country writes so."""
    one, other = int(found["one"]), int(found["other"])
    if (sent.month_first and one <= 12) or other > 12:
        one, other = other, one
    return _date(one, other, found["year"], sent)


def iso(found: Match, sent: Sending) -> Reached | None:
    """`2026-03-12`."""
    return _date(int(found["other"]), int(found["one"]), found["year"], sent)


def _date(of_month: int, number: int, year: str | None, sent: Sending) -> Reached | None:
    if not 1 <= number <= 12 or not 1 <= of_month <= 31:
        return None
    if year:
        told = int(year) + (2000 if len(year) == 2 else 0)
        reached = _real(told, number, of_month)
        return Reached(reached) if reached and reached >= sent.today else None
    for ahead in range(9):  # until a leap year at the latest
        reached = _real(sent.today.year + ahead, number, of_month)
        if reached and reached >= sent.today:
            return Reached(reached)
    return None


def _real(year: int, number: int, of_month: int) -> date | None:
    try:
        return date(year, number, of_month)
    except ValueError:
        return None


def day_of_month(found: Match, sent: Sending) -> Reached | None:
    """`le 12`: the first one from the day of sending on."""
    of_month = int(re.sub(r"\D", "", found["day"]))
    first = sent.today.replace(day=1)
    for _ in range(14):
        reached = _real(first.year, first.month, of_month)
        if reached and reached >= sent.today:
            return Reached(reached)
        first = _months_later(first, 1)
    return None


def day_of_next_month(found: Match, sent: Sending) -> Reached | None:
    """`le 5 du mois prochain`."""
    first = _months_later(sent.today.replace(day=1), 1)
    reached = _real(first.year, first.month, int(re.sub(r"\D", "", found["day"])))
    return Reached(reached) if reached else None


def on_the(number: int, of_month: int) -> Reckoning:
    """A day of every year: the next one."""
    return lambda _, sent: _date(of_month, number, None, sent)


def easter(_: Match, sent: Sending) -> Reached:
    """Easter Sunday: the next one."""
    from dateutil.easter import easter as of_year  # type: ignore[import-untyped]

    found = next(day for year in (sent.today.year, sent.today.year + 1) if (day := of_year(year)) >= sent.today)
    return Reached(found)


def week_numbered(found: Match, sent: Sending) -> Reached | None:
    """`semaine 12`: the last working day of that week, of this year or of the next."""
    for year in (sent.today.year, sent.today.year + 1):
        try:
            monday = date.fromisocalendar(year, int(found["week"]), 1)
        except ValueError:
            continue
        if (day := _worked(sent, monday, 4)) >= sent.today:
            return Reached(day, precision=Precision.WEEK)
    return None


def weekend(_: Match, sent: Sending) -> Reached:
    """The Sunday that ends this week."""
    return Reached(_monday(sent.today) + 6 * ONE, precision=Precision.WEEK)


def quarter_numbered(found: Match, sent: Sending) -> Reached:
    """`Q1`: its last day, of this year or of the next."""
    last = _end(date(sent.today.year, int(found["quarter"]) * 3, 1))
    if last < sent.today:
        last = _end(date(sent.today.year + 1, int(found["quarter"]) * 3, 1))
    return Reached(last, precision=Precision.MONTH)


def duration(found: Match, sent: Sending) -> Reached | None:
    """`sous 48 h`, `within 5 business days`: the last day counts; hours run on the clock, business hours in office hours."""
    parts = found.groupdict()
    number, unit = number_of(parts["number"]), parts["unit"]
    said = f"{parts.get('before') or ''} {parts.get('after') or ''}"
    business, saturdays = bool(said.strip()), "ouvrable" in said
    if number == 0 or (unit.startswith("h") and found[0].startswith("d'ici") and 7 <= number <= 20):
        return None  # `d’ici 17 h` is a time of day
    if unit.startswith(("mo", "month")) or unit == "mois":
        day = _months_later(sent.today, number)
        return Reached(day, precision=Precision.DAY)
    if unit.startswith("m"):
        return _elapsed(sent, timedelta(minutes=number))
    if unit.startswith("h"):
        if business and number % 24 == 0:
            return Reached(sent.days.after(sent.at, number // 24, saturdays=saturdays))
        if business:
            at = sent.days.hours_after(sent.at, number)
            return Reached(at.date(), at, Precision.MOMENT)
        return _elapsed(sent, timedelta(hours=number))
    if unit.startswith(("s", "w")):
        if business:
            return Reached(sent.days.after(sent.at, number * 5, saturdays=saturdays))
        return Reached(sent.today + 7 * number * ONE)
    if business:
        return Reached(sent.days.after(sent.at, number, saturdays=saturdays))
    return Reached(sent.today + number * ONE)


def _elapsed(sent: Sending, span: timedelta) -> Reached:
    from datetime import UTC

    at = (sent.at.astimezone(UTC) + span).astimezone(sent.at.tzinfo)
    return Reached(at.date(), at, Precision.MOMENT)


def next_working_day(_: Match, sent: Sending) -> Reached:
    """The working day after that of sending."""
    return Reached(sent.days.from_on(sent.today + ONE))


def half_hour(hours: float) -> Reckoning:
    """A span that a word tells: `dans l’heure`."""
    return lambda _, sent: _elapsed(sent, timedelta(hours=hours))


def close_of_business(_: Match, sent: Sending) -> Reached:
    """The end of the working day; after hours, that of the next one."""
    return Reached(sent.days.start(sent.at))


def part_of_today(until: time) -> Reckoning:
    """This morning, this afternoon; tomorrow's where it is over."""

    def reckon(_: Match, sent: Sending) -> Reached:
        day = sent.today if sent.at.time() < until else sent.today + ONE
        return Reached(day, datetime.combine(day, until, sent.at.tzinfo), Precision.MOMENT)

    return reckon


def _months_later(day: date, count: int) -> date:
    place = day.month - 1 + count
    year, number = day.year + place // 12, place % 12 + 1
    return date(year, number, min(day.day, calendar.monthrange(year, number)[1]))


def _end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
