"""The process behind a journey, out of event logs: who had a case in hand from when to when, which ways cases take, where they
wait, between whom they are handed, and what comes back.

A *log* is a set of events that are `about` others (the cases): either spans (begun and done) or changes (each holds until the
next). Named steps, portable; only counts reach Python.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.engine.people import without
from visavis.engine.portable import epoch_us, total
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import Type

BETWEEN = " → "
LONGEST_PATH = 40
"""Steps of a case after which its way is told no further: such a case goes in circles."""
FEW = 1.5
"""Rows per case from which on events about others are a log."""
DAY = 86_400
BACK = "again = 1 AND coalesce(step_before, '') <> step"
"""What tells that a case comes back to a step where it was before."""
TENTHS = 360
"""Seconds in a tenth of an hour, the precision of waits."""

KINDS = step(
    "log_kinds",
    """SELECT source, coalesce(type, '') AS type, split_part(about, '/', 1) AS root, count(*) AS n,
    count(DISTINCT about) AS cases, count(team) AS teams, count(status) AS statuses,
    count(coalesce(done_on, CAST(done_at AS DATE))) AS done, count(coalesce(occurred_on, CAST(occurred_at AS DATE))) AS begun
    FROM events WHERE NOT about IS NULL GROUP BY source, coalesce(type, ''), split_part(about, '/', 1)""",
    "kinds of events that are about others",
)


@dataclass(frozen=True, slots=True)
class Log:
    """Events of `source` and `types` about the cases of source `root`; `spans`: begun and done, else changes."""

    root: str
    source: str
    types: tuple[str, ...]
    spans: bool
    n: int


def find_logs(kinds: Iterable[Mapping[str, Any]]) -> list[Log]:
    """The logs among `KINDS`, at most one for each source of cases; those whose steps tell when they end first, then the longest.

    What another source tells about cases is one log, if it has more than one row a case; what the cases' own source tells is
    one for each type. A log names teams or states, and when each began.
    """
    found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for kind in kinds:
        if kind["begun"] and (kind["teams"] or kind["statuses"]):
            own = kind["type"] if kind["source"] == kind["root"] else ""
            found.setdefault((kind["root"], kind["source"], own), []).append(kind)
    best: dict[str, tuple[tuple[bool, bool, int], Log]] = {}
    for (root, source, _), held in sorted(found.items()):
        n, cases = sum(kind["n"] for kind in held), max(kind["cases"] for kind in held)
        if n < FEW * cases:
            continue
        spans = sum(kind["done"] for kind in held) * 2 >= n
        rank = (spans, any(kind["statuses"] for kind in held), n)
        log = Log(root, source, tuple(sorted(kind["type"] for kind in held)), spans, n)
        if root not in best or rank > best[root][0]:
            best[root] = (rank, log)
    return sorted((log for _, log in best.values()), key=lambda log: (not log.spans, -log.n, log.root))


def activity_steps(name: str, log: Log, masked: Collection[str] = ()) -> list[Step]:
    """Steps to `<name>_activities`: a row for each step of each client's case, in order: `case_of`, `bucket` (1 of 256, by
    client: a client's cases are in one), `step`, `team` (null: not named, or too few people), `place` in the case, `again` (the
    same step came before), `began`, `ended` (seconds; null where it lasts still), and `step_before`, `team_before`, `ended_before`.

    And to `<name>_cases`: `case_of`, `bucket`, `began`, `ended` (null: not over), `late` (1, 0, null: no due day).
    Rows that end before they begin are left out, and counted by `<name>_left_out`.
    """
    began, ended = _moment("e", "occurred"), _moment("e", "done")
    until = f"{ended}" if log.spans else "CAST(NULL AS BIGINT)"
    rows = step(
        f"{name}_rows",
        f"""SELECT e.about AS case_of, coalesce(e.status, {without("e.team", masked)}, e.type, '') AS step, {without("e.team", masked)} AS team,
        e.key AS key, coalesce(e.place, 0) AS place, {began} AS began, {until} AS until, e.client_ref AS client_ref
        FROM events AS e WHERE {_of(log)}""",
        "the rows of the log",
    )
    last = "until" if log.spans else "lead(began) OVER (PARTITION BY case_of ORDER BY began NULLS FIRST, place, key)"
    return [
        rows,
        step(
            f"{name}_left_out",
            f"""SELECT CASE WHEN began IS NULL THEN 'no_start' ELSE 'backwards' END AS state, count(*) AS n FROM {name}_rows
            WHERE began IS NULL OR until < began GROUP BY CASE WHEN began IS NULL THEN 'no_start' ELSE 'backwards' END""",
            "rows without a beginning, or that end before they begin",
        ),
        step(
            f"{name}_spans",
            f"""SELECT case_of, step, team, key, place, began, {last} AS until, client_ref FROM {name}_rows
            WHERE NOT began IS NULL AND (until IS NULL OR until >= began)""",
            "from when to when each step lasted",
        ),
        step(
            f"{name}_ordered",
            f"""SELECT case_of, step, team, place, began, until, client_ref,
            row_number() OVER (PARTITION BY case_of ORDER BY began, coalesce(until, began), place, key) AS ordinal FROM {name}_spans""",
            "the steps of each case, one after the other",
        ),
        step(
            f"{name}_usual_places",
            f"SELECT step, avg(CAST(ordinal AS DOUBLE)) AS usual FROM {name}_ordered GROUP BY step",
            "where in a case each step usually comes: it decides between steps of one day",
        ),
        *([] if log.spans else [_endings(name)]),
        _cases(name, log),
        _activities(name, log),
    ]


def _endings(name: str) -> Step:
    return step(
        f"{name}_endings",
        f"""SELECT step, CASE WHEN count(until) * 2 < count(*) THEN 1 ELSE 0 END AS closes FROM {name}_ordered GROUP BY step""",
        "steps after which, more often than not, nothing comes: they end a case where only changes are told",
    )


def _cases(name: str, log: Log) -> Step:
    closed = "0" if log.spans else "max(CASE WHEN o.until IS NULL THEN x.closes ELSE 0 END)"
    join = "" if log.spans else f" JOIN {name}_endings AS x ON o.step = x.step"
    every = f"s.told = s.n AND (r.key IS NULL OR NOT {_moment('r', 'done')} IS NULL)"
    return step(
        f"{name}_cases",
        f"""SELECT case_of, substr(md5(client), 1, 2) AS bucket, began, CASE WHEN over = 1 THEN ended ELSE NULL END AS ended,
        late FROM (SELECT s.case_of, coalesce(r.client_ref, s.client_ref) AS client,
        least(s.began, coalesce({_moment("r", "occurred")}, s.began)) AS began, s.ended,
        CASE WHEN {every if log.spans else "s.closed = 1"} THEN 1 ELSE 0 END AS over, {_late()} AS late
        FROM (SELECT o.case_of, min(o.client_ref) AS client_ref, min(o.began) AS began, {"max(o.until)" if log.spans else "max(o.began)"} AS ended,
        count(o.until) AS told, count(*) AS n, {closed} AS closed FROM {name}_ordered AS o{join} GROUP BY o.case_of) AS s
        LEFT JOIN {name}_roots AS r ON s.case_of = r.about) AS t WHERE NOT client IS NULL""",
        "each client's case: from when to when, and whether it came after its day",
    )


def _activities(name: str, log: Log) -> Step:
    closing = "s.until" if log.spans else "CASE WHEN s.until IS NULL AND x.closes = 1 THEN s.began ELSE s.until END"
    join = "" if log.spans else f" JOIN {name}_endings AS x ON s.step = x.step"
    # Of equal moments and places, `ordinal` tells which key is smaller.
    order = "PARTITION BY case_of ORDER BY began, lasted, told, usual, ordinal"
    return step(
        f"{name}_activities",
        f"""SELECT case_of, bucket, step, team, began, ended, row_number() OVER ({order}) AS place,
        CASE WHEN ordinal > min(ordinal) OVER (PARTITION BY case_of, step) THEN 1 ELSE 0 END AS again,
        lag(step) OVER ({order}) AS step_before, lag(team) OVER ({order}) AS team_before, lag(ended) OVER ({order}) AS ended_before
        FROM (SELECT s.case_of, c.bucket, s.step, s.team, s.began, {closing} AS ended, coalesce(s.until, s.began) AS lasted,
        s.place AS told, u.usual, s.ordinal FROM {name}_ordered AS s JOIN {name}_cases AS c ON s.case_of = c.case_of
        JOIN {name}_usual_places AS u ON s.step = u.step{join}) AS t""",
        "each step of each client's case, in order, with the one before",
    )


def _of(log: Log) -> str:
    """What holds of the log's events `e`."""
    types = ", ".join(map(literal, log.types))
    return f"""e.source = {literal(log.source)} AND coalesce(e.type, '') IN ({types})
        AND split_part(e.about, '/', 1) = {literal(log.root)}"""


