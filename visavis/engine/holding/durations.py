"""Durations and opening hours as people write them, in English and in French."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from visavis.declarations import SpokenError
from visavis.mistakes import Words

Unit = Literal["minute", "hour", "day"]

SECONDS: dict[Unit, int] = {"minute": 60, "hour": 3600, "day": 86_400}

DURATION = re.compile(
    r"(?P<number>\d+)\s*(?P<before>business|working)?\s*(?P<unit>[a-z]+)\s*(?P<after>ouvre|ouvree|ouvres|ouvrees)?"
)
UNITS: dict[str, tuple[Unit, int]] = {
    **dict.fromkeys(("min", "mn", "minute", "minutes"), ("minute", 1)),
    **dict.fromkeys(("h", "hour", "hours", "heure", "heures"), ("hour", 1)),
    **dict.fromkeys(("d", "j", "day", "days", "jour", "jours"), ("day", 1)),
    **dict.fromkeys(("w", "week", "weeks", "semaine", "semaines"), ("day", 7)),
}
FRENCH: dict[Unit, str] = {"minute": "minutes ouvrées", "hour": "heures ouvrées", "day": "jours ouvrés"}


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of minutes, hours or days, of calendar or of business time."""

    number: int
    unit: Unit
    business: bool

    @property
    def timed(self) -> bool:
        """Whether it counts time of day (minutes and hours) rather than days."""
        return self.unit != "day"

    @property
    def seconds(self) -> int:
        """Its length in seconds; a day has 24 hours."""
        return self.number * SECONDS[self.unit]

    def business_english(self) -> str:
        """The same in business time, in English."""
        return f"{self.number} business {self.unit}s"

    def business_french(self) -> str:
        """The same in business time, in French."""
        return f"{self.number} {FRENCH[self.unit]}"

    def __str__(self) -> str:
        return self.business_english() if self.business else f"{self.number} {self.unit}s"


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours: for each weekday (Monday first) its ranges, in seconds since local midnight, in order."""

    ranges: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def most(self) -> int:
        """The largest number of ranges in a day."""
        return max(len(day) for day in self.ranges)


WORKING_WEEK = Hours(tuple(((0, 86_400),) if weekday < 5 else () for weekday in range(7)))
"""Monday to Friday, all day: business days where no opening hours are given."""


def read_duration(text: Any) -> Duration:
    """The duration in `text`; raises SpokenError where it is none, or can be read in two ways."""
    if isinstance(text, Duration):
        return text
    plain = _plain(text)
    found = DURATION.fullmatch(plain)
    if found is None or found["unit"] not in UNITS:
        raise SpokenError(_unreadable(text, plain))
    unit, times = UNITS[found["unit"]]
    business = bool(found["before"] or found["after"])
    number = int(found["number"]) * times
    if business and times > 1:
        raise SpokenError(
            Words(
                fr="une semaine ouvrée n’a pas de longueur fixe: comptez en jours ouvrés",
                en="a business week has no fixed length: count business days",
            )
        )
    if number == 0 and unit != "day":
        raise SpokenError(Words(fr="une durée de zéro ne laisse aucun temps", en="a duration of zero leaves no time"))
    return Duration(number, unit, business)


def _unreadable(text: Any, plain: str) -> Words:
    if "ouvrable" in plain:
        return Words(
            fr='« ouvrables » compte le samedi: écrivez « jours ouvrés » et hours: "Mon-Sat"',
            en='“ouvrables” counts Saturdays: write “business days” and hours: "Mon-Sat"',
        )
    if re.search(r"month|mois|year|an", plain):
        return Words(
            fr=f"« {text} »: un mois ou une année n’a pas de longueur fixe; comptez en jours",
            en=f"“{text}”: a month or a year has no fixed length; count days",
        )
    return Words(
        fr=f"« {text} » n’est pas une durée; exemples: « 48 heures », « 5 jours », « 2 jours ouvrés »",
        en=f"“{text}” is no duration; examples: “48 hours”, “5 days”, “2 business days”",
    )


DAYS = {
    name: index
    for index, names in enumerate(
        (
            "mon monday lun lundi",
            "tue tues tuesday mar mardi",
            "wed wednesday mer mercredi",
            "thu thur thurs thursday jeu jeudi",
            "fri friday ven vendredi",
            "sat saturday sam samedi",
            "sun sunday dim dimanche",
        )
    )
    for name in names.split()
}
PART = re.compile(r"(?:(?P<first>[a-z]+)(?:-(?P<last>[a-z]+))?)? ?(?:(?P<opens>\d[\dh:]*)-(?P<closes>\d[\dh:]*))?")
TIME = re.compile(r"(\d{1,2})(?:[:h](\d{2})?)?")


def read_hours(text: Any) -> Hours:
    """The opening hours in `text`, such as "Mon-Fri 09:00-12:30, 13:30-18:00, Sat" (a day without times is open all day).

    A part without days takes those of the part before. Raises SpokenError where a part can't be read.
    """
    if isinstance(text, Hours):
        return text
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    days: list[int] = []
    for part in re.split(r"[,;]", _plain(text)):
        found = PART.fullmatch(re.sub(r" ?- ?", "-", part.strip()))
        if found is None or not part.strip():
            raise _bad_hours(text, part)
        if found["first"]:
            days = _days(found["first"], found["last"] or found["first"], text, part)
        opens, closes = (
            (_seconds(found[end], text, part) for end in ("opens", "closes")) if found["opens"] else (0, 86_400)
        )
        if not days or opens >= closes:
            raise _bad_hours(text, part)
        for day in days:
            week[day].append((opens, closes))
    return Hours(tuple(tuple(_merged(ranges)) for ranges in week))


def _days(first: str, last: str, text: Any, part: str) -> list[int]:
    if first not in DAYS or last not in DAYS:
        raise _bad_hours(text, part)
    start, end = DAYS[first], DAYS[last]
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def _seconds(time: str, text: Any, part: str) -> int:
    found = TIME.fullmatch(time)
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hours * 60 + minutes > 24 * 60 or minutes > 59:
        raise _bad_hours(text, part)
    return hours * 3600 + minutes * 60


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(ranges):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return merged


def _bad_hours(text: Any, part: str) -> SpokenError:
    return SpokenError(
        Words(
            fr=f'horaires illisibles à « {part.strip()} » ({text}); exemple: "Mon-Fri 09:00-18:00, Sat 09:00-12:00" '
            "(une nuit s’écrit en deux parties)",
            en=f'opening hours not readable at “{part.strip()}” ({text}); example: "Mon-Fri 09:00-18:00, Sat 09:00-12:00" '
            "(a night is written as two parts)",
        )
    )


def _plain(text: Any) -> str:
    decomposed = unicodedata.normalize("NFKD", str(text)).lower()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", letters.replace("–", "-").replace("—", "-")).strip()
