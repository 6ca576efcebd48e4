"""One piece of the benchmark of publishing: `python -m benchmarks.publishing_one WORK HOME CLIENTS` prints rows, seconds, MB."""

import resource
import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import literal
from visavis.engine.tables import ALL, Type

TYPES = {
    Type.TEXT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.DECIMAL: "DOUBLE",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.TIMESTAMP: "TIMESTAMP",
    Type.TEXTS: "VARCHAR[]",
}
WORDS = "['Bonjour, ma commande', 'n’est toujours pas', 'arrivée à la maison', 'et personne ne répond', 'au téléphone depuis lundi', 'Merci de votre', 'aide, tout est', 'parfait cette fois']"
DAY = "TIMESTAMP '2023-01-01' + to_minutes(CAST(hash(i, 7) % 1000000 AS BIGINT))"
PERSON = "printf('%07d', i % {n})"


def build(home: Path, clients: int) -> None:
    """Write a lake: N clients with a record each, 15 N orders, 4 N mails that came in, N ratings with words."""
    shutil.rmtree(home, ignore_errors=True)
    lake = Lake(home / "lake")
    session = DuckDB(lake.folder / "scratch")
    manifest = Manifest("r0")
    for table, rows, columns in _facts(clients):
        manifest = manifest.replaced(table, [_write(session, lake, table, rows, columns, "r0")])
    session.close()
    lake.publish(manifest)


def _facts(n: int) -> Iterable[tuple[str, int, dict[str, str]]]:
    person = PERSON.format(n=n)
    ref = {"client_ref": f"'record/crm/' || {person}"}
    moment = {"occurred_at": DAY, "occurred_on": f"CAST({DAY} AS DATE)", "occurred_zone": "'UTC'"}
    text = " || ' ' || ".join(f"{WORDS}[CAST(1 + hash(i, {k}) % 8 AS BIGINT)]" for k in range(3))
    given = "['Marie', 'Élodie', 'Marc', 'Zoé', 'Jean', 'Paul', 'Inès', 'Yann'][1 + i % 8]"
    family = (
        "'Le' || chr(CAST(97 + i % 26 AS INTEGER)) || chr(CAST(97 + (i // 26) % 26 AS INTEGER)) || 'vre' || (i // 676)"
    )
    key = "printf('%08d', i)"
    yield "records", n, {
        "source": "'crm'", "key": PERSON.format(n=n), "kind": "'person'", "given_name": given, "family_name": family,
        "emails": "['client' || i || '@exemple.fr']", "phones": "['+336' || printf('%08d', i)]", "city": "'Rennes'",
    }  # fmt: skip
    yield "clusters", n, {"source": "'crm'", "key": person, "cluster": person}
    yield (
        "events",
        15 * n,
        {"source": "'orders'", "key": key, "type": "'delivery'", "status": "'delivered'", **ref, **moment},
    )
    yield "exchanges", 4 * n, {
        "source": "'mails'", "key": key, "direction": "'in'", "channel": "'mail'", "subject": "'Ma commande'", "text": text,
        **ref, **moment,
    }  # fmt: skip
    yield "ratings", n, {
        "source": "'survey'", "key": key, "instrument": "'nps'", "score": "hash(i) % 11", "low": "0", "high": "10",
        "text": text, **ref, **moment,
    }  # fmt: skip
    yield "readings", 4 * n, {
        "source": "'mails'", '"table"': "'exchanges'", "key": key, "language": "'fr'",
        "sentiment": "['negative', 'neutral', 'positive'][CAST(1 + hash(i) % 3 AS BIGINT)]", "theme": "'delivery'",
    }  # fmt: skip


def _write(session: DuckDB, lake: Lake, table: str, rows: int, columns: dict[str, str], run: str) -> Any:
    target = lake.new_file(table, run)
    values = ", ".join(
        f'CAST({columns.get(c.name, columns.get(f'"{c.name}"', "NULL"))} AS {TYPES[c.type]}) AS "{c.name}"'
        for c in ALL[table].columns
    )
    session.connection.execute(
        f"COPY (SELECT {values} FROM range({rows}) AS r (i)) TO {literal(str(target))} (FORMAT parquet)"
    )
    return lake.entry(table, target, rows, source="" if table in ("clusters", "readings") else "s")


