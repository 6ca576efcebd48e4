"""Steps that many read: their rows are computed once, in files or in the session, and let go."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from visavis.engine.duckdb import DuckDB
from visavis.engine.settling import forgotten, perform
from visavis.engine.steps import step
from visavis.engine.tables import Type

STEPS = [
    step("drawn", "SELECT CAST(i AS BIGINT) AS n, random() AS chance, sum(i) OVER () AS whole FROM range(20) AS r(i)"),
    step("apart", "SELECT max(abs(a.chance - b.chance)) AS apart FROM drawn AS a JOIN drawn AS b ON a.n = b.n"),
]
COLUMNS = {"drawn": (("n", Type.INTEGER), ("chance", Type.DECIMAL), ("whole", Type.INTEGER))}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DuckDB]:
    found = DuckDB(tmp_path / "scratch", memory="100MB")
    yield found
    found.close()


@pytest.mark.parametrize("hold", [True, False])
def test_rows_are_computed_once_for_all_who_read_them(session: DuckDB, tmp_path: Path, hold: bool) -> None:
    perform(session, STEPS, COLUMNS, tmp_path, hold=hold)
    assert session.rows("SELECT * FROM apart") == [{"apart": 0.0}]
    first = session.rows("SELECT * FROM drawn ORDER BY n")
    assert first == session.rows("SELECT * FROM drawn ORDER BY n")
    assert [row["n"] for row in first] == list(range(20))
    assert {row["whole"] for row in first} == {190}
    assert bool(list(tmp_path.glob("drawn-*.parquet"))) is not hold
    perform(session, STEPS, COLUMNS, tmp_path, hold=hold)
    assert session.rows("SELECT * FROM drawn ORDER BY n") != first


def test_what_is_held_has_the_types_of_its_columns_and_is_let_go(session: DuckDB, tmp_path: Path) -> None:
    perform(session, STEPS, COLUMNS, tmp_path, hold=True)
    types = session.rows("SELECT DISTINCT typeof(n) AS n, typeof(chance) AS chance, typeof(whole) AS whole FROM drawn")
    assert types == [{"n": "BIGINT", "chance": "DOUBLE", "whole": "BIGINT"}]
    forgotten(session, COLUMNS)
    with pytest.raises(duckdb.CatalogException):
        session.rows("SELECT * FROM apart")
