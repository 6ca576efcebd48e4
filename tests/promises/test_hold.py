from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.holding.facts_at_hand import event, tuples, when, write_lake
from visavis.engine.duckdb import DuckDB
from visavis.mistakes import Mistake
from visavis.promises.hold import hold

if TYPE_CHECKING:
    from visavis.engine.spark import Spark

LEDGER = """
name: on-time
says: {fr: Livré à la date annoncée, en: Delivered on the day}
carrier: logistics
test:
  over: events
  where: {type: case, status: delivered}
  due: due_at
  done: done_at
  felt_by: {table: ratings, join: about, unit: rating}
---
name: by-select
says: {fr: Par SELECT}
test:
  select: SELECT source, key, client_ref, 'kept' AS outcome, due_at, done_at FROM events WHERE status = 'delivered'
  felt_by: {}
"""
EVENTS = [
    event("a", due="2024-06-05", done="2024-06-05", status="delivered"),
    event("b", due="2024-06-05", done="2024-06-07", status="delivered"),
    event("c", due="2024-06-05", status="shipped"),
    event("d", due="2024-06-05", status="annulée"),
]
RATINGS = [
    {"source": "r", "key": "1", "about": "s/b", "score": 1.0, "low": 1.0, "high": 5.0, **when("occurred", "2024-06-08")}
]


def test_a_run_holds_every_promise(tmp_path: Path) -> None:
    (tmp_path / "promises").mkdir()
    (tmp_path / "promises" / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    lake, manifest = write_lake(tmp_path / "lake", events=EVENTS, ratings=RATINGS)
    runner = DuckDB(tmp_path / "scratch")
    manifest = hold(tmp_path, runner, lake, manifest, "r2")
    again = hold(tmp_path, runner, lake, manifest, "r3")
    assert len(again.entries) == len(manifest.entries)
    lake.show(runner, again, ["cases", "felt"])
    assert tuples(runner.rows("SELECT promise, key, outcome, n FROM cases ORDER BY promise, key")) == [
        ("by-select", "a", "kept", 1),
        ("by-select", "b", "kept", 1),
        ("on-time", "a", "kept", 1),
        ("on-time", "b", "late", 1),
    ]
    assert tuples(runner.rows("SELECT promise, key, outcome, score FROM felt ORDER BY promise")) == [
        ("by-select", "b", "kept", 1.0),
        ("on-time", "b", "late", 1.0),
    ]
    known = again.ledger["promises"]["on-time"]
    assert known["observed_day"] == "2024-06-07"
    assert known["dropped"] | {"rows": []} == {"cases": 2, "called_off": 1, "kept": 0, "missed": 1, "rows": []}
    assert not list((lake.folder / "scratch").glob("hold-*"))


@pytest.mark.spark
def test_spark_writes_the_same_cases(tmp_path: Path, spark: "Spark") -> None:
    (tmp_path / "promises").mkdir()
    (tmp_path / "promises" / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    lake, manifest = write_lake(tmp_path / "lake", events=EVENTS, ratings=RATINGS)
    reader = DuckDB(tmp_path / "scratch")
    told = []
    for runner in (reader, spark):
        held = hold(tmp_path, runner, lake, manifest, "r2")
        lake.show(reader, held, ["cases", "felt"])
        rows = [reader.rows(f"SELECT * FROM {table} ORDER BY promise, key, outcome") for table in ("cases", "felt")]
        told.append((rows, held.ledger["promises"]["on-time"], sum(entry.rows for entry in held.of("cases"))))
    assert told[0] == told[1]


def test_a_mistake_says_where_the_promise_is_written(tmp_path: Path) -> None:
    (tmp_path / "promises").mkdir()
    file = tmp_path / "promises" / "ledger.yaml"
    file.write_text(LEDGER.replace("due: due_at", "due: du_at"), encoding="utf-8")
    lake, manifest = write_lake(tmp_path / "lake", events=EVENTS)
    with pytest.raises(Mistake) as found:
        hold(tmp_path, DuckDB(tmp_path / "scratch"), lake, manifest, "r2")
    assert found.value.say("en").startswith(f"{file}:2: events has no moment “du_at”")
