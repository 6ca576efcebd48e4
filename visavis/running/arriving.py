"""Records that arrived by themselves, as facts of the source `visavis`: every run links them with all others.

What a source brings itself, by the same source and key, is told by that source alone, and the arrival goes. Where nothing
changed, the former file stays, so that nothing is computed anew.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.clients.linking.frozen import ARRIVED, LINKED
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import RECORDS, Type
from visavis.running.reading_back import SOURCE

MADE_OF = "arrivals"
"""In a manifest's ledger: a digest of the arrivals that its facts hold."""

_ARROW = {
    Type.TEXT: pa.string(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
}
_SCHEMA = pa.schema([(column.name, _ARROW[column.type]) for column in RECORDS.columns])


def with_arrivals(lake: Lake, runner: DuckDB, manifest: Manifest, before: Manifest, run: str) -> Manifest:
    """The manifest with the records that arrived and that no source brings; `before` is the one whose file may stay."""
    from visavis.clients.models import Arrival

    every = list(Arrival.objects.order_by("id").values_list("id", "written"))
    last = max((number for number, _ in every), default=0)
    others = replace(manifest, entries=tuple(entry for entry in manifest.entries if entry.source != SOURCE))
    told = _told_by_sources(lake, runner, others, [written for _, written in every])
    _forget(
        number
        for number, row in every
        if (row["source"], row["key"]) in told and number <= before.ledger.get(LINKED, 0)
    )
    rows = [row for _, row in every if (row["source"], row["key"]) not in told]
    made_of = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest() if rows else ""
    entries = list(before.of("records", source=SOURCE)) if before.ledger.get(MADE_OF) == made_of else []
    if rows and not entries:
        target = lake.new_file("records", run)
        pq.write_table(pa.Table.from_pylist([_row(row) for row in rows], _SCHEMA), target)
        entries = [lake.entry("records", target, len(rows), source=SOURCE)]
    ledger = manifest.ledger | {MADE_OF: made_of, ARRIVED: max(last, before.ledger.get(ARRIVED, 0))}
    return replace(manifest.replaced("records", entries, source=SOURCE), ledger=ledger)


def _forget(numbers: Iterable[int]) -> None:
    """Delete arrivals that a source tells of by itself now, and that the index of the current run knows: nothing asks for them."""
    from visavis.clients.models import Arrival

    every = sorted(numbers)
    for at in range(0, len(every), 500):
        Arrival.objects.filter(id__in=every[at : at + 500]).delete()


def _told_by_sources(lake: Lake, runner: DuckDB, others: Manifest, rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Source and key of those `rows` that `others` bring as well."""
    if not rows:
        return set()
    lake.show(runner, others, ["records"])
    names = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in ("source", "key")})
    runner.connection.register("arrived_records", names)
    found = runner.rows(
        "SELECT a.source, a.key FROM arrived_records AS a SEMI JOIN records AS r ON a.source = r.source AND a.key = r.key"
    )
    runner.connection.unregister("arrived_records")
    return {(row["source"], row["key"]) for row in found}


def _row(written: Mapping[str, Any]) -> dict[str, Any]:
    day = written["birth_date"]
    plain = {name: written.get(name) for name in _SCHEMA.names}
    return plain | {"birth_date": date.fromisoformat(day) if day else None}


def show_late_arrivals(session: DuckDB, manifest: Manifest) -> None:
    """Make the view `late_arrivals` (source, key): records that arrived after the partition was made, which it can't know of."""
    from visavis.clients.models import Arrival

    late = list(Arrival.objects.filter(id__gt=manifest.ledger.get(LINKED, 0)).values_list("source", "key"))
    columns = {"source": [source for source, _ in late], "key": [key for _, key in late]}
    schema = pa.schema([(name, pa.string()) for name in columns])
    session.connection.register("late_arrivals", pa.table(columns, schema))
