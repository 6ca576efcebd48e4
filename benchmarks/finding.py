"""Whether planted truths are found: lines of a table, and the ways to compare what a home computed with what lies in its truth."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.measuring.intervals import wilson

FOUND, NOT_FOUND = "found", "not found"
MISSED = ("late", "partial", "broken")
Ask = Callable[[str], list[dict[str, Any]]]
"""Rows of a query over the tables of the last run."""


class Line(NamedTuple):
    """A line of the table: a truth, whether it was found, and the figures that say so."""

    truth: str
    state: str
    figures: str


@contextmanager
def asking(home: Path) -> Iterator[Ask]:
    """Ask the tables of the last run of `home`. Raises ValueError where nothing was run."""
    session = DuckDB()
    try:
        lake = Lake(home / "lake")
        manifest = lake.current()
        if manifest is None:
            raise ValueError(f"nothing was run in {home}")
        tables = [
            "cases",
            "links",
            "readings",
            "records",
            "events",
            "exchanges",
            "ratings",
            "measures",
            "fates",
            "routes",
            "rising",
            "relations",
        ]
        lake.show(session, manifest, tables)
        yield session.rows
    finally:
        session.close()


def rows_of(home: Path, name: str) -> list[dict[str, str]]:
    """A table of the truth."""
    with (home / "truth" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def told(home: Path, name: str) -> Any:
    """What a file of the truth counts."""
    return json.loads((home / "truth" / name).read_text("utf-8"))


def state_of(found: bool) -> str:
    """Found or not."""
    return FOUND if found else NOT_FOUND


def interval(outcomes: Counter[str]) -> tuple[float, float]:
    """The interval of a kept rate; from 0 to 1 where nothing fell due."""
    due = outcomes["kept"] + sum(outcomes[name] for name in MISSED)
    if not due:
        return 0.0, 1.0
    low, high = wilson(outcomes["kept"], due)
    return low, high


def kept_rate(counts: dict[str, int]) -> float:
    """Kept among what fell due."""
    return counts["kept"] / max(1, counts["kept"] + sum(counts[name] for name in MISSED))


def least_gain(before: Counter[str], after: Counter[str]) -> float:
    """By how much a kept rate rose at least: the lower end of Newcombe's interval (1998, method 10) of the difference."""
    (first, second), (low, high) = (kept_rate(before), kept_rate(after)), (interval(after)[0], interval(before)[1])
    return second - first - float(((second - low) ** 2 + (high - first) ** 2) ** 0.5)


def span(of: tuple[float, float]) -> str:
    """An interval in figures."""
    return f"{of[0]:.2f}–{of[1]:.2f}"


def linked(home: Path, ask: Ask, kind: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of records of persons, or of organisations."""
    links = {(one["source"], one["key"]): one["client_id"] for one in ask("SELECT source, key, client_id FROM links")}
    truth = {
        (one["source"], one["key"]): one["client"] for one in rows_of(home, "identities.csv") if one["kind"] == kind
    }
    both = _pairs((client, links.get(record, record)) for record, client in truth.items())
    precision = both / max(1, _pairs(links.get(record, record) for record in truth))
    recall = both / max(1, _pairs(truth.values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _pairs(labels: Iterable[Any]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())


def read_right(home: Path, ask: Ask, what: str) -> tuple[int, int, int]:
    """Texts of which `what` was planted; of these, those where the reader says something, and where it says the same."""
    truth = {(one["source"], one["key"]): one[what] for one in rows_of(home, "voices.csv") if one[what]}
    read = {
        (one["source"], one["key"]): one["said"] for one in ask(f"SELECT source, key, {what} AS said FROM readings")
    }
    given = [voice for voice in truth if read.get(voice)]
    return len(truth), len(given), sum(read[voice] == truth[voice] for voice in given)
