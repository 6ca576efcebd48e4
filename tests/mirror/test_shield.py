"""Figures of teams, run after run: a team's moves only where five people stand behind what moved."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import Piece, Runner
from visavis.engine.tables import ALL, MEASURES, Type
from visavis.mirror.guard.shield import LEDGER, shield
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
        entry = _written(lake, shielded.rows, f"run{wave}")
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
