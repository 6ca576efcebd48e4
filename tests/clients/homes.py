"""A home with linked records and a few facts about them, for tests of the client page."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.engine.linking.facts import ARROW, person
from visavis.clients.linking.link import link
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import EVENTS, EXCHANGES, RATINGS, RECORDS, Table
from visavis.running.publishing.publish import publish

DAY = datetime.date(2024, 3, 1)
RECORD_ROWS = [
    person(
        "crm/1",
        "Jean-Claude",
        "Dupont",
        email="jc.dupont@free.fr",
        phone="0612345678",
        birth_date=datetime.date(1960, 1, 2),
        updated_on=DAY,
    ),
    person("shop/a/1", "J", "DUPONT", email="JC.Dupont@free.fr", birth_date=datetime.date(1961, 1, 2)),
    person("shop/b", "Zoé", "Lambert", email="zoe@free.fr", also_known_as=["crm/2"]),
    person("crm/2", "Zoé", "Lambert"),
]
EVENT_ROWS = [
    {
        "source": "orders",
        "key": "o1",
        "type": "delivery",
        "client_ref": "record/shop/a/1",
        "occurred_at": datetime.datetime(2024, 3, 2, 8, 30),
        "occurred_on": datetime.date(2024, 3, 2),
        "status": "delivered",
        "staff": "p-1234",
    },
    {"source": "orders", "key": "o2", "type": "delivery", "client_ref": "record/shop/b", "occurred_on": DAY},
]
EXCHANGE_ROWS = [
    {
        "source": "mail",
        "key": "m1",
        "client_ref": "email/JC.Dupont@free.fr",
        "occurred_on": DAY,
        "direction": "in",
        "channel": "mail",
        "subject": "Où est mon colis ?",
        "text": "Je l’attends\ndepuis lundi.",
    }
]
RATING_ROWS = [
    {
        "source": "survey",
        "key": "s1",
        "client_ref": "record/crm/1",
        "occurred_on": datetime.date(2024, 3, 5),
        "instrument": "review",
        "score": 2.0,
        "low": 1.0,
        "high": 5.0,
    }
]


def make_home(home: Path, records: list[dict[str, Any]] = RECORD_ROWS) -> Manifest:
    """Write the facts, link, publish; the manifest that is now current."""
    lake = Lake(home / "lake")
    manifest = Manifest("r1")
    for table, rows in (
        (RECORDS, records),
        (EVENTS, EVENT_ROWS),
        (EXCHANGES, EXCHANGE_ROWS),
        (RATINGS, RATING_ROWS),
    ):
        manifest = manifest.replaced(table.name, [_written(lake, table, rows)])
    session = DuckDB(home / "scratch")
    try:
        manifest = link(home, session, lake, manifest, "r1")
    finally:
        session.close()
    manifest = publish(home, lake, manifest, "r1")
    lake.publish(manifest)
    return manifest


def _written(lake: Lake, table: Table, rows: list[dict[str, Any]]) -> Any:
    schema = pa.schema([(column.name, ARROW[column.type]) for column in table.columns])
    path = lake.new_file(table.name, "r1")
    pq.write_table(pa.Table.from_pylist([{n: row.get(n) for n in table.names} for row in rows], schema), path)
    return lake.entry(table.name, path, len(rows))