def publish_now(home: Path, run: str) -> float:
    """Publish the current manifest; seconds. What a run has loaded when it comes to publish is loaded before."""
    import pandas  # noqa: F401

    import visavis.promises.saying
    import visavis.running.run  # noqa: F401
    from visavis.running.publishing.publish import publish

    lake = Lake(home / "lake")
    manifest = lake.current()
    assert manifest is not None
    started = time.perf_counter()
    published = publish(home, lake, manifest, run)
    seconds = time.perf_counter() - started
    lake.publish(published)
    return seconds


def change_one_percent(home: Path) -> None:
    """Another status for every hundredth order, other words for every hundredth mail and rating."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    assert manifest is not None
    session = DuckDB(lake.folder / "scratch")
    for table, column in (("events", "status"), ("exchanges", "text"), ("ratings", "text")):
        (entry,) = manifest.of(table)
        target = lake.new_file(table, "changed")
        session.connection.execute(
            f"COPY (SELECT * REPLACE (CASE WHEN key LIKE '%07' THEN {column} || ' !' ELSE {column} END AS {column}) "
            f"FROM read_parquet({literal(str(lake.folder / entry.path))})) TO {literal(str(target))} (FORMAT parquet)"
        )
        manifest = manifest.replaced(table, [lake.entry(table, target, entry.rows, source="s")])
    session.close()
    lake.publish(manifest)


def raw(home: Path) -> tuple[int, float]:
    """Write the same rows again as the database does it by itself: into empty copies of the tables, 2,000 a transaction."""
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq
    from django.db import connection, transaction
    from pyarrow import csv

    from visavis.running.publishing.tables import computed_tables

    folder, rows = home / "rows", 0
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    seconds = 0.0
    for table in computed_tables():
        names = [field.name for field in table.fields]
        columns = ", ".join(names)
        file = folder / f"{table.name}.parquet"
        _dump(table.name, columns, file)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"TRUNCATE {table.name}")
            else:
                cursor.execute(f"DELETE FROM {table.name}")
        started = time.perf_counter()
        with pq.ParquetFile(file) as parquet:
            for batch in parquet.iter_batches(batch_size=2_000):
                with transaction.atomic(), connection.cursor() as cursor:
                    if connection.vendor == "postgresql":
                        out = io.BytesIO()
                        csv.write_csv(pa.table(batch), out, csv.WriteOptions(include_header=False))
                        with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN (FORMAT csv)") as copy:
                            copy.write(out.getbuffer())
                    else:
                        marks = ", ".join(["%s"] * len(names))
                        values = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
                        cursor.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", values)
                rows += batch.num_rows
        seconds += time.perf_counter() - started
    return rows, seconds


def _dump(table: str, columns: str, target: Path) -> None:
    """Write the rows of a database table as Parquet, all columns as text, in the order of the table."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from django.db import connection

    names = columns.split(", ")
    schema = pa.schema([(name, pa.string()) for name in names])
    with pq.ParquetWriter(target, schema) as writer, connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'CAST({name} AS TEXT)' for name in names)} FROM {table}")
        while found := cursor.fetchmany(50_000):
            writer.write_table(pa.table([pa.array(c, pa.string()) for c in zip(*found, strict=True)], schema=schema))


def rows_written(home: Path) -> int:
    """Rows of all computed tables."""
    from django.db import connection

    from visavis.running.publishing.tables import computed_tables

    total = 0
    with connection.cursor() as cursor:
        for table in computed_tables():
            cursor.execute(f"SELECT count(*) FROM {table.name}")
            total += cursor.fetchone()[0]
    return total


def main(name: str, home: Path, clients: int) -> None:
    """Do it, and print rows, seconds and peak memory in MB."""
    seconds, rows = 1.0, 0
    if name == "build":
        build(home, clients)
    else:
        database.use(home)
        if name == "raw":
            rows, seconds = raw(home)
        else:
            if name == "one percent":
                change_one_percent(home)
            seconds = publish_now(home, name.replace(" ", "-"))
            rows = rows_written(home)
    print(rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
