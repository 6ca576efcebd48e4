"""What the plan of client ids says, done in the database: clients are minted and renamed, records linked and marked as gone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from visavis.clients.moves import KEEP_MOVE
from visavis.engine.lake import Lake
from visavis.engine.linking.index import IDENTITY
from visavis.engine.linking.scored.scoring import digest
from visavis.engine.threads import ahead
from visavis.running.publishing.writing import Writer, take_turns, writer

if TYPE_CHECKING:
    from visavis.running.models import Run

FILE = "ids.parquet"
"""The plan, in the run's folder: stage, source, key, client, former, as `changes` of visavis.clients.linking.assigning has them."""

CHUNK = 10_000
"""Rows per transaction, of few and short columns: others who write wait for a tenth of a second at most."""

_NUL = "\\u0000"
_ROWS = pa.schema([("source", pa.string()), ("key", pa.string()), ("client", pa.int64()), ("former", pa.int64())])


def apply_ids(lake: Lake, run: "Run") -> None:
    """Do what the plan of `run` says, stage by stage; what was done before is done again to no effect."""
    from django.db import connection, transaction
    from django.utils import timezone

    file = lake.folder / run.plan / FILE
    if not file.exists():
        return
    to = writer()
    chunks = _chunks(file, run.first_number)
    # What comes next is worded while the database takes this.
    for statements in ahead(_statements(stage, rows, run.id, timezone.now(), to) for stage, rows in chunks):
        with transaction.atomic(), connection.cursor() as cursor:
            take_turns()
            for sql, parameters in statements:
                cursor.executemany(sql, parameters)


Statements = list[tuple[str, list[tuple[Any, ...]]]]


def _chunks(file: Path, first: int) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Rows (source, key, client, former) of one stage at a time, new clients under their reserved numbers."""
    with pq.ParquetFile(file) as plan:
        for batch in plan.iter_batches(batch_size=CHUNK):
            planned = batch.column("client").to_numpy()
            numbers = pa.array(np.where(planned > 0, planned, first - planned - 1))
            rows = pa.record_batch([*batch.select(("source", "key")).columns, numbers, batch.column("former")], _ROWS)
            yield from _parted(rows, batch.column("stage"))


def _statements(stage: int, rows: pa.RecordBatch, run: str, now: Any, to: Writer) -> Statements:
    """What a stage does with rows, in the words of the database that they go `to`.

    What may be many, new clients and their links, goes as one text: a database takes it apart several times as fast as it takes
    rows one by one.
    """
    if stage == 1:
        sql = (
            "INSERT INTO visavis_client (number, created_at, run) SELECT CAST(m.value AS bigint), %s, %s "
            f"FROM {to.numbers} AS m WHERE true ON CONFLICT (number) DO NOTHING"
        )
        return [(sql, [(now, run, json.dumps(rows.column("client").to_pylist()))])]
    if stage == 2:
        chain = "UPDATE visavis_clientalias SET client = %s WHERE client = %s"
        alias = (
            "INSERT INTO visavis_clientalias (former, client, direct, created_at, run) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT (former) DO UPDATE SET client = excluded.client, direct = excluded.direct"
        )
        merged = _tuples(rows.select(("client", "former")))
        return [
            (chain, merged),
            (alias, [(former, client, client, now, run) for client, former in merged]),
        ]
    if stage == 3:
        sql = (
            "INSERT INTO visavis_link (source, key, client, run) SELECT CAST(%s AS text), p.key, CAST(p.value AS bigint), "
            "CAST(%s AS text) FROM {pairs} AS p WHERE true "
            "ON CONFLICT (source, key) DO UPDATE SET client = excluded.client, vanished_run = NULL "
            "WHERE visavis_link.client <> excluded.client OR visavis_link.vanished_run IS NOT NULL"
        )
        known = _tuples(rows.filter(pc.is_valid(rows.column("former"))))
        moves = [(former, client, run, now, source, key, client) for source, key, client, former in known]
        return [*([(KEEP_MOVE, moves)] if moves else []), *_by_source(sql, run, rows, to.pairs)]
    # What arrived by itself since the plan was made is there: whatever arrived before, the plan knew.
    sql = (
        "UPDATE visavis_link SET vanished_run = %s WHERE source = %s AND key = %s AND vanished_run IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM visavis_arrival WHERE identity = %s)"
    )
    gone = _tuples(rows.select(("source", "key")))
    return [(sql, [(run, source, key, digest(IDENTITY, "", source, key)) for source, key in gone])]


def _parted(rows: pa.RecordBatch, by: pa.Array) -> Iterator[tuple[Any, pa.RecordBatch]]:
    """Each value in `by` with its rows, in order of appearance; chunks mostly have one."""
    values = pc.unique(by).to_pylist()
    for value in values:
        yield value, rows if len(values) == 1 else rows.filter(pc.equal(by, value))


def _tuples(rows: pa.RecordBatch) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in rows.columns), strict=True))


def _by_source(sql: str, run: str, rows: pa.RecordBatch, shape: str) -> Statements:
    """`sql` for the records of each source at once: parameters source, run, and `{pairs}`, keys with numbers; `shape`: SQL of these."""
    together: list[tuple[Any, ...]] = []
    alone: list[tuple[Any, ...]] = []
    for source, of_source in _parted(rows, rows.column("source")):
        pairs = dict(_tuples(of_source.select(("key", "client"))))
        if _NUL in (text := json.dumps(pairs, ensure_ascii=False)):  # SQLite would end such a key there
            alone += [(source, run, key, pairs.pop(key)) for key in list(pairs) if "\0" in key]
            text = json.dumps(pairs, ensure_ascii=False)
        together.append((source, run, text))
    shapes = ((shape, together), ("(SELECT %s AS key, %s AS value)", alone))
    return [(sql.format(pairs=pairs), given) for pairs, given in shapes if given]
