"""Edges and why: the weight of each comparison, in bits, as JSON beside each scored pair."""

import math

import duckdb
import numpy as np

from visavis.engine.linking.scored.patterns import pattern_table, rarity_mark, refined
from visavis.engine.linking.scored.scoring_steps import level_steps, weight_steps
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import literal

TOLD = "linking_told"
"""Table of what edges tell, each text once (`told`, `evidence`), while `linking_edges` names it by its number."""


def make_edges(connection: duckdb.DuckDBPyConnection, model: Model, *, least: float) -> None:
    """Score `linking_pairs` over `linking_input` by `model` and the tables of its frequencies (engine/linking/weights/frequencies.py) into
    `linking_edges` and `linking_foes`, as `weigh` does, with `evidence` in place of `told`."""
    make_levels(connection, model)
    weigh(connection, model, least=least)
    connection.execute(
        "CREATE OR REPLACE TABLE linking_edges AS SELECT rid_l, rid_r, weight, probability, rule, t.evidence "
        f"FROM linking_edges AS e JOIN {TOLD} AS t ON e.told = t.told"
    )
    connection.execute(f"DROP TABLE {TOLD}")


def make_levels(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make the table `linking_levels` of `linking_pairs` over `linking_input`; models that differ in weights alone share it."""
    for each in level_steps(model):
        kind = "TABLE" if each.name == "linking_levels" else "TEMP VIEW"
        connection.execute(f"CREATE OR REPLACE {kind} {each.name} AS {each.sql(pretty=False)}")


def weigh(connection: duckdb.DuckDBPyConnection, model: Model, *, least: float) -> None:
    """Weigh `linking_levels` into the table `linking_edges`, leaving out probabilities below `least`, and the pairs that the model
    says are not one client into `linking_foes` (rid_l, rid_r).

    Columns: rid_l, rid_r, weight, probability, rule (name of the key), told: the number of its evidence in the table TOLD (JSON: a
    list of objects `comparison`, `level`, `bits`; the first is the prior; `rarity` are the bits that a rare or frequent value adds
    or takes).
    """
    patterns = connection.sql("SELECT DISTINCT pattern FROM linking_levels ORDER BY pattern").fetchnumpy()["pattern"]
    connection.register("linking_patterns", pattern_table(model, np.asarray(patterns, dtype=np.int64)))
    for each in weight_steps(model):
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {each.name} AS {each.sql(pretty=False)}")
    kept = f"weight >= CAST({literal(str(_bits(least)))} AS DOUBLE)"
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_weighed AS FROM linking_weights WHERE {kept} OR weight < {model.repels}"
    )
    _make_told(connection, model, kept)
    alike = "".join(f" AND w.rarity_{name} = t.rarity_{name}" for name in refined(model))
    rules = " ".join(f"WHEN {position} THEN {literal(key.name)}" for position, key in enumerate(model.keys))
    connection.execute(
        "CREATE OR REPLACE TABLE linking_edges AS SELECT w.rid_l, w.rid_r, w.weight, "
        f"1 / (1 + pow(2.0, -w.weight)) AS probability, CASE w.rule {rules} END AS rule, t.told "
        f"FROM linking_weighed AS w JOIN {TOLD} AS t ON w.pattern = t.pattern{alike} WHERE {kept}"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_foes AS SELECT rid_l, rid_r FROM linking_weighed WHERE weight < {model.repels}"
    )
    connection.execute("DROP TABLE linking_weighed")


def _make_told(connection: duckdb.DuckDBPyConnection, model: Model, kept: str) -> None:
    """Make the table TOLD: the evidence of each pattern and its rarities that `linking_weighed` has where it is `kept`; of ten pairs
    nine tell what others tell."""
    rarities = [f"rarity_{name}" for name in refined(model)]
    told = "p.evidence"
    for name in refined(model):
        told = f"replace({told}, {literal(rarity_mark(name))}, printf('%.2f', d.rarity_{name}))"
    connection.execute(
        f"CREATE OR REPLACE TABLE {TOLD} AS SELECT d.*, row_number() OVER () - 1 AS told, {told} AS evidence FROM "
        f"(SELECT DISTINCT {', '.join(['pattern', *rarities])} FROM linking_weighed WHERE {kept}) AS d "
        "JOIN linking_patterns AS p ON d.pattern = p.pattern"
    )


def _bits(probability: float) -> float:
    return math.log2(probability / (1 - probability)) if probability else -math.inf
