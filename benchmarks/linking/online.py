"""How fast one record is linked at once, identity committed, and whether batch would have said the same.

`python -m benchmarks.linking.online [--records 20000 200000] [--arrivals 2000] [--patch N] [--compare]`. Generated customers: all
but the arrivals are linked in batch and published in a home of their own; then the arrivals come one by one. `--patch`: that many of
the others come in a second run, so that the index is a base with a patch over it. `--compare` links all of them in batch by the
same model, and tells how far the two partitions agree. With VISAVIS_DATABASE_URL it writes to PostgreSQL.
"""

import argparse
import gc
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.linking.generated import COLUMNS, records
from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import RECORDS, Type

_ARROW = {
    Type.TEXT: pa.string(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
}
SCHEMA = pa.schema([(column.name, _ARROW[column.type]) for column in RECORDS.columns])

Record = dict[str, Any]


def generated(size: int, seed: int) -> tuple[list[Record], list[int]]:
    """Records as the lake holds them, and whose each truly is."""
    found: list[Record] = []
    truth: list[int] = []
    for row in records(size, seed=seed):
        told: dict[str, Any] = dict(zip((*COLUMNS, "birth_date", "truth"), row, strict=True))
        truth.append(told.pop("truth"))
        for one, many in (("email", "emails"), ("phone", "phones")):
            value = told.pop(one)
            told[many] = [value] if value else None
        found.append(told)
    return found, truth


def published(home: Path, base: list[Record], run: str = "r1") -> dict[str, float]:
    """Link `base` by a `run`, give clients their ids, and make it the current run; seconds that parts of it took."""
    from visavis.clients.linking.link import link
    from visavis.running.publishing.ids import carry_out, plan_ids

    lake, took = Lake(home / "lake"), {}
    database.use(home)
    session = DuckDB(home / "scratch")
    try:
        file = lake.new_file("records", run)
        pq.write_table(
            pa.Table.from_pylist([{name: row.get(name) for name in SCHEMA.names} for row in base], SCHEMA), file
        )
        before = replace(lake.current() or Manifest(run), run=run)
        manifest = before.replaced("records", [lake.entry("records", file, len(base), source="s")])
        began = time.perf_counter()
        manifest = link(home, session, lake, manifest, run)
        took["linked, with its index"] = time.perf_counter() - began
        lake.publish(carry_out(session, lake, manifest, plan_ids(session, lake, manifest, run)))
    finally:
        session.close()
    return took


def arrive(home: Path, arrivals: Iterable[Record]) -> tuple[list[float], list[float], Counter[str]]:
    """Link each record at once; milliseconds of each on the clock and of the processor, and how many came out how."""
    from visavis.clients.arriving.link_record import link_record

    took, worked, outcomes = [], [], Counter[str]()
    for record in arrivals:
        born = record["birth_date"]
        plain = {**record, "birth_date": born.isoformat() if born else None}
        began, at_work = time.perf_counter(), time.process_time()
        placed = link_record(home, plain)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - at_work) * 1000)
        outcomes[placed.outcome] += 1
    return took, worked, outcomes


def agreement(home: Path, every: list[Record], arrivals: list[Record]) -> tuple[float, float, int]:
    """Of pairs with a record that arrived: share of those together at once that batch has together too, share of batch's that
    were together at once, and how many batch has."""
    from visavis.clients.linking.frozen import frozen
    from visavis.clients.models import Link
    from visavis.engine.linking.link import link as propose

    work = home / "compare"
    session = DuckDB(work / "duckdb")
    columns = tuple((column.name, column.type) for column in RECORDS.columns)
    from visavis.engine.steps import Piece

    work.mkdir(exist_ok=True)
    pq.write_table(
        pa.Table.from_pylist([{n: row.get(n) for n in SCHEMA.names} for row in every], SCHEMA), work / "records.parquet"
    )
    session.show("records", [Piece((work / "records.parquet",), columns)], columns)
    for table in ("events", "exchanges", "ratings"):
        session.show(table, [], (("client_ref", Type.TEXT),))
    model = frozen(home).index.model
    propose(session, work / "scratch", edges=work / "edges.parquet", clusters=work / "clusters.parquet", model=model)
    session.close()
    batch = {
        (row["source"], row["key"]): row["cluster"] for row in pq.read_table(work / "clusters.parquet").to_pylist()
    }
    once = {(source, key): client for source, key, client in Link.objects.values_list("source", "key", "client_id")}
    late = {(record["source"], record["key"]) for record in arrivals}
    mine, theirs = _pairs(once, late), _pairs(batch, late)
    return len(mine & theirs) / max(len(mine), 1), len(mine & theirs) / max(len(theirs), 1), len(theirs)


def _pairs(cluster: dict[tuple[str, str], Any], late: set[tuple[str, str]]) -> set[tuple[Any, Any]]:
    groups: dict[Any, list[tuple[str, str]]] = {}
    for end, number in cluster.items():
        groups.setdefault(number, []).append(end)
    return {
        (min(one, other), max(one, other))
        for group in groups.values()
        for one in group
        if one in late
        for other in group
        if one != other
    }


def main() -> None:
    """Prints a line for each number of records."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--arrivals", type=int, default=2_000)
    parser.add_argument("--patch", type=int, default=0, help="records of a second run")
    parser.add_argument("--compare", action="store_true", help="link all in batch as well, and compare")
    asked = parser.parse_args()
    if os.environ.get(database.URL) and len(asked.records) > 1:
        parser.error("a PostgreSQL database holds one home: name one number of records")
    for size in asked.records:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            every, _ = generated(size + asked.arrivals, seed=7)
            late = sorted(random.Random(1).sample(range(len(every)), asked.arrivals))
            chosen = set(late)
            arrivals = [every[place] for place in late]
            base = [record for place, record in enumerate(every) if place not in chosen]
            took = published(home, base[asked.patch :])
            if asked.patch:
                published(home, base, "r2")
            arrive(home, [{**arrivals[0], "key": f"warm{n}"} for n in range(20)])
            gc.collect()
            times, worked, outcomes = arrive(home, arrivals)
            (middle, most), (cpu, most_cpu) = np.percentile(times, (50, 99)), np.percentile(worked, (50, 99))
            print(
                f"{size:>9} records{f', {asked.patch} of them in a patch' if asked.patch else ''}  one at once: median {middle:.2f} ms, p99 {most:.2f} ms, longest {max(times):.2f} ms; "
                f"of the processor {cpu:.2f}, p99 {most_cpu:.2f} ms  "
                f"{dict(outcomes)}  (batch {took['linked, with its index']:.1f} s)",
                flush=True,
            )
            if asked.compare:
                same, found, pairs = agreement(home, every, arrivals)
                print(
                    f"{'':9}          of {pairs} pairs that batch has: {found:.4f} at once; of those at once, {same:.4f} in batch"
                )


if __name__ == "__main__":
    main()
