"""Calendars as tables: local midnights, working days with their ordinal, opening hours with the business time run up to them.

Business time needs no functions of the engine: a working-day *ordinal table* is joined on equality. All instants are
microseconds since 1970-01-01 UTC, computed here with Python's zoneinfo, so that both engines agree on clock changes.
"""

import datetime
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from visavis.engine.holding.durations import WORKING_WEEK, Hours
from visavis.engine.portable import MICROS

FIRST_DAY, LAST_DAY = datetime.date(1970, 1, 1), datetime.date(2100, 12, 31)
"""Days that calendars know; a case that starts outside is not testable (`outside_calendar`)."""

ONE_DAY = datetime.timedelta(days=1)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

_OFFSET = re.compile(r"GMT([+-])(\d{2}):(\d{2})")

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Which days are worked, and when: a country's public holidays (or none) and opening hours."""

    calendar: str | None
    hours: Hours = WORKING_WEEK

    def ranges(self, day: datetime.date) -> tuple[tuple[int, int], ...]:
        """Opening hours of `day`, in seconds since local midnight; none on a holiday."""
        return () if day in self._holidays(day.year) else self.hours.ranges[day.weekday()]

    def works(self, day: datetime.date) -> bool:
        """Whether `day` is a working day."""
        return bool(self.ranges(day))

    def _holidays(self, year: int) -> frozenset[datetime.date]:
        return _holidays(self.calendar, year) if self.calendar else frozenset()


@lru_cache(maxsize=1024)
def _holidays(calendar: str, year: int) -> frozenset[datetime.date]:
    import holidays

    country, _, region = calendar.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))


def days_from(first: datetime.date) -> Iterator[datetime.date]:
    """Every day from `first` on, as far as calendars go."""
    day = max(first, FIRST_DAY)
    while day <= LAST_DAY:
        yield day
        day += ONE_DAY


@lru_cache(maxsize=1024)
def zone_named(name: str) -> datetime.tzinfo:
    """The zone of an IANA name, or of an offset such as `GMT+02:00` (what a source without `read.zone` wrote)."""
    if offset := _OFFSET.fullmatch(name):
        ahead = datetime.timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return datetime.timezone(-ahead if offset[1] == "-" else ahead)
    return ZoneInfo(name)


def instant(day: datetime.date, second: int, zone: str, *, latest: bool = False) -> int:
    """The instant (µs) when clocks in `zone` show `second` seconds after midnight of `day`.

    A time that is skipped when clocks go forward is the moment of the change; one that comes twice is the first
    (`latest`: the second).
    """
    local = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(seconds=second)
    tz = zone_named(zone)
    early, late = (local.replace(tzinfo=tz, fold=fold).astimezone(datetime.UTC) for fold in (0, 1))
    if early > late:
        return _change_between(late, early, tz)
    return _micros(late if latest else early)


def _change_between(low: datetime.datetime, high: datetime.datetime, tz: datetime.tzinfo) -> int:
    before = low.astimezone(tz).utcoffset()
    while high - low > datetime.timedelta(seconds=1):
        middle = low + datetime.timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if middle.astimezone(tz).utcoffset() == before else (low, middle)
    return _micros(high)


def _micros(moment: datetime.datetime) -> int:
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)


def midnights(first: datetime.date, last: datetime.date, zones: Iterable[str]) -> Rows:
    """Rows (zone, day, start_us): when each local day from `first` to `last` begins."""
    return [
        (zone, day, instant(day, 0, zone)) for zone in sorted(set(zones)) for day in days_from(first) if day <= last
    ]


def working_days(first: datetime.date, last: datetime.date, beyond: int, working: WorkingTime) -> Rows:
    """Rows (day, ordinal, works) from `first` until `beyond` working days after `last`.

    `ordinal` is the number of working days from `first` to that day, itself included: the n-th working day after a day is
    the working day whose ordinal is larger by n.
    """
    rows: Rows = []
    ordinal = after = 0
    for day in days_from(first):
        works = working.works(day)
        ordinal += works
        after += works and day > last
        rows.append((day, ordinal, works))
        if day > last and after > beyond:
            break
    return rows


@dataclass(frozen=True, slots=True)
class OpeningTable:
    """Business time by zone and day, and the way back.

    `opening`: rows (zone, day, before_us, opens_1, closes_1, …): business time run from the first day up to that day's
    midnight, then each range's instants (0, 0 where the day has fewer). `slots`: rows (zone, slot, start_us): the instant
    at which business time reaches `slot` × `slot_us`; ranges are whole multiples of `slot_us` long.
    """

    opening: Rows
    slots: Rows
    slot_us: int
    ranges: int


def opening_table(
    first: datetime.date, last: datetime.date, beyond_us: int, zones: Iterable[str], working: WorkingTime
) -> OpeningTable:
    """Business time in `zones` from `first` until `beyond_us` of it have run after the end of `last`."""
    most = working.hours.most
    opening: Rows = []
    lengths: set[int] = set()
    spans: list[tuple[str, int, int]] = []
    for zone in sorted(set(zones)):
        run = after = 0
        for day in days_from(first):
            ranges = [
                (_edge(day, opens, zone), _edge(day, closes, zone, closing=True))
                for opens, closes in working.ranges(day)
            ]
            flat = [edge for each in ranges for edge in each] + [0] * (2 * (most - len(ranges)))
            opening.append((zone, day, run, *flat))
            for opens_us, closes_us in ranges:
                run += closes_us - opens_us
                after += (closes_us - opens_us) if day > last else 0
                lengths.add(closes_us - opens_us)
                spans.append((zone, opens_us, closes_us))
            if day > last and after > beyond_us:
                break
    slot_us = math.gcd(*lengths) or MICROS["day"]
    return OpeningTable(opening, _slots(spans, slot_us), slot_us, most)


def _edge(day: datetime.date, second: int, zone: str, *, closing: bool = False) -> int:
    if second == 86_400:
        return instant(day + ONE_DAY, 0, zone)
    return instant(day, second, zone, latest=closing)


def _slots(spans: Iterable[tuple[str, int, int]], slot_us: int) -> Rows:
    rows: Rows = []
    zone_of_last, number = "", 0
    for zone, opens, closes in spans:
        if zone != zone_of_last:
            zone_of_last, number = zone, 0
        for start in range(opens, closes, slot_us):
            rows.append((zone, number, start))
            number += 1
    return rows
