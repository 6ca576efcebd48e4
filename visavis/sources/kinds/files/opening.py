"""Opens a file of any kind as rows of texts."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from visavis.sources.declaration import Read
from visavis.sources.kinds.files.bytes import chunks, is_packed
from visavis.sources.kinds.files.delimited import open_delimited
from visavis.sources.kinds.files.jsonlines import open_json_lines
from visavis.sources.kinds.files.parquet import open_parquet
from visavis.sources.kinds.files.workbook import open_workbook
from visavis.sources.kinds.rows import Rows

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
JSON_LINES = (".jsonl", ".ndjson", ".json")


def open_rows(
    connection: duckdb.DuckDBPyConnection, file: Path, read: Read, wanted: Sequence[str], scratch: Path
) -> Rows:
    """The rows of `file`, of the kind that its name tells (else a text table); raises Mistake where it can't be read.

    `wanted` are the columns that must be there; copies that reading needs go to `scratch`.
    """
    with file.open("rb") as stream:
        head = stream.read(4)
    packed = is_packed(file)
    kind = Path(file.stem).suffix.lower() if file.suffix.lower() == ".gz" else file.suffix.lower()
    if kind == ".parquet" or head == b"PAR1":
        return open_parquet(connection, _unpacked(file, scratch) if packed else file, wanted)
    if kind in WORKBOOKS:
        return open_workbook(connection, _unpacked(file, scratch) if packed else file, read, wanted)
    if kind in JSON_LINES:
        return open_json_lines(connection, file, read, wanted, scratch, packed=packed)
    rows = open_delimited(connection, file, read, wanted, scratch, packed=packed)
    return replace(
        rows, mend=lambda: open_delimited(connection, file, read, wanted, scratch, packed=packed, thorough=True)
    )


def _unpacked(file: Path, scratch: Path) -> Path:
    target = scratch / f"{uuid.uuid4().hex}{Path(file.stem).suffix}"
    with target.open("wb") as out:
        for chunk in chunks(file):
            out.write(chunk)
    return target
