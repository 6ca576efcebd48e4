"""What an action may aim at, as tallies: named SQL steps to views (on_day, team, client_ref, staff, kept, n). Portable.

A tally row counts `kept` out of `n` on one day. Where a thing takes time, it is counted within a fixed time, and only if it was
seen for as long: those still waiting are then neither lost nor taken for failures. `staff` is who acted, null where nobody is named.
"""

from visavis.engine.measuring.dialogue import SUSPECT
from visavis.engine.measuring.selecting import Facts, Selection, select_rows
from visavis.engine.measuring.surveys import HOW, SAID
from visavis.engine.measuring.talking import IN, OUT, THANKS
from visavis.engine.portable import days_between
from visavis.engine.steps import Step, literal, quoted, step
from visavis.vocabulary import Sentiment

HOUR = 3_600_000_000
DAY_HOURS = 24
NOBODY = "CAST(NULL AS VARCHAR)"


def promise_tally(name: str, promise: str, *, named: bool) -> list[Step]:
    """Due cases of a promise, over `cases`; with `named`, who acted, over `events` and `exchanges`."""
    staff = "w.staff" if named else NOBODY
    join = f" LEFT JOIN {name}_acted AS w ON c.source = w.source AND c.key = w.key" if named else ""
    client = "c.client_ref" if named else NOBODY
    acted = step(
        f"{name}_acted",
        """SELECT source, key, min(staff) AS staff FROM (SELECT source, key, staff FROM events
        UNION ALL SELECT source, key, staff FROM exchanges) AS t WHERE NOT staff IS NULL GROUP BY source, key""",
        "who acted on which fact",
    )
    tally = step(
        name,
        f"""SELECT c.on_day, c.team, {client} AS client_ref, {staff} AS staff,
        CASE WHEN c.outcome = 'kept' THEN c.n ELSE 0 END AS kept, c.n FROM cases AS c{join}
        WHERE c.promise = {literal(promise)} AND c.outcome IN ('kept', 'late', 'partial', 'broken')""",
        "due cases of the promise",
    )
    return [acted, tally] if named else [tally]


def felt_tally(name: str, promise: str, at_least: float, *, named: bool) -> list[Step]:
    """Clients who said something of a case of the promise, and whether it was kept, over `felt` and `cases`."""
    return [
        *promise_tally(f"{name}_held", promise, named=named)[:-1],
        step(
            name,
            f"""SELECT f.felt_on AS on_day, c.team, c.client_ref, {"w.staff" if named else NOBODY} AS staff,
            CASE WHEN f.score >= CAST({at_least!r} AS DOUBLE) THEN 1 ELSE 0 END AS kept, 1 AS n FROM felt AS f
            JOIN (SELECT source, key, min(team) AS team, min(client_ref) AS client_ref FROM cases WHERE promise = {literal(promise)}
            GROUP BY source, key) AS c ON f.source = c.source AND f.key = c.key
            {f"LEFT JOIN {name}_held_acted AS w ON f.source = w.source AND f.key = w.key" if named else ""}
            WHERE f.promise = {literal(promise)} AND NOT f.score IS NULL""",
            "what clients said of cases of the promise",
        ),
    ]


def score_tally(name: str, instrument: str) -> list[Step]:
    """Answers to a question, over `ratings` and the `events` they are about: good 1, bad 0, between (of 0–10) one half.

    Of 0–10, the net promoter score is twice this share, less 1.
    """
    return [
        step(
            f"{name}_about",
            """SELECT source || '/' || key AS about, min(team) AS team, min(staff) AS staff, min(client_ref) AS client_ref
            FROM events GROUP BY source || '/' || key""",
            "the events that answers are about",
        ),
        step(
            f"{name}_said",
            f"""SELECT about, occurred_on AS on_day, client_ref, {HOW} AS how, {SAID} AS said FROM ratings
            WHERE instrument = {literal(instrument)}""",
            "each answer: good, between, bad, or outside its scale",
        ),
        step(
            name,
            f"""SELECT s.on_day, e.team, coalesce(s.client_ref, e.client_ref) AS client_ref, e.staff,
            CASE WHEN s.said = 'good' THEN CAST(1 AS DOUBLE) WHEN s.said = 'between' THEN CAST(0.5 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END
            AS kept, 1 AS n, s.how FROM {name}_said AS s LEFT JOIN {name}_about AS e ON s.about = e.about
            WHERE s.said IN ('good', 'between', 'bad')""",
            "answers as counts",
        ),
    ]


