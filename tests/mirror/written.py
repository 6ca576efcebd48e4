"""Facts and results written straight into a lake, for tests that start behind fetching."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import ALL, EXTRA, Type

ARROW = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DECIMAL: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
    Type.TEXTS: pa.list_(pa.string()),
}


def write(
    lake: Lake, manifest: Manifest, table: str, rows: Sequence[dict[str, Any]], extra: dict[str, Type] | None = None
) -> Manifest:
    """The manifest with `rows` as the table's only file; columns that a row leaves out are null."""
    extra = extra or {}
    columns = {column.name: column.type for column in ALL[table].columns} | extra
    unknown = {name for row in rows for name in row} - set(columns)
    assert not unknown, unknown
    assert all(name.startswith(EXTRA) for name in extra)
    schema = pa.schema([(name, ARROW[type_]) for name, type_ in columns.items()])
    path = lake.new_file(table, "test")
    pq.write_table(pa.Table.from_pylist([dict.fromkeys(columns) | row for row in rows], schema=schema), path)
    entry = lake.entry(table, path, len(rows), extra=tuple((name, str(type_)) for name, type_ in extra.items()))
    return manifest.replaced(table, [entry])


def declare(home: Path, folder: str, text: str, name: str = "all.yaml") -> None:
    """Write a declaration into the home."""
    (home / folder).mkdir(parents=True, exist_ok=True)
    (home / folder / name).write_text(text, encoding="utf-8")
