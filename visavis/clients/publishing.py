"""What pages show of clients, as rows: the timeline of each, its card, the words by which it is found. Named steps, DuckDB.

They read the lake's facts and these views: `members` (source, key, client: the number of each record's client), `former_clients`
(former, client), and for the cards `new_voices`, `new_cases` and `new_waiting`.
"""

from visavis.clients.believing.golden_steps import said_steps, unit_steps
from visavis.clients.believing.survivorship import DEFAULT, RecordRules
from visavis.engine.linking.comparable.nodes import ADDRESS_SOURCES
from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import MISSED, Direction, Outcome

UNDATED = "TIMESTAMP '1900-01-01'"
"""Where a fact bears no date at all, it stands behind all others."""


def same_id(*parts: str) -> str:
    """SQL of the MD5 (32 hexadecimal digits) that names a row for ever by `parts` (SQL texts, none null)."""
    return f"md5(concat_ws(chr(31), {', '.join(parts)}))"


def place_of(*parts: str) -> str:
    """SQL of the number under which publishing looks for what rows are made of; two places may share one, seldom."""
    return f"hash({', '.join(parts)})"


_ADDRESSES = ", ".join(map(literal, ADDRESS_SOURCES))
_PUBLIC = "'client/c-' || CASE WHEN {n} < 1000000 THEN lpad(CAST({n} AS VARCHAR), 6, '0') ELSE CAST({n} AS VARCHAR) END"
"""What `visavis.clients.models.public_id` does, as a reference."""


def reference_steps() -> list[Step]:
    """`client_refs` (ref, client): every `client_ref` by which facts may point at a client; see also `visavis.clients.who`."""
    return [
        step(
            "client_refs",
            f"""SELECT 'record/' || source || '/' || key AS ref, client FROM members
            UNION ALL SELECT source || '/' || key, client FROM members WHERE source IN ({_ADDRESSES})
            UNION ALL SELECT DISTINCT {_PUBLIC.format(n="client")}, client FROM members
            UNION ALL SELECT {_PUBLIC.format(n="former")}, client FROM former_clients""",
            "who is meant by each reference",
        )
    ]


_NO_DAY, _NO_TIME, _NO_NUMBER = "CAST(NULL AS DATE)", "CAST(NULL AS TIMESTAMP)", "CAST(NULL AS DOUBLE)"
_OUT = literal(str(Direction.OUT))
_BOTH_WAYS = f"{_OUT}, {literal(str(Direction.IN))}"

_EXCHANGES = f"""SELECT 'exchanges' AS fact, '' AS type, source, key, client_ref, about, occurred_at, occurred_on,
    {_NO_TIME} AS due_at, {_NO_DAY} AS due_on, {_NO_TIME} AS done_at, {_NO_DAY} AS done_on, direction, channel, '' AS status,
    {_NO_NUMBER} AS score, {_NO_NUMBER} AS low, {_NO_NUMBER} AS high, thread,
    CASE WHEN direction IN ({_BOTH_WAYS}) THEN subject END AS subject, text FROM exchanges"""
_EVENTS = f"""SELECT 'events', coalesce(type, ''), source, key, client_ref, about, occurred_at, occurred_on,
    due_at, due_on, done_at, done_on, NULL, NULL, status,
    {_NO_NUMBER}, {_NO_NUMBER}, {_NO_NUMBER}, NULL, NULL, NULL FROM events"""
_RATINGS = f"""SELECT 'ratings', coalesce(instrument, ''), source, key, client_ref, about, occurred_at, occurred_on,
    {_NO_TIME}, {_NO_DAY}, {_NO_TIME}, {_NO_DAY}, NULL, NULL, '', score, low, high, NULL, NULL, text FROM ratings"""

_TELLING = ("occurred_at", "occurred_on", "done_at", "done_on", "due_at", "due_on")


def timeline_steps() -> list[Step]:
    """`new_timeline` (the columns of TimelineItem), and `dated_facts`, from which other stations take more.

    Each row comes from one row of `told_facts`, and bears its `place`.
    A fact that names no client, but an event that it is about, is told of that event's client. Words stand there only where
    we said them to a client: what clients say is a voice, what employees say among themselves is not shown.
    """
    asked = " UNION ALL ".join(
        f"SELECT about FROM {table} WHERE client_ref IS NULL AND about IS NOT NULL"
        for table in ("exchanges", "events", "ratings")
    )
    moment = ", ".join(f"CAST({name} AS TIMESTAMP)" for name in _TELLING)
    return [
        step(
            "told_facts",
            f"SELECT *, {place_of('fact', 'source', 'key')} AS place "
            f"FROM ({_EXCHANGES} UNION ALL {_EVENTS} UNION ALL {_RATINGS}) AS f",
            "facts that clients lived",
        ),
        step("asked_about", f"SELECT DISTINCT about FROM ({asked}) AS a", "events that tell whose a fact is"),
        step(
            "about_refs",
            """SELECT a.about, min(e.client_ref) AS ref FROM asked_about AS a
            JOIN events AS e ON a.about = e.source || '/' || e.key WHERE e.client_ref IS NOT NULL GROUP BY a.about""",
            "the client of each of those events",
        ),
        step(
            "placed_facts",
            f"""SELECT f.* EXCLUDE (client_ref), coalesce(f.client_ref, a.ref, '') AS ref, c.client,
            coalesce({moment}, {UNDATED}) AS moment
            FROM told_facts AS f LEFT JOIN about_refs AS a ON f.client_ref IS NULL AND f.about = a.about
            LEFT JOIN client_refs AS c ON coalesce(f.client_ref, a.ref) = c.ref""",
            "facts with their client, if any, and their place in time",
        ),
        step(
            "dated_facts",
            f"""SELECT {same_id("fact", "source", "CASE WHEN fact = 'events' THEN type ELSE '' END", "key")} AS id, *
            FROM placed_facts""",
            "facts under their names for ever",
        ),
        step(
            "new_timeline",
            f"""SELECT f.id, f.client, f.ref, f.moment, f.occurred_at, f.occurred_on, f.fact, f.type, f.source, f.key, f.about, f.thread,
            f.direction, f.channel, f.status, f.due_at, f.due_on, f.done_at, f.done_on, f.score, f.low, f.high, f.subject,
            CASE WHEN f.direction = {_OUT} THEN f.text END AS text, CASE WHEN f.direction = {_OUT} THEN p.spans END AS personal,
            CASE WHEN f.subject IS NOT NULL THEN p.subject_spans END AS personal_subject, f.place
            FROM dated_facts AS f LEFT JOIN personal AS p ON f.source = p.source AND f.fact = p."table" AND f.key = p.key
            WHERE f.client IS NOT NULL""",
            "what each client lived with us",
        ),
    ]


