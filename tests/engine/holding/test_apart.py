"""A promise on a region, or two promises with different conditions, may follow a small team without naming it."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.holding.apart import Apart, singled_out
from visavis.engine.holding.promise import Promise
from visavis.engine.steps import Piece
from visavis.engine.tables import ALL, Type

COLUMNS = {"events": {column.name: column.type for column in ALL["events"].columns} | {"extra_region": Type.TEXT}}
COLUMNS["exchanges"] = {column.name: column.type for column in ALL["exchanges"].columns}


def promise(name: str, **where: object) -> Promise:
    conditions = {"extra.region" if field == "region" else field: value for field, value in where.items()}
    test = {"over": "events", "where": {"type": "visit"} | conditions, "due": "due_at", "done": "done_at", "by": "day"}
    return Promise.model_validate({"name": name, "says": {"fr": name, "en": name}, "audience": "public", "test": test})


def apart(folder: Path, visits: list[tuple[str | None, str, str]], *promises: Promise, newcomer: bool = False) -> Apart:
    """`visits`: staff, region, status."""
    rows = [
        {"key": str(n), "type": "visit", "staff": staff, "extra_region": region, "status": status}
        for n, (staff, region, status) in enumerate(visits)
    ]
    names = ("key", "type", "staff", "extra_region", "status")
    target = folder / "events.parquet"
    pq.write_table(pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in names])), target)
    runner = DuckDB(folder)
    try:
        own = tuple((name, Type.TEXT) for name in names)
        runner.show("events", [Piece((target,), own)], tuple(COLUMNS["events"].items()))
        runner.show("exchanges", [], tuple(COLUMNS["exchanges"].items()))
        return singled_out(runner, promises, COLUMNS, newcomers=[len(promises) - 1] if newcomer else [])
    finally:
        runner.close()


def staff(n: int, start: int = 0) -> list[str]:
    return [f"p{each}" for each in range(start, start + n)]


NORTH = [(who, "north", "done") for who in staff(8)]
SOUTH = [(who, "south", "done") for who in staff(3, 20)]
ISLE = [(who, "isle", "done") for who in staff(6, 40)]


def test_a_region_of_three_people_is_not_told_nor_what_leaves_them_alone(tmp_path: Path) -> None:
    every, north, south = promise("every"), promise("north", region="north"), promise("south", region="south")
    assert apart(tmp_path, [*NORTH, *SOUTH], every, south).refused == {1}
    assert apart(tmp_path, [*NORTH, *SOUTH], every, north).refused == {1}, "every visit less those in the north"
    assert apart(tmp_path, [*NORTH, *SOUTH], north) == Apart(whole=frozenset({0})), "nothing else tells of the south"
    assert apart(tmp_path, [*NORTH, *SOUTH, *ISLE], every, north) == Apart()


def test_two_conditions_that_differ_by_few_people(tmp_path: Path) -> None:
    both, isle = promise("both", region=["isle", "south"]), promise("isle", region="isle")
    assert apart(tmp_path, [*NORTH, *SOUTH, *ISLE], both, isle).refused == {1}, "the larger first"
    assert apart(tmp_path, [*NORTH, *SOUTH, *ISLE], isle, both, newcomer=True).refused == {1}, "what stands goes first"


def test_what_became_of_a_case_chooses_nobody(tmp_path: Path) -> None:
    done = promise("done", status="done")
    visits: list[tuple[str | None, str, str]] = [*SOUTH, ("p20", "south", "called off")]
    assert apart(tmp_path, visits, promise("every"), done) == Apart(), (
        "one visit was called off, of somebody with others"
    )
    assert apart(tmp_path, visits, done) == Apart(), "what it leaves out is told: it hides failures else"
    assert apart(tmp_path, visits, done, promise("again", status="done"), newcomer=True) == Apart()
    assert apart(tmp_path, [(None, "south", "done")], done) == Apart(), "nobody is named"


def test_a_state_that_leaves_somebody_out_whole_chooses_people(tmp_path: Path) -> None:
    done = promise("done", status="done")
    visits: list[tuple[str | None, str, str]] = [*NORTH, ("p30", "north", "called off")]
    assert apart(tmp_path, visits, promise("every"), done).refused == {1}, "p30 alone is left out, with all they did"
    assert apart(tmp_path, visits, done) == Apart(whole=frozenset({0}))
    named: list[tuple[str | None, str, str]] = [(who, "north", f"with {who}") for who in staff(9)]
    assert apart(tmp_path, named, promise("one", status="with p3")).refused == {0}, "a state that is a person’s name"
    few: list[tuple[str | None, str, str]] = [(who, region, "done") for who, region, _ in SOUTH]
    assert apart(tmp_path, [*few, ("p23", "south", "called off")], promise("every"), done).refused == {1}


def test_a_small_company_sees_what_all_of_it_does(tmp_path: Path) -> None:
    south = promise("south", region="south")
    visits: list[tuple[str | None, str, str]] = [*SOUTH, ("p20", "north", "done")]
    assert apart(tmp_path, visits, south) == Apart(whole=frozenset({0})), (
        "all three; in the north there was one of them"
    )
    assert apart(tmp_path, visits, promise("every"), south).refused == {1}
    both: list[tuple[str | None, str, str]] = [*visits, *((who, "north", "done") for who in staff(3, 20))]
    assert apart(tmp_path, both, promise("every"), south) == Apart(), "all three stand on either side"
    assert apart(tmp_path, [*both, *((who, "isle", "done") for who in staff(6, 40))], south).refused == {0}
