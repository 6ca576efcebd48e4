"""Runs one measured piece of work in a process of its own: `python -m benchmarks.one NAME FOLDER ROWS`.

Prints seconds (start-up and imports excluded) and the process's peak memory in MB.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.company import COLUMNS, make_home, write_csv

THREADS = 2


def copy_to_parquet(folder: Path, rows: int) -> Callable[[], None]:
    """The bar for fetch: DuckDB's own COPY of the same CSV to typed Parquet."""
    import duckdb

    connection = duckdb.connect(config={"threads": THREADS})
    columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in COLUMNS.items())
    read = f"read_csv('{csv(folder, rows)}', header = true, columns = {{{columns}}})"
    return lambda: connection.execute(f"COPY (SELECT * FROM {read}) TO '{folder}/copy.parquet'").fetchall() and None


def fetch(folder: Path, rows: int, *, encoding: str = "utf-8") -> Callable[[], None]:
    """Fetch the CSV into the lake: hashed, typed, zoned, checked for rejects and duplicate keys."""
    import shutil

    from visavis.engine.duckdb import DuckDB
    from visavis.engine.lake import Lake, Manifest
    from visavis.sources.declaration import read_sources
    from visavis.sources.fetch import fetch as fetch_source

    home = folder / f"home-{rows}"
    shutil.rmtree(home, ignore_errors=True)
    make_home(home, csv(folder, rows, encoding), encoding=encoding)
    (declared,) = read_sources(home)
    lake, runner = Lake(home / "lake"), DuckDB(home / "lake" / "scratch")

    def work() -> None:
        fetched = fetch_source(
            home, declared, lake=lake, runner=runner, manifest=Manifest(""), run="r", secret=b"s" * 32
        )
        assert sum(entry.rows for entry in fetched.manifest.of("events")) == rows
        lake.publish(fetched.manifest)

    return work


def fetch_cp1252(folder: Path, rows: int) -> Callable[[], None]:
    """The same from a file in cp1252."""
    return fetch(folder, rows, encoding="cp1252")


def hold(folder: Path, rows: int) -> Callable[[], None]:
    """Hold one promise against the fetched events."""
    from visavis.engine.duckdb import DuckDB
    from visavis.engine.lake import Lake
    from visavis.promises.hold import hold as hold_promises

    home = folder / f"home-{rows}"
    lake = Lake(home / "lake")
    manifest = lake.current()
    assert manifest is not None
    runner = DuckDB(home / "lake" / "scratch")

    def held() -> None:
        hold_promises(home, runner, lake, manifest, "r")

    return held


def hold_by_hand(folder: Path, rows: int) -> Callable[[], None]:
    """The bar for hold: one tight query over the same files, writing the same cases."""
    import duckdb

    from visavis.engine.lake import Lake

    lake = Lake(folder / f"home-{rows}" / "lake")
    manifest = lake.current()
    assert manifest is not None
    files = [str(file) for entry in manifest.of("events") for file in lake.files(entry)]
    connection = duckdb.connect(config={"threads": THREADS})
    query = f"""WITH e AS (SELECT * FROM read_parquet({files}) WHERE type = 'delivery' AND status = 'delivered'),
        seen AS (SELECT greatest(max(occurred_at), max(done_at)) AS moment,
                        CAST(greatest(max(occurred_at), max(done_at)) AS DATE) AS day FROM read_parquet({files}))
        SELECT 'on-time' AS promise, source, key, client_ref, team, coalesce(due_on, occurred_on) AS on_day,
            due_at, due_on, done_at, done_on,
            CASE WHEN done_on <= due_on THEN 'kept' WHEN done_on > due_on THEN 'late' WHEN due_on IS NULL THEN 'untestable'
                WHEN due_on < day THEN 'broken' ELSE 'open' END AS outcome,
            CASE WHEN due_on IS NULL THEN 'no_due' END AS reason, CAST(1 AS BIGINT) AS n FROM e, seen"""
    return lambda: connection.execute(f"COPY ({query}) TO '{folder}/by-hand.parquet'").fetchall() and None


def pandas_hold(folder: Path, rows: int) -> Callable[[], None]:
    """Hold in pandas, over the same files, writing the same cases."""
    import pandas as pd

    from visavis.engine.lake import Lake

    lake = Lake(folder / f"home-{rows}" / "lake")
    manifest = lake.current()
    assert manifest is not None
    files = [file for entry in manifest.of("events") for file in lake.files(entry)]
    needed = [
        "source",
        "key",
        "type",
        "status",
        "client_ref",
        "team",
        "occurred_at",
        "occurred_on",
        "due_at",
        "due_on",
        "done_at",
        "done_on",
    ]

    def work() -> None:
        events = pd.concat([pd.read_parquet(file, columns=needed) for file in files])
        seen = pd.Timestamp(max(events.occurred_at.max(), events.done_at.max())).normalize()
        cases = events[(events.type == "delivery") & (events.status == "delivered")].copy()
        due, done = pd.to_datetime(cases.due_on), pd.to_datetime(cases.done_on)
        cases["outcome"] = "open"
        cases.loc[due < seen, "outcome"] = "broken"
        cases.loc[done <= due, "outcome"] = "kept"
        cases.loc[done > due, "outcome"] = "late"
        cases.loc[due.isna(), "outcome"] = "untestable"
        cases["on_day"] = cases.due_on.fillna(cases.occurred_on)
        cases["promise"], cases["reason"], cases["n"] = "on-time", None, 1
        columns = [
            "promise",
            "source",
            "key",
            "client_ref",
            "team",
            "on_day",
            "due_at",
            "due_on",
            "done_at",
            "done_on",
            "outcome",
            "reason",
            "n",
        ]
        cases[columns].to_parquet(folder / "pandas.parquet")

    return work


def csv(folder: Path, rows: int, encoding: str = "utf-8") -> Path:
    """The CSV of that size and encoding, written if need be."""
    file = folder / f"orders-{rows}.csv"
    if not file.exists():
        write_csv(file, rows)
    if encoding == "utf-8":
        return file
    other = folder / f"orders-{rows}-{encoding}.csv"
    if not other.exists():
        with file.open(encoding="utf-8") as plain, other.open("w", encoding=encoding) as out:
            for line in plain:
                out.write(line.replace("cancelled", "annulée").replace("delivered", "delivered"))
    return other


WORK = {work.__name__: work for work in (copy_to_parquet, fetch, fetch_cp1252, hold, hold_by_hand, pandas_hold)}

if __name__ == "__main__":
    name, folder, rows = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    work = WORK[name](folder, rows)
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
