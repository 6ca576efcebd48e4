"""What has to be known of the facts before a promise is held: up to when they tell, and which calendar they need.

The end of observation is the latest moment that *happened* (occurred, done, updated; never due) in the promise's own
sources, those whose facts decide the test; never the clock on the wall. `observed_until` overrides it: a date means 00:00
of that day where the facts come from. What is done counts as done, whenever it was; the end decides on what is not done.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from visavis.engine.holding.calendars import EPOCH, FIRST_DAY, LAST_DAY, instant, zone_named
from visavis.engine.holding.facts import KIND, deciding_conditions, facts_step, facts_view
from visavis.engine.holding.fields import Columns, condition
from visavis.engine.holding.promise import After, EventMoment, Not, Promise
from visavis.engine.people import known_teams, named_in
from visavis.engine.steps import Runner, literal
from visavis.vocabulary import SMALLEST_GROUP

HAPPENED = {
    "records": ("updated",),
    "exchanges": ("occurred",),
    "events": ("occurred", "done"),
    "ratings": ("occurred",),
    "tallies": (),
}
"""The moments of each table that happened."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What the facts of a promise span."""

    sources: tuple[str, ...] = ()
    end_at: datetime.datetime | None = None
    end_on: datetime.date | None = None
    zones: tuple[str, ...] = ("UTC",)
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    bare_days: bool = False
    reason: str | None = None

    @property
    def calendar_span(self) -> tuple[datetime.date, datetime.date]:
        """The days that calendars must know, within what they can."""
        days = [day for day in (self.first_day, self.last_day, self.end_on) if day is not None]
        if not days:
            return FIRST_DAY, FIRST_DAY
        return max(min(days), FIRST_DAY), min(max(days), LAST_DAY)


def observe(runner: Runner, promise: Promise, number: int, columns: Columns) -> Observation:
    """Look at the promise's facts; `number` is that of its steps. Raises Mistake for fields that the lake has not."""
    test = promise.test
    if test.select is not None:
        return Observation()
    if test.table == "tallies":
        return _observe_tallies(runner, promise, number, columns)
    runner.run([facts_step(promise, number, columns)])
    moments = ("start", "due", "done")
    rows = runner.rows(
        f"""SELECT source, coalesce(start_zone, due_zone, occurred_zone, 'UTC') AS zone, count(*) AS n,
        {", ".join(f"min({m}_on) AS {m}_first, max({m}_on) AS {m}_last" for m in moments)},
        count(done_on) AS done, count(due_on) AS due, count(due_at) AS due_timed
        FROM {facts_view(number)} GROUP BY source, coalesce(start_zone, due_zone, occurred_zone, 'UTC')"""
    )
    sources = {str(row["source"]) for row in rows} | _deciding_sources(runner, promise, columns)
    zones = [row["zone"] for row in sorted(rows, key=lambda row: (-row["n"], row["zone"]))] or ["UTC"]
    end_at, end_on = _end(runner, promise, sorted(sources), zones[0])
    days = [row[f"{m}_{end}"] for row in rows for m in ("start", "due") for end in ("first", "last")]
    starts = _starting_events(runner, promise, columns)
    days += [row[end] for row in starts for end in ("first", "last")]
    zones += sorted({row["zone"] for row in starts} - set(zones))
    known = [day for day in days if day is not None]
    return Observation(
        sources=tuple(sorted(sources)),
        end_at=end_at,
        end_on=end_on,
        zones=tuple(zones),
        first_day=min(known, default=None),
        last_day=max(known, default=None),
        bare_days=any(row["due_timed"] < row["due"] for row in rows),
        reason=_too_few(runner, promise, columns) or _never_done(runner, promise, number, columns, rows),
    )


def _observe_tallies(runner: Runner, promise: Promise, number: int, columns: Columns) -> Observation:
    where = condition(promise.test.where, "tallies", columns)
    rows = runner.rows(f"SELECT source, max(period) AS last FROM tallies AS f WHERE {where} GROUP BY source")
    last = max((row["last"] for row in rows if row["last"]), default=None)
    return Observation(tuple(sorted(str(row["source"]) for row in rows)), end_on=last)


