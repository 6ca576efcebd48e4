"""`make bench-reading`, or `python -m benchmarks.reading [--quick] [TASK]…`: the table of reading, task by task.

A task is a module of this folder with `measure(quick: bool) -> Iterable[Row]`. Tasks whose peers or sets are absent say so.
"""

import importlib
import sys

from benchmarks.reading.rows import Row, print_rows

TASKS: tuple[str, ...] = (
    "feelings",
    "languages",
    "calibration",
    "speed",
    "routing",
    "rising",
    "personal",
    "alike",
    "learning",
    "aspects",
    "intents",
    "commitments",
    "deadlines",
)
"""In the order of the table."""


def main(arguments: list[str] | None = None) -> None:
    """Measures the tasks named, or all, and prints one table at the end; a task's own details stand above it."""
    given = sys.argv[1:] if arguments is None else arguments
    chosen = [each for each in given if not each.startswith("-")] or list(TASKS)
    if unknown := [each for each in chosen if each not in TASKS]:
        raise SystemExit(f"no such task: {unknown[0]}; choose among {', '.join(TASKS)}")
    rows: list[Row] = []
    for name in chosen:
        print(f"\n== {name}", flush=True)
        rows.extend(importlib.import_module(f"benchmarks.reading.{name}").measure("--quick" in given))
    print()
    print_rows(rows)


if __name__ == "__main__":
    main()
