"""One promise held against the lake's facts: named steps that end in `cases_n` and `felt_n`, rows of those lake tables."""

from dataclasses import dataclass, replace
from pathlib import Path

from visavis.engine.holding.due import Calendars, due_steps, show_calendars
from visavis.engine.holding.facts import KIND, chosen, event_steps, facts_step
from visavis.engine.holding.felt import felt_steps
from visavis.engine.holding.fields import Columns, condition
from visavis.engine.holding.observation import Observation, observe
from visavis.engine.holding.outcomes import answer_cases, due_cases, tally_cases
from visavis.engine.holding.promise import Promise
from visavis.engine.portable import total
from visavis.engine.steps import Runner, Step, step

CANCELLED = ("%cancel%", "%annul%", "%storn%", "%anulad%", "%void%")
"""Statuses that say that a case was called off: it is shown apart, never counted as a missed promise."""


@dataclass(frozen=True, slots=True)
class Held:
    """A promise made ready: what was observed, and the steps to `cases_n`, from there to `felt_n`, and to `dropped_n`."""

    observed: Observation
    steps: tuple[Step, ...]
    felt: tuple[Step, ...]
    dropped: tuple[Step, ...]


def ready(
    runner: Runner, promise: Promise, number: int, columns: Columns, folder: Path, *, reason: str | None = None
) -> Held:
    """Look at the facts, show the calendars (Parquet files in `folder`), and give the steps; nothing is run but looks.

    The views of the five fact tables must stand. `reason`: why no case is testable, where that is known already. Raises Mistake
    where the promise names what the lake has not.
    """
    observed = observe(runner, promise, number, columns)
    if reason:
        observed = replace(observed, reason=reason)
    shown = show_calendars(runner, promise, number, observed, folder)
    steps = tuple(hold_steps(promise, number, columns, observed, shown)) if promise.test.select is None else ()
    dropped = denominator_steps(promise, number, columns, observed, shown)
    return Held(observed, steps, tuple(felt_steps(promise, number, columns)), tuple(dropped))


def hold_steps(promise: Promise, number: int, columns: Columns, observed: Observation, shown: Calendars) -> list[Step]:
    """Portable steps from the fact views to `cases_<number>`, with exactly the columns of tables.CASES."""
    where = chosen(promise.test, columns)
    return _case_steps(promise, number, columns, observed, shown, where=where, name=f"cases_{number}")


def denominator_steps(
    promise: Promise, number: int, columns: Columns, observed: Observation, shown: Calendars
) -> list[Step]:
    """Portable steps to `dropped_<number>`: what conditions on other fields than KIND drop, held like the rest.

    Columns: status, cancelled (BOOLEAN), outcome, n. Without such conditions there are no steps.
    """
    test = promise.test
    kinds = {field: each for field, each in test.where.items() if field in KIND}
    others = {field: each for field, each in test.where.items() if field not in KIND}
    if not others or test.select is not None:
        return []
    dropped = (
        f"{condition(kinds, test.table, columns)} AND NOT coalesce({condition(others, test.table, columns)}, FALSE)"
    )
    has_status = "status" in columns[test.table]
    more = ", f.status" if has_status else ", CAST(NULL AS VARCHAR) AS status"
    name = f"dropped_cases_{number}"
    steps = _case_steps(
        promise, number, columns, observed, shown, where=dropped, name=name, suffix="_dropped", more=more
    )
    called_off = " OR ".join(f"lower(status) LIKE '{pattern}'" for pattern in CANCELLED)
    cancelled = f"coalesce({called_off}, FALSE)"
    steps.append(
        step(
            f"dropped_{number}",
            f"""SELECT status, {cancelled} AS cancelled, outcome, {total("n")} AS n FROM {name}
            GROUP BY status, {cancelled}, outcome""",
            f"cases that the conditions of {promise.name} leave out, by status",
        )
    )
    return steps


def _case_steps(
    promise: Promise,
    number: int,
    columns: Columns,
    observed: Observation,
    shown: Calendars,
    *,
    where: str,
    name: str,
    suffix: str = "",
    more: str = "",
) -> list[Step]:
    test = promise.test
    if test.tally is not None:
        return [tally_cases(promise, name, columns, where, more=more)]
    if test.due is None:
        return [answer_cases(promise, name, columns, observed, where, more=more)]
    facts = facts_step(promise, number, columns, where=where, suffix=suffix)
    joined, view = event_steps(promise, number, columns, suffix)
    due, view = due_steps(promise, number, columns, observed, shown, view, suffix)
    return [facts, *joined, *due, due_cases(promise, name, view, number, observed, more=more)]
