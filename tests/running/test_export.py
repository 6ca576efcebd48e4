import csv
import io
import json
from pathlib import Path

import duckdb
import pytest

from tests.running.shop import shop
from visavis.engine.tables import ALL
from visavis.mistakes import Mistake
from visavis.running.export import export_table
from visavis.running.run import run

STAFF = ("Zéphyrine", "Quillery", "Other Agent")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = shop(tmp_path_factory.mktemp("home"), words=True)
    run(home)
    return home


def rows(home: Path, table: str, tmp_path: Path) -> list[dict[str, str]]:
    export_table(home, table, out=tmp_path / "out.csv")
    return list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))


def test_every_table_in_every_format(home: Path, tmp_path: Path) -> None:
    for table in ALL:
        sizes = {
            "csv": export_table(home, table, shape="csv", out=tmp_path / "t.csv"),
            "json": export_table(home, table, shape="json", out=tmp_path / "t.json"),
            "parquet": export_table(home, table, shape="parquet", out=tmp_path / "t.parquet"),
        }
        count = duckdb.sql(f"SELECT count(*) FROM '{tmp_path / 't.parquet'}'").fetchall()[0][0]
        assert set(sizes.values()) == {count}, table
        lines = (tmp_path / "t.json").read_text("utf-8").splitlines()
        assert len([json.loads(line) for line in lines]) == count


def test_no_export_tells_one_employee_from_another(home: Path, tmp_path: Path) -> None:
    assert "staff" not in rows(home, "events", tmp_path)[0]
    for table in ALL:
        export_table(home, table, shape="json", out=tmp_path / "t.json")
        text = (tmp_path / "t.json").read_text("utf-8")
        assert [name for name in STAFF if name in text] == []
        assert '"staff"' not in text


def test_names_of_employees_stand_in_the_database_alone(home: Path) -> None:
    holding = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if path.is_file() and "exports" not in path.parts and b"Quillery" in path.read_bytes()
    }
    assert holding <= {"visavis.sqlite3", "visavis.sqlite3-wal"}
    assert holding


def test_links_name_source_key_and_client(home: Path, tmp_path: Path) -> None:
    found = rows(home, "links", tmp_path)
    assert [(r["source"], r["key"]) for r in found] == [("orders", "C-1"), ("orders", "C-2"), ("orders", "C-3")]
    assert len({r["client_id"] for r in found}) == 3


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(home: Path, tmp_path: Path) -> None:
    notes = {r["key"]: r["extra.note"] for r in rows(home, "events", tmp_path)}
    assert notes == {"O-1": "'=1+1", "O-2": "plain", "O-3": "", "O-4": "", "O-5": ""}


def test_mistakes_are_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="no table “evnts”"):
        export_table(home, "evnts")
    with pytest.raises(Mistake, match="nothing was computed"):
        export_table(tmp_path, "events")
