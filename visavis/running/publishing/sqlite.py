"""How SQLite takes many rows: one prepared statement, many times."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from visavis.engine.steps import quoted
from visavis.running.publishing.tables import MANY, MARK, Computed, Field, Kind


class SQLite:
    """Writes through `executemany`; times and days are texts, as Django keeps them there."""

    pairs = "json_each(%s)"
    numbers = "json_each(%s)"

    def formatted(self, field: Field) -> str:
        """DuckDB's SQL of column `n.field` in the form that this database reads."""
        name = f"n.{quoted(field.name)}"
        if field.kind is Kind.TIMESTAMP:
            whole, exact = (f"strftime({name}, '%Y-%m-%d %H:%M:%S{part}')" for part in ("", ".%f"))
            return f"CASE WHEN epoch_us({name}) % 1000000 = 0 THEN {whole} ELSE {exact} END"
        return f"CAST({name} AS VARCHAR)" if field.kind is Kind.DATE else name

    def begin(self, table: Computed) -> None:
        """Nothing to make ready."""

    def upsert(self, cursor: Any, table: Computed, rows: pa.RecordBatch) -> int:
        """Insert rows, or change those of that key that differ, or are marked; how many."""
        names = [quoted(field.name) for field in table.fields]
        keys = ", ".join(quoted(field.name) for field in table.keys)
        values = [quoted(field.name) for field in table.values]
        changes = ", ".join([*(f"{name} = excluded.{name}" for name in values), f"{MARK} = NULL"])
        differs = " OR ".join(
            [*(f"{table.name}.{name} IS NOT excluded.{name}" for name in values), f"{table.name}.{MARK} IS NOT NULL"]
        )
        cursor.executemany(
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))}) "
            f"ON CONFLICT ({keys}) DO UPDATE SET {changes} WHERE {differs}",
            _rows(rows),
        )
        return int(max(cursor.rowcount, 0))

    def vanish(self, cursor: Any, table: Computed, keys: pa.RecordBatch, run: str) -> int:
        """Mark the rows of those keys with `run`, unless they are marked; how many."""
        where = " AND ".join(f"{quoted(field.name)} = %s" for field in table.keys)
        cursor.executemany(
            f"UPDATE {table.name} SET {MARK} = %s WHERE {where} AND {MARK} IS NULL",
            ((run, *row) for row in _rows(keys)),
        )
        return int(max(cursor.rowcount, 0))

    def end(self, table: Computed, written: int) -> None:
        """Let the planner look at tables that changed much."""
        from django.db import connection

        if written > MANY:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA optimize")


def _rows(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)
