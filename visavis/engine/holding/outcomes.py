"""How each case ended, as rows of the lake table `cases`.

kept (done by the due moment) · late (done after it) · partial (kept in time, but short) · broken (due moment passed at the end
of observation, not done; failure of a flag, score or tally) · open (not yet due) · untestable (with its reason).
"""

import datetime

from visavis.engine.holding.calendars import FIRST_DAY, LAST_DAY
from visavis.engine.holding.fields import Columns, column, constant
from visavis.engine.holding.observation import Observation
from visavis.engine.holding.promise import After, Promise
from visavis.engine.portable import moment_of_us
from visavis.engine.steps import Step, literal, quoted, step

NO_DAY, NO_TIME = "CAST(NULL AS DATE)", "CAST(NULL AS TIMESTAMP)"


def due_cases(promise: Promise, name: str, view: str, number: int, observed: Observation, *, more: str = "") -> Step:
    """Cases out of `view` (facts with their due and done moments); `more` adds columns behind those of the table."""
    test = promise.test
    due_at, join = "f.due_at", ""
    if not test.by_day and observed.bare_days:
        join = (
            f"LEFT JOIN midnights_{number} AS m ON m.zone = coalesce(f.due_zone, '{observed.zones[0]}') "
            "AND f.due_at IS NULL AND m.day = f.due_on + CAST(1 AS INTEGER)"
        )
        due_at = f"coalesce(f.due_at, {moment_of_us('m.start_us')})"
    reason = _reason(promise, observed)
    in_time = "f.done_on <= f.due_on" if test.by_day else _by_moment(due_at)
    if observed.end_on is None:
        passed = "FALSE"
    elif test.by_day or observed.end_at is None:
        passed = f"f.due_on < {_day(observed.end_on)}"
    else:
        passed = f"{due_at} < CAST('{observed.end_at}' AS TIMESTAMP)"
        if observed.bare_days:  # a day outside the calendar has no midnight there
            passed = f"coalesce({passed}, f.due_on < {_day(observed.end_on)})"
    kept = "CASE WHEN f.short THEN 'partial' ELSE 'kept' END" if test.partial else "'kept'"
    outcome = f"""CASE WHEN NOT {reason} IS NULL THEN 'untestable'
        WHEN NOT f.done_on IS NULL THEN CASE WHEN {in_time} THEN {kept} ELSE 'late' END
        WHEN {passed} THEN 'broken' ELSE 'open' END"""
    return step(
        name,
        f"""SELECT {literal(promise.name)} AS promise, f.source, f.key, f.client_ref, f.team,
        coalesce(f.due_on, f.occurred_on) AS on_day, {due_at} AS due_at, f.due_on, f.done_at, f.done_on,
        {outcome} AS outcome, {reason} AS reason, CAST(1 AS BIGINT) AS n{more} FROM {view} AS f {join}""",
        f"how each case of {promise.name} ended",
    )


def _by_moment(due_at: str) -> str:
    return f"CASE WHEN f.done_at IS NULL OR {due_at} IS NULL THEN f.done_on <= f.due_on ELSE f.done_at <= {due_at} END"


def _reason(promise: Promise, observed: Observation) -> str:
    """Why a case can't be tested, as SQL; null where it can."""
    due = promise.test.due
    if observed.reason is not None:
        return literal(observed.reason)
    if not isinstance(due, After):
        return "CASE WHEN f.due_on IS NULL THEN 'no_due' ELSE NULL END"
    timed = "WHEN f.start_at IS NULL THEN 'start_without_time'" if due.within.timed else ""
    return f"""CASE WHEN f.start_on IS NULL THEN 'no_start' {timed}
        WHEN f.start_on < {_day(FIRST_DAY)} OR f.start_on > {_day(LAST_DAY)} OR f.due_on IS NULL THEN 'outside_calendar'
        ELSE NULL END"""


def _day(day: datetime.date) -> str:
    return f"CAST('{day.isoformat()}' AS DATE)"


