"""A measure with a condition is held against the people behind it, against the whole, and against the other measures."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.mirror.written import declare, write
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import Type
from visavis.mirror.measure import measure

START = datetime.datetime(2025, 3, 3, 9)
DAY = START.date()


def visits(region: str, people: int, start: int = 0, status: str = "done", each: int = 2) -> list[dict[str, Any]]:
    """Visits of `people` to a region, `each` of them."""
    return [
        {"source": "s", "key": f"{region}{who}{status}{n}", "type": "visit", "staff": f"p{who}", "status": status,
         "extra_region": region, "occurred_at": START, "occurred_on": DAY, "done_at": START + datetime.timedelta(hours=1 + who), "done_on": DAY}
        for who in range(start, start + people) for n in range(each)
    ]  # fmt: skip


def told(home: Path, rows: list[dict[str, Any]], **measures: str) -> dict[str, str | None]:
    """By measure, why it has no value; None where it has one."""
    lines = [
        f"- {{name: {name}, delay: {{over: events, where: {where}, from: occurred_at, to: done_at}}}}"
        if not where.startswith("over")
        else f"- {{name: {name}, funnel: {{{where}}}}}"
        for name, where in measures.items()
    ]
    declare(home, "measures", "\n".join(lines))
    lake, runner = Lake(home / "lake"), DuckDB(home / "scratch")
    try:
        manifest = write(lake, Manifest("r0"), "events", rows, {"extra_region": Type.TEXT})
        lake.show(runner, after := measure(home, runner, lake, manifest, "r1"), ["measures"])
        assert after
        rows = runner.rows(
            "SELECT name, reason FROM measures WHERE position = 0 AND grouping IS NULL AND period IS NULL"
        )
        found = {row["name"]: row["reason"] for row in rows}
        return {name: found[name] for name in measures}
    finally:
        runner.close()


NORTH, SOUTH, ISLE = visits("north", 8), visits("south", 3, 20), visits("isle", 6, 40)
EVERY = "{type: visit}"
HIDDEN = "fewer_than_five"


@pytest.mark.parametrize(
    ("rows", "measures", "refused"),
    [
        (NORTH + SOUTH + ISLE, {"south": "{type: visit, extra.region: south}"}, {"south"}),
        (NORTH + SOUTH, {"every": EVERY, "north": "{type: visit, extra.region: north}"}, {"north"}),
        (NORTH + SOUTH, {"north": "{type: visit, extra.region: north}"}, {"north"}),
        (NORTH + SOUTH + ISLE, {"every": EVERY, "north": "{type: visit, extra.region: north}"}, set()),
        (NORTH + SOUTH + ISLE, {"without": "{type: visit, extra.region: {not: south}}"}, {"without"}),
        (
            NORTH + SOUTH + ISLE,
            {"both": "{type: visit, extra.region: [isle, south]}", "isle": "{type: visit, extra.region: isle}"},
            {"isle"},
        ),
        (NORTH + visits("north", 1, status="off"), {"every": EVERY, "done": "{type: visit, status: done}"}, set()),
        (NORTH + visits("north", 1, 30, "off"), {"every": EVERY, "done": "{type: visit, status: done}"}, {"done"}),
        (
            NORTH + SOUTH + ISLE,
            {"stages": "over: events, where: {type: visit}, stage: extra.region, order: [north, south, isle]"},
            {"stages"},
        ),
        (NORTH + SOUTH, {"stages": "over: events, where: {type: visit}, stage: status, order: [off, done]"}, set()),
        (
            NORTH + SOUTH,
            {"stages": "over: events, stage: status, order: [off, done], of_which: {down: {extra.region: south}}"},
            {"stages"},
        ),
        (visits("north", 1) + visits("south", 1, 1), {"every": EVERY}, set()),
        (visits("north", 2) + visits("south", 1), {"north": "{type: visit, extra.region: north}"}, {"north"}),
        (visits("north", 2) + visits("south", 2), {"north": "{type: visit, extra.region: north}"}, set()),
        ([each | {"staff": None} for each in NORTH], {"north": "{extra.region: north}"}, set()),
    ],
    ids=[
        "three people", "beside the whole", "what it leaves out", "enough on either side", "not",
        "two that differ by three", "what became of them", "whom it leaves out whole", "stages that are regions",
        "stages that are states", "of which", "a company of two", "one of its two", "both of its two", "nobody is named",
    ],
)  # fmt: skip
def test_conditions(tmp_path: Path, rows: list[dict[str, Any]], measures: dict[str, str], refused: set[str]) -> None:
    assert {name for name, why in told(tmp_path, rows, **measures).items() if why == HIDDEN} == refused


PROMISE = """name: isle
says: {fr: "Livré", en: "Delivered"}
audience: public
carrier: logistics
test: {over: events, where: {type: visit, extra.region: [isle, south]}, due: due_at, done: done_at, by: day}
"""


def test_a_measure_is_held_against_the_promises(tmp_path: Path) -> None:
    declare(tmp_path, "promises", PROMISE)
    isle = {"isle": "{type: visit, extra.region: isle}"}
    assert told(tmp_path, NORTH + SOUTH + ISLE, **isle) == {"isle": None}, "no run told of the promise yet"
    lake, runner = Lake(tmp_path / "lake"), DuckDB(tmp_path / "scratch")
    manifest = write(lake, Manifest("r0", ledger={"promises": {"isle": {"reason": None}}}), "events", NORTH + SOUTH + ISLE, {"extra_region": Type.TEXT})  # fmt: skip
    lake.show(runner, measure(tmp_path, runner, lake, manifest, "r1"), ["measures"])
    (row,) = runner.rows("SELECT reason FROM measures WHERE name = 'isle' AND position = 0")
    runner.close()
    assert row["reason"] == HIDDEN, "what the promise holds over less the isle is the south: three people"


def by_team(home: Path, asked: str, **others: str) -> dict[str, float | None]:
    """By team the share of requests of clients, as far as it is told."""
    crews = {**dict.fromkeys(range(9), "crew"), **dict.fromkeys(range(20, 29), "desk")}
    rows = visits("north", 6) + visits("isle", 3, 6) + visits("south", 9, 20)
    rows = [row | {"team": crews[int(row["staff"][1:])], "extra_asked": "client"} for row in rows]
    lines = [f"- {{name: asked, roots: {{{asked}}}}}"]
    lines += [f"- {{name: {name}, delay: {{over: events, where: {where}, from: occurred_at, to: done_at}}}}" for name, where in others.items()]  # fmt: skip
    declare(home, "measures", "\n".join(lines))
    lake, runner = Lake(home / "lake"), DuckDB(home / "scratch")
    try:
        manifest = write(lake, Manifest("r0"), "events", rows, {"extra_region": Type.TEXT, "extra_asked": Type.TEXT})
        lake.show(runner, measure(home, runner, lake, manifest, "r1"), ["measures"])
        found = runner.rows("SELECT grouping, value, reason FROM measures WHERE kind = 'roots' AND position = 0")
        assert all(row["value"] == 1 or row["reason"] == HIDDEN for row in found)
        return {row["grouping"]: row["value"] for row in found}
    finally:
        runner.close()


def test_a_team_is_not_told_beside_a_condition_that_leaves_three_of_it(tmp_path: Path) -> None:
    """Of the crew's nine people six have the north: with both told, the other three are. What was declared goes first."""
    asked, north = "asked: extra.asked", "{type: visit, extra.region: north}"
    assert by_team(tmp_path / "0", asked) == {None: 1, "crew": 1, "desk": 1}
    assert by_team(tmp_path / "1", asked, north=north)["crew"] is None
    every = by_team(tmp_path / "2", asked, mainland="{type: visit, extra.region: {not: [isle, north]}}")
    assert every == {None: 1, "crew": 1, "desk": 1}, "the desk has all that the condition leaves"


