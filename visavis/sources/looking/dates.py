"""Whether dates are written day first or month first: decided from whole columns, never guessed row by row."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from visavis.engine.steps import literal, quoted
from visavis.mistakes import Words
from visavis.sources.looking.loading import Loaded, Scratch

Written = tuple[int, int, int]
"""First number, second number, year, as they stand in 03/04/2024."""

_SHORTEST_SERIES, _DATES_FOR_WEEKDAY, _DATES_FOR_WORKDAYS = 12, 12, 60


@dataclass(frozen=True, slots=True)
class DateColumn:
    """What the dates of one column look like: `written` holds those whose order is not told by their shape."""

    written: Mapping[Written, int] = field(default_factory=dict)
    with_time: int = 0
    midnight: int = 0
    filled: int = 0

    @property
    def is_dated_only(self) -> bool:
        """Whether no value has a time."""
        return self.with_time == 0

    @property
    def is_always_midnight(self) -> bool:
        """Whether every value has a time and it is always 00:00."""
        return 0 < self.with_time == self.midnight


@dataclass(frozen=True, slots=True)
class DateOrder:
    """The decision: `day_first` is None where no date needs it, or (with `ask`) where only a person can tell."""

    day_first: bool | None
    why: Words
    ask: bool = False


def read_dates(loaded: Loaded, session: Scratch, name: str) -> DateColumn:
    """Count the dates of a whole column by their three numbers (at most a few thousand combinations)."""
    column = f"trim({quoted(name)})"
    shape = literal(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:\D.*)?$")
    rows = session.ask(
        f"SELECT TRY_CAST(regexp_extract({column}, {shape}, 1) AS INT) AS a, TRY_CAST(regexp_extract({column}, {shape}, 2) AS INT) AS b, "
        f"TRY_CAST(regexp_extract({column}, {shape}, 3) AS INT) AS y, count(*) FROM {loaded.table} WHERE {quoted(name)} IS NOT NULL "
        "GROUP BY ALL"
    )
    written = {(a, b, y + 2000 if y < 70 else y + 1900 if y < 100 else y): n for a, b, y, n in rows if a is not None}
    timed, midnight, filled = session.one(
        f"SELECT count(*) FILTER (regexp_matches({column}, '\\d:\\d\\d')), "
        f"count(*) FILTER (regexp_matches({column}, '[T ]00?:00(:00(\\.0+)?)?($|[^\\d:])')), count({quoted(name)}) FROM {loaded.table}"
    )
    return DateColumn(written, timed, midnight, filled)


def decide_order(columns: Mapping[str, Mapping[Written, int]]) -> DateOrder:
    """One order for all the date columns of a file: by a number above 12, else by the calendar, else by a person."""
    columns = {name: written for name, written in columns.items() if written}
    if not columns:
        return DateOrder(None, Words(fr="dates écrites année d’abord", en="dates are written year first"))
    votes = {name: _votes(written) for name, written in columns.items()}
    day, month = sum(vote[0] for vote in votes.values()), sum(vote[1] for vote in votes.values())
    if day and month:
        return _contradiction(columns, day, month)
    if day or month:
        name, example = _example(columns, day_first=bool(day))
        count, place = (day, "premier") if day else (month, "second")
        return DateOrder(
            bool(day),
            Words(
                fr=f"{count} dates ont un {place} nombre supérieur à 12, aucune l’inverse ({name}: {example})",
                en=f"{count} dates have a {'first' if day else 'second'} number above 12, none the other way ({name}: {example})",
            ),
        )
    return _by_calendar(columns)


def _votes(written: Mapping[Written, int]) -> tuple[int, int]:
    day = sum(count for (a, b, _), count in written.items() if 12 < a <= 31 and 1 <= b <= 12)
    month = sum(count for (a, b, _), count in written.items() if 12 < b <= 31 and 1 <= a <= 12)
    return day, month


def _example(columns: Mapping[str, Mapping[Written, int]], *, day_first: bool) -> tuple[str, str]:
    for name, written in columns.items():
        for a, b, year in sorted(written):
            if 12 < (a if day_first else b) <= 31 and 1 <= (b if day_first else a) <= 12:
                return name, f"{a}/{b}/{year}"
    raise LookupError("no decisive date")


def _contradiction(columns: Mapping[str, Mapping[Written, int]], day: int, month: int) -> DateOrder:
    first, second = _example(columns, day_first=True), _example(columns, day_first=False)
    return DateOrder(
        None,
        Words(
            fr=f"dates contradictoires: {day} ne se lisent que jour d’abord ({first[0]}: {first[1]}), "
            f"{month} que mois d’abord ({second[0]}: {second[1]})",
            en=f"dates contradict each other: {day} read day first only ({first[0]}: {first[1]}), "
            f"{month} month first only ({second[0]}: {second[1]})",
        ),
        ask=True,
    )


def _by_calendar(columns: Mapping[str, Mapping[Written, int]]) -> DateOrder:
    found: dict[bool, tuple[str, Words]] = {}
    for name, written in columns.items():
        dates = [each for each in written if 1 <= each[0] <= 12 and 1 <= each[1] <= 12]
        for day_first in (True, False):
            reason = _regular(_read(dates, day_first=day_first), _read(dates, day_first=not day_first))
            if reason is not None:
                found.setdefault(day_first, (name, reason))
    if len(found) == 1:
        ((day_first, (name, reason)),) = found.items()
        return DateOrder(day_first, Words(fr=f"{name}: {reason.fr}", en=f"{name}: {reason.en}"))
    name, (a, b, year) = ambiguous(columns)
    return DateOrder(
        None,
        Words(
            fr=f"{name}: {a:02}/{b:02}/{year}, est-ce le {spoken(a, b, 'fr')} ou le {spoken(b, a, 'fr')} ? Rien dans le fichier ne le dit",
            en=f"{name}: {a:02}/{b:02}/{year}, is it {spoken(a, b, 'en')} or {spoken(b, a, 'en')}? Nothing in the file tells",
        ),
        ask=True,
    )


def ambiguous(columns: Mapping[str, Mapping[Written, int]]) -> tuple[str, Written]:
    """A column, and the numbers of one of its dates that two readings fit."""
    everything = [(name, each) for name, written in columns.items() for each in sorted(written)]
    return next(
        (pair for pair in everything if pair[1][0] != pair[1][1] and max(pair[1][:2]) <= 12 and min(pair[1][:2]) >= 1),
        everything[0],
    )


def _read(dates: Iterable[Written], *, day_first: bool) -> list[dt.date]:
    return sorted({dt.date(year, b if day_first else a, a if day_first else b) for a, b, year in dates})


def _regular(dates: list[dt.date], otherwise: list[dt.date]) -> Words | None:
    """Why `dates` follow the calendar where the other reading does not; None where they don't clearly."""
    return _monthly(dates) or _weekly(dates, otherwise) or _workdays(dates, otherwise)


