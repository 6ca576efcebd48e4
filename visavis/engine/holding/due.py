"""The due moment of each case: a column, or so much clock time after the start, pauses left out.

Four clocks run from the start: elapsed time (µs), business time (µs while open), days, working days. Each is a number read
from a moment (`reading`), and a way back from the number to the moment at which it is first reached. With pauses, the
number at the due moment is start + length + the clock time of every pause that begins before the length has run.
Views of promise n: `clocks_n`, `history_n`, `pauses_n`, `stretches_n`, `counted_n`, `paused_n`, `dues_n`; and the calendars
`days_n`, `opening_n`, `slots_n`, `midnights_n`.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from visavis.engine.holding import calendars
from visavis.engine.holding.calendars import WorkingTime
from visavis.engine.holding.durations import WORKING_WEEK
from visavis.engine.holding.fields import Columns, condition
from visavis.engine.holding.observation import Observation
from visavis.engine.holding.promise import After, Promise
from visavis.engine.portable import MICROS, day_in_zone, days_between, epoch_us, moment_of_us, plus_days
from visavis.engine.steps import Piece, Runner, Step, step
from visavis.engine.tables import Type

Clock = Literal["elapsed", "business", "days", "working days"]
EPOCH_DAY = "CAST('1970-01-01' AS DATE)"


@dataclass(frozen=True, slots=True)
class Calendars:
    """What steps must know of the calendars that were shown: slot length and ranges of a day in `opening_n`."""

    slot_us: int = 0
    ranges: int = 0


def clock_of(due: After) -> Clock:
    """Which clock measures the duration."""
    if due.within.timed:
        return "business" if due.within.business else "elapsed"
    return "working days" if due.within.business else "days"


def show_calendars(runner: Runner, promise: Promise, number: int, observed: Observation, folder: Path) -> Calendars:
    """Write the calendars that the promise's steps join into `folder`, as Parquet, and show them as views."""
    test, (first, last) = promise.test, observed.calendar_span
    first, last = first - datetime.timedelta(days=2), last + datetime.timedelta(days=2)
    if not test.by_day and observed.bare_days:
        rows = calendars.midnights(first, last + datetime.timedelta(days=1), observed.zones)
        _show(
            runner,
            f"midnights_{number}",
            (("zone", Type.TEXT), ("day", Type.DATE), ("start_us", Type.INTEGER)),
            rows,
            folder,
        )
    if not isinstance(test.due, After) or not test.due.within.business:
        return Calendars()
    working = WorkingTime(test.due.calendar, test.due.hours or WORKING_WEEK)
    paused = test.due.pauses is not None
    if not test.due.within.timed:
        beyond = test.due.within.number + ((last - first).days if paused else 0)
        rows = calendars.working_days(first, last, beyond, working)
        _show(
            runner,
            f"days_{number}",
            (("day", Type.DATE), ("ordinal", Type.INTEGER), ("works", Type.BOOLEAN)),
            rows,
            folder,
        )
        return Calendars()
    beyond_us = test.due.within.seconds * MICROS["second"] + ((last - first).days * MICROS["day"] if paused else 0)
    table = calendars.opening_table(first, last, beyond_us, observed.zones, working)
    edges = [(f"{edge}_{i}", Type.INTEGER) for i in range(1, table.ranges + 1) for edge in ("opens", "closes")]
    opening = (("zone", Type.TEXT), ("day", Type.DATE), ("before_us", Type.INTEGER), *edges)
    _show(runner, f"opening_{number}", opening, table.opening, folder)
    slots = (("zone", Type.TEXT), ("slot", Type.INTEGER), ("start_us", Type.INTEGER))
    _show(runner, f"slots_{number}", slots, table.slots, folder)
    return Calendars(table.slot_us, table.ranges)


