"""From local times to UTC in SQL: a short list of the zone's clock changes for the usual years, ICU for all others."""

import datetime
import zoneinfo
from functools import cache

from visavis.engine.steps import literal

Years = tuple[int, int] | None
"""First and last year that a column's sample shows; None where it shows none."""

MOST_CHANGES = 60


def utc_of_local(local: str, zone: str, years: Years) -> str:
    """SQL of the UTC TIMESTAMP of alias `local` (TIMESTAMP) in `zone`.

    Where clocks go back, the later of the two moments is meant; where they go forward, a time that does not exist is read
    as if they had not moved yet: what ICU does, at a tenth of its cost for the years within `years`.
    """
    if zone == "UTC":
        return local
    by_icu = f"make_timestamp(epoch_us(timezone({literal(zone)}, {local})))"
    if years is None or years[1] - years[0] > 80:
        return by_icu
    first, last = years[0] - 1, years[1] + 2
    offsets = changes(zone, first, last)
    if len(offsets) > MOST_CHANGES:
        return by_icu
    *earlier, (_, latest) = offsets
    shifts = " ".join(f"WHEN {local} < TIMESTAMP '{until}' THEN {shift}" for until, shift in earlier)
    micros = f"CASE {shifts} ELSE {latest} END" if shifts else str(latest)
    return (
        f"CASE WHEN {local} >= TIMESTAMP '{first}-01-02' AND {local} < TIMESTAMP '{last}-01-01' "
        f"THEN make_timestamp(epoch_us({local}) - {micros}) ELSE {by_icu} END"
    )


@cache
def changes(zone: str, first: int, last: int) -> tuple[tuple[str, int], ...]:
    """Offsets from UTC in microseconds between two New Year's Days, each with the local time until which it holds.

    The last one has no end (empty text).
    """
    place = zoneinfo.ZoneInfo(zone)
    moment = datetime.datetime(first, 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(last, 1, 2, tzinfo=datetime.UTC)
    day = datetime.timedelta(days=1)
    found: list[tuple[str, int]] = []
    while moment < end:
        now, then = _offset(place, moment), _offset(place, moment + day)
        if now != then:
            change = _between(place, moment, moment + day)
            until = (change + then).replace(tzinfo=None)
            found.append((until.isoformat(sep=" "), _micros(now)))
        moment += day
    return (*found, ("", _micros(_offset(place, end))))


def _between(place: zoneinfo.ZoneInfo, low: datetime.datetime, high: datetime.datetime) -> datetime.datetime:
    before = _offset(place, low)
    while high - low > datetime.timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if _offset(place, middle) == before else (low, middle)
    return high


def _offset(place: zoneinfo.ZoneInfo, moment: datetime.datetime) -> datetime.timedelta:
    offset = moment.astimezone(place).utcoffset()
    assert offset is not None
    return offset


def _micros(offset: datetime.timedelta) -> int:
    return offset // datetime.timedelta(microseconds=1)
