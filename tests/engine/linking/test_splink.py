"""Our model is a Splink model: Splink draws the same random pairs and finds the same shares, and weighs the same pairs as we do."""

import math
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.engine.linking.scored import all_normalised, by_batch, generated
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.comparable.normalise import COLUMNS
from visavis.engine.linking.weights import sampling
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.frequencies import count_frequencies
from visavis.engine.linking.weights.model import Comparison, Model
from visavis.engine.steps import Piece

MODEL = DEFAULT.for_size(1_000)


def settings(model: Model) -> dict[str, Any]:
    """The model as Splink settings."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "rid",
        "probability_two_random_records_match": model.prior,
        "comparisons": [_comparison(each) for each in model.comparisons],
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "em_convergence": 0.001,
        "max_iterations": 20,
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    levels = []
    for level in comparison.levels:
        plain: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.name}
        if level.m is None:
            plain["is_null_level"] = True
        else:
            plain |= {"m_probability": level.m, "u_probability": level.u}
        if level.tf:
            plain |= {
                "tf_adjustment_column": level.tf,
                "disable_tf_exact_match_detection": True,
                "tf_minimum_u_value": 0.00001,
            }
        levels.append(plain)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


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


@pytest.mark.parametrize("pairs", [3_000, 1_000_000])
def test_splink_finds_the_same_shares_of_random_pairs(
    pairs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from splink import DuckDBAPI
    from splink import Linker as SplinkLinker

    monkeypatch.setattr(sampling, "PAIRS", pairs)
    rows = all_normalised(generated(300))
    with duckdb.connect() as connection:
        connection.register("given", rows)
        connection.execute("CREATE TABLE linking_input AS FROM given")
        linker = SplinkLinker(
            DuckDBAPI(connection).register("linking_input"), settings(MODEL), log_level=40, validate_settings=False
        )
        linker.training.estimate_u_using_random_sampling(
            max_pairs=pairs, seed=sampling.SEED, min_count_per_level=None, num_chunks=1
        )
        found = {
            comparison["output_column_name"]: {
                level["label_for_charts"]: level.get("u_probability") for level in comparison["comparison_levels"]
            }
            for comparison in linker.misc.save_model_to_json()["comparisons"]
        }
    ours = _sampled(rows, tmp_path)
    assert ours["email"]["different"] > 0.9
    for comparison, shares in ours.items():
        for level, share in shares.items():
            assert math.isclose(found[comparison][level], share, rel_tol=1e-9), (comparison, level)


def test_the_same_data_give_the_same_shares_of_random_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "PAIRS", 3_000)
    rows = all_normalised(generated(300))
    assert _sampled(rows, tmp_path) == _sampled(rows.take(list(range(299, -1, -1))), tmp_path)


def _sampled(rows: Any, folder: Path) -> dict[str, dict[str, float]]:
    pq.write_table(rows, folder / "input.parquet")
    runner = DuckDB(folder / "spill")
    try:
        runner.show("linking_input", [Piece((folder / "input.parquet",), COLUMNS)], COLUMNS)
        assert sampling.write_sample(runner, MODEL, folder / "sample.parquet") == rows.num_rows
    finally:
        runner.close()
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE linking_input AS FROM read_parquet('{folder / 'sample.parquet'}')")
        count_frequencies(connection, MODEL)
        return sampling.sampled_u(connection, MODEL)
