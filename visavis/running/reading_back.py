"""What people did in Visavis, read back whole at each run as facts of the source `visavis`.

Whole, not from a cursor on: a row that is committed late would be missed. Each part gives rows of one fact table; columns
that a row does not name are null. Where nothing changed, the former files stay, so that nothing is computed anew.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import FACTS, Type

SOURCE = "visavis"
"""The name of this source; no file of a home declares it."""
LEDGER = "read back"

Row = Mapping[str, Any]
Part = Callable[[date | None], Iterator[tuple[str, Row]]]
"""Given the last day that other facts tell of: (fact table, row) of what people did."""

_ARROW = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DECIMAL: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
    Type.TEXTS: pa.list_(pa.string()),
}


def parts() -> tuple[Part, ...]:
    """Everything that is read back."""
    from visavis.promises.confirming import commitment_facts
    from visavis.voices.handling import handled_events
    from visavis.voices.hearing import heard_exchanges

    return (commitment_facts, heard_exchanges, handled_events)


def read_back(home: Path, lake: Lake, runner: DuckDB, manifest: Manifest, before: Manifest, run: str) -> Manifest:
    """The manifest with the facts of the source `visavis`; `before` is the one whose files stay where nothing changed."""
    database.use(home)
    rows: dict[str, list[Row]] = {}
    told = _last_day(lake, runner, manifest)
    for part in parts():
        for table, row in part(told):
            rows.setdefault(table, []).append({"source": SOURCE, **row})
    made_of = hashlib.sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()
    known = before.of("events", source=SOURCE) + before.of("exchanges", source=SOURCE)
    entries = {table: [e for e in known if e.table == table] for table in rows}
    if before.ledger.get(LEDGER) != made_of or not all(entries.values()):
        entries = {table: [_write(lake, table, of_table, run)] for table, of_table in rows.items()}
    for table in FACTS:
        manifest = manifest.replaced(table, entries.get(table, []), source=SOURCE)
    return replace(manifest, ledger=manifest.ledger | {LEDGER: made_of})


def _write(lake: Lake, table: str, rows: list[Row], run: str) -> Any:
    columns = FACTS[table].columns
    schema = pa.schema([(column.name, _ARROW[column.type]) for column in columns])
    plain = [{name: _plain(row.get(name)) for name in schema.names} for row in rows]
    target = lake.new_file(table, run)
    pq.write_table(pa.Table.from_pylist(plain, schema), target)
    return lake.entry(table, target, len(rows), source=SOURCE)


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _last_day(lake: Lake, runner: DuckDB, manifest: Manifest) -> date | None:
    """The last day that the facts of other sources tell of: `today` wherever a company's facts are concerned."""
    others = replace(manifest, entries=tuple(entry for entry in manifest.entries if entry.source != SOURCE))
    lake.show(runner, others, ("exchanges", "events", "ratings"))
    told = " UNION ALL ".join(
        f"SELECT max(occurred_on) AS last FROM {table}" for table in ("exchanges", "events", "ratings")
    )
    found = runner.rows(f"SELECT max(last) AS last FROM ({told}) AS t")
    last = found[0]["last"] if found else None
    return last if isinstance(last, date) else None