def _starting_events(runner: Runner, promise: Promise, columns: Columns) -> list[dict[str, Any]]:
    """Zones and days of the events that start the clock, where events do."""
    due = promise.test.due
    if not isinstance(due, After) or not isinstance(due.after, EventMoment):
        return []
    where = condition(due.after.event, "events", columns, "e")
    return runner.rows(
        f"""SELECT coalesce(occurred_zone, 'UTC') AS zone, min(occurred_on) AS first, max(occurred_on) AS last
        FROM events AS e WHERE {where} GROUP BY coalesce(occurred_zone, 'UTC')"""
    )


def _deciding_sources(runner: Runner, promise: Promise, columns: Columns) -> set[str]:
    found: set[str] = set()
    for where in deciding_conditions(promise.test, columns):
        found |= {str(row["source"]) for row in runner.rows(f"SELECT DISTINCT source FROM events AS e WHERE {where}")}
    return found


def _end(
    runner: Runner, promise: Promise, sources: Sequence[str], zone: str
) -> tuple[datetime.datetime | None, datetime.date | None]:
    until = promise.observed_until
    if isinstance(until, datetime.datetime):
        aware = until if until.tzinfo else until.replace(tzinfo=zone_named(zone))
        return aware.astimezone(datetime.UTC).replace(tzinfo=None), aware.astimezone(zone_named(zone)).date()
    if until is not None:
        return _midnight(until, zone), until
    named = ", ".join(map(literal, sources)) or "NULL"
    parts = [
        f"SELECT max({stem}_at) AS last_at, max({stem}_on) AS last_on FROM {table} WHERE source IN ({named})"
        for table, stems in HAPPENED.items()
        for stem in stems
    ]
    row = runner.rows(
        f"SELECT max(last_at) AS last_at, max(last_on) AS last_on FROM ({' UNION ALL '.join(parts)}) AS t"
    )
    last_at, last_on = row[0]["last_at"], row[0]["last_on"]
    if last_on is None:
        return None, None
    start = _midnight(last_on, zone)
    return (start if last_at is None else max(last_at, start)), last_on


def _midnight(day: datetime.date, zone: str) -> datetime.datetime:
    return (EPOCH + datetime.timedelta(microseconds=instant(day, 0, zone))).replace(tzinfo=None)


def _never_done(
    runner: Runner, promise: Promise, number: int, columns: Columns, rows: list[dict[str, object]]
) -> str | None:
    """Where nothing of the kind was ever done, the files do not tell what is done: that is no broken promise."""
    if promise.test.due is None or not rows or any(row["done"] for row in rows):
        return None
    if isinstance(promise.test.done, EventMoment):
        where = condition(promise.test.done.event, "events", columns, "e")
        found = runner.rows(f"SELECT count(*) AS n FROM events AS e WHERE {where}")
        return None if found[0]["n"] else "no_done_event"
    kinds = {field: test for field, test in promise.test.where.items() if field in KIND}
    wider = promise.model_copy(update={"test": promise.test.model_copy(update={"where": kinds})})
    runner.run([facts_step(wider, number, columns, suffix="_any")])
    found = runner.rows(f"SELECT count(done_on) AS n FROM {facts_view(number, '_any')}")
    return None if found[0]["n"] else "no_done_column"


def _too_few(runner: Runner, promise: Promise, columns: Columns) -> str | None:
    """X6: a figure on a team must not be one on fewer than five people, directly or by what `not` leaves out."""
    test = promise.test
    named = named_in(test.where)
    if named and known_teams(runner).singles_out(named):
        return "fewer_than_five"
    if "team" not in test.where or "staff" not in columns[test.table]:
        return None
    inside = condition(test.where, test.table, columns)
    wheres = [inside]
    if isinstance(test.where["team"], Not):
        others = {field: each for field, each in test.where.items() if field != "team"}
        wheres.append(f"{condition(others, test.table, columns)} AND NOT coalesce({inside}, FALSE)")
    for where in wheres:
        row = runner.rows(f"SELECT count(DISTINCT staff) AS people FROM {test.table} AS f WHERE {where}")
        if 0 < row[0]["people"] < SMALLEST_GROUP:
            return "fewer_than_five"
    return None