def thanks_step(name: str) -> Step:
    """The step `name` (source, key): messages that thank, pleased, and want no answer, over `readings`."""
    marks = " OR ".join(f"coalesce(list_contains(r.marks, {literal(str(mark))}), FALSE)" for mark in THANKS)
    return step(
        name,
        f"""SELECT r.source, r.key FROM readings AS r WHERE r."table" = 'exchanges' AND ({marks})
        AND r.sentiment = {literal(str(Sentiment.POSITIVE))}""",
        "messages of thanks, which want no answer",
    )


def answered_tally(name: str, turns: str, *, hours: int, complete: list[str], thanks: str | None) -> list[Step]:
    """Conversations that clients opened, and whether a person answered within `hours`, over `turns` (`talking.turn_steps`).

    Sources that hold answered conversations alone are left out, unless they are named in `complete`; so is what opens with thanks
    (`thanks`, a view of source and key). Days without times are counted from a week on.
    """
    opens = f"t.former IS NULL AND t.direction = {IN}"
    kept = f"CASE WHEN epoch_us(q.answered_at) - epoch_us(q.asked_at) <= {hours * HOUR} THEN 1 ELSE 0 END"
    whole = f" AND NOT source IN ({', '.join(map(literal, complete))})" if complete else ""
    glad = f" LEFT JOIN {thanks} AS g ON t.source = g.source AND t.key = g.key" if thanks else ""
    first = ", ".join(
        f"max(CASE WHEN {opens} THEN t.{column} END) AS {alias}"
        for column, alias in (("team", "team"), ("client", "client_ref"), ("moment", "asked_at"), ("day", "on_day"))
    )
    timed = "" if hours > DAY_HOURS else " AND q.timed = 1"
    return [
        step(
            f"{name}_asked",
            f"""SELECT t.source, t.thread, {first}, min(CASE WHEN t.direction = {OUT} THEN t.moment END) AS answered_at,
            min(t.timed) AS timed, min(CASE WHEN t.direction = {OUT} THEN x.staff END) AS staff,
            {f"max(CASE WHEN {opens} AND NOT g.key IS NULL THEN 1 ELSE 0 END)" if thanks else "0"} AS thanks
            FROM {turns} AS t LEFT JOIN exchanges AS x ON t.source = x.source AND t.key = x.key{glad}
            WHERE t.automatic = 0 GROUP BY t.source, t.thread HAVING max(CASE WHEN {opens} THEN 1 ELSE 0 END) = 1""",
            "conversations that clients opened, and when a person first answered",
        ),
        step(
            f"{name}_answered_only",
            f"""SELECT source FROM {name}_asked WHERE 1 = 1{whole} GROUP BY source
            HAVING count(*) >= {SUSPECT} AND count(*) = count(answered_at)""",
            "sources that seem to hold answered conversations alone",
        ),
        step(f"{name}_seen", f"SELECT source, max(moment) AS seen_at FROM {turns} GROUP BY source", "until when each source tells"),
        step(
            name,
            f"""SELECT q.on_day, q.team, q.client_ref, q.staff, {kept} AS kept, 1 AS n FROM {name}_asked AS q
            JOIN {name}_seen AS s ON q.source = s.source LEFT JOIN {name}_answered_only AS o ON q.source = o.source
            WHERE o.source IS NULL AND q.thanks = 0{timed} AND epoch_us(s.seen_at) - epoch_us(q.asked_at) >= {hours * HOUR}
            AND (q.answered_at IS NULL OR q.answered_at >= q.asked_at)""",
            "conversations seen long enough",
        ),
    ]  # fmt: skip


