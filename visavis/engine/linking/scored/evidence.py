"""Edges and why: the weight of each comparison, in bits, as JSON beside each scored pair."""

import math
from pathlib import Path

import duckdb
import numpy as np

from visavis.engine.linking.scored.patterns import pattern_table, rarity_mark, refined
from visavis.engine.linking.scored.scoring_steps import level_steps, weight_steps
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import literal

_CERTAIN = 1.0

TOGETHER = 2_048
"""Edges that are stored together, the fewest that DuckDB writes: why two records are one is read by itself, quickly."""


def make_edges(connection: duckdb.DuckDBPyConnection, model: Model, *, least: float) -> None:
    """Score `linking_pairs` over `linking_input` by `model` and the tables of its frequencies (engine/linking/weights/frequencies.py) into
    `linking_edges` and `linking_foes`, as `weigh` does."""
    make_levels(connection, model)
    weigh(connection, model, least=least)


def make_levels(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make the table `linking_levels` of `linking_pairs` over `linking_input`; models that differ in weights alone share it."""
    for each in level_steps(model):
        kind = "TABLE" if each.name == "linking_levels" else "TEMP VIEW"
        connection.execute(f"CREATE OR REPLACE {kind} {each.name} AS {each.sql(pretty=False)}")


def weigh(connection: duckdb.DuckDBPyConnection, model: Model, *, least: float) -> None:
    """Weigh `linking_levels` into the table `linking_edges`, leaving out probabilities below `least`, and the pairs that the model
    says are not one client into `linking_foes` (rid_l, rid_r).

    Columns: rid_l, rid_r, weight, probability, rule (name of the key), evidence (JSON: a list of objects `comparison`, `level`,
    `bits`; the first is the prior; `rarity` are the bits that a rare or frequent value adds or takes).
    """
    patterns = connection.sql("SELECT DISTINCT pattern FROM linking_levels ORDER BY pattern").fetchnumpy()["pattern"]
    connection.register("linking_patterns", pattern_table(model, np.asarray(patterns, dtype=np.int64)))
    for each in weight_steps(model):
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {each.name} AS {each.sql(pretty=False)}")
    connection.execute(
        "CREATE OR REPLACE TABLE linking_weighed AS FROM linking_weights "
        f"WHERE weight >= CAST({literal(str(_bits(least)))} AS DOUBLE)"
    )
    _make_told(connection, model)
    alike = "".join(f" AND w.rarity_{name} = t.rarity_{name}" for name in refined(model))
    rules = " ".join(f"WHEN {position} THEN {literal(key.name)}" for position, key in enumerate(model.keys))
    connection.execute(
        "CREATE OR REPLACE TABLE linking_edges AS SELECT w.rid_l, w.rid_r, w.weight, "
        f"1 / (1 + pow(2.0, -w.weight)) AS probability, CASE w.rule {rules} END AS rule, t.evidence "
        f"FROM linking_weighed AS w JOIN linking_told AS t ON w.pattern = t.pattern{alike}"
    )
    connection.execute("DROP TABLE linking_weighed")
    connection.execute("DROP TABLE linking_told")
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_foes AS SELECT rid_l, rid_r FROM linking_weights WHERE weight < {model.repels}"
    )


def _make_told(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make the table `linking_told`: the evidence of each pattern and its rarities that `linking_weighed` has; of ten pairs nine tell
    what others tell."""
    rarities = [f"rarity_{name}" for name in refined(model)]
    told = "p.evidence"
    for name in refined(model):
        told = f"replace({told}, {literal(rarity_mark(name))}, printf('%.2f', d.rarity_{name}))"
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_told AS SELECT d.*, {told} AS evidence FROM "
        f"(SELECT DISTINCT {', '.join(['pattern', *rarities])} FROM linking_weighed) AS d "
        "JOIN linking_patterns AS p ON d.pattern = p.pattern"
    )


def _bits(probability: float) -> float:
    return math.log2(probability / (1 - probability)) if probability else -math.inf


def write_edges(connection: duckdb.DuckDBPyConnection, target: Path, model: Model, certain: dict[str, str]) -> int:
    """Write the EDGES file: what was scored, and the pairs of each table in `certain` (table → rule), weight null."""
    parts = [
        f"SELECT rid_l, rid_r, weight, probability, rule, evidence, {literal(model.version)} AS model FROM linking_edges"
    ]
    parts += [
        f"SELECT rid_l, rid_r, NULL, {_CERTAIN}, {literal(rule)}, '[]', NULL FROM {table}"
        for table, rule in certain.items()
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    done = connection.execute(
        "COPY (SELECT l.source AS source_l, l.key AS key_l, r.source AS source_r, r.key AS key_r, "
        "CAST(e.weight AS DOUBLE) AS weight, CAST(e.probability AS DOUBLE) AS probability, e.rule, e.evidence, e.model "
        f"FROM ({' UNION ALL '.join(parts)}) AS e JOIN linking_nodes AS l ON e.rid_l = l.rid "
        "JOIN linking_nodes AS r ON e.rid_r = r.rid ORDER BY e.rid_l, e.rid_r, e.rule) "
        f"TO {literal(str(target))} (FORMAT parquet, ROW_GROUP_SIZE {TOGETHER})"
    ).fetchall()
    return int(done[0][0])
