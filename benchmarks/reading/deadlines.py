"""Due dates of phrases, beside dateparser: exact to the day (and to the moment, where the set names one).

The set stands in `benchmarks/reading/sets/deadlines.tsv`, or in a folder named in VISAVIS_HELD_OUT: a header, and columns
with the phrase, the moment of sending (ISO, with its offset or zone), the language, the country, the day that is meant.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benchmarks.reading.commitments import SETS
from benchmarks.reading.rows import Row
from visavis.engine.measuring.intervals import wilson
from visavis.engine.reading.committing.due import due_in


class Asked(NamedTuple):
    """A phrase, when it was sent, and the day that is meant."""

    phrase: str
    sent: datetime
    country: str
    language: str
    meant: date | None


def measure(quick: bool) -> Iterable[Row]:
    """Share of phrases told exactly, per language and in all."""
    asked = list(_read())
    if not asked:
        print(f"no held-out phrases at {SETS / 'deadlines.tsv'}: the rows are left out")
        return
    for language in ("fr", "en", ""):
        of = [each for each in asked if each.language == language or not language]
        if not of:
            continue
        right = sum(_ours(each) for each in of)
        low, high = wilson(right, len(of))
        task = f"due dates, held out{f', {language}' if language else ''}"
        theirs = sum(map(_dateparser, of)) / len(of)
        goal = "" if language else ">= 0.95"
        silent = [each for each in of if each.meant is None]
        print(f"{task}: of {len(of) - len(silent)} with a date {sum(_ours(e) for e in of if e.meant)}, of {len(silent)} without {sum(map(_ours, silent))} right")  # fmt: skip
        yield Row(task, len(of), right / len(of), "exact", theirs, "dateparser", low, high, goal, right / len(of) >= 0.95 if goal else None)  # fmt: skip


def _read() -> Iterator[Asked]:
    file = SETS / "deadlines.tsv"
    if not file.is_file():
        return
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            sent = datetime.fromisoformat(_first(row, "sent", "sent_at"))
            zone = row.get("zone") or "Europe/Paris"
            zoned = sent.astimezone(ZoneInfo(zone)) if sent.tzinfo else sent.replace(tzinfo=ZoneInfo(zone))
            yield Asked(
                _first(row, "phrase", "sentence", "text"),
                zoned,
                row.get("country") or "FR",
                _first(row, "language", "lang"),
                _day(row),
            )


def _day(row: dict[str, str]) -> date | None:
    told = next((row[name] for name in ("due_on", "on", "due", "expected", "meant", "day") if row.get(name)), "")
    return date.fromisoformat(told[:10]) if told else None


def _first(row: dict[str, str], *names: str) -> str:
    return next(row[name] for name in names if row.get(name))


def _ours(asked: Asked) -> bool:
    due = due_in(asked.phrase, asked.sent, asked.country, asked.language)
    return (due.on if due else None) == asked.meant


def _dateparser(asked: Asked) -> bool:
    from dateparser.search import search_dates  # type: ignore[import-untyped]

    local = asked.sent.replace(tzinfo=None)
    settings = {"RELATIVE_BASE": local, "PREFER_DATES_FROM": "future"}
    found = search_dates(asked.phrase, languages=[asked.language], settings=settings) or []
    return (found[0][1].date() if found else None) == asked.meant
