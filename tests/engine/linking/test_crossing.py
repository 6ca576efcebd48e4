"""Pairs of one component that are looked for again: no more of them than open blocks have."""

import duckdb
import pyarrow as pa

from visavis.engine.linking.crossing import make_pairs_within
from visavis.engine.linking.weights.defaults import DEFAULT


def test_a_closed_block_within_one_component_is_never_paired() -> None:
    """Three thousand records of one component bear one address; two of them share another one."""
    many = list(range(1, 3_001))
    keys = {"rid": [*many, 7, 9], "rule": [0] * 3_002, "block": [11] * 3_000 + [12, 12]}
    nobody = pa.table({"rid_l": pa.array([], pa.int64()), "rid_r": pa.array([], pa.int64())})
    with duckdb.connect() as connection:
        connection.register("linking_keys", pa.table(keys))
        connection.register("linking_touched", pa.table({"rid": many, "component": [1] * 3_000}))
        connection.register("linking_scored", nobody)
        connection.register("nobody", nobody)
        make_pairs_within(connection, DEFAULT, "(FROM nobody)")
        looked_at = connection.execute("SELECT count(*) FROM linking_maybe").fetchall()
        pairs = connection.execute("FROM linking_pairs").fetchall()
    assert (looked_at, pairs) == ([(1,)], [(7, 9, 0)])
