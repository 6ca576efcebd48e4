"""Speed and size of fetch and hold against DuckDB by hand and pandas, at 0.1, 1 and 10 million rows."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (100_000, 1_000_000, 10_000_000)
PAIRS = (
    ("fetch", "copy_to_parquet", "fetch ≤ 3 × DuckDB's COPY to typed Parquet"),
    ("fetch_cp1252", "copy_to_parquet", "fetch of the same in cp1252 (reported, no goal)"),
    ("hold", "hold_by_hand", "hold ≤ 2 × the tightest hand-written query"),
    ("pandas_hold", "hold", "hold ≥ 4 × faster than the same in pandas"),
)


def measure(name: str, folder: Path, rows: int) -> tuple[float, float]:
    """Seconds and peak MB of one piece of work, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.one", name, str(folder), str(rows)]
    environment = os.environ | {"VISAVIS_MEMORY": os.environ.get("VISAVIS_MEMORY", "1200MB")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def main(sizes: tuple[int, ...] = SIZES, repeats: int = 3) -> None:
    """Print the table: each pair in turn, the median of the ratios."""
    print("work, bar".ljust(34), "rows".rjust(11), "seconds".rjust(16), "ratio".rjust(7), "peak MB".rjust(8), " goal")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("VISAVIS_BENCH", scratch))
        for rows in sizes:
            for name, bar, goal in PAIRS:
                measure("fetch", folder, rows)
                runs = [(measure(name, folder, rows), measure(bar, folder, rows)) for _ in range(repeats)]
                mine, theirs = (statistics.median(r[i][0] for r in runs) for i in (0, 1))
                ratio = statistics.median(r[0][0] / r[1][0] for r in runs)
                peak = max(r[0 if name != "pandas_hold" else 1][1] for r in runs)
                print(
                    f"{name}, {bar}".ljust(34), f"{rows:,}".rjust(11), f"{mine:6.2f} /{theirs:7.2f}".rjust(16),
                    f"{ratio:.2f}".rjust(7), f"{peak:.0f}".rjust(8), f" {goal}", flush=True,
                )  # fmt: skip


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
