"""`make bench`: every benchmark, one after the other."""

import importlib

for name in (
    "start",
    "speed",
    "reading",
    "linking",
    "jobs",
    "publishing",
    "mailbox",
    "measures",
    "measures_guard",
    "measures_survival",
):
    print(f"\n== {name}", flush=True)
    importlib.import_module(
        f"benchmarks.{name}.__main__" if name in ("reading", "linking") else f"benchmarks.{name}"
    ).main()
