"""Edges and why: the weight of each comparison, in bits, as JSON beside each scored pair."""

from pathlib import Path

import duckdb

from visavis.engine.linking.model import Comparison, Model
from visavis.engine.linking.splink import Linker
from visavis.engine.steps import literal

_CERTAIN = 1.0

TOGETHER = 2_048
"""Edges that are stored together, the fewest that DuckDB writes: why two records are one is read by itself, quickly."""


def make_edges(connection: duckdb.DuckDBPyConnection, model: Model, *, least: float) -> None:
    """Score `linking_pairs` over `linking_input` into the table `linking_edges`, leaving out probabilities below `least`, and the
    pairs that the model says are not one client into `linking_foes` (rid_l, rid_r).

    Columns: rid_l, rid_r, weight, probability, rule (name of the key), evidence (JSON: a list of objects `comparison`, `level`,
    `bits`; the first is the prior; `rarity` are the bits that a rare or frequent value adds or takes).
    """
    connection.execute(
        "CREATE OR REPLACE TABLE linking_edges (rid_l BIGINT, rid_r BIGINT, weight DOUBLE, probability DOUBLE, "
        "rule VARCHAR, evidence VARCHAR)"
    )
    connection.execute("CREATE OR REPLACE TABLE linking_foes (rid_l BIGINT, rid_r BIGINT)")
    if not connection.execute("SELECT 1 FROM linking_pairs LIMIT 1").fetchall():
        return
    connection.execute(
        "CREATE OR REPLACE TABLE linking_blocked AS SELECT CAST(rule AS VARCHAR) AS match_key, rid_l AS join_key_l, "
        "rid_r AS join_key_r FROM linking_pairs"
    )
    scored = Linker(connection, model).score("linking_blocked")
    rules = " ".join(f"WHEN {position} THEN {literal(key.name)}" for position, key in enumerate(model.keys))
    parts = ", ".join(_part(each) for each in model.comparisons)
    prior = f'{{"comparison":"prior","level":"","bits":{model.prior_bits:.2f},"rarity":0.0}}'
    connection.execute(
        f"INSERT INTO linking_edges SELECT rid_l, rid_r, match_weight, match_probability, "
        f"CASE CAST(match_key AS BIGINT) {rules} END, '[' || concat_ws(',', {literal(prior)}, {parts}) || ']' "
        f"FROM {scored} WHERE match_probability >= {least}"
    )
    connection.execute(
        f"INSERT INTO linking_foes SELECT rid_l, rid_r FROM {scored} WHERE match_weight < {model.repels}"
    )
    connection.execute(f"DROP TABLE {scored}")


def _part(comparison: Comparison) -> str:
    """SQL for one comparison's object; null where the values could not be compared."""
    levels = [level for level in comparison.levels if level.m is not None]
    mw = f"mw_{comparison.name}"
    names = " ".join(f"WHEN abs({mw} - ({level.weight!r})) < 1e-6 THEN {literal(level.name)}" for level in levels)
    rarity = f"mw_tf_adj_{comparison.name}" if any(level.tf for level in levels) else "0.0"
    return (
        f'CASE WHEN {mw} <> 0 THEN \'{{"comparison":"{comparison.name}","level":"\' || CASE {names} ELSE \'\' END || '
        f"'\",\"bits\":' || printf('%.2f', {mw}) || ',\"rarity\":' || printf('%.2f', {rarity}) || '}}' END"
    )


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
