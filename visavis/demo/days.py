"""Local time as whole numbers, and the French working calendar, written out so that it owes nothing to the engine.

A day is counted from 1970-01-01; a moment is in minutes from 1970-01-01 00:00, local time of the company (Europe/Paris).
"""

from functools import cache

import numpy as np

from visavis.demo.chance import Numbers, Texts, texts

FIRST_DAY = "2024-06-03"
LAST_DAY = "2025-12-13"
"""Last day in the exports: a Saturday, when nothing falls due, so that no promise hangs on the hour of the export."""
OBSERVED_UNTIL = "2025-12-14"

NEVER = 1 << 40
"""A moment that does not come."""
DAY = 1440
OPENS, CLOSES = 9 * 60, 18 * 60
OPEN = CLOSES - OPENS
"""Open minutes of a working day."""

HOLIDAYS = (
    "2024-01-01", "2024-04-01", "2024-05-01", "2024-05-08", "2024-05-09", "2024-05-20", "2024-07-14", "2024-08-15",
    "2024-11-01", "2024-11-11", "2024-12-25", "2025-01-01", "2025-04-21", "2025-05-01", "2025-05-08", "2025-05-29",
    "2025-06-09", "2025-07-14", "2025-08-15", "2025-11-01", "2025-11-11", "2025-12-25", "2026-01-01", "2026-04-06",
    "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11",
    "2026-12-25",
)  # fmt: skip


def day(written: str) -> int:
    """The day of `2025-04-01`."""
    return int(np.datetime64(written, "D").astype(np.int64))


_START = day("2024-01-01")
_STOP = day("2027-01-01")
_DAYS = np.arange(_START, _STOP)
_WORKING = ((_DAYS + 3) % 7 < 5) & ~np.isin(_DAYS, [day(written) for written in HOLIDAYS])
_BEFORE = np.concatenate([[0], np.cumsum(_WORKING)])
_WORKDAYS = _DAYS[_WORKING]


def next_working(days: Numbers) -> Numbers:
    """The day itself where it is a working day, else the next one."""
    return _WORKDAYS[_BEFORE[days - _START]]


def add_working(days: Numbers, count: Numbers | int) -> Numbers:
    """`count` working days after a working day; negative counts go back."""
    return _WORKDAYS[_BEFORE[days - _START] + count]


def open_minutes(moments: Numbers) -> Numbers:
    """Minutes the company was open (working days, 9 to 18) between 2024-01-01 and each moment."""
    days, minute = moments // DAY - _START, moments % DAY
    return _BEFORE[days] * OPEN + np.where(_WORKING[days], np.clip(minute, OPENS, CLOSES) - OPENS, 0)


def moment_open(minutes: Numbers) -> Numbers:
    """The first moment at which the company had been open for so many minutes: an inverse of `open_minutes`."""
    whole, over = np.divmod(minutes - 1, OPEN)
    return _WORKDAYS[whole] * DAY + OPENS + over + 1


def at_a_decent_hour(moments: Numbers) -> Numbers:
    """Moments of the night moved to between 7 and 22 the same day: nobody writes where clocks are changed."""
    return moments // DAY * DAY + np.clip(moments % DAY, 7 * 60 + moments % 53, 22 * 60 - moments % 53)


_CLOCK = texts([f" {minute // 60:02d}:{minute % 60:02d}" for minute in range(DAY)])


_FIRST_WRITTEN, _LAST_WRITTEN = day("1900-01-01"), day("2101-01-01")


@cache
def _written(day_first: bool) -> Texts:
    """Every day of two centuries as text, and "" behind them."""
    words = np.datetime_as_string(np.arange(_FIRST_WRITTEN, _LAST_WRITTEN).astype("datetime64[D]")).tolist()
    if day_first:
        words = [f"{word[8:]}/{word[5:7]}/{word[:4]}" for word in words]
    return texts([*words, ""])


def written_days(days: Numbers, *, day_first: bool, missing: str = "") -> Texts:
    """Days as text, `31/12/2025` or `2025-12-31`; days at or beyond NEVER // DAY as `missing`."""
    known = days < NEVER // DAY
    written = _written(day_first)[np.where(known, days - _FIRST_WRITTEN, -1)]
    if missing:
        written[~known] = missing
    return written


def written_moments(moments: Numbers, *, day_first: bool, missing: str = "") -> Texts:
    """Moments as text, `31/12/2025 09:05` or `2025-12-31 09:05`; NEVER as `missing`."""
    known = moments < NEVER
    written = np.full(len(moments), missing, dtype=object)
    days, minutes = np.divmod(moments[known], DAY)
    written[known] = written_days(days, day_first=day_first) + _CLOCK[minutes]
    return written
