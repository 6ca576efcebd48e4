"""Opens a file of any kind as rows of texts."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from visavis.sources.declaration import Read
from visavis.sources.kinds.files.delimited import open_delimited
from visavis.sources.kinds.files.rows import Rows


def open_rows(
    connection: duckdb.DuckDBPyConnection, file: Path, read: Read, wanted: Sequence[str], scratch: Path
) -> Rows:
    """The rows of `file`, of the kind that its name tells; raises Mistake where it can't be read."""
    return open_delimited(connection, file, read, wanted, scratch)
