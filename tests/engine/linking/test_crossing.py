"""Pairs of one component that are looked for again: no more of them than open blocks have."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tests.engine.linking.scored import all_normalised, raw
from visavis.engine.linking.crossing import make_pairs_within
from visavis.engine.linking.freezing import freeze
from visavis.engine.linking.index import Index
from visavis.engine.linking.weights.defaults import DEFAULT


def test_a_closed_block_within_one_component_is_never_paired(tmp_path: Path) -> None:
    """Three thousand records of one component bear one address; two of them share another one."""
    many = list(range(1, 3_001))
    shared = {7: ["all@x.fr", "two@x.fr"], 9: ["all@x.fr", "two@x.fr"]}
    records = all_normalised([raw(number, emails=shared.get(number, ["all@x.fr"])) for number in many])
    pq.write_table(records, tmp_path / "input.parquet")
    freeze(tmp_path / "input.parquet", DEFAULT, tmp_path / "index")
    nobody = pa.table({"rid_l": pa.array([], pa.int64()), "rid_r": pa.array([], pa.int64())})
    with duckdb.connect() as connection:
        connection.register("linking_every", records)
        connection.register("linking_touched", pa.table({"rid": many, "component": [1] * 3_000}))
        connection.register("linking_scored", nobody)
        connection.register("linking_late", pa.table({"rid": pa.array([], pa.int64())}))
        connection.register("nobody", nobody)
        make_pairs_within(connection, DEFAULT, Index(tmp_path / "index"), "(FROM nobody)")
        looked_at = connection.execute("SELECT rid FROM linking_inside ORDER BY rid").fetchall()
        pairs = connection.execute("FROM linking_pairs").fetchall()
    assert (looked_at, pairs) == ([(7,), (9,)], [(7, 9, 0)])