def root_step(name: str, log: Log) -> Step:
    """`<name>_roots`: the events that the log is about, one row each."""
    return step(
        f"{name}_roots",
        f"""SELECT source || '/' || key AS about, min(key) AS key, min(client_ref) AS client_ref,
        min(occurred_at) AS occurred_at, min(occurred_on) AS occurred_on, max(done_at) AS done_at, max(done_on) AS done_on,
        max(due_at) AS due_at, max(due_on) AS due_on FROM events WHERE source = {literal(log.root)} AND about IS NULL
        AND source || '/' || key IN (SELECT e.about FROM events AS e WHERE {_of(log)}) GROUP BY source || '/' || key""",
        "the cases themselves",
    )


def _moment(alias: str, stem: str) -> str:
    """Seconds since 1970 of a moment; of a day alone, of its first second."""
    at, on = f"{alias}.{stem}_at", f"{alias}.{stem}_on"
    return f"({epoch_us(f'coalesce({at}, CAST({on} AS TIMESTAMP))')} // 1000000)"


def _late() -> str:
    done, due = (f"coalesce(r.{stem}_on, CAST(r.{stem}_at AS DATE))" for stem in ("done", "due"))
    return f"CASE WHEN {due} IS NULL OR {done} IS NULL THEN NULL WHEN {done} > {due} THEN 1 ELSE 0 END"


