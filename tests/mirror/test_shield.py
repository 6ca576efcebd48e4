"""Figures of teams, run after run: a team's moves only where five people stand behind what moved."""

import datetime
import inspect
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.people import Behind
from visavis.engine.steps import Piece, Runner
from visavis.engine.tables import ALL, MEASURES, Type
from visavis.mirror.guard.shield import HIDDEN, LEDGER, shield
from visavis.mirror.kinds import KINDS
from visavis.mirror.measure import _written

Facts = list[tuple[str, str]]


def rows_of(facts: Facts) -> list[dict[str, Any]]:
    """A measure's rows as a kind gives them: over all, and of each team."""
    none = dict.fromkeys(column.name for column in MEASURES.columns)
    teams = [None, *sorted({team for team, _ in facts})]
    counts = {team: len([1 for each, _ in facts if team in (None, each)]) for team in teams}
    return [
        none | {"name": "m", "kind": "k", "figure": "value", "position": 0, "grouping": team, "value": float(n), "n": n}
        for team, n in counts.items()
    ]


def show(runner: Runner, folder: Path, facts: Facts) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for table in ("events", "exchanges"):
        columns = tuple((column.name, column.type) for column in ALL[table].columns)
        own = (("team", Type.TEXT), ("staff", Type.TEXT), ("occurred_on", Type.DATE))
        rows = [
            {"team": team, "staff": staff, "occurred_on": datetime.date(2025, 3, 1)}
            for team, staff in (facts if table == "events" else [])
        ]
        schema = pa.schema([("team", pa.string()), ("staff", pa.string()), ("occurred_on", pa.date32())])
        pq.write_table(pa.Table.from_pylist(rows, schema), folder / f"{table}.parquet")
        runner.show(table, [Piece((folder / f"{table}.parquet",), own)], columns)


def told(runner: Runner, home: Path, waves: list[Facts]) -> list[dict[str | None, tuple[float | None, str | None]]]:
    """By wave and team, value and reason."""
    lake, manifest = Lake(home / "lake"), Manifest("run")
    found = []
    for wave, facts in enumerate(waves):
        show(runner, home / str(wave), facts)
        shielded = shield(runner, lake, manifest, rows_of(facts), b"key")
        found.append({row["grouping"]: (row["value"], row["reason"]) for row in shielded.rows})
        entry = _written(lake, MEASURES, shielded.rows, f"run{wave}")
        manifest = Manifest("run", entries=(entry,), ledger={LEDGER: shielded.ledger})
    return found


def team(name: str, n: int, start: int = 0) -> Facts:
    return [(name, f"p{each}") for each in range(start, start + n)]


def test_a_team_of_four_is_not_told_nor_the_one_that_hides_it(runner: Runner, tmp_path: Path) -> None:
    facts = [*team("large", 9), *team("middle", 6, 20), *team("small", 4, 40)]
    assert told(runner, tmp_path, [facts]) == [
        {
            None: (19.0, None),
            "large": (9.0, None),
            "middle": (None, "fewer_than_five"),
            "small": (None, "fewer_than_five"),
        }
    ]


@pytest.fixture
def duckdb(tmp_path: Path) -> DuckDB:
    return DuckDB(tmp_path / "scratch")


def test_what_one_person_moved_is_told_with_four_others(duckdb: DuckDB, tmp_path: Path) -> None:
    first = [*team("A", 6), *team("B", 7, 20)]
    one_more, five_more = [*first, ("A", "p0")], [*first, *team("A", 5)]
    waves = told(duckdb, tmp_path, [first, one_more, one_more, five_more])
    assert [wave["A"] for wave in waves] == [(6.0, None), (6.0, None), (6.0, None), (11.0, None)]
    assert [wave["B"] for wave in waves] == [(7.0, None)] * 4
    assert [wave[None] for wave in waves] == [(13.0, None), (14.0, None), (14.0, None), (18.0, None)]


def test_rows_that_are_of_no_team_pass(duckdb: DuckDB, tmp_path: Path) -> None:
    show(duckdb, tmp_path, team("A", 4))
    row = rows_of(team("A", 4))[0] | {"grouping": "channel: mail"}
    found = shield(duckdb, Lake(tmp_path / "lake"), Manifest("run"), [row])
    assert (found.rows, found.ledger) == ([row], {})


def behind(cells: dict[tuple[str, str], list[str]], **more: Any) -> list[Behind]:
    """Who stands behind teams and channels: one fact each."""
    return [Behind((team, channel), who, team, "1", **more) for (team, channel), them in cells.items() for who in them]


def rows_about(name: str, *groups: str, figures: tuple[str, ...] = ("value",)) -> list[dict[str, Any]]:
    none = dict.fromkeys(column.name for column in MEASURES.columns)
    return [
        none | {"name": name, "kind": "dialogue", "figure": figure, "position": place, "grouping": group, "value": 1.0, "n": 9}
        for group in (None, *groups)
        for place, figure in enumerate(figures)
    ]  # fmt: skip


