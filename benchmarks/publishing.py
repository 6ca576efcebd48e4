"""Publishing to PostgreSQL and SQLite: rows per second, a run that changes 1 %, against the database's own way to take rows.

`python -m benchmarks.publishing [postgresql|sqlite CLIENTS]`: without arguments all sizes. Each size is N clients, 5 N voices and
20 N items on timelines. Each piece of work runs in a process of its own.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZES = (("postgresql", 10_000), ("postgresql", 100_000), ("postgresql", 1_000_000), ("sqlite", 200_000))
WORK = ("first", "one percent", "nothing", "raw")


def main(sizes: tuple[tuple[str, int], ...] = SIZES) -> None:
    """Print the table."""
    print(
        "database".ljust(11), "clients".rjust(10), "work".ljust(12), "rows".rjust(11), "seconds".rjust(8),
        "rows/s".rjust(8), "of first".rjust(9), "peak MB".rjust(8), " goal",
    )  # fmt: skip
    for vendor, clients in sizes:
        with tempfile.TemporaryDirectory() as scratch, _database(vendor, Path(scratch)) as url:
            home = Path(os.environ.get("VISAVIS_BENCH", scratch)) / f"publishing-{vendor}-{clients}"
            _work("build", home, clients, url)
            first = 0.0
            for name in WORK:
                rows, seconds, peak = _work(name, home, clients, url)
                first = first or seconds
                goal = {"one percent": "≤ 0.10", "raw": "COPY or executemany of the same rows, 2,000 a transaction"}
                print(
                    vendor.ljust(11), f"{clients:,}".rjust(10), name.ljust(12), f"{rows:,.0f}".rjust(11),
                    f"{seconds:.1f}".rjust(8), f"{rows / seconds:,.0f}".rjust(8), f"{seconds / first:.2f}".rjust(9),
                    f"{peak:.0f}".rjust(8), f" {goal.get(name, '')}", flush=True,
                )  # fmt: skip


@contextmanager
def _database(vendor: str, folder: Path) -> Iterator[str]:
    if vendor == "sqlite":
        yield ""
        return
    from tests.postgresql import cluster

    folder.chmod(0o711)
    with cluster(folder / "cluster", "max_wal_size=4GB") as started:
        yield started.url(started.create())


def _work(name: str, home: Path, clients: int, url: str) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "benchmarks.publishing_one", name, str(home), str(clients)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | {"VISAVIS_DATABASE_URL": url}
    )
    rows, seconds, peak = map(float, done.stdout.split())
    return rows, seconds, peak


if __name__ == "__main__":
    main(((sys.argv[1], int(sys.argv[2])),) if len(sys.argv) > 2 else SIZES)