def process_steps(name: str) -> list[Step]:
    """Steps over `<name>_activities` and `<name>_cases` to `<name>_waits` (step, state, tenths of an hour, n), `<name>_ways`
    (path with places, n, seconds), `<name>_follows` (from, to, n, seconds between), `<name>_handoffs` (teams), `<name>_returns`."""
    return [
        step(
            f"{name}_waits",
            f"""SELECT step, CASE WHEN ended IS NULL THEN 'waiting' ELSE 'ended' END AS state,
            (coalesce(ended, seen) - began) // {TENTHS} AS tenths, count(*) AS n
            FROM {name}_activities CROSS JOIN (SELECT max(coalesce(ended, began)) AS seen FROM {name}_activities) AS s
            GROUP BY step, CASE WHEN ended IS NULL THEN 'waiting' ELSE 'ended' END, (coalesce(ended, seen) - began) // {TENTHS}""",
            "how many cases stood how long at each step",
        ),
        step(
            f"{name}_totals",
            f"""SELECT CASE WHEN ended IS NULL THEN 'waiting' ELSE 'ended' END AS state,
            (coalesce(ended, seen) - began) // {TENTHS} AS tenths, count(*) AS n
            FROM {name}_cases CROSS JOIN (SELECT max(coalesce(ended, began)) AS seen FROM {name}_activities) AS s
            GROUP BY CASE WHEN ended IS NULL THEN 'waiting' ELSE 'ended' END, (coalesce(ended, seen) - began) // {TENTHS}""",
            "how many cases took how long, or last so long already",
        ),
        step(
            f"{name}_paths",
            f"""SELECT case_of, array_to_string(list_sort(list(lpad(CAST(place AS VARCHAR), 4, '0') || step)), '{BETWEEN}') AS path
            FROM {name}_activities WHERE (step_before IS NULL OR step_before <> step) AND place <= {LONGEST_PATH} GROUP BY case_of""",
            "the way that each case took",
        ),
        step(
            f"{name}_ways",
            f"""SELECT p.path, count(*) AS n, count(c.ended) AS over, sum(CAST(c.ended - c.began AS DOUBLE) / {DAY}) AS days,
            sum(CAST(c.ended - c.began AS DOUBLE) / {DAY} * (CAST(c.ended - c.began AS DOUBLE) / {DAY})) AS squares
            FROM {name}_paths AS p JOIN {name}_cases AS c ON p.case_of = c.case_of GROUP BY p.path""",
            "how many cases took each way, and how long those took that are over",
        ),
        step(
            f"{name}_follows",
            f"""SELECT step_before, step, count(*) AS n, {total("CASE WHEN began > ended_before THEN began - ended_before ELSE 0 END")}
            AS seconds FROM {name}_activities WHERE NOT step_before IS NULL AND step_before <> step GROUP BY step_before, step""",
            "which step follows which, and how long nobody had the case between them",
        ),
        step(
            f"{name}_handoffs",
            f"""SELECT team_before, team, count(*) AS n, count(DISTINCT case_of) AS cases FROM {name}_activities
            WHERE NOT team_before IS NULL AND NOT team IS NULL AND team_before <> team GROUP BY team_before, team""",
            "hand-offs from team to team",
        ),
        step(
            f"{name}_returns",
            f"""SELECT step, count(*) AS n, {total("CASE WHEN again = 0 THEN 1 ELSE 0 END")} AS cases,
            count(DISTINCT CASE WHEN {BACK} THEN case_of END) AS returned FROM {name}_activities GROUP BY step""",
            "cases that came to each step, and those that came back to it",
        ),
        step(
            f"{name}_summary",
            f"""SELECT c.bucket, c.cases, c.over, m.returned, m.handed
            FROM (SELECT bucket, count(*) AS cases, count(ended) AS over FROM {name}_cases GROUP BY bucket) AS c
            JOIN (SELECT bucket, count(DISTINCT CASE WHEN {BACK} THEN case_of END) AS returned,
            {total("CASE WHEN NOT team_before IS NULL AND team_before <> team THEN 1 ELSE 0 END")} AS handed
            FROM {name}_activities GROUP BY bucket) AS m ON c.bucket = m.bucket""",
            "by group of clients: how many cases, how many are over, how many came back to a step, how often all were handed on",
        ),
    ]


def bare(path: str) -> tuple[str, ...]:
    """The steps of a path as `<name>_ways` gives it, without their places."""
    return tuple(each[4:] for each in path.split(BETWEEN))


def settled(name: str) -> dict[str, tuple[tuple[str, Type], ...]]:
    """Steps that many others read, with their columns, for `settling.perform`."""
    text, number = Type.TEXT, Type.INTEGER
    return {
        f"{name}_ordered": (
            ("case_of", text), ("step", text), ("team", text), ("place", number), ("began", number),
            ("until", number), ("client_ref", text), ("ordinal", number),
        ),
        f"{name}_cases": (("case_of", text), ("bucket", text), ("began", number), ("ended", number), ("late", number)),
        f"{name}_activities": (
            ("case_of", text), ("bucket", text), ("step", text), ("team", text), ("began", number), ("ended", number),
            ("place", number), ("again", number), ("step_before", text), ("team_before", text), ("ended_before", number),
        ),
    }  # fmt: skip
