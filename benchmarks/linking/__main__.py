"""How well and how fast records are linked: `python -m benchmarks.linking [--entities N] [--generated SIZE ...] [--no-stock]
[--only-generated]`.

P, R, F1 are over pairs of records, after clustering; *household* is the share of linked pairs that are two persons who share
family name and street or postcode. Every way runs in a process of its own, so that its memory is its own, children included. What
Splink takes to score and cluster alone, its training left out, is what our whole linking is a ratio of (libraries loaded and, for
us, the database's tables made before): on the clock, and in processor time, which tells more where others work on the machine. The public sets are looked for in `../shared/data` or `VISAVIS_DATA`.
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
from benchmarks.linking.households import across_households
from benchmarks.linking.memory import Peak
from benchmarks.linking.ways import GOLDEN, OURS, STOCK, WAYS, scores, truth

MOST_FOR_GOLDEN = 200_000
"""Records of a set that goldenmatch is given: more would take it longer than all others together."""


def main() -> None:
    """Prints one line per set and way; says so where the public sets are absent."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entities", type=int, help="a sample of that many public customers instead of all")
    parser.add_argument("--generated", type=int, nargs="*", default=[100_000], help="records of our own sets")
    parser.add_argument("--no-stock", action="store_true", help="leave other tools than ours out")
    parser.add_argument("--only-generated", action="store_true", help="leave the public sets out")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    asked, _ = parser.parse_known_args()
    if asked.one:
        _one(asked.one[0], Path(asked.one[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.parquet"
        ways = [way for way in WAYS if not (asked.no_stock and way in (STOCK, GOLDEN))]
        if asked.only_generated:
            pass
        elif sets.DATA.is_dir():
            sets.customers(sets.DATA, file, entities=asked.entities)
            _compare("customers (public)", file, ways)
            for number in (1, 2, 3):
                sets.febrl(sets.DATA, number, file)
                _compare(f"Febrl {number}", file, ["visavis"])
        else:
            print(f"the public data sets are not at {sets.DATA}; name their folder in VISAVIS_DATA")
        for size in asked.generated:
            sets.invented(file, size)
            _compare(f"generated {size}", file, [way for way in ways if way != GOLDEN or size <= MOST_FOR_GOLDEN])


def _compare(name: str, file: Path, ways: list[str]) -> None:
    alone: dict[str, float] | None = None
    for way in ways:
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.linking", "--one", way, str(file)], capture_output=True, text=True
        )  # fmt: skip
        if ran.returncode:
            print(f"{name:<20} {way:<25} failed: {(ran.stderr.splitlines() or ['no reason given'])[-1]}", flush=True)
            continue
        told = json.loads(ran.stdout.splitlines()[-1])
        if not told:
            print(f"{name:<20} {way:<25} not installed here", flush=True)
            continue
        print(
            f"{name:<20} {way:<25} P {told['precision']:.3f} R {told['recall']:.3f} F1 {told['f1']:.3f} "
            f"household {told['household']:.4f}  {told['seconds']:7.1f} s, CPU {told['cpu']:7.1f} s, {told['peak']:.2f} GB",
            flush=True,
        )
        if way == STOCK and "alone" in told:
            alone = told["alone"]
            print(
                f"{'':<20}   its scoring and clustering alone: {alone['seconds']:.1f} s, CPU {alone['cpu']:.1f} s",
                flush=True,
            )
        if way == OURS and alone:
            own = told["alone"]
            ratios = (own[unit] / alone[unit] for unit in ("seconds", "cpu"))
            print(
                f"{'':<20}   from facts to ids {own['seconds']:.1f} s, CPU {own['cpu']:.1f} s, ÷ that: "
                "× {:.1f} on the clock, × {:.1f} of the processor".format(*ratios),
                flush=True,
            )


def _one(way: str, file: Path) -> None:
    began, busy = time.perf_counter(), _busy()
    with Peak() as peak:
        found = WAYS[way](file)
    seconds, cpu = time.perf_counter() - began, _busy() - busy
    if found is None:
        print("{}")
        return
    labels, alone = found if isinstance(found, tuple) else (found, None)
    precision, recall, f1 = scores(labels, truth(file))
    told = {"precision": precision, "recall": recall, "f1": f1, "household": across_households(file, labels)}
    told |= {"seconds": seconds, "cpu": cpu, "peak": peak.gigabytes}
    print(json.dumps(told | ({"alone": dict(zip(("seconds", "cpu"), alone, strict=True))} if alone else {})))


def _busy() -> float:
    """Processor seconds of this process and of those that it started and that ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    main()
