"""Every step of holding on DuckDB and on Spark, over facts that meet each clock, outcome and kind of test."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.engine.holding.facts_at_hand import event, promise, when, write_lake
from visavis.engine.holding.counting import count_steps
from visavis.engine.holding.fields import lake_columns
from visavis.engine.holding.hold import ready
from visavis.engine.holding.promise import Promise
from visavis.engine.steps import Runner, step
from visavis.engine.tables import FACTS

OFFICE = {"calendar": "FR", "hours": "Mon-Fri 09:00-12:30, 13:30-18:00"}
PROMISES = {
    "day": promise(where={"type": "case", "status": {"not": ["x", None]}}, due="due_at", felt_by={}),
    "moment": promise(where={"type": "case"}, due="due_at", by="timestamp", felt_by={"unit": "case"}),
    "hours": promise(
        where={"type": "case"},
        due={"after": "occurred_at", "within": "48 hours"},
        done={"event": {"type": "step", "status": "open"}},
    ),
    "days": promise(where={"type": "case"}, due={"after": {"event": {"type": "step"}}, "within": "5 days"}),
    "business-days": promise(
        where={"type": "case"},
        due={"after": "occurred_at", "within": "2 business days", "calendar": "FR", "pauses": {"status": "waiting"}},
    ),
    "business-hours": promise(
        where={"type": "case"},
        due={"after": "occurred_at", "within": "10 business hours", "pauses": {"status": "waiting"}} | OFFICE,
    ),
    "flag": promise(
        where={"type": "case"},
        holds={"field": "extra.ok", "equals": True, "as": "late"},
        partial={"field": "value", "below": 3},
    ),
    "score": promise(at_least={"score": 4}),
    "tally": promise(tally={"as": "late"}, where={"type": "t"}),
}
MONTH = datetime.date(2024, 3, 1)


def facts() -> dict[str, list[dict[str, Any]]]:
    events: list[dict[str, Any]] = []
    for index in range(24):
        zone = ("Europe/Paris", "America/Sao_Paulo")[index % 2]
        start = datetime.datetime(2024, 3, 25, 7, 13) + datetime.timedelta(hours=7 * index)
        bare = index % 5 == 0
        due = start + datetime.timedelta(days=3)
        done = None if index % 7 == 0 else start + datetime.timedelta(hours=11 * (index % 9) + 1)
        row = event(
            f"c{index:02}",
            zone=zone,
            occurred=str(start),
            due=str(due.date()) if bare else str(due),
            done=None if done is None else str(done),
            status=("open", "x", None, "cancelled")[index % 4],
            extra_ok=(True, False, None)[index % 3],
            value=float(index % 6),
        )
        events.append(row)
        for number, hours in enumerate((2, 20, 47)):
            at = str(start + datetime.timedelta(hours=hours))
            status = ("waiting", "open", "waiting")[number] if index % 3 else None
            events.append(
                event(
                    f"h{index:02}{number}", type="step", about=f"s/c{index:02}", occurred=at, zone=zone, status=status
                )
            )
    ratings = [
        {"source": "r", "key": f"r{i}", "about": f"s/c{i % 20:02}", "score": i % 5 + 1.0, "low": 1.0, "high": 5.0}
        | {"text": f"what client number {i} had to say", **when("occurred", f"2024-04-{i % 28 + 1:02}")}
        for i in range(30)
    ]
    tallies = [
        {
            "source": "t",
            "key": str(i),
            "type": "t",
            "period": MONTH,
            "population": 10 * i - 5,
            "missed": i if i % 4 else None,
        }
        for i in range(8)
    ]
    return {"events": events, "ratings": ratings, "tallies": tallies}


@pytest.mark.parametrize("name", PROMISES)
def test_steps_agree(runner: Runner, tmp_path: Path, name: str) -> None:
    lake, manifest = write_lake(tmp_path / "lake", {"extra_ok": "boolean"}, **facts())
    lake.show(runner, manifest, FACTS)
    tried: Promise = PROMISES[name]
    held = ready(runner, tried, 1, lake_columns(manifest), tmp_path / "calendars")
    runner.run(held.steps)
    runner.run(held.felt)
    found = {row["outcome"] for row in runner.rows("SELECT DISTINCT outcome FROM cases_1")}
    assert len(found) > 1
    if name == "day":  # what follows is made of the same steps for every promise
        runner.run(held.dropped)
        runner.run([step("cases", "SELECT * FROM cases_1"), step("felt", "SELECT * FROM felt_1"), *count_steps()])
