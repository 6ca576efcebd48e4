"""Client ids: the proposed partition becomes clients and links in the database, and the LINKS table in the lake.

The plan is computed once and written down before anything changes; applying it is idempotent and goes in short transactions, so
a run that is killed anywhere is finished by the next one, with the same result.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.clients.decided import DECISIONS, moves_of
from visavis.clients.linking.assigning import assigning_steps
from visavis.clients.moves import KEEP_MOVE
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.index import IDENTITY
from visavis.engine.linking.scored.scoring import digest
from visavis.engine.steps import literal
from visavis.engine.tables import CLUSTERS, LINKS, Type
from visavis.running.arriving import show_late_arrivals
from visavis.running.publishing import writing
from visavis.running.publishing.tables import show_steps
from visavis.running.publishing.writing import take_turns

if TYPE_CHECKING:
    from visavis.running.models import Run

FILE = "ids.parquet"

_PLAN = tuple(
    (name, Type.TEXT if name in ("source", "key") else Type.INTEGER)
    for name in ("stage", "source", "key", "client", "former")
)


def plan_ids(session: DuckDB, lake: Lake, manifest: Manifest, run: str) -> "Run":
    """Compute what has to change, write it down, and reserve the numbers that it mints: then the run has begun.

    It knows of what people decided up to now (`decided` of the run); what they decide from now on is to be carried out again.
    """
    decided = last_decision()
    _show(session, lake, manifest)
    _heed(session, manifest, decided)
    show_steps(session, assigning_steps)
    show_late_arrivals(session, manifest)
    file = lake.folder / "publishing" / run / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    session.connection.execute(
        f"COPY (SELECT {', '.join(f'CAST({n} AS {"BIGINT" if t == Type.INTEGER else "VARCHAR"}) AS {n}' for n, t in _PLAN)} "
        "FROM changes AS c WHERE NOT (stage = 4 AND EXISTS (FROM late_arrivals AS a WHERE a.source = c.source AND a.key = c.key)) "
        f"ORDER BY stage, CASE WHEN stage = 1 THEN -client END, former, source, key) "
        f"TO {literal(str(file))} (FORMAT parquet)"
    )
    mints = session.rows(f"SELECT count(*) AS n FROM read_parquet({literal(str(file))}) WHERE stage = 1")[0]["n"]
    begun = begin(lake, run, mints)
    begun.decided = decided
    return begun


def begin(lake: Lake, run: str, mints: int = 0) -> "Run":
    """Reserve numbers for `mints` new clients: then the run has begun."""
    from django.db import transaction

    from visavis.running.models import Run

    folder = lake.folder / "publishing" / run
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        counter = take_turns()
        first = counter.next
        counter.next = first + mints
        counter.save()
        plan = {
            "plan": folder.relative_to(lake.folder).as_posix(),
            "first_number": first,
            "published": None,
            "finished_at": None,
        }
        return Run.objects.update_or_create(id=run, defaults=plan)[0]


def last_decision() -> int:
    """The number of the last decision about identities; 0 where there is none."""
    from visavis.clients.models import Decision

    last = Decision.objects.order_by("-id").values_list("id", flat=True).first()
    return last or 0


def _heed(session: DuckDB, manifest: Manifest, upto: int) -> None:
    """Change the view `proposed` by what people decided while the partition was computed, which it can't know of.

    They moved records at once: those stand with the others of their client, wherever the partition has these.
    """
    from visavis.clients.models import Decision

    later = Decision.objects.filter(id__gt=manifest.ledger.get(DECISIONS, 0), id__lte=upto).order_by("id")
    moved = sorted({(move[0], move[1]) for decision in later for move in moves_of(decision)})
    if not moved:
        return
    columns = {"source": [source for source, _ in moved], "key": [key for _, key in moved]}
    schema = pa.schema([(name, pa.string()) for name in columns])
    session.connection.register("moved_records", pa.table(columns, schema))
    session.connection.execute("CREATE OR REPLACE TEMP TABLE proposed_before AS FROM proposed")
    session.connection.execute(
        "CREATE OR REPLACE TEMP TABLE decided_records AS "
        "WITH whose AS (SELECT l.standing, p.source, p.key, p.cluster, m.key IS NOT NULL AS moved FROM proposed_before AS p "
        "JOIN linked AS l ON p.source = l.source AND p.key = l.key "
        "LEFT JOIN moved_records AS m ON p.source = m.source AND p.key = m.key), "
        "others AS (SELECT standing, arg_min(cluster, ROW(source, key)) AS cluster FROM whose WHERE NOT moved GROUP BY standing) "
        "SELECT w.source, w.key, coalesce(o.cluster, 'decided/' || w.standing) AS cluster "
        "FROM whose AS w LEFT JOIN others AS o ON w.standing = o.standing WHERE w.moved"
    )
    session.connection.execute(
        "CREATE OR REPLACE TEMP VIEW proposed AS SELECT p.source, p.key, coalesce(d.cluster, p.cluster) AS cluster "
        "FROM proposed_before AS p LEFT JOIN decided_records AS d ON p.source = d.source AND p.key = d.key"
    )


def _show(session: DuckDB, lake: Lake, manifest: Manifest) -> None:
    """Make the views `proposed` and `linked`."""
    columns = tuple((column.name, column.type) for column in CLUSTERS.columns)
    session.show("proposed", lake.pieces(manifest.of("clusters"), CLUSTERS), columns)
    links = session.scratch / "linked.parquet"
    _write_links(links)
    session.connection.execute(f"CREATE OR REPLACE TEMP VIEW linked AS FROM read_parquet({literal(str(links))})")


_LINKED = pa.schema(
    [
        ("source", pa.string()),
        ("key", pa.string()),
        ("client", pa.int64()),
        ("standing", pa.int64()),
        ("vanished", pa.bool_()),
    ]
)


def _write_links(target: Path) -> None:
    from django.db import connection

    with connection.cursor() as cursor, pq.ParquetWriter(target, _LINKED) as writer:
        cursor.execute(
            "SELECT l.source, l.key, l.client, coalesce(a.client, l.client), l.vanished_run "
            "FROM visavis_link AS l LEFT JOIN visavis_clientalias AS a ON l.client = a.former"
        )
        while rows := cursor.fetchmany(50_000):
            *columns, marks = zip(*rows, strict=True)
            columns.append(tuple(mark is not None for mark in marks))
            writer.write_table(pa.table([pa.array(c, f.type) for c, f in zip(columns, _LINKED, strict=True)], _LINKED))


def apply_ids(lake: Lake, run: "Run") -> None:
    """Do what the plan of `run` says, stage by stage; what was done before is done again to no effect."""
    from django.db import connection, transaction
    from django.utils import timezone

    file = lake.folder / run.plan / FILE
    for stage, rows in _chunks(file, run.first_number) if file.exists() else ():
        with transaction.atomic(), connection.cursor() as cursor:
            take_turns()
            for sql, parameters in _statements(stage, rows, run.id, timezone.now()):
                cursor.executemany(sql, parameters)


Row = tuple[str | None, str | None, int, int | None]
Statements = list[tuple[str, list[tuple[Any, ...]]]]


def _chunks(file: Path, first: int) -> Iterator[tuple[int, list[Row]]]:
    """Rows (source, key, client, former) of one stage at a time, new clients under their reserved numbers."""
    with pq.ParquetFile(file) as plan:
        for batch in plan.iter_batches(batch_size=writing.CHUNK):
            stages = batch.column("stage").to_pylist()
            numbers = [n if n > 0 else first - n - 1 for n in batch.column("client").to_pylist()]
            rows = list(
                zip(
                    batch.column("source").to_pylist(),
                    batch.column("key").to_pylist(),
                    numbers,
                    batch.column("former").to_pylist(),
                    strict=True,
                )
            )
            for stage in sorted(set(stages)):
                yield stage, [row for row, its in zip(rows, stages, strict=True) if its == stage]


def _statements(stage: int, rows: list[Row], run: str, now: Any) -> Statements:
    if stage == 1:
        sql = "INSERT INTO visavis_client (number, created_at, run) VALUES (%s, %s, %s) ON CONFLICT (number) DO NOTHING"
        return [(sql, [(client, now, run) for _, _, client, _ in rows])]
    if stage == 2:
        chain = "UPDATE visavis_clientalias SET client = %s WHERE client = %s"
        alias = (
            "INSERT INTO visavis_clientalias (former, client, direct, created_at, run) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT (former) DO UPDATE SET client = excluded.client, direct = excluded.direct"
        )
        return [
            (chain, [(client, former) for _, _, client, former in rows]),
            (alias, [(former, client, client, now, run) for _, _, client, former in rows]),
        ]
    if stage == 3:
        sql = (
            "INSERT INTO visavis_link (source, key, client, run) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (source, key) DO UPDATE SET client = excluded.client, vanished_run = NULL "
            "WHERE visavis_link.client <> excluded.client OR visavis_link.vanished_run IS NOT NULL"
        )
        linked = [(source, key, client, run) for source, key, client, _ in rows]
        moves = [
            (former, client, run, now, source, key, client)
            for source, key, client, former in rows
            if former is not None
        ]
        return [*([(KEEP_MOVE, moves)] if moves else []), (sql, linked)]
    # What arrived by itself since the plan was made is there: whatever arrived before, the plan knew.
    sql = (
        "UPDATE visavis_link SET vanished_run = %s WHERE source = %s AND key = %s AND vanished_run IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM visavis_arrival WHERE identity = %s)"
    )
    return [(sql, [(run, source, key, digest(IDENTITY, "", source or "", key or "")) for source, key, _, _ in rows])]


_PUBLIC_ID = "'c-' || CASE WHEN l.standing < 1000000 THEN lpad(CAST(l.standing AS VARCHAR), 6, '0') ELSE CAST(l.standing AS VARCHAR) END"
"""What visavis.clients.models.public_id does, for many rows."""


def with_links(session: DuckDB, lake: Lake, manifest: Manifest, run: str) -> Manifest:
    """The manifest with LINKS as the database says now; the former file where nothing changed."""
    _show(session, lake, manifest)
    select = (
        f"SELECT p.source, p.key, {_PUBLIC_ID} AS client_id FROM proposed AS p "
        "JOIN linked AS l ON p.source = l.source AND p.key = l.key"
    )
    columns = tuple((column.name, column.type) for column in LINKS.columns)
    session.show("links", lake.pieces(manifest.of("links"), LINKS), columns)
    same = session.rows(
        f"SELECT (SELECT count(*) FROM links) = (SELECT count(*) FROM proposed) AND NOT EXISTS ({select} EXCEPT FROM links) AS same"
    )[0]["same"]
    if same and manifest.of("links"):
        return manifest
    target = lake.new_file("links", run)
    done = session.connection.execute(
        f"COPY ({select} ORDER BY p.source, p.key) TO {literal(str(target))} (FORMAT parquet)"
    ).fetchall()
    return manifest.replaced("links", [lake.entry("links", target, int(done[0][0]))])