def description_steps(rules: RecordRules = DEFAULT) -> list[Step]:
    """`described` (client, name, kind, company, city) and `counted_records` out of `records` and `members`.

    Name, town and company are those of the golden record (visavis.clients.believing.golden_steps); without a name, the company's. An
    address is nobody's name.
    """
    return [
        *said_steps(),
        *unit_steps(rules, ("kind", "name", "company", "address")),
        step("described_clients", "SELECT DISTINCT client FROM golden_said", "clients that records describe"),
        step(
            "described",
            """SELECT d.client, coalesce(n.name, c.company) AS name, k.kind, c.company, nullif(t.city, '') AS city
            FROM described_clients AS d LEFT JOIN golden_name AS n ON d.client = n.client
            LEFT JOIN golden_kind AS k ON d.client = k.client LEFT JOIN golden_company AS c ON d.client = c.client
            LEFT JOIN golden_town AS t ON d.client = t.client""",
            "how each client is called, by its golden record",
        ),
        step(
            "counted_records",
            f"""SELECT client, CAST(sum(CASE WHEN source IN ({_ADDRESSES}) THEN 0 ELSE 1 END) AS BIGINT) AS records
            FROM members GROUP BY client""",
            "records of each client; an address alone is none",
        ),
    ]


_DAY = "coalesce(occurred_on, CAST(occurred_at AS DATE), done_on, CAST(done_at AS DATE))"
"""The day on which a fact happened; what is only due has not happened."""


def card_steps() -> list[Step]:
    """`new_cards`, the columns of ClientCard, over all the other new rows."""
    missed = ", ".join(literal(str(each)) for each in MISSED)
    return [
        step(
            "telling_sources",
            f"""SELECT client, CAST(count(DISTINCT source) AS BIGINT) AS sources FROM (SELECT client, source FROM members
            WHERE source NOT IN ({_ADDRESSES}) UNION SELECT client, source FROM new_timeline) AS s GROUP BY client""",
            "how many sources tell of each client",
        ),
        step(
            "counted_facts",
            f"""SELECT client, CAST(count(*) AS BIGINT) AS facts, min({_DAY}) AS first_on, max({_DAY}) AS last_on
            FROM new_timeline GROUP BY client""",
            "facts of each client",
        ),
        step(
            "counted_voices",
            "SELECT client, CAST(count(*) AS BIGINT) AS voices FROM new_voices WHERE client IS NOT NULL GROUP BY client",
            "voices of each client",
        ),
        step(
            "counted_cases",
            f"""SELECT client, CAST(sum(CASE WHEN outcome = {literal(str(Outcome.KEPT))} THEN n ELSE 0 END) AS BIGINT) AS kept,
            CAST(sum(CASE WHEN outcome IN ({missed}) THEN n ELSE 0 END) AS BIGINT) AS missed
            FROM new_cases WHERE client IS NOT NULL AND NOT internal GROUP BY client""",
            "promises kept and missed to each client",
        ),
        step(
            "longest_waiting",
            "SELECT client, min(since) AS waiting_since FROM new_waiting GROUP BY client",
            "since when each client waits",
        ),
        step(
            "new_cards",
            """SELECT r.client, d.name, d.kind, d.company, d.city, r.records, coalesce(s.sources, 0) AS sources,
            coalesce(f.facts, 0) AS facts, coalesce(v.voices, 0) AS voices, f.first_on, f.last_on, w.waiting_since,
            coalesce(c.kept, 0) AS kept, coalesce(c.missed, 0) AS missed
            FROM counted_records AS r LEFT JOIN described AS d ON r.client = d.client
            LEFT JOIN telling_sources AS s ON r.client = s.client LEFT JOIN counted_facts AS f ON r.client = f.client
            LEFT JOIN counted_voices AS v ON r.client = v.client LEFT JOIN counted_cases AS c ON r.client = c.client
            LEFT JOIN longest_waiting AS w ON r.client = w.client""",
            "what lists show of each client",
        ),
    ]
