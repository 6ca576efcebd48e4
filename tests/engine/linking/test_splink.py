"""Our model is a Splink model: given the same pairs, Splink weighs them as batch linking does."""

import math

import duckdb

from tests.engine.linking.scored import all_normalised, by_batch, generated
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.splink import Linker, settings

MODEL = DEFAULT.for_size(1_000)


def test_splink_weighs_the_same_pairs_alike() -> None:
    from splink import DuckDBAPI
    from splink import Linker as SplinkLinker

    rows = all_normalised(generated(60, seed=6))
    with duckdb.connect() as connection:
        connection.register("linking_input", rows)
        connection.execute(
            "CREATE TABLE pairs AS SELECT '0' AS match_key, l.rid AS join_key_l, r.rid AS join_key_r "
            "FROM linking_input AS l JOIN linking_input AS r ON l.rid < r.rid"
        )
        engine = DuckDBAPI(connection)
        linker = SplinkLinker(engine.register("linking_input"), settings(MODEL), log_level=40, validate_settings=False)
        linker.table_management.register_blocked_pairs_for_predict(engine.register("pairs"))
        scored = linker.inference.predict(warning_mode="never")
        found = connection.execute(f"SELECT rid_l, rid_r, match_weight FROM {scored.physical_name}").fetchall()
    ours = by_batch(rows, MODEL)
    assert len(found) == len(ours) == 60 * 59 // 2
    for left, right, weight in found:
        assert math.isclose(weight, ours[left, right][0], abs_tol=1e-6), (left, right)


def test_the_same_data_give_the_same_shares_of_random_pairs() -> None:
    rows = all_normalised(generated(300))
    sampled = []
    for _ in range(2):
        with duckdb.connect() as connection:
            connection.register("given", rows)
            connection.execute("CREATE TABLE linking_input AS FROM given ORDER BY rid")
            sampled.append(Linker(connection, MODEL).sampled_u())
    assert sampled[0] == sampled[1]
    assert sampled[0]["email"]["different"] > 0.9
