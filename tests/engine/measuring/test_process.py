"""Event logs: found among events, made into steps of cases, their time walked back to the teams that held it; on both engines."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.engine.measuring.lines import show_rows
from visavis.engine.duckdb import DuckDB
from visavis.engine.measuring import critical_path
from visavis.engine.measuring.critical_path import (
    NOBODY,
    ONE,
    OUTCOME,
    TEAM,
    day_steps,
    held_by_team,
    held_steps,
    moment_steps,
    moments,
)
from visavis.engine.measuring.flows import case_figures, step_figures, way_figures
from visavis.engine.measuring.process import (
    DAY,
    KINDS,
    Log,
    activity_steps,
    bare,
    find_logs,
    process_steps,
    root_step,
    settled,
)
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.settling import perform
from visavis.engine.steps import Runner, step

START = date(2025, 3, 3)
Row = dict[str, Any]


def order(number: int, began: int, done: int | None, due: int, client: str | None) -> Row:
    day = START + timedelta(days=began)
    return {
        "source": "orders", "key": f"o{number}", "type": "order", "occurred_on": day, "due_on": START + timedelta(days=due),
        "done_on": None if done is None else START + timedelta(days=done), "client_ref": client,
    }  # fmt: skip


def stage(number: int, name: str, team: str | None, began: int | None, done: int | None) -> Row:
    return {
        "source": "stages", "key": f"o{number}/{name}", "type": "stage", "about": f"orders/o{number}", "status": name, "team": team,
        "occurred_on": None if began is None else START + timedelta(days=began),
        "done_on": None if done is None else START + timedelta(days=done),
    }  # fmt: skip


EVENTS = [
    # 1: entry 1 day, nobody 1 day, make 4 days, of which 2 beside pack; comes late
    order(1, 0, 8, 7, "client/c-1"),
    stage(1, "entry", "Desk", 0, 1), stage(1, "make", "Shop", 2, 6), stage(1, "pack", "Dock", 4, 8),
    # 2: make comes back after pack
    order(2, 0, 9, 12, "client/c-2"),
    stage(2, "entry", "Desk", 0, 2), stage(2, "make", "Shop", 2, 4), stage(2, "pack", "Dock", 4, 5),
    stage(2, "make again", "Shop", 5, 5), {**stage(2, "make", "Shop", 5, 9), "key": "o2/make2"},
    # 3: not over; 4: no client; 5: backwards and without beginning
    order(3, 1, None, 9, "client/c-3"), stage(3, "entry", "Desk", 1, 2), stage(3, "make", "Shop", 2, None),
    order(4, 0, 2, 9, None), stage(4, "entry", "Desk", 0, 1), stage(4, "make", "Shop", 1, 2),
    stage(1, "odd", "Desk", 5, 4), stage(1, "blank", "Desk", None, 4),
]  # fmt: skip


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Runner]:
    """What does not differ between engines is tried on one; `test_steps_of_cases` compares them."""
    duckdb = DuckDB(tmp_path / "scratch")
    yield duckdb
    duckdb.close()


@pytest.fixture
def measured(alone: Runner, tmp_path: Path) -> Runner:
    return walk(alone, tmp_path)


def walk(runner: Runner, tmp_path: Path) -> Runner:
    show_rows(runner, tmp_path, events=EVENTS)
    runner.run([KINDS])
    (log,) = find_logs(runner.rows("SELECT * FROM log_kinds"))
    assert log == Log("orders", "stages", ("stage",), True, 14)
    steps = [root_step("p", log), *activity_steps("p", log), *process_steps("p"), *held_steps("p"), *day_steps("p")]
    late = step("p_late", "SELECT case_of, late AS outcome FROM p_cases WHERE NOT late IS NULL AND NOT ended IS NULL")
    perform(runner, [*steps, late, *moment_steps("p", "p_late")], settled("p") | critical_path.settled("p"), tmp_path)
    return runner


def test_sums_of_products_are_those_of_each_case_by_group_of_clients(measured: Runner) -> None:
    rows = moments(measured.rows("SELECT * FROM p_moments"), measured.rows("SELECT * FROM p_largest"))
    found = {(row["bucket"], row["first"], row["second"]): row["product"] for row in rows}
    expected: dict[tuple[str, str, str], float] = {}
    held = measured.rows("SELECT case_of, bucket, team, seconds FROM p_shared")
    late = {row["case_of"]: row["outcome"] for row in measured.rows("SELECT * FROM p_late")}
    for case, outcome in late.items():
        own = [row for row in held if row["case_of"] == case]
        terms = {TEAM + row["team"]: row["seconds"] / DAY for row in own} | {ONE: 1.0, OUTCOME: float(outcome)}
        for a, b in product(terms, terms):
            key = own[0]["bucket"], a, b
            expected[key] = expected.get(key, 0.0) + terms[a] * terms[b]
    assert len(late) == 2
    both = {(bucket, *sorted((a, b))) for bucket, a, b in found}
    assert both == {(bucket, *sorted((a, b))) for bucket, a, b in expected}
    assert found == pytest.approx({key: expected[key] for key in found})


def test_steps_of_cases(runner: Runner, tmp_path: Path) -> None:
    measured = walk(runner, tmp_path)
    cases = {row["case_of"]: row for row in measured.rows("SELECT * FROM p_cases")}
    assert {case: row["late"] for case, row in cases.items()} == {"orders/o1": 1, "orders/o2": 0, "orders/o3": None}
    assert cases["orders/o3"]["ended"] is None
    left_out = {row["state"]: row["n"] for row in measured.rows("SELECT * FROM p_left_out")}
    assert left_out == {"backwards": 1, "no_start": 1}
    ways = {bare(row["path"]): (row["n"], row["over"]) for row in measured.rows("SELECT * FROM p_ways")}
    assert ways == {
        ("entry", "make", "pack"): (1, 1), ("entry", "make", "pack", "make again", "make"): (1, 1), ("entry", "make"): (1, 0),
    }  # fmt: skip
    handed = {(row["team_before"], row["team"]): row["n"] for row in measured.rows("SELECT * FROM p_handoffs")}
    assert handed == {("Desk", "Shop"): 3, ("Shop", "Dock"): 2, ("Dock", "Shop"): 1}
    returned = {row["step"]: (row["cases"], row["returned"]) for row in measured.rows("SELECT * FROM p_returns")}
    assert returned == {"entry": (3, 0), "make": (3, 1), "pack": (2, 0), "make again": (1, 0)}
    summary = measured.rows("SELECT cases, over, returned, handed FROM p_summary")
    assert {key: sum(row[key] or 0 for row in summary) for key in summary[0]} == {
        "cases": 3,
        "over": 2,
        "returned": 1,
        "handed": 6,
    }
    follows = {
        (row["step_before"], row["step"]): (row["n"], row["seconds"])
        for row in measured.rows("SELECT * FROM p_follows")
    }
    assert follows["entry", "make"] == (3, 86_400)
    assert follows["make", "pack"] == (2, 0)


def test_time_is_walked_back_to_the_team_that_held_the_case(measured: Runner) -> None:
    found = {one.team: one for one in held_by_team(measured.rows("SELECT * FROM p_by_team"))}
    # case 1: dock 4 (it ended last), shop 2 until dock began, desk 1, nobody 1; case 2: desk 2, shop 2 + 4 again, dock 1
    assert {team: one.days for team, one in found.items()} == {"Dock": 5, "Shop": 8, "Desk": 3, NOBODY: 1}
    assert sum(one.share for one in found.values()) == pytest.approx(1)
    assert found["Shop"].again == pytest.approx(4 / 8)
    # only case 1 came late; beyond its usual time (the lower median: pack 1, make 2, entry 1) it lost 3 days, all of them in the dock
    assert {team: one.beyond for team, one in found.items()} == {"Dock": 1, "Shop": 0, "Desk": 0, NOBODY: 0}


def test_figures(measured: Runner) -> None:
    summary = measured.rows("SELECT * FROM p_summary")
    figures = case_figures(
        measured.rows("SELECT * FROM p_totals"), summary, 3, measured.rows("SELECT * FROM p_left_out")
    )
    told = {figure.name: figure.value for figure in figures}
    assert (told["median_censored"], told["returned"], told["handoffs"], told["censored"]) == (9, 1 / 3, 6, 1)
    assert told["handoffs_per_case"] == 2
    waits = [row for row in measured.rows("SELECT * FROM p_waits") if row["step"] == "make"]
    (returns,) = [row for row in measured.rows("SELECT * FROM p_returns") if row["step"] == "make"]
    value, *around = step_figures(waits, returns)
    assert (value.value, value.n) == (4, 4)
    assert {figure.name: figure.n for figure in around}["returned"] == 3
    way = {"n": 4, "over": 2, "days": 6.0, "squares": 20.0}
    goes, took = way_figures(way, 8)
    assert (goes.value, took.value, took.n) == (0.5, 3, 2)
    assert took.interval == pytest.approx((3 - 1.96, 3 + 1.96), abs=0.01)
    assert way_figures({**way, "over": 1}, 8)[1].reason == "too_few_finished"


@pytest.mark.parametrize("events", [[], EVENTS[:1], [{**row, "occurred_on": None} for row in EVENTS]])
def test_nothing_to_find(alone: Runner, tmp_path: Path, events: list[Row]) -> None:
    show_rows(alone, tmp_path, events=events)
    alone.run([KINDS])
    assert find_logs(alone.rows("SELECT * FROM log_kinds")) == []
    assert held_by_team([]) == []
    with pytest.raises(Unmeasurable, match="no_rows"):
        case_figures([], [], 0, [])


def test_a_log_of_changes_holds_each_until_the_next(alone: Runner, tmp_path: Path) -> None:
    def change(case: str, minute: int, status: str, team: str) -> Row:
        at = datetime(2025, 3, 3, 9) + timedelta(minutes=minute)
        return {
            "source": "desk", "key": f"{case}-{minute}", "type": "change", "about": f"desk/{case}", "status": status, "team": team,
            "occurred_at": at, "occurred_on": at.date(), "place": minute,
        }  # fmt: skip

    tickets = [
        {"source": "desk", "key": key, "type": "ticket", "client_ref": f"email/{key}@x.example"} for key in "abc"
    ]
    changes = [
        change("a", 0, "open", "Care"), change("a", 60, "taken", "Care"), change("a", 180, "closed", "Net"),
        change("b", 5, "open", "Care"), change("b", 65, "taken", "Net"), change("b", 125, "closed", "Net"),
        change("c", 30, "open", "Care"),
    ]  # fmt: skip
    show_rows(alone, tmp_path, events=[*tickets, *changes])
    alone.run([KINDS])
    (log,) = find_logs(alone.rows("SELECT * FROM log_kinds"))
    assert (log.spans, log.types) == (False, ("change",))
    alone.run([root_step("q", log), *activity_steps("q", log, {"Care"}), *process_steps("q"), *held_steps("q")])
    ended = {row["case_of"]: row["ended"] is not None for row in alone.rows("SELECT * FROM q_cases")}
    assert ended == {"desk/a": True, "desk/b": True, "desk/c": False}
    found = {one.team: one.days * 24 for one in held_by_team(alone.rows("SELECT * FROM q_by_team"))}
    assert found == pytest.approx({None: 4, "Net": 1, NOBODY: 0})
