"""How fast demonstration companies are generated, in how much memory, and how much is written.

`python -m benchmarks.demo [--kind operator] [--clients 1000000] [--processes 2]` prints a line per company: clients a second,
CPU microseconds a client (which other programs on the machine disturb less), peak memory of one process, bytes written; and what a
million additions took before and after, since a busy machine makes every microsecond longer: about 40 ms on an idle one.
"""

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from visavis.demo.generate import KINDS, company_of

CLIENTS = {"operator": 1_000_000, "manufacturer": 2_000}
GOALS = "goals of the operator on two idle cores: ≥ 20,000 clients a second, ≤ 95 µs of CPU a client"


@dataclass(frozen=True, slots=True)
class Made:
    """What making a company took."""

    clients: int
    seconds: float
    cpu: float
    megabytes: int
    written: int

    def line(self, kind: str) -> str:
        """As it is printed."""
        return (
            f"{kind:12} {self.clients:>9,} clients  {self.clients / self.seconds:>8,.0f} a second  "
            f"{self.cpu / self.clients * 1e6:>7.1f} µs of CPU each  {self.megabytes:>5} MB at most in one process  "
            f"{self.written / 2**20:>8,.0f} MB written"
        )


def measure(kind: str, clients: int, processes: int | None) -> Made:
    """Make the company in a scratch folder."""
    make = company_of(kind).make
    with tempfile.TemporaryDirectory() as scratch:
        cpu, began = _cpu(), time.perf_counter()
        if processes is None:
            make(Path(scratch), clients, 7, lambda *_: None)
        else:
            make(Path(scratch), clients, 7, processes=processes)  # type: ignore[call-arg]
        seconds, spent = time.perf_counter() - began, _cpu() - cpu
        written = sum(file.stat().st_size for file in Path(scratch).rglob("*") if file.is_file())
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Made(clients, seconds, spent, peak // 1024, written)


def _cpu() -> float:
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def additions() -> float:
    """CPU milliseconds of a million additions, the least of five times: how fast the machine is just now."""
    took = []
    for _ in range(5):
        began, total = time.process_time(), 0
        for number in range(1_000_000):
            total += number
        took.append(time.process_time() - began)
    return min(took) * 1000


def main() -> None:
    """Measure what is asked for; every kind by default."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kind", choices=KINDS)
    asked.add_argument("--clients", type=int)
    asked.add_argument("--processes", type=int)
    chosen = asked.parse_args()
    print(f"a million additions: {additions():.0f} ms", flush=True)
    for kind in (chosen.kind,) if chosen.kind else KINDS:
        print(measure(kind, chosen.clients or CLIENTS[kind], chosen.processes).line(kind), flush=True)
        print(f"a million additions: {additions():.0f} ms", flush=True)
    print(GOALS)


if __name__ == "__main__":
    main()
