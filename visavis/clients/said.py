"""What each source says of who a client is, and where sources contradict one another; read in the lake, so not for lists."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pyarrow as pa

from visavis.clients.show import contradictions
from visavis.clients.who import Found, find
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.comparable.nodes import ADDRESS_SOURCES

MOST = 200
"""Records of one client that are read: nobody reads more, and something went wrong where there are."""


def records_said(home: Path, who: str) -> list[dict[str, Any]]:
    """The records of the client called `who`, in order of source and key: the lake's columns of records, extras left out,
    and `gone`, whether the source no longer has it. Raises Mistake where there is no such client.
    """
    client = find(home, who)
    linked = [each for each in client.records if each.source not in ADDRESS_SOURCES][:MOST]
    rows = records_of_lake(client, [(each.source, each.key) for each in linked])
    known = {(row["source"], row["key"]): row for row in rows}
    return [
        {"gone": each.vanished_run is not None, "source": each.source, "key": each.key}
        | {
            name: value
            for name, value in known.get((each.source, each.key), {}).items()
            if not name.startswith("extra_")
        }
        for each in linked
    ]


def records_of_lake(client: Found, ends: Collection[tuple[str, str]]) -> list[dict[str, Any]]:
    """Those records (source, key) as the lake of `client` holds them, in order; those that it lacks are left out."""
    session = DuckDB()
    try:
        client.lake.show(session, client.manifest, ("records",))
        keys = {"source": [source for source, _ in ends], "key": [key for _, key in ends]}
        schema = pa.schema([("source", pa.string()), ("key", pa.string())])
        session.connection.register("mine", pa.table(keys, schema))
        return session.rows(
            "SELECT r.* FROM records AS r JOIN mine AS m ON r.source = m.source AND r.key = m.key ORDER BY r.source, r.key"
        )
    finally:
        session.close()


def contradictions_said(records: list[dict[str, Any]], *, country: str) -> list[dict[str, Any]]:
    """Fields of which those records say different things: `field`, and `values` with `value` and `said_by`."""
    return contradictions(records, country=country)
