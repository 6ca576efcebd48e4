"""How fast a link is explained from stored evidence: `python -m benchmarks.linking.explain [--generated 100000] [--late N] [--asked 1000]`.

Generated customers are linked in batch and published in a home of their own; with `--late`, that many of them come in a second run,
so that edges stand in a file and in one that lies over it. Then, of clients with two records or more chosen by
lot: why all their records are together, in words; and by which path two of them are.
"""

import argparse
import gc
import random
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.linking.online import generated, published
from visavis.engine.lake import Lake


def main() -> None:
    """Prints a line for each question."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--generated", type=int, default=100_000)
    parser.add_argument("--late", type=int, default=0, help="customers' records of a second run")
    parser.add_argument("--asked", type=int, default=1_000)
    parser.add_argument("--keep", type=Path, help="a home to make, or to use again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = asked.keep or Path(folder)
        if not (home / "lake" / "current.json").exists():
            home.mkdir(parents=True, exist_ok=True)
            every, _ = generated(asked.generated, seed=7)
            published(home, every[asked.late :])
            if asked.late:
                published(home, every, "r2")
            del every
            gc.collect()
        _explain(home, asked.asked)


def _explain(home: Path, number: int) -> None:
    from visavis import database
    from visavis.clients.reasons.why import why

    database.use(home)
    manifest = Lake(home / "lake").current()
    files = len(manifest.of("edges")) if manifest else 0
    clients = _clients(number)
    print(
        f"edges in {files} file{'s' * (files > 1)}; {len(clients)} clients of {sum(map(len, clients)) / len(clients):.1f} records, the largest of {max(map(len, clients))}"
    )
    why(home, clients[0][0])
    _timed("why together", [partial(why, home, each[0]) for each in clients])
    _timed("path of two", [partial(why, home, each[0], each[-1]) for each in clients])


def _clients(number: int) -> list[list[str]]:
    """That many clients by lot, as their records."""
    from visavis.clients.models import Link

    records: dict[int, list[str]] = {}
    for client, source, key in Link.objects.order_by("source", "key").values_list("client_id", "source", "key"):
        records.setdefault(client, []).append(f"{source}/{key}")
    several = [each for _, each in sorted(records.items()) if len(each) > 1]
    return random.Random(1).sample(several, min(number, len(several)))


def _timed(name: str, questions: list[Callable[[], Any]]) -> None:
    took, worked, held = [], [], 0
    for question in questions:
        began, at_work = time.perf_counter(), time.process_time()
        answer = question()
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - at_work) * 1000)
        held += bool(answer.get("edges") or answer.get("path"))
    (middle, most), (cpu, most_cpu) = np.percentile(took, (50, 99)), np.percentile(worked, (50, 99))
    print(
        f"{name:<14} {len(questions)} asked, {held} explained: p50 {middle:.2f} ms, p99 {most:.2f} ms; "
        f"of the processor p50 {cpu:.2f}, p99 {most_cpu:.2f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
