"""Whatever the facts are like, every kind of measure gives figures with their intervals, or says why not: no exception, no NaN."""

import datetime
import math
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.mirror.written import declare, write
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import FACTS, MEASURES
from visavis.mirror.kinds import KINDS
from visavis.mirror.measure import measure
from visavis.mirror.reasons import reason

START = datetime.datetime(2025, 3, 3, 9)
DECLARED = """
- name: declared concentration
  concentration: {over: events, client: client_ref, person: staff}
- name: declared delay
  delay: {over: events, from: occurred_at, to: done_at, unit: hour}
- name: declared funnel
  funnel: {over: events, stage: status, order: [open, done]}
"""
Rows = dict[str, list[dict[str, Any]]]


def company(
    cases: int = 12,
    *,
    clients: int = 6,
    people: int = 6,
    hours: float = 5,
    ends: bool = True,
    score: float | None = None,
    backwards: bool = False,
) -> Rows:
    """Tickets with their logs, messages both ways, ratings: of so many clients and people, each of the same length."""
    rows: Rows = {name: [] for name in FACTS}
    rows["records"] = [{"source": "crm", "key": f"c{n}", "kind": "person", "name": f"C {n}"} for n in range(clients)]
    for n in range(cases):
        begins = START + datetime.timedelta(days=n)
        ended = begins + datetime.timedelta(hours=hours)
        who = {"client_ref": f"record/crm/c{n % clients}", "staff": f"p{n % people}", "team": f"team {n % people // 5}"}
        ticket = {
            "source": "t",
            "key": f"{n}",
            "type": "ticket",
            "status": "done" if ends else "open",
            **who,
            **at("occurred", begins),
        }
        rows["events"].append(ticket | (at("done", ended) if ends else {}))
        rows["events"] += [
            {"source": "t", "key": f"{n}-{place}", "type": "step", "about": f"t/{n}", "status": status, "place": n * 2 + place, **who,
             **at("occurred", begins + datetime.timedelta(hours=-place if backwards else place))}
            for place, status in enumerate(["open", "done"])
        ]  # fmt: skip
        for direction, moment in (("in", begins), ("out", ended)) if ends else (("in", begins),):
            said = {
                "source": "m",
                "key": f"{n}-{direction}",
                "thread": f"{n}",
                "direction": direction,
                "channel": "mail",
                "text": "Bonjour",
            }
            rows["exchanges"].append(said | who | at("occurred", moment))
        given = 0.0 + n % 11 if score is None else score
        rating = {
            "source": "r",
            "key": f"{n}",
            "instrument": "nps",
            "score": given,
            "low": 0.0,
            "high": 10.0,
            "about": f"t/{n}",
        }
        rows["ratings"].append(rating | {"client_ref": who["client_ref"]} | at("occurred", ended))
    return rows


def at(stem: str, moment: datetime.datetime) -> dict[str, Any]:
    return {f"{stem}_at": moment, f"{stem}_on": moment.date()}


BAD: dict[str, Rows] = {
    "no data": {name: [] for name in FACTS},
    "one row": company(1),
    "all censored": company(ends=False),
    "one client": company(clients=1),
    "one employee": company(people=1),
    "zero variance": company(score=7.0),
    "no duration at all": company(hours=0),
    "negative durations": company(hours=-5),
    "clocks that go backwards": company(backwards=True),
    "ratings out of scale": company(score=99.0),
    "groups of four": company(people=4),
}


@pytest.mark.parametrize("facts", BAD.values(), ids=BAD)
def test_every_kind_gives_a_figure_or_says_why_not(facts: Rows, tmp_path: Path) -> None:
    declare(tmp_path, "measures", DECLARED)
    lake, manifest, runner = Lake(tmp_path / "lake"), Manifest("test"), DuckDB(tmp_path / "scratch")
    for table, rows in facts.items():
        manifest = write(lake, manifest, table, rows)
    try:
        found = measure(tmp_path, runner, lake, manifest, "test")
    finally:
        runner.close()
    rows = [
        row
        for entry in found.of(MEASURES.name)
        for file in lake.files(entry)
        for row in pq.read_table(file).to_pylist()
    ]
    assert {row["kind"] for row in rows} >= {"concentration", "delay", "funnel"}
    assert {row["kind"] for row in rows} <= KINDS.keys()
    for row in rows:
        for number in (row["value"], row["low"], row["high"]):
            assert number is None or math.isfinite(number), row
        if row["low"] is not None and row["high"] is not None and row["value"] is not None:
            assert row["low"] <= row["value"] + 1e-9, row
            assert row["value"] <= row["high"] + 1e-9, row
        if row["value"] is None:
            told = reason(row["reason"])
            assert told is not None, row
            assert told.say("fr"), row
            assert told.say("en"), row
            assert told.code != "other", row
