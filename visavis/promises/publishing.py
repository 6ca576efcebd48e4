"""Cases of promises, as rows that pages show. Named steps, DuckDB."""

from collections.abc import Collection, Iterable

from visavis.clients.publishing import same_id
from visavis.engine.holding.promise import Promise
from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import Audience

TOLD_SLICES, SEGMENTS = "told_slices", "segments"
"""Views that stand before cases are computed: of which teams and segments, from when to when, cases may be listed; what kind
of client each is."""


def case_steps(promises: Collection[Promise]) -> list[Step]:
    """`new_cases` (the columns of Case) out of `cases` and `new_timeline`.

    A case stands for the fact of its source and key, in the table and of the types that the promise is held over. Where
    several are left, it is the first in order of their id; several cases of one key are told apart by their order.
    """
    return [
        step("held_over", _held_over(promises), "which facts each promise is held over; a null type is any"),
        step("internal_promises", _internal(promises), "promises between teams"),
        step(
            "case_facts",
            """SELECT h.promise, f.source, f.key, min(f.id) AS item, arg_min(f.client, f.id) AS client FROM held_over AS h
            JOIN new_timeline AS f ON h.fact = f.fact AND (h.type IS NULL OR h.type = f.type) GROUP BY h.promise, f.source, f.key""",
            "the fact that each case stands for",
        ),
        step(
            "numbered_cases",
            """SELECT *, row_number() OVER (PARTITION BY promise, source, key
            ORDER BY on_day, due_at, due_on, done_at, done_on, outcome, reason, client_ref) AS place FROM cases""",
            "cases of one key in order",
        ),
        step(
            "felt_cases",
            """SELECT promise, source, key, max(felt_on) AS felt_on FROM felt
            WHERE NOT score IS NULL OR trim(coalesce(text, '')) <> '' GROUP BY promise, source, key""",
            "the day on which a client last said something of each case",
        ),
        step(
            "new_cases",
            f"""SELECT {same_id("c.promise", "coalesce(c.source, '')", "c.key", "CAST(c.place AS VARCHAR)")} AS id, c.promise,
            coalesce(r.client, f.client) AS client, f.item, c.source, c.key, c.on_day, c.due_at, c.due_on, c.done_at, c.done_on,
            c.outcome, c.reason, c.n, c.promise IN (SELECT promise FROM internal_promises) AS internal,
            t.value AS team, s.value AS segment, w.felt_on FROM numbered_cases AS c
            LEFT JOIN client_refs AS r ON c.client_ref = r.ref
            LEFT JOIN segments AS k ON r.client = k.client
            LEFT JOIN told_slices AS t ON t.promise = c.promise AND t.side = 'team' AND t.value = c.team
            AND c.on_day BETWEEN t.first AND t.last
            LEFT JOIN told_slices AS s ON s.promise = c.promise AND s.side = 'segment' AND s.value = k.segment
            AND c.on_day BETWEEN s.first AND s.last
            LEFT JOIN felt_cases AS w ON c.promise = w.promise AND c.source = w.source AND c.key = w.key
            LEFT JOIN case_facts AS f ON c.promise = f.promise AND c.source = f.source AND c.key = f.key""",
            "each promise held against each fact",
        ),
    ]


def _internal(promises: Iterable[Promise]) -> str:
    listed = ", ".join(f"({literal(each.name)})" for each in promises if each.audience == Audience.INTERNAL)
    return f"SELECT CAST(promise AS VARCHAR) AS promise FROM (VALUES {listed or "('')"}) AS p (promise)"


def _held_over(promises: Iterable[Promise]) -> str:
    rows = []
    for promise in promises:
        told = promise.test.where.get("type")
        types: list[str | None] = [
            each for each in (told if isinstance(told, list) else [told]) if isinstance(each, str)
        ] or [None]
        tables = ("exchanges", "events", "ratings") if promise.test.select else (str(promise.test.table),)
        rows += [f"({literal(promise.name)}, {literal(t)}, {literal(y)})" for t in tables for y in types]
    listed = ", ".join(rows) or "(CAST(NULL AS VARCHAR), NULL, NULL)"
    return (
        "SELECT CAST(promise AS VARCHAR) AS promise, CAST(fact AS VARCHAR) AS fact, CAST(type AS VARCHAR) AS type "
        f"FROM (VALUES {listed}) AS h (promise, fact, type)"
    )