def delay_tally(name: str, facts: Facts, selection: Selection, *, hours: int) -> list[Step]:
    """Facts that began, and whether they ended within `hours`; `selection` gives the moments `started`, `ended`, and `seen` where
    it is known when a fact was last seen (else: the latest moment of its source)."""
    own = "seen" in selection.moments
    rows = select_rows(f"{name}_rows", facts, _with_people(facts, selection), "the facts that the measure counts")
    parts = [
        f"SELECT source, {stem}_at AS seen_at, coalesce({stem}_on, CAST({stem}_at AS DATE)) AS seen_on FROM {quoted(facts.view)}"
        for stem in ("occurred", "done")
        if f"{stem}_at" in facts.columns
    ]
    latest = step(
        f"{name}_latest",
        f"SELECT source, max(seen_at) AS seen_at, max(seen_on) AS seen_on FROM ({' UNION ALL '.join(parts)}) AS t GROUP BY source",
        "the latest moment that each source tells of",
    )
    seen = "r" if own else "l"
    join = "" if own else f" JOIN {name}_latest AS l ON r.source = l.source"
    exact = "(epoch_us({last}) - epoch_us(r.started_at))"
    lasted, watched = exact.format(last="r.ended_at"), exact.format(last=f"{seen}.seen_at")
    in_time = f"{lasted} <= {hours * HOUR}"
    long_enough = f"NOT r.started_at IS NULL AND {watched} >= {hours * HOUR}"
    backwards = f"{lasted} < 0"
    if hours > DAY_HOURS:
        days = days_between("r.started_on", "r.ended_on")
        timed = "NOT r.started_at IS NULL AND NOT r.ended_at IS NULL"
        in_time = f"CASE WHEN {timed} THEN {lasted} <= {hours * HOUR} ELSE {days} <= {hours // DAY_HOURS} END"
        long_enough = (
            f"NOT r.started_on IS NULL AND {days_between('r.started_on', f'{seen}.seen_on')} >= {hours // DAY_HOURS}"
        )
        backwards = f"{days} < 0"
    # Of dates without a time of day nobody knows whether a day or an hour passed.
    known = f"(r.ended_on IS NULL OR NOT {lasted} IS NULL) AND " if hours <= DAY_HOURS else ""
    return [
        *rows,
        *([] if own else [latest]),
        step(
            name,
            f"""SELECT r.started_on AS on_day, r.team, r.client_ref, r.staff,
            CASE WHEN NOT r.ended_on IS NULL AND ({in_time}) THEN 1 ELSE 0 END AS kept, 1 AS n FROM {name}_rows AS r{join}
            WHERE {known}{long_enough} AND (r.ended_on IS NULL OR NOT ({backwards}))""",
            "facts seen long enough, and whether they ended in time",
        ),
    ]


def funnel_tally(name: str, facts: Facts, selection: Selection, order: list[str]) -> list[Step]:
    """Facts at a known stage, and whether it is the last; `selection` gives the field `stage` and the moment `happened`.

    The field must name the highest stage that a fact reached.
    """
    known = ", ".join(map(literal, order))
    return [
        *select_rows(f"{name}_rows", facts, _with_people(facts, selection), "the facts that the measure counts"),
        step(
            name,
            f"""SELECT happened_on AS on_day, team, client_ref, staff, CASE WHEN stage = {literal(order[-1])} THEN 1 ELSE 0 END AS kept,
            1 AS n FROM {name}_rows WHERE stage IN ({known})""",
            "facts at a known stage, and whether it is the last",
        ),
    ]


def _with_people(facts: Facts, selection: Selection) -> Selection:
    """`selection` with `team`, `client_ref` and `staff`: of the fact, else of what it is about."""

    def path(name: str) -> str:
        return name if name in facts.columns else f"about.{name}"

    fields = {name: path(name) for name in ("team", "client_ref", "staff")}
    return Selection(dict(selection.fields) | fields, selection.moments, selection.flags, selection.where)


def segment_steps(name: str, column: str) -> list[Step]:
    """`<name>_kinds` (ref, segment): the value of `column` of `records` for each client, over `records` and `clusters`."""
    return [
        step(
            f"{name}_kinds",
            f"""SELECT w.ref, k.segment FROM (SELECT 'record/' || source || '/' || key AS ref, cluster FROM clusters
            UNION ALL SELECT source || '/' || key AS ref, cluster FROM clusters WHERE source IN ('email', 'phone')) AS w
            JOIN (SELECT c.cluster, max(CAST(r.{quoted(column)} AS VARCHAR)) AS segment FROM clusters AS c
            JOIN records AS r ON c.source = r.source AND c.key = r.key GROUP BY c.cluster) AS k ON w.cluster = k.cluster""",
            "what kind of client each is",
        )
    ]


def segmented(name: str, tally: str, kinds: str) -> Step:
    """The step `name`: the rows of `tally` with their `segment`, null where it is not known."""
    return step(
        name,
        f"""SELECT t.on_day, t.team, t.client_ref, t.staff, t.kept, t.n, s.segment FROM {tally} AS t
        LEFT JOIN {kinds} AS s ON t.client_ref = s.ref""",
        "what is counted, with the kind of client",
    )
