"""Splink 5 on DuckDB, behind the model: how often two records drawn at random reach each level.

Everything it makes lives in the session of the connection that is passed in.
"""

import logging
from typing import Any

import duckdb

from visavis.engine.linking.weights.model import Comparison, Model

SEED = 20240229
"""Sampling is repeated exactly from run to run."""

SAMPLED_PAIRS = 100_000
"""Random pairs from which `u` is estimated."""


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


class Linker:
    """A Splink linker over the table `linking_input` of `connection`, set up with `model`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, model: Model) -> None:
        from splink import DuckDBAPI
        from splink import Linker as SplinkLinker

        logging.getLogger("splink").setLevel(logging.ERROR)
        self.model = model
        self._api = DuckDBAPI(connection)
        frame = self._api.register("linking_input")
        self._linker = SplinkLinker(frame, settings(model), log_level=logging.ERROR, validate_settings=False)

    def sampled_u(self) -> dict[str, dict[str, float]]:
        """Comparison → level → share of random pairs at that level, the same for the same data."""
        self._linker.training.estimate_u_using_random_sampling(
            max_pairs=SAMPLED_PAIRS, seed=SEED, min_count_per_level=None, num_chunks=1
        )
        return {
            comparison["output_column_name"]: {
                level["label_for_charts"]: level["u_probability"]
                for level in comparison["comparison_levels"]
                if level.get("u_probability")
            }
            for comparison in self._linker.misc.save_model_to_json()["comparisons"]
        }
