import datetime
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from tests.engine.holding.facts_at_hand import event, write_lake
from visavis.engine.holding.fields import lake_columns
from visavis.engine.holding.selecting import write_selected_cases
from visavis.engine.holding.whitelist import checked_select
from visavis.engine.tables import CASES, FACTS
from visavis.mistakes import Mistake

ROWS = [
    event(
        "a",
        due="2024-06-05 12:00",
        done="2024-06-05 11:00",
        client_ref="record/s/1",
        extra_made_sla=True,
        team="t",
        staff="p1",
    ),
    event(
        "b",
        due="2024-06-05 12:00",
        done="2024-06-06 11:00",
        client_ref="record/s/2",
        extra_made_sla=False,
        team="t",
        staff="p2",
    ),
]
GOOD = """SELECT source, key, client_ref, CASE WHEN done_at <= due_at AND extra.made_sla THEN 'kept' ELSE 'late' END AS outcome,
due_at, done_at FROM events WHERE type = 'case'"""


def select(folder: Path, text: str, rows: list[dict[str, object]] = ROWS, **more: float) -> list[dict[str, object]]:
    lake, manifest = write_lake(folder, {"extra_made_sla": "boolean"}, events=rows)
    pieces = {name: lake.pieces(manifest.of(name), table) for name, table in FACTS.items()}
    write_selected_cases(text, "p", pieces, lake_columns(manifest), folder / "out.parquet", **more)  # type: ignore[arg-type]
    return pq.read_table(folder / "out.parquet").to_pylist()


def test_a_select_gives_cases(tmp_path: Path) -> None:
    rows = select(tmp_path, GOOD)
    assert [(row["key"], row["outcome"]) for row in rows] == [("a", "kept"), ("b", "late")]
    assert list(rows[0]) == list(CASES.names)
    assert rows[0]["on_day"] == datetime.date(2024, 6, 5)
    assert rows[1]["done_at"] == datetime.datetime(2024, 6, 6, 11)


HOSTILE = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    'SELECT * FROM "/etc/passwd"',
    "SELECT * FROM glob('/etc/*')",
    "SELECT content AS key FROM read_blob('/etc/passwd')",
    "SELECT (SELECT content FROM read_text('/etc/passwd')) AS key FROM events",
    "WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM x",
    "SELECT getenv('HOME') AS key FROM events",
    "SELECT current_setting('allowed_paths') AS key FROM events",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM sqlite_scan('db.sqlite3', 'auth_user')",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('events')",
    "COPY events TO '/tmp/stolen.csv'",
    "COPY (SELECT * FROM events) TO '/tmp/stolen.csv'",
    "ATTACH 'db.sqlite3' AS db",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "PRAGMA database_list",
    "CALL pragma_version()",
    "EXPORT DATABASE '/tmp/stolen'",
    "CREATE TABLE x AS SELECT 1",
    "DROP VIEW events",
    "INSERT INTO events SELECT * FROM events",
    "DELETE FROM events",
    "SELECT 1; SELECT 2",
    "SELECT 1; ATTACH 'x'",
    "WITH RECURSIVE t AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM t) SELECT * FROM t",
    "SELECT * FROM range(1000000000000)",
    "SELECT unnest(range(1000000000000)) AS key FROM events",
    "SELECT COLUMNS('.*') FROM events",
    "SELECT now() AS key FROM events",
    "SELECT random() AS key FROM events",
    "FROM events POSITIONAL JOIN read_csv('/etc/passwd')",
    "SELECT * FROM cases",
    "SELECT ? AS key FROM events",
    "SELECT $1 AS key FROM events",
    "",
    "SELECT",
    "SELECT ((((",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_selects_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Mistake):
        select(tmp_path, text)
    assert not Path("/tmp/stolen.csv").exists()


def test_staff_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="staff"):
        select(tmp_path, GOOD.replace("client_ref", "staff AS client_ref"))


def test_what_looks_at_teams_answers_for_five_people_at_least(tmp_path: Path) -> None:
    assert select(tmp_path, GOOD + " AND team = 't'") == []
    renamed = "WITH t(a, b, c) AS (SELECT key, team, client_ref FROM events) SELECT a AS key, c AS client_ref, "
    assert select(tmp_path, renamed + "'kept' AS outcome, NULL AS due_at, NULL AS done_at FROM t WHERE b = 't'") == []


@pytest.mark.parametrize(
    "asked",
    [
        "FROM events AS t WHERE CAST(t AS VARCHAR) LIKE '%big-team%'",
        "FROM (SELECT * FROM events) AS t WHERE CONCAT(t) LIKE '%big-team%'",
        "FROM events JOIN (SELECT key AS k, e FROM events AS e) AS f ON key = k WHERE CAST(e AS VARCHAR) LIKE '%big-team%'",
    ],
)
def test_a_team_is_not_looked_at_without_its_name(tmp_path: Path, asked: str) -> None:
    rows = [event(f"k{n}", team="big-team", staff=f"p{n}") for n in range(6)]
    text = f"SELECT key, client_ref, 'kept' AS outcome, NULL AS due_at, NULL AS done_at {asked}"
    with suppress(Mistake):
        assert select(tmp_path, text, rows) == []


def test_a_team_can_not_be_joined_in_either(tmp_path: Path) -> None:
    text = "SELECT key, client_ref, 'kept' AS outcome, due_at, done_at FROM events JOIN (SELECT 't' AS team) AS t USING (team)"
    assert select(tmp_path, text) == []


def test_other_outcomes_columns_and_endless_work_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="unknown outcome: missed"):
        select(tmp_path, GOOD.replace("'late'", "'missed'"))
    with pytest.raises(Mistake, match="does not give: done_at"):
        select(tmp_path, "SELECT key, client_ref, 'kept' AS outcome, due_at FROM events")
    endless = (
        "SELECT count(*) AS key, '' AS client_ref, 'kept' AS outcome, NULL AS due_at, NULL AS done_at FROM events AS e0"
    )
    endless += "".join(f" CROSS JOIN events AS e{i}" for i in range(1, 64))
    with pytest.raises(Mistake, match=r"takes more than 1 seconds|Out of Memory"):
        select(tmp_path, endless, seconds=1.0)
    with pytest.raises(Mistake, match="more than 1 rows"):
        select(tmp_path, GOOD, most_rows=1)


@given(st.text(max_size=60))
def test_whatever_is_written_is_a_checked_query_or_a_mistake(text: str) -> None:
    try:
        query = checked_select(f"SELECT {text} FROM events", ["events"])
    except Mistake:
        return
    assert {table.name.lower() for table in query.find_all(exp.Table)} <= {"events"} | {
        cte.alias_or_name.lower() for cte in query.find_all(exp.CTE)
    }
