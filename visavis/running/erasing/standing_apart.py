"""What stands beside the lake's tables: the index of one-at-a-time linking, and what incremental linking compares with."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from visavis.clients.linking.frozen import INDEX
from visavis.clients.marks import RECORD
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.bearing import borne_alone
from visavis.engine.linking.index import without_records
from visavis.engine.linking.weights.trained import FREQUENCIES, REPORT
from visavis.engine.steps import literal
from visavis.engine.tables import ALL

MODEL = "linking_model"
"""Name of the manifest's entry: what was learnt from all records, and how frequent each name is."""


def without_index(session: DuckDB, lake: Lake, manifest: Manifest, run: str) -> Manifest:
    """The manifest whose index knows nothing of records that bear a mark, so that records can still be linked at once.

    What incremental linking compares with goes: the next run makes it anew, and links all records for it.
    """
    entries = []
    for entry in manifest.entries:
        if entry.table == INDEX:
            target = lake.new_file(INDEX, run).with_suffix("")
            forgotten = without_records(lake.folder / entry.path, target, lambda names: _marked(session, names))
            entries.append(replace(entry, path=target.relative_to(lake.folder).as_posix()) if forgotten else entry)
        elif entry.table == MODEL:
            target = lake.new_file(MODEL, run).with_suffix("")
            _without_names(session, lake, manifest, lake.folder / entry.path, target)
            entries.append(replace(entry, path=target.relative_to(lake.folder).as_posix()))
        elif entry.table in ALL or entry.table == "log":
            entries.append(entry)
    return replace(manifest, entries=tuple(entries))


def _without_names(session: DuckDB, lake: Lake, manifest: Manifest, folder: Path, target: Path) -> None:
    """Copy the model to `target`, without the frequencies of names that only erased clients bear: one that stands there once
    counts as one that does not. What a refit changed is told by counts alone."""
    shutil.copytree(folder, target)
    if folders := [lake.folder / entry.path for entry in manifest.of(INDEX)]:
        alone = borne_alone(folders, lambda names: _marked(session, names))
        for file in sorted((target / FREQUENCIES).glob("*.parquet")):
            here, new = literal(str(file)), literal(f"{file}.new")
            session.connection.register(
                "names_gone", pa.table({"value": pa.array(alone.get(file.stem, []), pa.string())})
            )
            session.connection.execute(
                f"COPY (SELECT * FROM read_parquet({here}) ANTI JOIN names_gone USING (value) ORDER BY value) "
                f"TO {new} (FORMAT parquet)"
            )
            session.connection.unregister("names_gone")
            Path(f"{file}.new").replace(file)
    report = target / REPORT
    if report.exists():
        report.write_text(json.dumps(_counts_alone(json.loads(report.read_text("utf-8")))), encoding="utf-8")


def _counts_alone(told: Any) -> Any:
    """The report without the examples that it names."""
    if isinstance(told, dict):
        return {name: [] if isinstance(each, list) else _counts_alone(each) for name, each in told.items()}
    return told


def _marked(session: DuckDB, names: list[str]) -> set[str]:
    """Of `names` (`source/key`): those that bear a mark."""
    session.connection.register("names_given", pa.table({"name": pa.array(names, pa.string())}))
    found = session.connection.execute(
        f"SELECT name FROM names_given WHERE mark('{RECORD}', name) IN (SELECT digest FROM gone)"
    ).fetchall()
    session.connection.unregister("names_given")
    return {name for (name,) in found}
