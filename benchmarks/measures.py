"""Time and memory of every measure over generated exchanges and events, and each relational one beside a query by hand.

`python -m benchmarks.measures [ROWS …]` (default 100,000, 1,000,000 and 10,000,000 of each); VISAVIS_BENCH keeps the lakes.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.measures_data import make
from benchmarks.measures_relational import Pair, pairs
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.settling import perform
from visavis.mirror.kinds import KINDS
from visavis.mirror.kinds.kind import Bench

SIZES = (100_000, 1_000_000, 10_000_000)
GOAL = 1.5
TABLES = ("exchanges", "events", "ratings", "clusters")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _emptied(session: DuckDB, sql: str) -> None:
    """Compute every row of `sql` and keep none."""
    session.connection.execute(f"COPY ({sql}) TO '/dev/null' (FORMAT csv)")


def _ours(session: DuckDB, pair: Pair, scratch: Path) -> None:
    perform(session, pair.steps(), pair.settled, scratch)
    for view in pair.views:
        _emptied(session, f"SELECT * FROM {view}")


def _by_hand(session: DuckDB, pair: Pair) -> None:
    for query in pair.by_hand:
        _emptied(session, query)


def compare(lake: Lake, manifest: Manifest, repeats: int) -> Iterator[tuple[str, float, float]]:
    """Seconds of ours and by hand, the least of `repeats` runs in turns."""
    with tempfile.TemporaryDirectory(dir=lake.folder) as scratch:
        session = DuckDB(lake.folder / "scratch")
        lake.show(session, manifest, TABLES)
        for pair in pairs():
            ours, by_hand = partial(_ours, session, pair, Path(scratch)), partial(_by_hand, session, pair)
            ran = [(_timed(ours), _timed(by_hand)) for _ in range(repeats)]
            yield pair.name, min(each[0] for each in ran), min(each[1] for each in ran)
        session.close()


def whole(lake: Lake, manifest: Manifest) -> Iterator[tuple[str, float, str]]:
    """Seconds of each kind of measure, as it is computed where nobody declared it; and why one has no figure."""
    session = DuckDB(lake.folder / "scratch")
    lake.show(session, manifest, TABLES)
    for number, kind in enumerate(KINDS.values()):
        bench = Bench(session, lake, manifest, f"measure_{number}")
        spec = kind.unasked(bench)
        if spec is None:
            continue
        told = ""
        began = time.perf_counter()
        try:
            kind.results(bench, spec)
        except Unmeasurable as why:
            told = str(why)
        yield kind.name, time.perf_counter() - began, told
    session.close()


def one(folder: Path, rows: int, repeats: int) -> None:
    """Everything at one size, printed as it is done."""
    began = time.perf_counter()
    lake, manifest = make(folder, rows)
    print(f"-- {rows:,} exchanges, {rows:,} events; made in {time.perf_counter() - began:.0f} s", flush=True)
    total = 0.0
    for name, seconds, why in whole(lake, manifest):
        total += seconds
        print(f"{name:38} {seconds:8.2f} s  {why}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'the whole catalogue':38} {total:8.2f} s, peak {peak:.0f} MB", flush=True)
    for name, ours, by_hand in compare(lake, manifest, repeats):
        bad = "" if ours <= GOAL * by_hand else f"  above {GOAL}"
        print(f"{name:38} {ours:8.2f} s / by hand {by_hand:8.2f} s = {ours / by_hand:5.2f}{bad}", flush=True)


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Every size in a process of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("VISAVIS_BENCH", scratch))
        for rows in sizes:
            repeats = "3" if rows <= 1_000_000 else "1"
            command = [sys.executable, "-m", "benchmarks.measures", "one", str(folder / str(rows)), str(rows), repeats]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
