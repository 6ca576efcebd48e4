"""Counting a demonstration company again from its files alone, on a calendar of the tests' own."""

import datetime
import json
import mailbox
from collections import Counter
from pathlib import Path
from typing import Any

import holidays
import pandas

END = datetime.datetime(2025, 12, 14)
FREE = holidays.country_holidays("FR", years=range(2024, 2027))


def table(home: Path, pattern: str, *, sep: str = ";", encoding: str = "utf-8") -> pandas.DataFrame:
    files = sorted((home / "exports").glob(pattern))
    read = [pandas.read_csv(file, sep=sep, encoding=encoding, dtype=str, keep_default_na=False) for file in files]
    return pandas.concat(read, ignore_index=True)


def truth(home: Path, name: str) -> Any:
    return json.loads((home / "truth" / name).read_text("utf-8"))


def planted(home: Path, name: str) -> pandas.DataFrame:
    return pandas.read_csv(home / "truth" / name, dtype=str, keep_default_na=False)


def told(home: Path, promise: str) -> dict[str, str]:
    cases = planted(home, "cases.csv")
    mine = cases[cases.promise == promise]
    return dict(zip(mine.key, mine.outcome, strict=True))


def moment(text: str, form: str = "%d/%m/%Y %H:%M") -> datetime.datetime | None:
    return datetime.datetime.strptime(text, form) if text else None


def iso(text: str) -> datetime.datetime | None:
    return moment(text, "%Y-%m-%d %H:%M")


def day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d/%m/%Y").date()


def by_day(due: datetime.date, done: datetime.date | datetime.datetime | None) -> str:
    if done is None:
        return "broken" if due < END.date() else "open"
    return "kept" if (done.date() if isinstance(done, datetime.datetime) else done) <= due else "late"


def working(one: datetime.date) -> bool:
    return one.weekday() < 5 and one not in FREE


def working_days_after(start: datetime.date, count: int) -> datetime.date:
    while count:
        start += datetime.timedelta(days=1)
        count -= working(start)
    return start


def open_minutes(start: datetime.datetime, stop: datetime.datetime) -> int:
    """Minutes from 9 to 18 on working days between two moments, day after day."""
    spent, one = 0.0, start.date()
    while one <= stop.date():
        if working(one):
            opens, closes = (datetime.datetime.combine(one, datetime.time(hour)) for hour in (9, 18))
            spent += max(0.0, (min(stop, closes) - max(start, opens)).total_seconds())
        one += datetime.timedelta(days=1)
    return round(spent / 60)


def same(home: Path, promise: str, found: dict[str, str]) -> None:
    assert len(found) > 15
    assert told(home, promise) == found
    counted = {name: n for name, n in truth(home, "promises.json")[promise].items() if name in Counter(found.values())}
    assert counted == Counter(found.values())


class Box:
    """One mbox as the standard library reads it."""

    def __init__(self, file: Path) -> None:
        self.messages = {str(each["Message-ID"]).strip("<>"): each for each in mailbox.mbox(file, create=False)}
        self.senders = {str(each["From"]).rpartition("<")[2].strip(">").lower() for each in self.messages.values()}


def boxes(home: Path) -> dict[str, Box]:
    return {file.stem: Box(file) for file in (home / "exports" / "courriels").iterdir()}
