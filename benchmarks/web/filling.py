"""Fills the computed tables of a home's database beyond what its own run published: `python -m benchmarks.web.filling HOME CLIENTS`.

The home is the demonstration company, run as anybody would; the clients beside it come from benchmarks.web.population. Indexes
are dropped first and made again at the end, and the planner's statistics taken, as a first import would leave them.
"""

import argparse
import datetime
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.web.population import Company, draw
from benchmarks.web.tables import Rows, rows_of
from visavis import database

STEP = 2_000_000
"""Facts made at a time."""

DEMO = 300
"""Clients of the demonstration company, whose documents and promises the pages show."""


def main() -> None:
    """Make the home, run it, fill its database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("clients", type=int)
    asked = parser.parse_args()
    make_company(asked.home)
    company = _company(asked.home, asked.clients)
    with tempfile.TemporaryDirectory(dir=asked.home) as scratch:
        Path(scratch).chmod(0o755)
        session = duckdb.connect(Path(scratch) / "drawn", config={"threads": 2, "memory_limit": "4GB"})
        draw(session, company)
        with _without_indexes([rows.model for rows in rows_of(company)]):
            for rows in rows_of(company):
                began = time.perf_counter()
                n = fill(session, rows, company, Path(scratch))
                _tell(f"{n:,} of {rows.model}", began)
    _analyse()
    (asked.home / "bench.json").write_text(json.dumps(company.told()), encoding="utf-8")


def make_company(home: Path) -> None:
    """The demonstration company, run."""
    from visavis.demo.generate import generate
    from visavis.demo.standing import MARK
    from visavis.running.home import make_home
    from visavis.running.run import run

    generate(home, clients=DEMO, seed=7)
    if not (home / "visavis.yaml").exists():
        make_home(home, lang="fr")
    run(home)
    # As a company's own home: pages of a demonstration carry a band, and ask how far the visit is.
    (home / MARK).unlink()


def _company(home: Path, clients: int) -> Company:
    from visavis.clients.models import Counter
    from visavis.promises.ledger import read_ledger
    from visavis.running.models import Document

    database.use(home)
    counter = Counter.objects.get(name="client")
    first = counter.next
    counter.next = first + clients
    counter.save()
    counts = Document.objects.get(name="counts")
    promises = tuple(sorted(one.value.name for one in read_ledger(home)))
    return Company(clients, first, datetime.date.fromisoformat(counts.body["as_of"]), promises, counts.run)


def fill(session: duckdb.DuckDBPyConnection, rows: Rows, company: Company, scratch: Path) -> int:
    """Insert the rows of one table; how many they were."""
    from django.apps import apps
    from django.db import connection

    model = apps.get_model("visavis", rows.model)
    given = {column[0] for column in session.execute(f"DESCRIBE {rows.between(0, 0)}").fetchall()}
    write = _copy if connection.vendor == "postgresql" else _insert
    written, upto = 0, rows.parts * company.clients
    for low in range(0, upto, STEP):
        source = rows.between(low, min(low + STEP, upto))
        columns = {
            field.column: _value(field, field.column in given, connection.vendor)
            for field in model._meta.concrete_fields
            if field.column in given or not field.primary_key
        }
        select = f"SELECT {', '.join(f'{sql} AS {name}' for name, sql in columns.items())} FROM ({source})"
        written += write(session, model._meta.db_table, list(columns), select, scratch)
    return written


def _value(field: Any, is_given: bool, vendor: str) -> str:
    """SQL of a column as the database keeps it; the model's default where the company says nothing."""
    kind = field.get_internal_type()
    if not is_given and getattr(field, "auto_now_add", False):
        sql = "TIMESTAMP '2026-01-01 00:00:00'"
    elif not is_given and field.has_default():
        default = field.get_default()
        sql = f"'{default}'" if isinstance(default, str) else str(default)
    elif not is_given and field.null:
        sql = "NULL"
    elif not is_given:
        raise LookupError(f"{field.model.__name__}.{field.name} is neither given nor has it a default")
    else:
        sql = f'"{field.column}"'
    if vendor == "sqlite":
        if kind == "UUIDField":
            return f"replace(CAST({sql} AS VARCHAR), '-', '')"
        if kind in ("DateTimeField", "DateField"):
            return f"CAST({sql} AS VARCHAR)"
    elif kind == "DateTimeField":
        return f"CAST({sql} AS VARCHAR) || '+00'"
    return sql


def _copy(session: duckdb.DuckDBPyConnection, table: str, columns: list[str], select: str, scratch: Path) -> int:
    """PostgreSQL reads a file of ours, which it does faster than rows over a socket."""
    from django.db import connection

    file = scratch / "rows.csv"
    session.execute(f"COPY ({select}) TO '{file}' (FORMAT csv, HEADER false, NULLSTR '\\N')")
    file.chmod(0o644)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"COPY \"{table}\" ({names}) FROM '{file}' (FORMAT csv, NULL '\\N')")
        written = int(cursor.rowcount)
    file.unlink()
    return written


def _insert(session: duckdb.DuckDBPyConnection, table: str, columns: list[str], select: str, scratch: Path) -> int:
    from django.db import connection, transaction

    connection.ensure_connection()
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    written = 0
    with transaction.atomic():
        raw = connection.connection.cursor()
        session.execute(select)
        while rows := session.fetchmany(50_000):
            raw.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
            written += len(rows)
    return written


@contextmanager
def _without_indexes(models: list[str]) -> Iterator[None]:
    """Drop the indexes of these models, and make them again at the end."""
    from django.apps import apps
    from django.db import connection

    tables = [apps.get_model("visavis", name)._meta.db_table for name in models]
    with connection.cursor() as cursor:
        for setting in _BULK[connection.vendor]:
            cursor.execute(setting)
        cursor.execute(_INDEXES[connection.vendor])
        found = [(name, make) for table, name, make in cursor.fetchall() if table in tables]
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for name, make in found:
            began = time.perf_counter()
            cursor.execute(make)
            _tell(f"index {name}", began)


_BULK = {
    "sqlite": ("PRAGMA synchronous = OFF", "PRAGMA cache_size = -500000"),
    "postgresql": ("SET maintenance_work_mem = '1GB'",),
}
_INDEXES = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT c.relname, i.relname, pg_get_indexdef(x.indexrelid) FROM pg_index AS x "
    "JOIN pg_class AS c ON c.oid = x.indrelid JOIN pg_class AS i ON i.oid = x.indexrelid "
    "WHERE NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = x.indexrelid)",
}
"""Table, name and making of every index that no constraint holds."""


def _tell(what: str, began: float) -> None:
    print(f"  {what}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("CHECKPOINT")


if __name__ == "__main__":
    main()
