"""How well and how fast records are linked: `python -m benchmarks.linking [--entities N] [--generated SIZE ...] [--no-stock]`.

P, R, F1 are over pairs of records, after clustering. Every way runs in a process of its own, so that its memory is its own; ratios
are to the first way, for the same file. The public sets are looked for in `../shared/data` or `VISAVIS_DATA`.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.linking import sets
from benchmarks.linking.ways import WAYS, scores, truth


def main() -> None:
    """Prints one line per set and way; says so where the public sets are absent."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entities", type=int, help="a sample of that many public customers instead of all")
    parser.add_argument("--generated", type=int, nargs="*", default=[100_000], help="records of our own sets")
    parser.add_argument("--no-stock", action="store_true", help="leave Splink as it comes out")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    asked, _ = parser.parse_known_args()
    if asked.one:
        _one(asked.one[0], Path(asked.one[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.parquet"
        ways = [way for way in WAYS if not (asked.no_stock and way.startswith("Splink"))]
        if sets.DATA.is_dir():
            sets.customers(sets.DATA, file, entities=asked.entities)
            _compare("customers (public)", file, ways)
            for number in (1, 2, 3):
                sets.febrl(sets.DATA, number, file)
                _compare(f"Febrl {number}", file, ["visavis"])
        else:
            print(f"the public data sets are not at {sets.DATA}; name their folder in VISAVIS_DATA")
        for size in asked.generated:
            sets.invented(file, size)
            _compare(f"generated {size}", file, ways)


def _compare(name: str, file: Path, ways: list[str]) -> None:
    first = 0.0
    for way in ways:
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.linking", "--one", way, str(file)], capture_output=True, text=True, check=True
        )  # fmt: skip
        told = json.loads(ran.stdout.splitlines()[-1])
        first = first or told["seconds"]
        print(
            f"{name:<20} {way:<25} P {told['precision']:.3f} R {told['recall']:.3f} F1 {told['f1']:.3f}  "
            f"{told['seconds']:7.1f} s (× {told['seconds'] / first:.1f}), CPU {told['cpu']:7.1f} s, {told['peak']:.2f} GB",
            flush=True,
        )


def _one(way: str, file: Path) -> None:
    began, busy = time.perf_counter(), time.process_time()
    found = WAYS[way](file)
    seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    precision, recall, f1 = scores(found, truth(file))
    print(
        json.dumps({"precision": precision, "recall": recall, "f1": f1, "seconds": seconds, "cpu": cpu, "peak": peak})
    )


if __name__ == "__main__":
    main()
