"""Writing to the database what a plan says: 2,000 rows per transaction, again to no effect, told while it goes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.clients.turns import take_turns as take_turns
from visavis.engine.progress import Progress, silent
from visavis.mistakes import Words
from visavis.running.publishing.changes import CHANGED, GONE
from visavis.running.publishing.tables import Computed, Field

CHUNK = 2_000
"""Rows per transaction: others who write wait for a fraction of a second at most."""


class Writer(Protocol):
    """How one kind of database takes many rows."""

    pairs: str
    """SQL of a table (key, value) with a row for each member of a JSON object, its one parameter; values may be texts."""

    numbers: str
    """SQL of a table (value) with a row for each member of a JSON list of numbers, its one parameter; values may be texts."""

    def formatted(self, field: Field) -> str:
        """DuckDB's SQL of column `n.field` in the form that this database reads."""

    def begin(self, table: Computed) -> None:
        """Make ready for chunks of `table`."""

    def upsert(self, cursor: Any, table: Computed, rows: pa.RecordBatch) -> int:
        """Insert rows, or change those of that key that differ, or are marked; how many."""

    def vanish(self, cursor: Any, table: Computed, keys: pa.RecordBatch, run: str) -> int:
        """Mark the rows of those keys with `run`, unless they are marked; how many."""

    def end(self, table: Computed, written: int) -> None:
        """Let the database take note that `written` rows of `table` changed."""


def writer() -> Writer:
    """The writer for the database at hand."""
    from django.db import connection

    if connection.vendor == "postgresql":
        from visavis.running.publishing.postgresql import PostgreSQL

        return PostgreSQL()
    from visavis.running.publishing.sqlite import SQLite

    return SQLite()


def planned_rows(folder: Path, tables: Iterable[Computed]) -> int:
    """How many rows the plan in `folder` writes or marks."""
    return sum(
        pq.read_metadata(folder / f"{table.name}{ending}").num_rows for table in tables for ending in (CHANGED, GONE)
    )


def write_tables(folder: Path, tables: Iterable[Computed], run: str, progress: Progress = silent) -> int:
    """Do what the plan in `folder` says; how many rows changed."""
    tables = tuple(tables)
    total, seen, changed = planned_rows(folder, tables), 0, 0
    to, what = writer(), Words(fr=f"Publication ({total} lignes)", en=f"Publishing ({total} rows)")
    for table in tables:
        before = changed
        to.begin(table)
        for ending in (CHANGED, GONE):
            with pq.ParquetFile(folder / f"{table.name}{ending}") as plan:
                for rows in plan.iter_batches(batch_size=CHUNK):
                    changed += _write(to, table, rows, run if ending == GONE else None)
                    seen += rows.num_rows
                    progress(what, seen / total)
        to.end(table, changed - before)
    return changed


def _write(to: Writer, table: Computed, rows: pa.RecordBatch, vanished_run: str | None) -> int:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        take_turns()
        if vanished_run is None:
            return to.upsert(cursor, table, rows)
        return to.vanish(cursor, table, rows, vanished_run)
