"""Says when something will be done, in words that mean that very day on the day they are sent."""

from functools import cache

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts
from visavis.demo.days import NEVER, add_working, next_working

_DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_FR = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")  # fmt: skip
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_COUNTS_FR = {2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 10: "dix"}
_COUNTS_EN = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 10: "ten"}


_FURTHEST = 300


def _weekday(day: int) -> int:
    return (day + 3) % 7


def _date(day: int) -> tuple[int, int]:
    """Month and day of the month, from 1."""
    _, month, of_month = str(np.datetime64(day, "D")).split("-")
    return int(month), int(of_month)


@cache
def day_said(day: int, english: bool) -> str:
    """`mardi 4 mars` or `Tuesday 4 March`."""
    month, of_month = _date(day)
    if english:
        return f"{_DAYS_EN[_weekday(day)]} {of_month} {_MONTHS_EN[month - 1]}"
    return f"{_DAYS_FR[_weekday(day)]} {_first(of_month)} {_MONTHS_FR[month - 1]}"


@cache
def date_said(day: int, english: bool) -> str:
    """`4 mars 2025` or `4 March 2025`."""
    month, of_month = _date(day)
    year = str(np.datetime64(day, "D"))[:4]
    return (
        f"{of_month} {_MONTHS_EN[month - 1]} {year}"
        if english
        else f"{_first(of_month)} {_MONTHS_FR[month - 1]} {year}"
    )


def _first(of_month: int) -> str:
    return "1er" if of_month == 1 else str(of_month)


def days_said(english: Flags, days: Numbers) -> Texts:
    """Days in words, each in the text's language; "" for NEVER."""
    said = np.empty(len(days), dtype=object)
    rows = zip(days.tolist(), english.tolist(), strict=True)
    said[:] = ["" if day >= NEVER // 1440 else day_said(day, foreign) for day, foreign in rows]
    return said


@cache
def _phrases(english: bool, sent: int, due: int) -> tuple[str, ...]:
    """Every way to say `due` on the day `sent`, the usual ones more often."""
    ways = (_near if due - sent < 7 else _far)(english, sent, due)
    ways += _dated(english, due) * (1 if due - sent < 7 else 2)
    ways += _counted(english, sent, due)
    return tuple(ways)


def _near(english: bool, sent: int, due: int) -> list[str]:
    apart, named = due - sent, (_DAYS_EN if english else _DAYS_FR)[_weekday(due)]
    if apart == 0:
        return ["today", "by the end of today", "before this evening"] if english else ["aujourd’hui", "dans la journée", "avant ce soir", "ce jour"]  # fmt: skip
    if apart == 1:
        return ["tomorrow", "tomorrow", "by tomorrow evening", "by the end of tomorrow"] if english else ["demain", "demain", "demain au plus tard", "d’ici demain soir"]  # fmt: skip
    if english:
        return [f"on {named}", f"by {named} evening", f"by {named} at the latest", f"this coming {named}"]
    near = ["après-demain"] if apart == 2 else []
    return [
        named,
        named,
        f"avant {named} soir",
        f"{named} au plus tard",
        f"d’ici {named} soir",
        f"{named} prochain",
        *near,
    ]


def _far(english: bool, sent: int, due: int) -> list[str]:
    apart = due - sent
    month, _ = _date(due)
    ends = _date(due + 1)[0] != month and _date(sent)[0] == month
    if english:
        return ["by the end of the month"] * ends + ["within a fortnight"] * (apart == 14)
    return ["avant la fin du mois", "d’ici la fin du mois"] * ends + ["sous quinze jours"] * (apart == 15)


def _dated(english: bool, due: int) -> list[str]:
    month, of_month = _date(due)
    if english:
        date = f"{of_month} {_MONTHS_EN[month - 1]}"
        return [f"by {date}", f"on {day_said(due, True)}", f"no later than {date}"]
    date = f"{_first(of_month)} {_MONTHS_FR[month - 1]}"
    return [f"le {date} au plus tard", f"d’ici le {date}", f"le {day_said(due, False)}"]


def _counted(english: bool, sent: int, due: int) -> list[str]:
    apart, ways = due - sent, []
    if apart in (1, 2):
        ways.append(f"within {apart * 24} hours" if english else f"sous {apart * 24} heures")
    counts = _COUNTS_EN if english else _COUNTS_FR
    working = _working_between(sent, due)
    if working in counts:
        said = counts[working]
        if english:
            ways += [f"within {said} working day{'s' if working > 1 else ''}"] * 2
        else:
            ways += [f"sous {said} jours ouvrés", f"sous {working} jours ouvrés", f"dans les {said} jours ouvrés"]
    if apart == 7:
        ways.append("within a week" if english else "d’ici une semaine")
    return ways


def _working_between(sent: int, due: int) -> int:
    """How many working days after `sent` is `due`; 0 where it is none itself, or where what is counted from is unclear."""
    days = np.asarray([sent, due], dtype=np.int64)
    if (next_working(days) != days).any():
        return 0
    return next((count for count in (1, 2, 3, 4, 5, 10) if int(add_working(days[:1], count)[0]) == due), 0)


def due_phrase(rng: np.random.Generator, english: Flags, sent: Numbers, due: Numbers) -> Texts:
    """When it is due, in words for the day they are sent (both as in days.py); "" where due is NEVER.

    `samedi` and `Saturday` are the next one; working days leave out weekends and French holidays and count from the day
    after; a date is the next one of that name.

    Raises:
        ValueError: due before it is sent, or so late that a date without its year would not tell it.
    """
    luck = rng.integers(1 << 30, size=len(due)).tolist()
    said = np.empty(len(due), dtype=object)
    rows = zip(english.tolist(), sent.tolist(), due.tolist(), luck, strict=True)
    said[:] = [_one(foreign, day, until, draw) for foreign, day, until, draw in rows]
    return said


def _one(english: bool, sent: int, due: int, luck: int) -> str:
    if due >= NEVER // 1440:
        return ""
    if not sent <= due <= sent + _FURTHEST:
        raise ValueError(f"due {due - sent} days after it is sent, which no words say")
    ways = _phrases(english, sent, due)
    return ways[luck % len(ways)]
