"""Who is to be erased: their records, every fact that is theirs, and the marks by which all of that is known again."""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from visavis.clients.marks import CONTACT, EVENT, FACT, FORM, RECORD, REFERENCE, TEXT, THREAD, contact
from visavis.clients.publishing import same_id
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.comparable.contacts import is_role_mailbox
from visavis.engine.linking.comparable.nodes import ADDRESS_SOURCES

End = tuple[str, str]
SHOWN = ("records", "events", "exchanges", "ratings", "worded")

_THEIRS = {
    "their_records": "SELECT r.* FROM records AS r SEMI JOIN gone_members AS m ON r.source = m.source AND r.key = m.key",
    "their_threads": """SELECT source, thread FROM exchanges WHERE thread IS NOT NULL GROUP BY source, thread
        HAVING bool_or(coalesce(client_ref IN (SELECT ref FROM gone_refs), false))
        AND bool_and(client_ref IS NULL OR client_ref IN (SELECT ref FROM gone_refs))""",
    "their_exchanges": """SELECT e.* FROM exchanges AS e WHERE e.client_ref IN (SELECT ref FROM gone_refs)
        OR (e.client_ref IS NULL AND (e.about IN (SELECT source || '/' || key FROM their_events)
        OR (e.source, e.thread) IN (SELECT (source, thread) FROM their_threads)))""",
    "their_ratings": """SELECT r.* FROM ratings AS r WHERE r.client_ref IN (SELECT ref FROM gone_refs)
        OR (r.client_ref IS NULL AND r.about IN (SELECT source || '/' || key FROM their_events))""",
    "their_texts": """SELECT md5(text) AS md5 FROM their_exchanges WHERE text IS NOT NULL
        UNION SELECT md5(text) FROM their_ratings WHERE text IS NOT NULL""",
    "others_texts": """SELECT md5(e.text) AS md5 FROM exchanges AS e ANTI JOIN their_exchanges AS t
        ON e.source = t.source AND e.key = t.key WHERE e.text IS NOT NULL
        UNION SELECT md5(e.text) FROM ratings AS e ANTI JOIN their_ratings AS t
        ON e.source = t.source AND e.key = t.key WHERE e.text IS NOT NULL""",
    "own_texts": "SELECT md5 FROM their_texts WHERE md5 NOT IN (SELECT md5 FROM others_texts)",
    "own_forms": """SELECT form FROM worded WHERE coalesce(form, '') <> '' GROUP BY form
        HAVING bool_and(text_md5 IN (SELECT md5 FROM own_texts))""",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A client as the lake and the database tell of them.

    `numbers`: the number, and former ones; `records`: source and key; `marks`: (kind, value), never to be written as they are;
    `items`: ids of their facts on timelines; `told`: texts that name them; `counts`: facts by table.
    """

    numbers: tuple[int, ...]
    records: tuple[End, ...]
    marks: frozenset[tuple[str, str]]
    items: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)


def find_person(session: DuckDB, lake: Lake, manifest: Manifest, number: int) -> Person:
    """The client `number`, by what links say now."""
    from visavis.clients.models import ClientAlias, public_id

    numbers = (number, *ClientAlias.objects.filter(client_id=number).values_list("former", flat=True))
    records = records_of(numbers)
    names = {f"{source}/{key}" for source, key in records}
    refs = {f"record/{name}" for name in names} | {f"client/{public_id(each)}" for each in numbers}
    refs |= {f"{source}/{key}" for source, key in records if source in ADDRESS_SOURCES}
    lake.show(session, manifest, SHOWN)
    _register(session, "gone_members", {"source": [s for s, _ in records], "key": [k for _, k in records]})
    contacts = _contacts(session)
    refs |= {f"{'email' if '@' in each else 'phone'}/{each}" for each in contacts}
    _register(session, "gone_refs", {"ref": sorted(refs)})
    _events(session)
    for name, sql in _THEIRS.items():
        session.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
    marks = {(RECORD, name) for name in names} | {(REFERENCE, each) for each in refs}
    marks |= {(CONTACT, each) for each in contacts} | set(_marks_of_facts(session))
    counts = {table: _count(session, f"their_{table}") for table in ("records", "exchanges", "ratings", "events")}
    return Person(numbers, records, frozenset(marks), _items(session), _told(session, contacts), counts)


def records_of(numbers: tuple[int, ...]) -> tuple[End, ...]:
    """Source and key of every record that is, or was, linked to those numbers."""
    from visavis.clients.models import Link

    return tuple(Link.objects.filter(client_id__in=numbers).order_by("source", "key").values_list("source", "key"))


def _contacts(session: DuckDB) -> set[str]:
    """Addresses and numbers that no other record holds; mailboxes of a function are nobody's."""
    rows = session.connection.execute(
        """WITH held AS (SELECT source, key, lower(trim(unnest(list_concat(coalesce(emails, []), coalesce(phones, []))))) AS c
        FROM records), theirs AS (SELECT h.* FROM held AS h SEMI JOIN gone_members AS m ON h.source = m.source AND h.key = m.key)
        SELECT DISTINCT c FROM theirs WHERE c <> '' AND c NOT IN
        (SELECT h.c FROM held AS h ANTI JOIN gone_members AS m ON h.source = m.source AND h.key = m.key WHERE h.c IS NOT NULL)
        UNION SELECT lower(trim(key)) FROM gone_members WHERE source IN ('email', 'phone') AND lower(trim(key)) NOT IN
        (SELECT h.c FROM held AS h ANTI JOIN gone_members AS m ON h.source = m.source AND h.key = m.key WHERE h.c IS NOT NULL)"""
    ).fetchall()
    return {contact(each) for (each,) in rows if not ("@" in each and is_role_mailbox(each))}


def _events(session: DuckDB) -> None:
    """`their_events`: those that name them, and those that name nobody but are about one of theirs."""
    session.connection.execute(
        "CREATE OR REPLACE TEMP TABLE their_events AS SELECT DISTINCT source, key FROM events "
        "WHERE client_ref IN (SELECT ref FROM gone_refs)"
    )
    while session.connection.execute(
        """INSERT INTO their_events SELECT DISTINCT e.source, e.key FROM events AS e ANTI JOIN their_events AS t
        ON e.source = t.source AND e.key = t.key
        WHERE e.client_ref IS NULL AND e.about IN (SELECT source || '/' || key FROM their_events)"""
    ).fetchall()[0][0]:
        pass


def _marks_of_facts(session: DuckDB) -> list[tuple[str, str]]:
    parts = [
        f"SELECT '{FACT}', '{table}/' || source || '/' || key FROM their_{table}"
        for table in ("events", "exchanges", "ratings")
    ]
    parts += [
        f"SELECT '{EVENT}', source || '/' || key FROM their_events",
        f"SELECT '{THREAD}', source || '/' || thread FROM their_threads",
        f"SELECT '{TEXT}', md5 FROM own_texts",
        f"SELECT '{FORM}', form FROM own_forms",
    ]
    return session.connection.execute(" UNION ALL ".join(parts)).fetchall()


def _items(session: DuckDB) -> frozenset[str]:
    """Ids of their facts as publishing names them."""
    parts = [
        f"SELECT {same_id(f"'{table}'", 'f.source', type_, 'f.key')} FROM {table} AS f "
        f"SEMI JOIN their_{table} AS t ON f.source = t.source AND f.key = t.key"
        for table, type_ in (("events", "coalesce(f.type, '')"), ("exchanges", "''"), ("ratings", "''"))
    ]
    return frozenset(each for (each,) in session.connection.execute(" UNION ALL ".join(parts)).fetchall())


def _told(session: DuckDB, contacts: set[str]) -> frozenset[str]:
    """What names them wherever it stands: full names, addresses, streets; in small letters."""
    rows = session.rows("SELECT given_name, family_name, name, street, emails, phones FROM their_records")
    found = set(contacts)
    for row in rows:
        given, family = row["given_name"], row["family_name"]
        both = [f"{given} {family}", f"{family} {given}"] if given and family else []
        for each in (*both, row["name"], row["street"], *(row["emails"] or ()), *(row["phones"] or ())):
            if each and len(each.strip()) > 4:
                found.add(each.strip().lower())
    return frozenset(found)


def _count(session: DuckDB, table: str) -> int:
    return int(session.connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _register(session: DuckDB, view: str, columns: dict[str, Any]) -> None:
    schema = pa.schema([(name, pa.string()) for name in columns])
    session.connection.register(view, pa.table(columns, schema=schema))
