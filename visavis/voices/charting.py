"""How often clients speak of each thing, period by period, and what rises: counted once per run, kept in the lake."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.quiet_past import Counts
from visavis.engine.measuring.rising import Rise, Unit, rises
from visavis.vocabulary import Mark, Theme
from visavis.voices.decided_topics import Decided

LEDGER = "rising"

MARKS = (Mark.LEAVING, Mark.UNPLANNED_USE, Mark.DISTRUST, Mark.COMPARISON, Mark.WORRY, Mark.URGENT)
"""Marks that are followed over time."""

THEMES = tuple(theme for theme in Theme if theme is not Theme.OTHER)

WEEKLY = 20
"""Texts a week, in the middle of the last year's weeks, from which on weeks are counted; else months."""

_VERSION = 4

_TRENDS = pa.schema(
    [
        ("kind", pa.string()),
        ("name", pa.string()),
        ("unit", pa.string()),
        ("period", pa.date32()),
        ("complete", pa.bool_()),
        ("count", pa.int64()),
        ("n", pa.int64()),
    ]
)
_RISING = pa.schema(
    [
        ("kind", pa.string()),
        ("name", pa.string()),
        ("unit", pa.string()),
        ("rises", pa.bool_()),
        ("since", pa.date32()),
        ("periods", pa.int64()),
        ("count", pa.int64()),
        ("n", pa.int64()),
        ("share", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("expected", pa.float64()),
        ("p", pa.float64()),
        ("level", pa.float64()),
        ("seasonal", pa.bool_()),
    ]
)

_DATED = """CREATE OR REPLACE TEMP TABLE dated_texts AS
    SELECT r.source, r."table", r.key, f.day, f.stratum, r.theme, r.themes, r.marks, t.topic FROM readings AS r
    JOIN (
        SELECT source, 'exchanges' AS "table", key, coalesce(occurred_on, CAST(occurred_at AS DATE)) AS day,
        concat('exchanges/', channel) AS stratum FROM exchanges WHERE direction = 'in'
        UNION ALL SELECT source, 'ratings', key, coalesce(occurred_on, CAST(occurred_at AS DATE)), concat('ratings/', instrument)
        FROM ratings
    ) AS f ON r.source = f.source AND r."table" = f."table" AND r.key = f.key
    LEFT JOIN topics AS t ON r.source = t.source AND r."table" = t."table" AND r.key = t.key
    WHERE f.day IS NOT NULL"""
_SPAN = """SELECT (SELECT min(day) FROM dated_texts) AS first, max(day) AS last FROM (
    SELECT coalesce(occurred_on, CAST(occurred_at AS DATE)) AS day FROM exchanges
    UNION ALL SELECT coalesce(occurred_on, CAST(occurred_at AS DATE)) FROM ratings) AS f"""


@dataclass(frozen=True, slots=True)
class Periods:
    """Weeks (from Monday) or months in order, without holes; those before `begin` and from `end` on are incomplete."""

    unit: Unit
    starts: tuple[date, ...]
    begin: int
    end: int

    def complete(self, place: int) -> bool:
        """Whether facts tell of all of it."""
        return self.begin <= place < self.end


def periods_of(unit: Unit, first: date, last: date) -> Periods:
    """The periods from the first text to the last fact; the clock on the wall tells nothing here."""
    starts = [_start(unit, first)]
    while (following := _next(unit, starts[-1])) <= last:
        starts.append(following)
    begin = 0 if starts[0] == first else 1
    end = len(starts) if _next(unit, starts[-1]) - timedelta(days=1) <= last else len(starts) - 1
    return Periods(unit, tuple(starts), begin, max(begin, end))


def _start(unit: Unit, day: date) -> date:
    return day - timedelta(days=day.weekday()) if unit is Unit.WEEK else day.replace(day=1)


def _next(unit: Unit, start: date) -> date:
    return start + timedelta(days=7) if unit is Unit.WEEK else (start + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Series:
    """One thing that is spoken of: counts by period and stratum."""

    kind: str
    name: str
    counts: Counts


def chart(runner: DuckDB, lake: Lake, manifest: Manifest, run: str, *, decided: Decided) -> Manifest:
    """The manifest with `trends` and `rising`; as it is where nothing changed of what they are counted from."""
    told = _print(manifest, decided)
    if manifest.ledger.get(LEDGER) == told:
        return manifest
    lake.show(runner, manifest, ("exchanges", "ratings", "readings", "topics", "topic_kinds"))
    runner.connection.execute(_DATED)
    trends: list[dict[str, Any]] = []
    rising: list[dict[str, Any]] = []
    (span,) = runner.rows(_SPAN)
    if span["first"] is not None:
        periods = periods_of(_unit(runner, span["last"]), span["first"], span["last"])
        totals, series = _count(runner, periods)
        trends, rising = _trends(periods, totals, series), _risen(periods, totals, _as_decided(series, decided))
    for table, rows, schema in (("trends", trends, _TRENDS), ("rising", rising, _RISING)):
        entries = []
        if rows:
            target = lake.new_file(table, run)
            pq.write_table(pa.Table.from_pylist(rows, schema), target)
            entries = [lake.entry(table, target, len(rows))]
        manifest = manifest.replaced(table, entries)
    return replace(manifest, ledger=manifest.ledger | {LEDGER: told})


def _print(manifest: Manifest, decided: Decided) -> str:
    tables = ("readings", "topics", "topic_kinds", "exchanges", "ratings")
    paths = sorted(entry.path for table in tables for entry in manifest.of(table))
    told = json.dumps([_VERSION, paths, sorted(decided.into.items())])
    return hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()


def _unit(runner: DuckDB, last: date) -> Unit:
    """Weeks where the last year's weeks have enough texts in the middle, else months."""
    monday = _start(Unit.WEEK, last)
    rows = runner.rows(
        f"""SELECT count(*) AS n FROM dated_texts WHERE day >= DATE '{monday - timedelta(weeks=52)}'
        AND day < DATE '{monday}' GROUP BY date_trunc('week', day)"""
    )
    found = sorted([row["n"] for row in rows] + [0] * (52 - len(rows)))
    return Unit.WEEK if found[26] >= WEEKLY else Unit.MONTH


def _count(runner: DuckDB, periods: Periods) -> tuple[Counts, list[Series]]:
    """Totals, and counts of each thing, (periods, strata); a text that speaks of several themes counts for each."""
    period = f"CAST(date_trunc('{periods.unit}', day) AS DATE)"
    themes = "UNION ALL SELECT 'theme', unnest(list_distinct(list_append(coalesce(themes, []), theme))), day, stratum FROM dated_texts"
    rows = runner.rows(
        f"""SELECT kind, name, stratum, {period} AS period, count(*) AS n FROM (
            SELECT 'all' AS kind, '' AS name, day, stratum FROM dated_texts
            {themes}
            UNION ALL SELECT 'mark', unnest(marks), day, stratum FROM dated_texts
            UNION ALL SELECT 'topic', CAST(topic AS VARCHAR), day, stratum FROM dated_texts WHERE topic IS NOT NULL
        ) AS said WHERE name IS NOT NULL GROUP BY ALL ORDER BY ALL"""
    )
    strata = {name: place for place, name in enumerate(sorted({row["stratum"] for row in rows}))}
    places = {start: place for place, start in enumerate(periods.starts)}
    shape = (len(periods.starts), max(1, len(strata)))
    kinds = runner.rows("SELECT topic, parent FROM topic_kinds WHERE topic > 0 ORDER BY topic")
    parents = {row["parent"] for row in kinds}
    followed = [("theme", str(theme)) for theme in THEMES] + [("mark", str(mark)) for mark in MARKS]
    followed += [("topic", str(row["topic"])) for row in kinds if row["topic"] not in parents]
    counted = {("all", ""): np.zeros(shape)} | {each: np.zeros(shape) for each in followed}
    for row in rows:
        if (row["kind"], row["name"]) in counted:
            counted[row["kind"], row["name"]][places[row["period"]], strata[row["stratum"]]] += row["n"]
    totals = counted.pop(("all", ""))
    return totals, [Series(kind, name, counts) for (kind, name), counts in counted.items()]


def _as_decided(series: Sequence[Series], decided: Decided) -> list[Series]:
    """The series, topics that people merged counted as one."""
    merged: dict[tuple[str, str], Counts] = {}
    for each in series:
        name = str(decided.of(int(each.name))) if each.kind == "topic" else each.name
        merged[each.kind, name] = merged.get((each.kind, name), 0) + each.counts
    return [Series(kind, name, counts) for (kind, name), counts in merged.items()]


def _trends(periods: Periods, totals: Counts, series: Sequence[Series]) -> list[dict[str, Any]]:
    n = totals.sum(axis=1)
    return [
        {
            "kind": each.kind, "name": each.name, "unit": str(periods.unit), "period": start,
            "complete": periods.complete(place), "count": int(count), "n": int(n[place]),
        }
        for each in [Series("all", "", totals), *series]
        for place, (start, count) in enumerate(zip(periods.starts, each.counts.sum(axis=1), strict=True))
    ]  # fmt: skip


def _risen(periods: Periods, totals: Counts, series: Sequence[Series]) -> list[dict[str, Any]]:
    """The state of every series at the end of the last complete period; all of them are one family."""
    whole = slice(periods.begin, periods.end)
    if periods.end <= periods.begin:
        return []
    found = rises(np.stack([each.counts[whole] for each in series]), totals[whole], periods.unit)
    return [_row(each, periods, risen) for each, risen in zip(series, found, strict=True)]


def _row(each: Series, periods: Periods, found: Rise) -> dict[str, Any]:
    low, high = found.interval or (None, None)
    return {
        "kind": each.kind, "name": each.name, "unit": str(periods.unit), "rises": found.rises,
        "since": None if found.since is None else periods.starts[periods.begin + found.since],
        "periods": found.periods, "count": found.count, "n": found.n, "share": found.now, "low": low, "high": high,
        "expected": found.before, "p": found.p, "level": found.level, "seasonal": found.seasonal,
    }  # fmt: skip