def _monthly(dates: list[dt.date]) -> Words | None:
    """One day of the month, month after month over more than a year: the other reading would never leave one month."""
    months = sorted({each.year * 12 + each.month - 1 for each in dates})
    if len({each.day for each in dates}) != 1 or len({each.year for each in dates}) < 2:
        return None
    if len(months) < _SHORTEST_SERIES or len(months) < 0.9 * (months[-1] - months[0] + 1):
        return None
    day, other = dates[0].day, dt.date(2000, dates[0].day, 1)
    return Words(
        fr=f"toujours le {day} du mois, {len(months)} mois presque sans lacune; lues autrement, toutes tomberaient en {MONTHS['fr'][other.month - 1]}",
        en=f"always day {day} of the month, {len(months)} months nearly without a gap; read otherwise, all would fall in {MONTHS['en'][other.month - 1]}",
    )


def _weekly(dates: list[dt.date], otherwise: list[dt.date]) -> Words | None:
    days = Counter(each.weekday() for each in dates)
    if len(dates) < _DATES_FOR_WEEKDAY or len(days) != 1 or len({each.weekday() for each in otherwise}) < 4:
        return None
    name = {lang: names[dates[0].weekday()] for lang, names in WEEKDAYS.items()}
    return Words(
        fr=f"{len(dates)} dates, toujours un {name['fr']}; lues autrement, n’importe quel jour",
        en=f"{len(dates)} dates, always a {name['en']}; read otherwise, any day",
    )


def _workdays(dates: list[dt.date], otherwise: list[dt.date]) -> Words | None:
    if len(dates) < _DATES_FOR_WORKDAYS or any(each.weekday() > 4 for each in dates):
        return None
    weekend = sum(each.weekday() > 4 for each in otherwise)
    if weekend < 0.15 * len(otherwise):
        return None
    return Words(
        fr=f"{len(dates)} dates, aucune un samedi ou un dimanche; lues autrement, {weekend} le seraient",
        en=f"{len(dates)} dates, none on a weekend; read otherwise, {weekend} would be",
    )


MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def spoken(day: int, month: int, lang: str) -> str:
    """A day and a month in words: 3 avril, 3 April."""
    return f"{day} {MONTHS[lang][month - 1]}" if 1 <= month <= 12 else f"{day}/{month}"
