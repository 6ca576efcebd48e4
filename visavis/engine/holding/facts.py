"""The facts that a promise is held against, with the moments of the test: start, due, done.

Views of promise number n: `facts_n` (one row per case: who, where the clock starts, what was due, what was done, and whether
it fell short), `anchors_n` and `doings_n` (first event about a case that starts the clock, or that ends it).
"""

from visavis.engine.holding.fields import Columns, Moment, column, condition, moment
from visavis.engine.holding.promise import After, EventMoment, Promise, Test, Where
from visavis.engine.portable import day_in_zone
from visavis.engine.steps import SQL_TYPES, Step, quoted, step
from visavis.engine.tables import Type

KIND = ("type", "source", "instrument")
"""Fields that say which facts a promise is about at all; other conditions choose among them, and may hide failures."""
NO_MOMENT = Moment("CAST(NULL AS TIMESTAMP)", "CAST(NULL AS DATE)", "CAST(NULL AS VARCHAR)")


def facts_view(number: int, suffix: str = "") -> str:
    """The view of the facts with the moments that stand on them."""
    return f"facts_{number}{suffix}"


def chosen(test: Test, columns: Columns) -> str:
    """Which rows of the test's table are cases, as SQL over `f`."""
    return condition(test.where, test.table, columns)


def facts_step(promise: Promise, number: int, columns: Columns, *, where: str | None = None, suffix: str = "") -> Step:
    """The facts of the promise and the moments on them; `where` (SQL over `f`) replaces the promise's own conditions."""
    test = promise.test
    start, due, done = _own_moments(test, columns)
    parts = [
        "f.source",
        "f.key",
        *(f"{_own(name, test.table, columns)} AS {name}" for name in ("client_ref", "team", "status")),
        f"{_own('occurred_on', test.table, columns)} AS occurred_on",
        f"{_own('occurred_zone', test.table, columns)} AS occurred_zone",
        f"{shortfall(test, columns)} AS short",
        *_named("start", start),
        *_named("due", due),
        *_named("done", done),
    ]
    return step(
        facts_view(number, suffix),
        f"SELECT {', '.join(parts)} FROM {test.table} AS f WHERE {chosen(test, columns) if where is None else where}",
        f"the facts of {promise.name}: what was due and what was done",
    )


def _own_moments(test: Test, columns: Columns) -> tuple[Moment, Moment, Moment]:
    start = due = done = NO_MOMENT
    if isinstance(test.due, After):
        if isinstance(test.due.after, str):
            start = moment(test.due.after, test.table, columns)
    elif test.due is not None:
        due = moment(test.due, test.table, columns)
    if test.due is not None and isinstance(test.done, str):
        done = moment(test.done, test.table, columns)
    return start, due, done


def _named(stem: str, its: Moment) -> list[str]:
    return [f"{its.at} AS {stem}_at", f"{its.on} AS {stem}_on", f"{its.zone} AS {stem}_zone"]


def _own(name: str, table: str, columns: Columns) -> str:
    known = columns[table].get(name)
    if known is not None:
        return f"f.{quoted(name)}"
    return f"CAST(NULL AS {SQL_TYPES[Type.DATE if name.endswith('_on') else Type.TEXT]})"


def shortfall(test: Test, columns: Columns) -> str:
    """Whether the case was kept in part only, as SQL over `f`; null where the test does not say."""
    if test.partial is None:
        return "FALSE"
    field, _ = column(test.partial.field, test.table, columns)
    if isinstance(test.partial.below, str):
        other, _ = column(test.partial.below, test.table, columns)
        return f"coalesce(f.{quoted(field)} < f.{quoted(other)}, FALSE)"
    return f"coalesce(f.{quoted(field)} < CAST({test.partial.below!r} AS DOUBLE), FALSE)"


def event_steps(promise: Promise, number: int, columns: Columns, suffix: str = "") -> tuple[list[Step], str]:
    """Steps that add the first event that starts the clock and the first that ends it; and the view that has them all."""
    view, test, steps = facts_view(number, suffix), promise.test, []
    if isinstance(test.due, After) and isinstance(test.due.after, EventMoment):
        steps += _with_first(view, "start", test.due.after.event, f"{number}{suffix}", columns)
        view = steps[-1].name
    if test.due is not None and isinstance(test.done, EventMoment):
        steps += _with_first(view, "done", test.done.event, f"{number}{suffix}", columns)
        view = steps[-1].name
    return steps, view


def _with_first(view: str, stem: str, where: Where, tail: str, columns: Columns) -> list[Step]:
    """The first event about each case (not before its clock starts) as moment `stem`, joined to `view`."""
    first, joined = f"first_{stem}_{tail}", f"with_{stem}_{tail}"
    timed = "min(CASE WHEN NOT e.occurred_at IS NULL THEN e.occurred_on END)"
    bare = "min(CASE WHEN e.occurred_at IS NULL THEN e.occurred_on END)"
    since = """(f.start_on IS NULL OR CASE WHEN e.occurred_at IS NULL OR f.start_at IS NULL
        THEN e.occurred_on >= f.start_on ELSE e.occurred_at >= f.start_at END)"""
    others = [name for name in ("start", "due", "done") if name != stem]
    kept = ["source", "key", "client_ref", "team", "status", "occurred_on", "occurred_zone", "short"]
    kept += [f"{other}_{part}" for other in others for part in ("at", "on", "zone")]
    return [
        step(
            first,
            f"""SELECT f.source, f.key, CASE WHEN {bare} < {timed} THEN NULL ELSE min(e.occurred_at) END AS first_at,
            CASE WHEN {bare} < {timed} OR {timed} IS NULL THEN {bare}
            ELSE {day_in_zone("min(e.occurred_at)", "coalesce(min(e.occurred_zone), 'UTC')")} END AS first_on,
            min(e.occurred_zone) AS first_zone
            FROM {view} AS f JOIN events AS e ON e.about = f.source || '/' || f.key
            WHERE {condition(where, "events", columns, "e")} AND {since} GROUP BY f.source, f.key""",
            "the first such event about each case",
        ),
        step(
            joined,
            f"""SELECT {", ".join(f"f.{name}" for name in kept)}, e.first_at AS {stem}_at, e.first_on AS {stem}_on,
            e.first_zone AS {stem}_zone
            FROM {view} AS f LEFT JOIN {first} AS e ON e.source = f.source AND e.key = f.key""",
            f"the facts with the event that gives {stem}",
        ),
    ]


def deciding_conditions(test: Test, columns: Columns) -> list[str]:
    """Which events besides the cases themselves decide the test, as SQL over `e`."""
    wheres: list[str] = []
    if isinstance(test.due, After):
        if isinstance(test.due.after, EventMoment):
            wheres.append(condition(test.due.after.event, "events", columns, "e"))
        if test.due.pauses is not None:
            wheres.append(f"NOT e.about IS NULL AND {condition(test.due.pauses, 'events', columns, 'e')}")
    if test.due is not None and isinstance(test.done, EventMoment):
        wheres.append(condition(test.done.event, "events", columns, "e"))
    return wheres