def _show(runner: Runner, view: str, columns: tuple[tuple[str, Type], ...], rows: calendars.Rows, folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {Type.TEXT: pa.string(), Type.DATE: pa.date32(), Type.INTEGER: pa.int64(), Type.BOOLEAN: pa.bool_()}
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    table = pa.table(
        {name: pa.array(column, types[type_]) for (name, type_), column in zip(columns, values, strict=True)}
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{view}.parquet"
    pq.write_table(table, path)
    runner.show(view, [Piece((path,), columns)], columns)


def due_steps(
    promise: Promise,
    number: int,
    columns: Columns,
    observed: Observation,
    shown: Calendars,
    view: str,
    suffix: str = "",
) -> tuple[list[Step], str]:
    """Steps from `view` to one with due_at, due_on and due_zone, and the name of that view."""
    due = promise.test.due
    if not isinstance(due, After):
        return [], view
    clock, tail = clock_of(due), f"{number}{suffix}"
    reading, join = _reading(
        clock, number, shown, at="f.start_at", on="f.start_on", zone="coalesce(f.start_zone, 'UTC')"
    )
    if clock == "working days" and due.within.number == 0:
        reading = f"{reading} + CASE WHEN c.works THEN 0 ELSE 1 END"
    start = step(
        f"clocks_{tail}",
        f"SELECT f.*, {reading} AS started FROM {view} AS f {join}",
        f"what the clock ({clock}) shows when it starts",
    )
    steps, paused, paused_join = [start], "0", ""
    if due.pauses is not None:
        steps += _pause_steps(due, clock, number, tail, columns, observed, shown)
        paused, paused_join = (
            "coalesce(p.paused, 0)",
            f"LEFT JOIN paused_{tail} AS p ON p.source = f.source AND p.key = f.key",
        )
    steps.append(_finish(due, clock, number, tail, shown, paused, paused_join))
    return steps, f"dues_{tail}"


def _length(due: After) -> int:
    return due.within.seconds * MICROS["second"] if due.within.timed else due.within.number


def _reading(
    clock: Clock, number: int, shown: Calendars, *, at: str, on: str, zone: str, c: str = "c"
) -> tuple[str, str]:
    """What the clock shows at a moment, as BIGINT, and the join that it needs, under the alias `c`."""
    if clock == "elapsed":
        return epoch_us(at), ""
    if clock == "days":
        return days_between(EPOCH_DAY, on), ""
    if clock == "working days":
        return f"{c}.ordinal", f"LEFT JOIN days_{number} AS {c} ON {c}.day = {on}"
    run = [f"greatest(0, least({epoch_us(at)}, {c}.closes_{i}) - {c}.opens_{i})" for i in range(1, shown.ranges + 1)]
    reading = f"CASE WHEN NOT {at} IS NULL THEN {c}.before_us + {' + '.join(run)} END"
    return reading, f"LEFT JOIN opening_{number} AS {c} ON {c}.zone = {zone} AND {c}.day = {on}"


def _finish(due: After, clock: Clock, number: int, tail: str, shown: Calendars, paused: str, paused_join: str) -> Step:
    kept = ["source", "key", "client_ref", "team", "status", "occurred_on", "short", "start_on", "done_at", "done_on"]
    target = f"f.started + {_length(due)} + {paused}"
    zone, join = "coalesce(f.start_zone, 'UTC')", ""
    if clock == "elapsed":
        at = moment_of_us(target)
        on = day_in_zone(at, zone)
    elif clock == "days":
        at, on = "CAST(NULL AS TIMESTAMP)", plus_days(EPOCH_DAY, target)
    elif clock == "working days":
        at, on = "CAST(NULL AS TIMESTAMP)", "t.day"
        join = f"LEFT JOIN days_{number} AS t ON t.works AND t.ordinal = {target}"
    else:
        slot = f"({target} - 1) // {shown.slot_us}"
        at = moment_of_us(f"t.start_us + ({target}) - t.slot * {shown.slot_us}")
        on = day_in_zone(at, zone)
        join = f"LEFT JOIN slots_{number} AS t ON t.zone = {zone} AND t.slot = {slot}"
    return step(
        f"dues_{tail}",
        f"""SELECT {", ".join(f"f.{name}" for name in kept)}, f.start_at, {zone} AS due_zone, {at} AS due_at, {on} AS due_on
        FROM clocks_{tail} AS f {paused_join} {join}""",
        f"the facts with the moment that is {due.within} after the start",
    )


def _pause_steps(
    due: After, clock: Clock, number: int, tail: str, columns: Columns, observed: Observation, shown: Calendars
) -> list[Step]:
    """Clock time that each case spent in a pausing status before its due moment."""
    end = f"CAST('{observed.end_at}' AS TIMESTAMP)" if observed.end_at else "CAST(NULL AS TIMESTAMP)"
    zone, order = "p.zone", "e.occurred_at, e.source, e.place NULLS FIRST, e.key"
    (began, began_join), (ended, ended_join) = (
        _reading(clock, number, shown, at=f"p.{at}", on=day_in_zone(f"p.{at}", zone), zone=zone, c=alias)
        for at, alias in (("from_at", "c"), ("until_at", "d"))
    )
    reached = "<" if due.within.timed else "<="
    return [
        step(
            f"history_{tail}",
            f"""SELECT f.source, f.key, coalesce(f.start_zone, 'UTC') AS zone, f.started, f.start_at, e.status,
            e.occurred_at AS from_at, coalesce(lead(e.occurred_at) OVER (PARTITION BY f.source, f.key ORDER BY {order}),
            f.done_at, {end}) AS until_at, coalesce(f.done_at, {end}) AS last_at
            FROM clocks_{tail} AS f JOIN events AS e ON e.about = f.source || '/' || f.key
            WHERE NOT e.status IS NULL AND NOT e.occurred_at IS NULL AND NOT f.started IS NULL""",
            "the status history of each case: from when until when",
        ),
        step(
            f"pauses_{tail}",
            f"""SELECT e.source, e.key, e.zone, e.started, greatest(e.from_at, coalesce(e.start_at, e.from_at)) AS from_at,
            least(e.until_at, coalesce(e.last_at, e.until_at)) AS until_at
            FROM history_{tail} AS e WHERE {condition(due.pauses or {}, "events", columns, "e")}""",
            "when the clock stood still",
        ),
        step(
            f"stretches_{tail}",
            f"""SELECT p.source, p.key, p.started, {began} AS began, {ended} AS ended
            FROM pauses_{tail} AS p {began_join} {ended_join} WHERE p.until_at > p.from_at""",
            "the same on the promise's clock",
        ),
        step(
            f"counted_{tail}",
            f"""SELECT s.source, s.key, s.ended - s.began AS length, s.began - s.started - coalesce(CAST(sum(s.ended - s.began)
            OVER (PARTITION BY s.source, s.key ORDER BY s.began, s.ended ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS BIGINT), 0)
            AS run FROM stretches_{tail} AS s""",
            "each pause with the clock time that had run when it began",
        ),
        step(
            f"paused_{tail}",
            f"""SELECT s.source, s.key, CAST(sum(s.length) AS BIGINT) AS paused FROM counted_{tail} AS s
            WHERE s.run {reached} {_length(due)} GROUP BY s.source, s.key""",
            "clock time of the pauses that count",
        ),
    ]
