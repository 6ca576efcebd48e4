"""Pairs scored by portable SQL steps: the same model on DuckDB and on Spark, to the same weights as in batch and in process."""

from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp

from visavis.engine.linking.distances import damerau_levenshtein, jaro_winkler_similarity
from visavis.engine.linking.model import Comparison, Model
from visavis.engine.linking.scoring import SMALLEST_TF, columns_of
from visavis.engine.steps import Step, literal, step

if TYPE_CHECKING:
    from visavis.engine.spark import Spark

_ON_SPARK = {"jaro_winkler_similarity": jaro_winkler_similarity, "damerau_levenshtein": damerau_levenshtein}
"""Functions that Spark lacks."""


def teach(spark: "Spark") -> None:
    """Let Spark measure distances as DuckDB does; its workers need this package."""
    from pyspark.sql.types import DoubleType, IntegerType

    for name, function in _ON_SPARK.items():
        of_type: Any = IntegerType() if name == "damerau_levenshtein" else DoubleType()
        spark.session.udf.register(f"visavis_{name}", _unless_null(function), of_type)


def _unless_null(function: Any) -> Any:
    def told(one: str | None, other: str | None) -> Any:
        return None if one is None or other is None else function(one, other)

    return told


def scoring_steps(model: Model, dialect: str = "duckdb") -> list[Step]:
    """Steps over `linking_input` and `linking_pairs` (rid_l, rid_r) that end in `linking_weights` (rid_l, rid_r, weight).

    `dialect` is that of the runner; on Spark `teach` comes first.
    """
    columns = columns_of(model)
    counted = sorted({lv.tf for comparison in model.comparisons for lv in comparison.levels if lv.tf})
    frequencies = [
        step(
            f"linking_frequency_{column}",
            f"SELECT {column} AS value, CAST(count(*) AS DOUBLE) / (SELECT count({column}) FROM linking_input) AS share "
            f"FROM linking_input WHERE {column} IS NOT NULL GROUP BY {column}",
            f"how frequent each {column} is",
        )
        for column in counted
    ]
    sides = ", ".join(f"l.{column} AS {column}_l, r.{column} AS {column}_r" for column in columns)
    shares = "".join(f", fl_{c}.share AS tf_{c}_l, fr_{c}.share AS tf_{c}_r" for c in counted)
    joins = "".join(
        f" LEFT JOIN linking_frequency_{c} AS f{side}_{c} ON {side}.{c} = f{side}_{c}.value"
        for c in counted
        for side in "lr"
    )
    levels = ", ".join(_level(comparison, dialect) for comparison in model.comparisons)
    weights = " + ".join([literal(model.prior_bits), *(_weight(comparison) for comparison in model.comparisons)])
    tfs = "".join(f", tf_{c}_l, tf_{c}_r" for c in counted)
    return [
        *frequencies,
        step(
            "linking_sides",
            f"SELECT p.rid_l, p.rid_r, {sides}{shares} FROM linking_pairs AS p "
            f"JOIN linking_input AS l ON p.rid_l = l.rid JOIN linking_input AS r ON p.rid_r = r.rid{joins}",
            "pairs, with what is compared",
        ),
        step(
            "linking_levels", f"SELECT rid_l, rid_r, {levels}{tfs} FROM linking_sides", "the level of each comparison"
        ),
        step(
            "linking_weights",
            f"SELECT rid_l, rid_r, {weights} AS weight FROM linking_levels",
            "the weight of each pair",
        ),
    ]


def _level(comparison: Comparison, dialect: str) -> str:
    cases = " ".join(
        f"ELSE {place}" if level.condition == "ELSE" else f"WHEN {_condition(level.condition, dialect)} THEN {place}"
        for place, level in enumerate(comparison.levels)
    )
    return f"CASE {cases} END AS {comparison.name}"


def _weight(comparison: Comparison) -> str:
    cases = []
    for place, level in enumerate(comparison.levels):
        weight = f"CAST({level.weight!r} AS DOUBLE)"
        if level.tf and level.u:
            left, right = f"tf_{level.tf}_l", f"tf_{level.tf}_r"
            share = f"greatest(coalesce({left}, {right}), coalesce({right}, {left}), CAST({SMALLEST_TF!r} AS DOUBLE))"
            known = f"coalesce({left}, {right}) IS NOT NULL"
            weight += f" + CASE WHEN {known} THEN log2(CAST({level.u!r} AS DOUBLE)) - log2({share}) ELSE 0.0 END"
        cases.append(f"WHEN {place} THEN {weight}")
    return f"CAST(CASE {comparison.name} {' '.join(cases)} END AS DOUBLE)"


def _condition(sql: str, dialect: str) -> str:
    if dialect == "duckdb":
        return sql

    def taught(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.JarowinklerSimilarity):
            ends = [node.this, node.expression]
            return exp.Anonymous(this="visavis_jaro_winkler_similarity", expressions=ends)
        if isinstance(node, exp.Anonymous) and node.name.lower() in _ON_SPARK:
            return exp.Anonymous(this=f"visavis_{node.name.lower()}", expressions=node.expressions)
        if isinstance(node, exp.ArrayOverlaps):
            # `&&` where it is written for Spark; between nulls and lists both engines say null.
            return exp.Anonymous(this="arrays_overlap", expressions=[node.this, node.expression])
        return node

    return str(sqlglot.parse_one(sql, dialect="duckdb").transform(taught).sql(dialect="duckdb"))
