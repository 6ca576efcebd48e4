"""Time, memory and growth of every measure over generated exchanges and events, and each relational one beside a query by hand.

`python -m benchmarks.measures [--rows 100000 1000000 10000000] [--part catalogue relational survival]`. VISAVIS_BENCH keeps the lakes, VISAVIS_MEMORY
bounds DuckDB's memory. Seconds are of the clock and of the processor: on a machine that others use, the latter tell the truth.
"""

import argparse
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import benchmarks
from benchmarks import measures_survival
from benchmarks.measures_data import make
from benchmarks.measures_pairs import Pair
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.people import Behind
from visavis.engine.settling import perform
from visavis.mirror.guard.shield import shield
from visavis.mirror.kinds import KINDS
from visavis.mirror.kinds.kind import Bench, Kind
from visavis.mirror.measure import Asked, rows_of

SIZES = (100_000, 1_000_000, 10_000_000)
PARTS = ("catalogue", "relational", "survival")
GOAL = 1.5
TABLES = ("exchanges", "events", "ratings", "clusters", "records", "cases", "readings", "routes", "commitments")
DECLARED: dict[str, dict[str, Any]] = {
    "concentration": {"over": "events", "client": "client_ref", "person": "staff", "min_cases": 5},
    "delay": {"over": "events", "from": "occurred_at", "to": "done_at", "unit": "hour"},
    "funnel": {"over": "events", "stage": "status", "order": ["heard", "read", "reached", "answered"], "period": "month"},
}  # fmt: skip
"""Measures that nobody gets without declaring them."""


SHIELD = "what may be told of teams"

Made = tuple[Lake, Manifest]
"""The lake of the bench and what it holds."""


class Took(NamedTuple):
    """Seconds by the clock and of the processor."""

    clock: float
    processor: float


def _timed[T](work: Callable[[], T]) -> tuple[Took, T]:
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return Took(time.perf_counter() - clock, time.process_time() - processor), found


def _peak(*, anew: bool = False) -> int:
    """The most memory in MB that this process held since the peak was forgotten (`anew`); 0 where the system doesn't tell."""
    try:
        if anew:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def _computed(kind: Kind[Any], bench: Bench) -> list[dict[str, Any]] | str:
    """The rows of a kind of measure, or why there are none."""
    declared = DECLARED.get(kind.name)
    spec = kind.spec(**declared) if declared else kind.unasked(bench)
    if spec is None:
        return "not in these facts"
    try:
        return rows_of(Asked(kind.name, kind, spec, None, None), kind.results(bench, spec))
    except Unmeasurable as why:
        return str(why)


def catalogue(lake: Lake, manifest: Manifest) -> Iterator[dict[str, Any]]:
    """What each kind of measure takes, as it is computed where nobody declared it, and what holds their teams back at the end."""
    session = DuckDB(lake.folder / "scratch")
    lake.show(session, manifest, TABLES)
    shared: dict[Hashable, str] = {}
    rows: list[dict[str, Any]] = []
    behind: dict[str, list[Behind]] = {}
    for number, kind in enumerate(KINDS.values()):
        bench = Bench(session, lake, manifest, f"measure_{number}", "bench", shared)
        _peak(anew=True)
        took, told = _timed(partial(_computed, kind, bench))
        yield {"name": kind.name, **took._asdict(), "peak": _peak(), "why": told if isinstance(told, str) else ""}
        if not isinstance(told, str):
            rows += told
            behind |= {} if bench.behind is None else {kind.name: bench.behind}
    _peak(anew=True)
    took, _ = _timed(lambda: shield(session, lake, manifest, rows, behind=behind))
    yield {"name": SHIELD, **took._asdict(), "peak": _peak(), "why": ""}
    session.close()


def pairs() -> list[Pair]:
    """The relational measures of every subject: whatever `benchmarks/measures_<subject>.py` hands over by a function `pairs`."""
    found: list[Pair] = []
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith("measures_"):
            hands_over = getattr(importlib.import_module(f"benchmarks.{module.name}"), "pairs", None)
            found += hands_over() if hands_over else []
    return found


def _emptied(session: DuckDB, sql: str) -> None:
    """Compute every row of `sql` and keep none; what a query by hand writes down first is kept in memory."""
    session.connection.execute(sql if sql.startswith("CREATE") else f"COPY ({sql}) TO '/dev/null' (FORMAT csv)")


def _ours(session: DuckDB, pair: Pair, scratch: Path) -> None:
    for each in pair.steps():
        perform(session, [each], pair.settled, scratch, hold=each.name not in pair.filed)
    for view in pair.views:
        _emptied(session, f"SELECT * FROM {view}")


