"""How PostgreSQL takes many rows: COPY into a table of the session, then one statement."""

import io
from typing import Any

import pyarrow as pa
from pyarrow import csv

from visavis.engine.steps import quoted
from visavis.running.publishing.tables import MANY, MARK, Computed, Field, Kind

_CSV = csv.WriteOptions(include_header=False)


class PostgreSQL:
    """Writes through COPY: straight into a table that is empty, else into a table of the session, and from there."""

    pairs = "json_each_text(CAST(%s AS json))"
    numbers = "json_array_elements_text(CAST(%s AS json))"

    def __init__(self) -> None:
        self.empty = False

    def formatted(self, field: Field) -> str:
        """DuckDB's SQL of column `n.field` in the form that this database reads."""
        name = f"n.{quoted(field.name)}"
        if field.kind is Kind.TIMESTAMP:
            return f"CAST({name} AS VARCHAR) || '+00'"
        return f"CAST({name} AS VARCHAR)" if field.kind is Kind.DATE else name

    def begin(self, table: Computed) -> None:
        """Make the tables of the session that chunks arrive in."""
        from django.db import connection

        keys = ", ".join(quoted(field.name) for field in table.keys)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table.name} LIMIT 1")
            self.empty = cursor.fetchone() is None
            for place, columns in ((_arriving(table), "*"), (_leaving(table), keys)):
                cursor.execute(f"DROP TABLE IF EXISTS {place}")
                cursor.execute(
                    f"CREATE TEMP TABLE {place} ON COMMIT DELETE ROWS AS SELECT {columns} FROM {table.name} WITH NO DATA"
                )

    def upsert(self, cursor: Any, table: Computed, rows: pa.RecordBatch) -> int:
        """Insert rows, or change those of that key that differ, or are marked; how many."""
        names = ", ".join(quoted(field.name) for field in table.fields)
        if self.empty and _first(cursor, f"{table.name} ({names})", rows):
            return rows.num_rows
        self.empty = False
        keys = ", ".join(quoted(field.name) for field in table.keys)
        values = [quoted(field.name) for field in table.values]
        changes = ", ".join([*(f"{name} = excluded.{name}" for name in values), f"{MARK} = NULL"])
        mine = ", ".join([*(f"{table.name}.{name}" for name in values), f"{table.name}.{MARK}"])
        theirs = ", ".join([*(f"excluded.{name}" for name in values), "NULL"])
        _copy(cursor, f"{_arriving(table)} ({names})", rows)
        cursor.execute(
            f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {_arriving(table)} "
            f"ON CONFLICT ({keys}) DO UPDATE SET {changes} WHERE ({mine}) IS DISTINCT FROM ({theirs})"
        )
        return int(cursor.rowcount)

    def vanish(self, cursor: Any, table: Computed, keys: pa.RecordBatch, run: str) -> int:
        """Mark the rows of those keys with `run`, unless they are marked; how many."""
        same = " AND ".join(f"t.{quoted(field.name)} = l.{quoted(field.name)}" for field in table.keys)
        _copy(cursor, _leaving(table), keys)
        cursor.execute(
            f"UPDATE {table.name} AS t SET {MARK} = %s FROM {_leaving(table)} AS l WHERE {same} AND t.{MARK} IS NULL",
            (run,),
        )
        return int(cursor.rowcount)

    def end(self, table: Computed, written: int) -> None:
        """Drop what `begin` made; let the planner know of the new rows at once."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {_arriving(table)}, {_leaving(table)}")
            if written > MANY:
                cursor.execute(f"ANALYZE {table.name}")


def _arriving(table: Computed) -> str:
    return f"pg_temp.arriving_{table.name}"


def _leaving(table: Computed) -> str:
    return f"pg_temp.leaving_{table.name}"


def _first(cursor: Any, target: str, rows: pa.RecordBatch) -> bool:
    """Whether rows went straight in: somebody may have written one of them meanwhile."""
    from django.db import IntegrityError, transaction

    try:
        with transaction.atomic():
            _copy(cursor, target, rows)
    except IntegrityError:
        return False
    return True


def _copy(cursor: Any, target: str, rows: pa.RecordBatch) -> None:
    written = io.BytesIO()
    csv.write_csv(rows, written, _CSV)
    with cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv)") as copy:
        copy.write(written.getbuffer())
