"""What `visavis --help` costs in CPU time, against a bare Python."""

import os
import statistics
import subprocess
import sys
from pathlib import Path


def cpu_seconds(command: list[str]) -> float:
    """CPU seconds, user and system, of one run of `command`."""
    before = os.times()
    subprocess.run(command, capture_output=True, check=True)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def main() -> None:
    """Print the median of nine runs."""
    visavis = Path(sys.executable).parent / "visavis"
    for command in ([sys.executable, "-c", "pass"], [str(visavis), "--help"]):
        runs = [cpu_seconds(command) for _ in range(9)]
        print(
            f"{' '.join(Path(part).name for part in command):24} {statistics.median(runs):.2f} s of CPU (goal for --help: ≤ 0.3)"
        )


if __name__ == "__main__":
    main()