def _by_hand(session: DuckDB, pair: Pair) -> None:
    for query in pair.by_hand:
        _emptied(session, query)


def relational(lake: Lake, manifest: Manifest, repeats: int) -> Iterator[dict[str, Any]]:
    """Each beside the query by hand: the least of `repeats` runs of both, in turns."""
    with tempfile.TemporaryDirectory(dir=lake.folder) as scratch:
        session = DuckDB(lake.folder / "scratch")
        lake.show(session, manifest, TABLES)
        for pair in pairs():
            ours, by_hand = partial(_ours, session, pair, Path(scratch)), partial(_by_hand, session, pair)
            ran = [(_timed(ours)[0], _timed(by_hand)[0]) for _ in range(repeats)]
            best = [Took(*map(min, zip(*side, strict=True))) for side in zip(*ran, strict=True)]
            yield {"name": pair.name, "ours": best[0]._asdict(), "by_hand": best[1]._asdict()}
        session.close()


def one(folder: Path, rows: int, repeats: int, parts: Sequence[str]) -> None:
    """Everything at one size, a line of JSON for each result."""
    began = time.perf_counter()
    lake, manifest = make(folder, rows)
    print(json.dumps({"part": "made", "clock": time.perf_counter() - began}), flush=True)
    work = {"catalogue": partial(catalogue, lake, manifest), "relational": partial(relational, lake, manifest, repeats)}
    for part in parts:
        for found in work[part]():
            print(json.dumps({"part": part, **found}), flush=True)


def _said(found: dict[str, Any]) -> str:
    if found["part"] == "made":
        return f"made in {found['clock']:.0f} s"
    if found["part"] == "catalogue":
        return f"{found['name']:38} {found['clock']:8.2f} s, processor {found['processor']:8.2f} s, peak {found['peak']:5} MB  {found['why']}"
    ours, by_hand = found["ours"], found["by_hand"]
    ratio = ours["processor"] / max(by_hand["processor"], 1e-6)
    bad = "" if ratio <= GOAL else f"  above {GOAL}"
    return (
        f"{found['name']:38} {ours['clock']:8.2f} s / by hand {by_hand['clock']:8.2f} s; "
        f"processor {ours['processor']:8.2f} s / {by_hand['processor']:8.2f} s = {ratio:5.2f}{bad}"
    )


def grown(by_size: dict[int, list[dict[str, Any]]]) -> Iterator[str]:
    """Processor seconds of every measure at every size, and how often the last is the one before."""
    sizes = sorted(by_size)
    told = {size: {each["name"]: each for each in by_size[size] if each["part"] == "catalogue"} for size in sizes}
    names = list(told[sizes[-1]])
    yield f"{'processor seconds':38}" + "".join(f"{size:>14,}" for size in sizes) + "   growth"
    for name in [*names, "the whole catalogue"]:
        seconds = [
            sum(each["processor"] for each in told[size].values())
            if name not in names
            else told[size].get(name, {}).get("processor", 0.0)
            for size in sizes
        ]
        grown = [f"{last / max(former, 1e-3):6.1f}" for former, last in pairwise(seconds)]
        yield f"{name:38}" + "".join(f"{each:14.2f}" for each in seconds) + "   " + " ".join(grown)


def main(sizes: Sequence[int] = SIZES, parts: Sequence[str] = PARTS) -> None:
    """Every size in a process of its own, then survival beside lifelines."""
    by_size: dict[int, list[dict[str, Any]]] = {}
    asked = [part for part in parts if part != "survival"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("VISAVIS_BENCH", scratch))
        for rows in sizes if asked else ():
            print(f"-- {rows:,} exchanges, {rows:,} events", flush=True)
            repeats = "3" if rows <= 1_000_000 else "1"
            command = [sys.executable, "-m", "benchmarks.measures", "--one", str(folder / str(rows)), repeats]
            command += ["--rows", str(rows), "--part", *asked]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                for line in process.stdout or ():
                    by_size.setdefault(rows, []).append(json.loads(line))
                    print(_said(by_size[rows][-1]), flush=True)
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, command)
    if "catalogue" in asked:
        print("\n".join(["", *grown(by_size)]), flush=True)
    if "survival" in parts:
        print("-- survival curves beside lifelines", flush=True)
        measures_survival.main(min(1_000_000, max(sizes)))


if __name__ == "__main__":
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="exchanges, and events, of each size")
    told.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS))
    told.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = told.parse_args()
    if given.one:
        one(Path(given.one[0]), given.rows[0], int(given.one[1]), given.part)
    else:
        main(given.rows, given.part)
