"""Everyone that facts speak of: records, and those who are only referred to. Portable steps over the lake's views."""

from visavis.engine.linking.comparable.mending import mending_steps
from visavis.engine.steps import Step, literal, step

RECORD, REFERENCE, ADDRESS = "record", "reference", "address"
"""Where a node comes from: a record; a key that facts name but no record describes; an e-mail address or phone number."""

ADDRESS_SOURCES = ("email", "phone")
"""Sources of nodes that are but an address; their key is the address as facts write it."""

_PREFIX = "record/"


def node_steps() -> list[Step]:
    """Steps over the views `records`, `events`, `exchanges` and `ratings` that end in `linking_nodes` (rid, source, key,
    origin) and `linking_raw` (the records with their rid, and addresses as records that hold nothing else).

    `rid` numbers nodes by (source, key), so the same facts give the same numbers.
    """
    references = " UNION ".join(
        f"SELECT client_ref FROM {table} WHERE client_ref IS NOT NULL" for table in ("events", "exchanges", "ratings")
    )
    rest = f"substr(client_ref, {len(_PREFIX) + 1})"
    addresses = " OR ".join(f"client_ref LIKE {literal(name + '/_%')}" for name in ADDRESS_SOURCES)
    return [
        step("linking_references", references, "every client that a fact refers to"),
        step(
            "linking_named",
            f"SELECT substr({rest}, 1, strpos({rest}, '/') - 1) AS source, "
            f"substr({rest}, strpos({rest}, '/') + 1) AS key, {literal(REFERENCE)} AS origin "
            f"FROM linking_references WHERE client_ref LIKE {literal(_PREFIX + '_%/_%')} "
            f"UNION ALL SELECT substr(client_ref, 1, 5) AS source, substr(client_ref, 7) AS key, "
            f"{literal(ADDRESS)} AS origin FROM linking_references WHERE {addresses}",
            "references as source and key",
        ),
        step(
            "linking_unnumbered",
            f"SELECT source, key, {literal(RECORD)} AS origin FROM records GROUP BY source, key UNION ALL "
            "SELECT n.source, n.key, n.origin FROM linking_named AS n "
            "LEFT JOIN records AS r ON n.source = r.source AND n.key = r.key WHERE r.key IS NULL",
            "every node once",
        ),
        step(
            "linking_nodes",
            "SELECT row_number() OVER (ORDER BY source NULLS FIRST, key NULLS FIRST) AS rid, source, key, origin "
            "FROM linking_unnumbered",
            "every node, numbered",
        ),
    ]


def raw_steps() -> list[Step]:
    """`linking_raw` over `linking_nodes` and `records`: what normalisation reads, mended as engine/linking/comparable/mending.py says."""
    plain = ("kind", "given_name", "family_name", "name", "street", "postcode", "city", "country", "company")
    columns = ", ".join(f"r.{name}" for name in plain)
    nulls = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in plain)
    email, phone = (f"CASE WHEN source = {literal(name)} THEN [key] END" for name in ADDRESS_SOURCES)
    return [
        step(
            "linking_written",
            f"SELECT n.rid, n.source, n.key, n.origin, {columns}, r.birth_date, r.emails, r.phones, r.also_known_as "
            f"FROM linking_nodes AS n JOIN records AS r ON n.source = r.source AND n.key = r.key "
            f"WHERE n.origin = {literal(RECORD)} UNION ALL "
            f"SELECT rid, source, key, origin, {nulls}, CAST(NULL AS DATE) AS birth_date, {email} AS emails, "
            f"{phone} AS phones, CAST(NULL AS VARCHAR[]) AS also_known_as "
            f"FROM linking_nodes WHERE origin = {literal(ADDRESS)}",
            "records and addresses, as sources wrote them",
        ),
        *mending_steps("linking_written", "linking_raw"),
    ]


def alias_steps() -> list[Step]:
    """`linking_aliases` (rid_l < rid_r) over `linking_input` and `linking_nodes`: records that a source says are one."""
    return [
        step(
            "linking_aliases",
            "SELECT DISTINCT least(a.rid, n.rid) AS rid_l, greatest(a.rid, n.rid) AS rid_r "
            "FROM (SELECT rid, unnest(also_known_as) AS item FROM linking_input) AS a "
            "JOIN linking_nodes AS n ON a.item = n.source || '/' || n.key WHERE a.rid <> n.rid",
            "records that name one another by key",
        )
    ]


def address_steps() -> list[Step]:
    """`linking_holders` (rid of an address, rid of a record that holds it) over `linking_input`."""
    held = " UNION ".join(
        f"SELECT rid, item FROM (SELECT rid, unnest({column}) AS item FROM linking_input WHERE origin = {{origin}}) AS one"
        for column in ("mailboxes", "phones")
    )
    return [
        step("linking_addresses", held.format(origin=literal(ADDRESS)), "addresses that facts refer to"),
        step("linking_reachable", held.format(origin=literal(RECORD)), "addresses that records hold"),
        step(
            "linking_holders",
            "SELECT DISTINCT a.rid AS address, r.rid AS holder FROM linking_addresses AS a "
            "JOIN linking_reachable AS r ON a.item = r.item UNION "
            "SELECT DISTINCT a.rid AS address, r.rid AS holder FROM linking_addresses AS a "
            "JOIN linking_addresses AS r ON a.item = r.item AND r.rid < a.rid",
            "who holds an address that facts refer to; the same address written otherwise included",
        ),
    ]


def no_address_steps() -> list[Step]:
    """As `address_steps`, where facts refer to no address."""
    return [
        step(
            "linking_holders",
            "SELECT rid AS address, rid AS holder FROM linking_nodes WHERE rid IS NULL",
            "who holds an address that facts refer to: nobody",
        )
    ]