def test_of_requests_that_conditions_choose_no_team_is_told(tmp_path: Path) -> None:
    asked = "where: {type: visit, extra.region: {not: [isle, north]}}, asked: extra.asked"
    assert by_team(tmp_path, asked) == {None: 1}


def measured(
    home: Path, waves: list[list[dict[str, Any]]], measures: str
) -> list[dict[tuple[str, str | None], tuple[int, str | None]]]:
    """By run, then by measure and period, the number and the reason of each value; each run knows what those before told."""
    declare(home, "measures", measures)
    lake, runner = Lake(home / "lake"), DuckDB(home / "scratch")
    manifest, found = Manifest("r0"), []
    try:
        for number, rows in enumerate(waves, start=1):
            manifest = write(lake, manifest, "events", rows, {"extra_region": Type.TEXT})
            manifest = measure(home, runner, lake, manifest, f"r{number}", secret=b"key")
            lake.show(runner, manifest, ["measures"])
            told = runner.rows("SELECT name, period, n, reason FROM measures WHERE position = 0 AND grouping IS NULL")
            found.append({(row["name"], row["period"]): (row["n"], row["reason"]) for row in told})
    finally:
        runner.close()
    return found


CHOSEN = """- {name: waits, delay: {over: events, where: {type: visit, extra.region: north}, from: occurred_at, to: done_at}}
- {name: stages, funnel: {over: events, where: {type: visit, extra.region: north}, stage: status, order: [open, done], period: year}}
- {name: judged, agreement: {over: events, where: {type: visit}, unit: extra.region, value: status}}
- {name: every, delay: {over: events, where: {type: visit}, from: occurred_at, to: done_at}}
"""


def test_what_conditions_choose_moves_only_where_five_people_moved_it(tmp_path: Path) -> None:
    """A measure of some of us is a group, even over all; one of everybody tells what there is."""
    done = [*visits("north", 8), *visits("isle", 9, 40)]
    first, second, third = (
        [*done, *visits("north", more, status="open"), *visits("north", 8 - more, more, status="open", each=1)]
        for more in (0, 4, 5)
    )
    runs = measured(tmp_path, [first, second, third], CHOSEN)
    waits, stages, every = (
        [run[key] for run in runs] for key in (("waits", None), ("stages", "2025"), ("every", None))
    )
    assert waits == [(24, None), (24, None), (29, None)]
    assert stages == [(8, None), (8, None), (13, None)]
    assert every == [(42, None), (46, None), (47, None)]
    assert len({run["judged", None] for run in runs[:2]}) == 1, "who judges is some of us"
