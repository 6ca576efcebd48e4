"""A run that publishes while people read: `python -m benchmarks.web.publishing HOME FOLDER`, in the environment of a server.

Writes plans of one row in a hundred, as a run would have computed them, into FOLDER; says `ready`; told to go, it carries them out
in turn with the product's own writer until its input ends, and prints how many rows it wrote in how many seconds.
"""

import json
import sys
import threading
import time
from pathlib import Path

import duckdb

from benchmarks.web.population import Company, draw
from benchmarks.web.tables import Rows, rows_of
from visavis.engine.steps import literal, quoted

SHARE = 100
"""One row in so many changes."""

_CHANGED = {
    "TimelineItem": ("moment", "moment + to_minutes(CAST({turn} AS BIGINT))"),
    "Voice": ("sentiment", "CASE {turn} WHEN 1 THEN 'positive' ELSE 'negative' END"),
    "Case": ("outcome", "CASE {turn} WHEN 1 THEN 'kept' ELSE 'late' END"),
    "WaitingClient": ("since", "since - CAST({turn} AS INTEGER)"),
    "ClientCard": ("last_on", "CAST(last_on - CAST({turn} AS INTEGER) AS DATE)"),
}
"""What a change of a row is: a column that an index holds, where there is one, and its value by turns."""


def main() -> None:
    """Write the plans, then publish them until nobody listens any more."""
    from visavis.web.serving import application_of_home

    application_of_home()
    home, folder = Path(sys.argv[1]), Path(sys.argv[2])
    told = json.loads((home / "bench.json").read_text(encoding="utf-8"))
    plans = write_plans(Company.read(told), folder)
    print("ready", flush=True)
    sys.stdin.readline()
    stop = threading.Event()
    threading.Thread(target=_await_end, args=(stop,), daemon=True).start()
    began, changed = time.perf_counter(), 0
    while not stop.is_set():
        for plan in plans:
            changed += _publish(plan, stop)
    print(json.dumps({"rows": changed, "seconds": time.perf_counter() - began}))


def _await_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


class _Stopped(Exception):
    """Nobody listens any more."""


def _publish(plan: Path, stop: threading.Event) -> int:
    from visavis.mistakes import Words
    from visavis.running.publishing.tables import computed_tables
    from visavis.running.publishing.writing import write_tables

    written = 0

    def heed(words: Words, share: float | None = None, /) -> None:
        nonlocal written
        written += 1
        if stop.is_set():
            raise _Stopped

    try:
        return write_tables(plan, computed_tables(), "bench", heed)
    except _Stopped:
        return written * 2_000


def write_plans(company: Company, folder: Path) -> list[Path]:
    """Two plans, each of which changes what the other wrote."""
    from visavis.running.publishing.changes import CHANGED, GONE
    from visavis.running.publishing.tables import computed_tables
    from visavis.running.publishing.writing import writer

    session = duckdb.connect(config={"threads": 2, "memory_limit": "4GB"})
    draw(session, company)
    of_table = {f"visavis_{rows.model.lower()}": rows for rows in rows_of(company)}
    plans = []
    for turn in (1, 2):
        plan = folder / str(turn)
        plan.mkdir(parents=True, exist_ok=True)
        for table in computed_tables():
            rows, keys = of_table[table.name], ", ".join(quoted(field.name) for field in table.keys)
            select = _some(rows, company, turn)
            given = {column[0] for column in session.execute(f"DESCRIBE {select}").fetchall()}
            fitted = ", ".join(
                field.fitted()
                if field.name in given
                else f"CAST({'NULL' if field.null else 0} AS {field.kind.value.strip()}) AS {quoted(field.name)}"
                for field in table.fields
            )
            formatted = ", ".join(f"{writer().formatted(field)} AS {quoted(field.name)}" for field in table.fields)
            order = ", ".join(quoted(name) for name in table.order)
            for ending, columns in ((CHANGED, formatted), (GONE, f"{keys}")):
                empty = "WHERE 1 = 0" if ending == GONE else ""
                session.execute(
                    f"COPY (SELECT {columns} FROM (SELECT {fitted} FROM ({select})) AS n {empty} ORDER BY {order}) "
                    f"TO {literal(str(plan / f'{table.name}{ending}'))} (FORMAT parquet)"
                )
        plans.append(plan)
    return plans


def _some(rows: Rows, company: Company, turn: int) -> str:
    """One row in a hundred; terms are written as they are, which is what finding them unchanged costs."""
    some = rows.between(0, max(1, rows.parts * company.clients // SHARE))
    column, value = _CHANGED.get(rows.model, ("", ""))
    replaced = f"SELECT * REPLACE ({value.format(turn=turn)} AS {column}) FROM ({some})" if column else f"FROM ({some})"
    return replaced


if __name__ == "__main__":
    main()
