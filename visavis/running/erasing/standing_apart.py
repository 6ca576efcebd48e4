"""What stands beside the lake's tables: the index of one-at-a-time linking, and what incremental linking compares with."""

from dataclasses import replace

import pyarrow as pa

from visavis.clients.frozen import INDEX
from visavis.clients.marks import RECORD
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.index import without_records
from visavis.engine.tables import ALL

STAYS = ("linking_model",)
"""What was learnt from all records: weights and how frequent each value is, of nobody in particular."""


def without_index(session: DuckDB, lake: Lake, manifest: Manifest, run: str) -> Manifest:
    """The manifest whose index knows nothing of records that bear a mark, so that records can still be linked at once.

    Whatever else is no table of the lake goes, but for what STAYS: the next run makes it anew, and links all records for it.
    """
    entries = []
    for entry in manifest.entries:
        if entry.table == INDEX:
            target = lake.new_file(INDEX, run).with_suffix("")
            forgotten = without_records(lake.folder / entry.path, target, lambda names: _marked(session, names))
            entries.append(replace(entry, path=target.relative_to(lake.folder).as_posix()) if forgotten else entry)
        elif entry.table in ALL or entry.table in (*STAYS, "log"):
            entries.append(entry)
    return replace(manifest, entries=tuple(entries))


def _marked(session: DuckDB, names: list[str]) -> set[str]:
    """Of `names` (`source/key`): those that bear a mark."""
    session.connection.register("names_given", pa.table({"name": pa.array(names, pa.string())}))
    found = session.connection.execute(
        f"SELECT name FROM names_given WHERE mark('{RECORD}', name) IN (SELECT digest FROM gone)"
    ).fetchall()
    session.connection.unregister("names_given")
    return {name for (name,) in found}