def answer_cases(
    promise: Promise, name: str, columns: Columns, observed: Observation, where: str, *, more: str = ""
) -> Step:
    """Cases of a flag (`holds`) or a score (`at_least`): one per fact that `where` (SQL over `f`) takes."""
    test = promise.test
    if test.holds is not None:
        field, type_ = column(test.holds.field, test.table, columns)
        value, failure, missing = f"f.{quoted(field)}", test.holds.as_, "no_flag"
        good = f"{value} = {constant(test.holds.equals, test.holds.field, type_)}"
    else:
        assert test.at_least is not None
        value, failure, missing = "f.score", test.at_least.as_, "no_score"
        good = f"{value} >= CAST({test.at_least.score!r} AS DOUBLE)"
    if observed.reason is not None:
        reason = literal(observed.reason)
    else:
        reason = f"CASE WHEN {value} IS NULL THEN '{missing}' ELSE NULL END"
    kept = f"CASE WHEN {_short(promise, columns)} THEN 'partial' ELSE 'kept' END" if test.partial else "'kept'"
    return step(
        name,
        f"""SELECT {literal(promise.name)} AS promise, f.source, f.key, f.client_ref, {_has("team", promise, columns)} AS team,
        {_on_day(promise, columns)} AS on_day, {_has("due_at", promise, columns)} AS due_at,
        {_has("due_on", promise, columns)} AS due_on, {_has("done_at", promise, columns)} AS done_at,
        {_has("done_on", promise, columns)} AS done_on,
        CASE WHEN NOT {reason} IS NULL THEN 'untestable' WHEN {good} THEN {kept} ELSE '{failure}' END AS outcome,
        {reason} AS reason, CAST(1 AS BIGINT) AS n{more} FROM {test.table} AS f WHERE {where}""",
        f"how each case of {promise.name} ended",
    )


def _short(promise: Promise, columns: Columns) -> str:
    from visavis.engine.holding.facts import shortfall

    return shortfall(promise.test, columns)


def _on_day(promise: Promise, columns: Columns) -> str:
    return "coalesce(f.due_on, f.occurred_on)" if "due_on" in columns[promise.test.table] else "f.occurred_on"


def _has(name: str, promise: Promise, columns: Columns) -> str:
    if name in columns[promise.test.table]:
        return f"f.{name}"
    return {"team": "CAST(NULL AS VARCHAR)"}.get(name, NO_TIME if name.endswith("_at") else NO_DAY)


def tally_cases(promise: Promise, name: str, columns: Columns, where: str, *, more: str = "") -> Step:
    """Two rows per tally, with their counts: kept (population − missed) and missed; one where a count is not known.

    Impossible tallies (more missed than there were) stay in, with the negative count that they give.
    """
    tally = promise.test.tally
    assert tally is not None
    population, missed = (
        f"CAST(f.{quoted(column(field, 'tallies', columns)[0])} AS BIGINT)"
        for field in (tally.population, tally.missed)
    )
    unknown = f"({population} IS NULL OR {missed} IS NULL)"
    days = f"f.period AS on_day, {NO_TIME} AS due_at, {NO_DAY} AS due_on, {NO_TIME} AS done_at, {NO_DAY} AS done_on"
    who = f"{literal(promise.name)} AS promise, f.source, f.key, CAST(NULL AS VARCHAR) AS client_ref, CAST(NULL AS VARCHAR) AS team"
    kept = f"""SELECT {who}, {days}, CASE WHEN {unknown} THEN 'untestable' ELSE 'kept' END AS outcome,
        CASE WHEN {unknown} THEN 'no_count' ELSE NULL END AS reason,
        CASE WHEN {unknown} THEN coalesce({population}, 1) ELSE {population} - {missed} END AS n{more}
        FROM tallies AS f WHERE {where}"""
    lost = f"""SELECT {who}, {days}, '{tally.as_}' AS outcome, CAST(NULL AS VARCHAR) AS reason, {missed} AS n{more}
        FROM tallies AS f WHERE {where} AND NOT {unknown}"""
    return step(name, f"{kept} UNION ALL {lost}", f"how the counted cases of {promise.name} ended")
