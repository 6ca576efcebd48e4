"""The embedded engine: how much memory it may use, and what it holds."""

from pathlib import Path

import pytest

from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import step


@pytest.mark.parametrize(("asked", "bytes_"), [("900MB", 900e6), ("4GB", 4e9), ("1.5TB", 1.5e12), ("512KB", 512e3)])
def test_it_tells_how_much_memory_it_may_use(tmp_path: Path, asked: str, bytes_: float) -> None:
    session = DuckDB(tmp_path / "scratch", memory=asked)
    assert session.memory == pytest.approx(bytes_, rel=0.05)
    session.close()


def test_what_is_held_stays_as_it_was_until_it_is_let_go(tmp_path: Path) -> None:
    session = DuckDB(tmp_path / "scratch")
    session.connection.execute("CREATE TABLE given AS SELECT 1 AS one, ['a'] AS many")
    session.run([step("whole", "SELECT * FROM given")])
    session.hold("whole")
    session.connection.execute("INSERT INTO given VALUES (2, ['b'])")
    assert session.rows("SELECT * FROM whole") == [{"one": 1, "many": ["a"]}]
    session.let_go("whole")
    session.run([step("whole", "SELECT * FROM given")])
    assert len(session.rows("SELECT * FROM whole")) == 2
    session.close()