def names(people: int, start: int = 0) -> list[str]:
    return [f"p{each}" for each in range(start, start + people)]


def values(
    runner: Runner, home: Path, rows: list[dict[str, Any]], stood: dict[str, list[Behind]], **more: Any
) -> set[Any]:
    """Groups of which a value is told, by measure and figure."""
    show(runner, home, [("A", who) for who in names(40)])
    found = shield(runner, Lake(home / "lake"), Manifest("run"), rows, b"key", behind=stood, **more).rows
    assert all(row["reason"] == HIDDEN and row["n"] == 0 for row in found if row["value"] is None)
    return {(row["name"], row["grouping"], row["figure"]) for row in found if row["value"] is not None}


def test_a_channel_that_one_person_answers_is_that_person(duckdb: DuckDB, tmp_path: Path) -> None:
    cells = {("A", "mail"): names(9), ("A", "chat"): names(1), ("B", "web"): names(8, 20), ("B", "mail"): names(8, 20)}
    told = values(duckdb, tmp_path, rows_about("m", "A", "B", "mail", "chat", "web"), {"m": behind(cells)})
    assert {group for _, group, _ in told} == {None, "A", "B", "mail"}, "with the web, chat would follow"


def test_a_team_of_nine_is_not_told_by_what_three_of_them_did(duckdb: DuckDB, tmp_path: Path) -> None:
    all_of = {("A", ""): names(9), ("B", ""): names(9, 20)}
    few = {("A", ""): names(3), ("B", ""): names(9, 20)}
    rows = rows_about("m", "A", "B", figures=("value", "resolution_median", "balance"))
    stood = [*behind(all_of), *behind(few, figures=("resolution",))]
    told = values(duckdb, tmp_path, rows, {"m": stood})
    assert {(group, figure) for _, group, figure in told if group} == {
        ("A", "value"), ("A", "balance"), ("B", "value"), ("B", "balance"),
    }, "of B, what all did less what B did would tell of three"  # fmt: skip


def test_measures_of_one_kind_are_held_against_one_another(duckdb: DuckDB, tmp_path: Path) -> None:
    rows = [*rows_about("every", "A", "B"), *rows_about("some", "A", "B")]
    every = {("A", "mail"): names(9), ("A", "web"): names(3), ("B", "mail"): names(9, 20), ("B", "web"): names(7, 20)}
    by_mail = {cell: them for cell, them in every.items() if cell[1] == "mail"}
    stood = {"every": behind(every), "some": behind(by_mail)}
    told = values(duckdb, tmp_path, rows, stood, chosen=["some"])
    assert {(name, group) for name, group, _ in told} == {
        ("every", None), ("every", "A"), ("every", "B"), ("some", None),
    }, "A by mail would tell of three by web; and so would B, less all by mail"  # fmt: skip


def test_what_names_nobody_stands_for_its_team_or_for_nobody(duckdb: DuckDB, tmp_path: Path) -> None:
    unnamed = [Behind(("A", "mail"), None, "A", "1"), Behind(("", "post"), None, None, "1")]
    told = values(duckdb, tmp_path, rows_about("m", "A", "mail", "post"), {"m": unnamed})
    assert {group for _, group, _ in told} == {None, "A", "mail", "post"}
    one = [*unnamed, Behind(("A", "mail"), "p1", "A", "1")]
    told = values(duckdb, tmp_path, rows_about("m", "A", "mail", "post"), {"m": one})
    assert {group for _, group, _ in told} == {None, "post"}, "unnamed facts hide nobody who is named"


def test_every_kind_that_tells_of_groups_says_who_stands_behind_them() -> None:
    """A new kind is put on one side or the other."""
    tells = {"dialogue", "chain", "process", "roots", "relation", "voices"}
    of_clients = {"survey", "retention", "advocacy", "climate", "agreement"}
    without = {"concentration", "delay", "funnel"}
    assert set(KINDS) == tells | of_clients | without
    for name in tells:
        assert "bench.stand(" in inspect.getsource(inspect.getmodule(KINDS[name].results))  # type: ignore[arg-type]


def test_kinds_that_count_the_same_facts_are_held_against_one_another(duckdb: DuckDB, tmp_path: Path) -> None:
    """Six of A pick, and one of B: what was picked, less what A held, would be that one."""
    cells = {("A", "pick"): names(6), ("B", "pick"): names(1, 20), ("B", "pack"): names(9, 20)}
    chain, process = (
        [Behind((cell[side],), who, cell[0], "1", facts="|".join(cell)) for cell, them in cells.items() for who in them]
        for side in (0, 1)
    )
    rows = [
        row | {"kind": row["name"]} for row in (*rows_about("chain", "A", "B"), *rows_about("process", "pick", "pack"))
    ]
    alone = values(duckdb, tmp_path, rows[3:], {"process": process})
    assert {group for _, group, _ in alone} == {None, "pick", "pack"}
    both = values(duckdb, tmp_path, rows, {"chain": chain, "process": process})
    assert {group for _, group, _ in both} == {None, "A", "B"}
