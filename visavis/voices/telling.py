"""What pages tell of all voices together: two documents, written by publishing and read back here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from visavis.clients.reading import ask
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.rising import Unit
from visavis.mistakes import Words
from visavis.vocabulary import FRENCH
from visavis.voices.decided_topics import Decided

VOICES, TRENDS = "voices", "trends"
"""Names of the documents: topics and what rises; counts by period."""


def voices_documents(session: DuckDB, lake: Lake, manifest: Manifest) -> dict[str, Any]:
    """Both documents, out of the lake's results."""
    lake.show(session, manifest, ("topics", "topic_kinds", "trends", "rising"))
    counted = {row["topic"]: row["n"] for row in session.rows("SELECT topic, count(*) AS n FROM topics GROUP BY topic")}
    kinds = session.rows(
        "SELECT topic, name, language, phrases, parent FROM topic_kinds WHERE topic > 0 ORDER BY topic"
    )
    rising = session.rows("SELECT * FROM rising ORDER BY p NULLS LAST, kind, name")
    periods = session.rows("SELECT period, complete, unit, n FROM trends WHERE kind = 'all' ORDER BY period")
    series = session.rows(
        """SELECT kind || '/' || name AS name, list("count" ORDER BY period) AS counts FROM trends WHERE kind <> 'all'
        GROUP BY ALL ORDER BY ALL"""
    )
    return {
        VOICES: {
            "topics": [row | {"n": counted.get(row["topic"], 0)} for row in kinds],
            "placed": sum(counted.values()),
            "apart": counted.get(None, 0),
            "rising": rising,
        },
        TRENDS: {
            "unit": periods[0]["unit"] if periods else None,
            "periods": [row["period"].isoformat() for row in periods],
            "complete": [row["complete"] for row in periods],
            "n": [row["n"] for row in periods],
            "series": {row["name"]: row["counts"] for row in series},
        },
    }


@dataclass(frozen=True, slots=True)
class TopicTold:
    """A topic as people see it: under their name for it, with all that they merged into it (`members`)."""

    number: int
    name: str
    language: str
    phrases: tuple[str, ...]
    n: int
    members: tuple[int, ...]
    parent: int | None
    named: bool
    parted: bool


@dataclass(frozen=True, slots=True)
class Risen:
    """The state of a theme, a mark or a topic: see `visavis.engine.measuring.rising.Rise`."""

    kind: str
    name: str
    unit: Unit
    rises: bool | None
    since: date | None
    periods: int
    count: int
    n: int
    share: float | None
    low: float | None
    high: float | None
    expected: float | None
    seasonal: bool
    level: float

    @property
    def window(self) -> Words:
        """The latest periods that were compared, in words."""
        if self.unit is Unit.WEEK:
            return Words(f"ces {self.periods} dernières semaines", f"in the last {self.periods} weeks")
        if self.periods == 1:
            return Words("le dernier mois entier", "in the last whole month")
        return Words(f"ces {self.periods} derniers mois", f"in the last {self.periods} months")


@dataclass(frozen=True, slots=True)
class Told:
    """What the last run told of all voices."""

    topics: tuple[TopicTold, ...] = ()
    placed: int = 0
    apart: int = 0
    rising: tuple[Risen, ...] = ()
    numbers: frozenset[int] = frozenset()

    def topic(self, number: int) -> TopicTold | None:
        """The topic under which `number` stands; None where there is none."""
        return next((each for each in self.topics if number in each.members), None)

    def risen(self, kind: str, name: str) -> Risen | None:
        """The state of one thing."""
        return next((each for each in self.rising if (each.kind, each.name) == (kind, name)), None)

    def called(self, risen: Risen) -> Words | None:
        """What that thing is called; None for a topic that is no longer told apart."""
        if risen.kind != "topic":
            return Words(FRENCH.get(risen.name, risen.name), risen.name.replace("-", " "))
        topic = self.topic(int(risen.name))
        return Words(topic.name, topic.name) if topic else None

    @property
    def flagged(self) -> tuple[Risen, ...]:
        """What rises, the surest first."""
        return tuple(each for each in self.rising if each.rises)


def told_voices(decided: Decided) -> Told:
    """What the last run told, topics as people decided: at once, whatever the last run knew of that."""
    body = _document(VOICES)
    if not body:
        return Told()
    under: dict[int, list[dict[str, Any]]] = {}
    parents = {row["parent"] for row in body["topics"] if row["parent"] in decided.split}
    for row in body["topics"]:
        number = row["topic"] if row["parent"] is None or row["parent"] in decided.split else row["parent"]
        if row["topic"] not in parents:
            under.setdefault(decided.of(number), []).append(row)
    by_number = {row["topic"]: row for row in body["topics"]}
    topics = [_topic(by_number[number], rows, decided) for number, rows in under.items() if number in by_number]
    topics.sort(key=lambda topic: (-topic.n, topic.number))
    rising = tuple(_risen(row) for row in body["rising"])
    return Told(tuple(topics), body["placed"], body["apart"], rising, frozenset(by_number) - parents)


def _topic(row: Mapping[str, Any], rows: list[dict[str, Any]], decided: Decided) -> TopicTold:
    number = row["topic"]
    return TopicTold(
        number=number,
        name=decided.names.get(number) or row["name"] or f"n° {number}",
        language=row["language"] or "",
        phrases=tuple(row["phrases"] or ()),
        n=sum(each["n"] for each in rows),
        members=tuple(dict.fromkeys([number, *(each["topic"] for each in rows)])),
        parent=row["parent"],
        named=number in decided.names,
        parted=number in decided.split,
    )


def _risen(row: Mapping[str, Any]) -> Risen:
    since = date.fromisoformat(row["since"]) if row["since"] else None
    names = ("kind", "name", "rises", "periods", "count", "n", "share", "low", "high", "expected", "seasonal", "level")
    return Risen(unit=Unit(row["unit"]), since=since, **{name: row[name] for name in names})


@dataclass(frozen=True, slots=True)
class Trend:
    """Counts of one thing by period, of `n` texts; incomplete periods are told."""

    unit: Unit
    periods: tuple[date, ...]
    complete: tuple[bool, ...]
    counts: tuple[int, ...]
    n: tuple[int, ...]

    def lately(self) -> tuple[int, int]:
        """Count and texts of the last year's complete periods."""
        year = 52 if self.unit is Unit.WEEK else 12
        whole = [place for place, complete in enumerate(self.complete) if complete][-year:]
        return sum(self.counts[place] for place in whole), sum(self.n[place] for place in whole)


@dataclass(frozen=True, slots=True)
class Trends:
    """All of them, as the document holds them."""

    body: Mapping[str, Any] = field(default_factory=dict)

    def of(self, kind: str, *names: str | int) -> Trend | None:
        """The trend of one thing, or of several topics together; None where nothing is known."""
        if not self.body.get("periods"):
            return None
        found = [self.body["series"][f"{kind}/{name}"] for name in names if f"{kind}/{name}" in self.body["series"]]
        if not found:
            return None
        return Trend(
            Unit(self.body["unit"]),
            tuple(map(date.fromisoformat, self.body["periods"])),
            tuple(self.body["complete"]),
            tuple(map(sum, zip(*found, strict=True))),
            tuple(self.body["n"]),
        )


def trends() -> Trends:
    """Counts by period of the last run."""
    return Trends(_document(TRENDS))


def _document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (body,) in ask("SELECT CAST(body AS text) FROM visavis_document WHERE name = %s", name):
        found = json.loads(body)
    return found
