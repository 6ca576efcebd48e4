"""The model as SQL steps: on DuckDB and on Spark every pair weighs what it weighs in this process."""

import math
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.both import Both
from tests.engine.linking.scored import all_normalised, generated, scorer
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.defaults import DEFAULT
from visavis.engine.linking.normalise import COLUMNS
from visavis.engine.linking.scoring_steps import scoring_steps, teach
from visavis.engine.steps import Piece, Runner, step

MODEL = DEFAULT.for_size(5_000)


def weights(runner: Runner, dialect: str) -> dict[tuple[int, int], float]:
    """Of every pair of `linking_input`."""
    pairs = "SELECT l.rid AS rid_l, r.rid AS rid_r FROM linking_input AS l JOIN linking_input AS r ON l.rid < r.rid"
    runner.run([step("linking_pairs", pairs), *scoring_steps(MODEL, dialect)])
    rows = runner.rows("SELECT rid_l, rid_r, weight FROM linking_weights")
    return {(row["rid_l"], row["rid_r"]): row["weight"] for row in rows}


def test_every_engine_gives_the_same_weights(runner: Runner, tmp_path: Path) -> None:
    rows = all_normalised(generated(40, seed=3))
    pq.write_table(rows, tmp_path / "input.parquet")
    runner.show("linking_input", [Piece((tmp_path / "input.parquet",), COLUMNS)], COLUMNS)
    made, of = scorer(rows, MODEL)
    engines: list[tuple[Runner, str]] = [(runner, "duckdb")]
    if isinstance(runner, Both):
        teach(runner.spark)
        engines = [(runner.duckdb, "duckdb"), (runner.spark, "spark")]
    for engine, dialect in engines:
        found = weights(engine, dialect)
        assert len(found) == 40 * 39 // 2
        for (left, right), weight in found.items():
            assert math.isclose(weight, made.weight(of[left], of[right]), abs_tol=1e-6), (dialect, left, right)


def test_a_model_that_only_weighs_by_level_needs_no_frequencies(tmp_path: Path) -> None:
    from dataclasses import replace

    model = replace(MODEL, comparisons=(MODEL.comparison("email"), MODEL.comparison("phone")))
    rows = all_normalised(generated(30))
    pq.write_table(rows, tmp_path / "input.parquet")
    engine = DuckDB(tmp_path / "scratch")
    engine.show("linking_input", [Piece((tmp_path / "input.parquet",), COLUMNS)], COLUMNS)
    engine.connection.execute("CREATE TEMP VIEW linking_pairs AS SELECT 1 AS rid_l, 2 AS rid_r")
    engine.run(scoring_steps(model))
    made, of = scorer(rows, model)
    assert engine.rows("SELECT weight FROM linking_weights")[0]["weight"] == pytest.approx(made.weight(of[1], of[2]))
    engine.close()
