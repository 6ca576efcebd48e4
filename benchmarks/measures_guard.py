"""What the guard takes of the step *measure*: suppression that withstands differencing, in processor seconds, as a share of the step.

`python -m benchmarks.measures_guard [--rows 100000] [--repeats 3]` runs the step as a run does, over the lake of `benchmarks.measures`:
once with nothing told before, then again with what the first told. The guard is whatever the step asks of `mirror/guard`: conditions
held beside one another, which events are cases, who wrote which messages, what may be told of groups. VISAVIS_BENCH keeps the lake.
"""

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from benchmarks.measures import DECLARED
from benchmarks.measures_data import make
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.mirror import measure as step

GOAL = 0.10
GUARDS = ("singled_out", "by_team", "kinds_of_cases", "read_messages", "hands", "shield")
"""Names under which the step asks the guard."""
FURTHER = ("clusters", "records", "cases", "readings", "routes", "commitments")

Seconds = dict[str, float]


def taken(lake: Lake, manifest: Manifest, home: Path) -> tuple[Seconds, Manifest]:
    """Processor seconds of the step (`measure`) and of each of GUARDS in it; and the manifest that it leaves."""
    spent: Seconds = defaultdict(float)
    session = DuckDB(lake.folder / "scratch")
    try:
        lake.show(session, manifest, FURTHER)
        with _watched(spent):
            left = _timed(spent, "measure", step.measure)(home, session, lake, manifest, "bench", secret=b"bench")
    finally:
        session.close()
    return spent, left


@contextmanager
def _watched(spent: Seconds) -> Iterator[None]:
    """Time what the step asks of the guard."""
    asked = {name: getattr(step, name) for name in GUARDS}
    try:
        for name, work in asked.items():
            setattr(step, name, _timed(spent, name, work))
        yield
    finally:
        for name, work in asked.items():
            setattr(step, name, work)


def _timed[**Given, Found](spent: Seconds, name: str, work: Callable[Given, Found]) -> Callable[Given, Found]:
    def run(*given: Given.args, **named: Given.kwargs) -> Found:
        began = time.process_time()
        try:
            return work(*given, **named)
        finally:
            spent[name] += time.process_time() - began

    return run


def share(spent: Seconds) -> float:
    """The guard's part of the step, 0 to 1."""
    return sum(spent[name] for name in GUARDS) / spent["measure"]


def declare(home: Path) -> None:
    """Measures that nobody gets without declaring them."""
    (home / "measures").mkdir(parents=True, exist_ok=True)
    measures = [{"name": kind, kind: spec} for kind, spec in DECLARED.items()]
    (home / "measures" / "all.yaml").write_text(yaml.safe_dump(measures, sort_keys=False), encoding="utf-8")


def main(rows: int = 100_000, repeats: int = 3) -> None:
    """A line for each of `repeats` runs with nothing told before, and for each that follows on them; then the medians."""
    shares: dict[str, list[float]] = {"nothing told before": [], "told once before": []}
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        declare(home)
        lake, manifest = make(Path(os.environ.get("VISAVIS_BENCH", scratch)) / str(rows), rows)
        for _ in range(repeats):
            known = manifest
            for name, found in shares.items():
                spent, known = taken(lake, known, home)
                found.append(share(spent))
                parts = ", ".join(f"{each} {spent[each]:.2f} s" for each in GUARDS)
                print(
                    f"{name:20} measure {spent['measure']:6.2f} s, guard {100 * found[-1]:5.1f} %: {parts}", flush=True
                )
    for name, found in shares.items():
        middle = sorted(found)[len(found) // 2]
        print(f"{name:20} {100 * middle:.1f} % of the step{'' if middle <= GOAL else f', above {GOAL:.0%}'}")


if __name__ == "__main__":
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--rows", type=int, default=100_000, help="exchanges, and events")
    told.add_argument("--repeats", type=int, default=3)
    given = told.parse_args()
    main(given.rows, given.repeats)
