"""The EDGES file: in the order of records, in small groups, evidence spelt out, and where each stands."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from visavis.engine.linking.scored import writing
from visavis.engine.linking.scored.writing import write_edges
from visavis.engine.linking.weights.defaults import DEFAULT

NODES = "(VALUES (1, 'crm', 'a'), (2, 'crm', 'b'), (3, 'shop', 'a'), (5, 'shop', 'b')) AS n(rid, source, key)"
EDGES = "(VALUES (2, 5, 3.0, 0.9, 'phone', {0}), (1, 3, 4.0, 0.95, 'email', {1}), (1, 2, 1.0, 0.6, 'email', {0})) AS e(rid_l, rid_r, weight, probability, rule, {2})"


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE linking_nodes AS FROM {NODES}")
        connection.execute("CREATE TABLE linking_together AS SELECT 1 AS rid_l, 3 AS rid_r")
        yield connection


@pytest.mark.parametrize("numbered", [True, False])
def test_edges_come_in_the_order_of_their_records_with_their_evidence(
    numbered: bool, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    if numbered:
        connection.execute(
            "CREATE TABLE linking_told AS SELECT * FROM (VALUES (1, '[1]'), (0, '[0]')) AS t(told, evidence)"
        )
    texts = ("0", "1", "told") if numbered else ("'[0]'", "'[1]'", "evidence")
    connection.execute(f"CREATE TABLE linking_edges AS FROM {EDGES.format(*texts)}")
    target, places = tmp_path / "new" / "edges.parquet", tmp_path / "kept" / "edges.parquet"
    assert write_edges(connection, target, DEFAULT, {"linking_together": "decided"}, places=places) == 4
    version = DEFAULT.version
    assert [tuple(row.values()) for row in pq.read_table(target).to_pylist()] == [
        ("crm", "a", "crm", "b", 1.0, 0.6, "email", "[0]", version),
        ("crm", "a", "shop", "a", None, 1.0, "decided", "[]", None),
        ("crm", "a", "shop", "a", 4.0, 0.95, "email", "[1]", version),
        ("crm", "b", "shop", "b", 3.0, 0.9, "phone", "[0]", version),
    ]
    assert [tuple(row.values()) for row in pq.read_table(places).to_pylist()] == [
        (1, 2, 1.0, 0.6, None, 0),
        (1, 3, None, 1.0, 0, 1),
        (1, 3, 4.0, 0.95, None, 2),
        (2, 5, 3.0, 0.9, None, 3),
    ]


def test_many_edges_are_written_in_small_groups_and_none_is_lost(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 2 * writing.TOGETHER)
    connection.execute(
        "CREATE OR REPLACE TABLE linking_nodes AS SELECT i AS rid, 's' AS source, printf('%06d', i) AS key FROM range(1, 10001) AS r(i)"
    )
    connection.execute(
        "CREATE TABLE linking_edges AS SELECT i AS rid_l, i + 1 AS rid_r, 1.0 AS weight, 0.7 AS probability, 'email' AS rule, "
        "'[' || i || ']' AS evidence FROM range(9999, 0, -1) AS r(i)"
    )
    target, places = tmp_path / "edges.parquet", tmp_path / "places.parquet"
    assert write_edges(connection, target, DEFAULT, {}, places=places) == 9_999
    written = pq.read_table(target)
    assert written["key_l"].to_pylist() == [f"{i:06d}" for i in range(1, 10_000)]
    assert written["evidence"].to_pylist() == [f"[{i}]" for i in range(1, 10_000)]
    assert pq.read_table(places)["place"].to_pylist() == list(range(9_999))
    known = pq.read_metadata(target)
    assert max(known.row_group(group).num_rows for group in range(known.num_row_groups)) <= writing.TOGETHER
