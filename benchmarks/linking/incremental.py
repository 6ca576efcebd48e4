"""How much linking costs where little changed: `python -m benchmarks.linking.incremental [--records N ...] [--late N ...]`.

Generated records; all but the late ones are linked first. Then the late ones come, and some change, and they are linked with what
the run before kept, and once more all together by the same model. Seconds of the step, of the processor and on the clock, its
files, doubts and index included; the files must be equal row by row. Each number of records runs in a process of its own.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from benchmarks.linking import sets
from visavis.clients.linking.link import KEPT, link
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import literal
from visavis.engine.tables import ALL


def main() -> None:
    """Prints a line for each number of records."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, nargs="+", default=[20_000, 200_000], help="records at first")
    parser.add_argument(
        "--late", type=int, nargs="+", default=[], help="records that come; a tenth where it is left out"
    )
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    late = [*asked.late, *(records // 10 for records in asked.records[len(asked.late) :])]
    if asked.one:
        _compare(asked.records[0], late[0])
        return
    for records, new in zip(asked.records, late, strict=True):
        subprocess.run(
            [sys.executable, "-m", "benchmarks.linking.incremental", "--one", "--records", str(records), "--late", str(new)],
            check=True,
        )  # fmt: skip


def _compare(records: int, late: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        lake = Lake(home / "lake")
        before, after = _facts(home, lake, records, late)
        session = DuckDB(home / "scratch")
        try:
            first, _ = _timed(home, session, lake, before, "first")
            _, same = _timed(home, session, lake, first, "same")
            found, little = _timed(home, session, lake, first.replaced("records", after.of("records")), "little")
            kept_nothing = replace(found.replaced(KEPT, []), ledger=found.ledger)
            whole, every = _timed(home, session, lake, kept_nothing, "every")
        finally:
            session.close()
        differ = sum(_differences(lake, found, whole, table) for table in ("edges", "clusters"))
        print(
            f"{late:>9} into {records:>9}: all {every}, what changed {little} (× {little.worked / every.worked:.2f} of the "
            f"processor, × {little.clock / every.clock:.2f} on the clock), nothing changed {same}; rows that differ: {differ}",
            flush=True,
        )


def _facts(home: Path, lake: Lake, records: int, late: int) -> tuple[Manifest, Manifest]:
    """Manifests of the records before and after the late ones came; one record in a thousand changed meanwhile."""
    given, every = home / "given.parquet", records + late
    sets.invented(given, every)
    files = [lake.new_file("records", run) for run in ("before", "after")]
    told = f"SELECT * EXCLUDE (truth), hash(key) % {every} AS turn FROM read_parquet({literal(str(given))})"
    moved = "CASE WHEN turn % 1000 = 0 THEN '1 rue Neuve' ELSE street END"
    for file, sql in zip(
        files,
        (
            f"SELECT * EXCLUDE (turn) FROM ({told}) WHERE turn >= {late}",
            f"SELECT * EXCLUDE (turn) REPLACE ({moved} AS street) FROM ({told})",
        ),
        strict=True,
    ):
        duckdb.execute(f"COPY ({sql}) TO {literal(str(file))} (FORMAT parquet)")
    given.unlink()
    one, other = (
        Manifest("r0").replaced("records", [lake.entry("records", file, every, source="s")]) for file in files
    )
    return one, other


@dataclass(frozen=True, slots=True)
class _Took:
    """Seconds on the clock, and of the processor."""

    clock: float
    worked: float

    def __str__(self) -> str:
        return f"{self.worked:.1f} s of the processor in {self.clock:.1f} s"


def _timed(home: Path, session: DuckDB, lake: Lake, manifest: Manifest, run: str) -> tuple[Manifest, _Took]:
    began, at_work = time.perf_counter(), _worked()
    linked = link(home, session, lake, manifest, run, notes=[])
    return linked, _Took(time.perf_counter() - began, _worked() - at_work)


def _worked() -> float:
    """Processor seconds of this process and of those that it started and that ended."""
    return sum(os.times()[:4])


def _differences(lake: Lake, one: Manifest, other: Manifest, table: str) -> int:
    columns = [(column.name, column.type) for column in ALL[table].columns]
    session = DuckDB()
    try:
        for view, manifest in (("one", one), ("other", other)):
            session.show(view, lake.pieces(manifest.of(table), ALL[table]), columns)
        return sum(
            int(session.rows(f"SELECT count(*) AS n FROM (FROM {a} EXCEPT ALL FROM {b})")[0]["n"])
            for a, b in (("one", "other"), ("other", "one"))
        )
    finally:
        session.close()


if __name__ == "__main__":
    main()
