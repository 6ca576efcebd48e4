"""A source that gives a key again to somebody else is told; who marries, moves or is put right is still the same."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.engine.linking.scored import all_normalised, raw
from visavis.clients.linking.reused import reused_among, reused_keys, told_of
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.given import input_of, show_input
from visavis.engine.linking.kept import file_of
from visavis.engine.linking.reused import reused_steps
from visavis.engine.steps import Runner

BORN = datetime.date(1980, 2, 3)
JEAN = {"given_name": "Jean", "family_name": "Dupont"}
FORMER: dict[str, dict[str, Any]] = {
    "again": JEAN | {"emails": ["jean@free.fr"], "postcode": "75001"},
    "married": {"given_name": "Zoé", "family_name": "Lambert"},
    "typed": {"given_name": "Élodei", "family_name": "Lefevr"},
    "renamed": {"given_name": "Paul", "family_name": "Martin", "birth_date": BORN},
    "reached": JEAN | {"emails": ["jean@free.fr"]},
    "swapped": JEAN,
    "unnamed": {"family_name": "Dupont"},
    "gone": JEAN,
}
NOW: dict[str, dict[str, Any]] = {
    "again": {"given_name": "Fatima", "family_name": "Benali", "emails": ["fatima@free.fr"], "postcode": "75001"},
    "married": {"given_name": "Zoé", "family_name": "Martin"},
    "typed": {"given_name": "Élodie", "family_name": "Lefèvre"},
    "renamed": {"given_name": "Marc", "family_name": "Girard", "birth_date": BORN},
    "reached": {"given_name": "Ines", "family_name": "Girard", "emails": ["Jean@free.fr"]},
    "swapped": {"given_name": "Dupont", "family_name": "Jean"},
    "unnamed": {"given_name": "Fatima", "family_name": "Benali"},
    "new": {"given_name": "Fatima", "family_name": "Benali"},
}


def written(folder: Path, name: str, records: dict[str, dict[str, Any]]) -> Path:
    """The folder of a run that kept those records."""
    (folder / name).mkdir()
    rows = [raw(rid, **fields) | {"key": key} for rid, (key, fields) in enumerate(records.items(), 1)]
    pq.write_table(all_normalised(rows), file_of(folder / name, "input"))
    return folder / name


def test_a_key_given_again_is_told_and_nobody_else(tmp_path: Path) -> None:
    former, now = written(tmp_path, "former", FORMER), written(tmp_path, "now", NOW)
    assert reused_keys(tmp_path / "scratch", former, now) == ["s/again"]
    assert reused_keys(tmp_path / "scratch", former, former) == []
    assert "s/again" in told_of(["s/again"]).say("en")


def test_of_what_changed_alone_the_same_is_told(tmp_path: Path) -> None:
    session = DuckDB(tmp_path / "scratch")
    try:
        for table, records in (("gone", FORMER), ("came", NOW)):
            session.connection.execute(f"CREATE TABLE {table} AS FROM {input_of(written(tmp_path, table, records))}")
        assert reused_among(session, "gone", "came") == ["s/again"]
    finally:
        session.close()


def test_every_engine_tells_the_same(runner: Runner, tmp_path: Path) -> None:
    for view, records in (("former_input", FORMER), ("linking_input", NOW)):
        show_input(runner, written(tmp_path, view, records), view)
    runner.run(reused_steps())
    assert runner.rows("SELECT * FROM reused") == [{"source": "s", "key": "again"}]
