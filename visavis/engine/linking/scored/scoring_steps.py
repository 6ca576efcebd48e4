"""Pairs compared by portable steps: the level that each comparison finds, the same on DuckDB and on Spark as in this process.

A *pattern* is the levels of all comparisons in one number (engine/linking/scored/patterns.py): some thousand patterns occur however many
pairs there are, so what comes after comparing (training, weights, evidence) costs little and happens in one place.
"""

from visavis.engine.linking.scored.hoisting import OTHERWISE, hoisted
from visavis.engine.linking.scored.patterns import places_of, refined
from visavis.engine.linking.scored.scoring import SMALLEST_TF, columns_of
from visavis.engine.linking.weights.frequencies import counted, table_of
from visavis.engine.linking.weights.model import Comparison, Model
from visavis.engine.steps import Step, step


def level_steps(model: Model) -> list[Step]:
    """Steps over `linking_input`, `linking_pairs` (rid_l, rid_r, rule) and the tables of frequencies that end in
    `linking_levels`: rid_l, rid_r, rule, pattern, and of each column that is counted `share_<column>`, the greater one of both
    sides, null where neither has a value.

    A value that the frequencies lack counts for the least share.
    """
    columns, shared = columns_of(model), counted(model)
    asked, written = hoisted(model)
    least = "".join(
        f", (SELECT coalesce(min(share), CAST(1 AS DOUBLE)) FROM {table_of(column)}) AS least_{column}"
        for column in shared
    )
    shares = "".join(
        f", CASE WHEN i.{column} IS NOT NULL THEN coalesce(f_{column}.share, u.least_{column}) END AS share_{column}"
        for column in shared
    )
    joins = "".join(
        f" LEFT JOIN {table_of(column)} AS f_{column} ON i.{column} = f_{column}.value" for column in shared
    )
    read = ", ".join(f"i.{column}" for column in columns)
    sides = ", ".join(f"{side}.{column} AS {column}_{side}" for column in columns for side in "lr")
    greater = "".join(f", greatest(l.share_{column}, r.share_{column}) AS share_{column}" for column in shared)
    levels = " + ".join(
        f"{_level(comparison, written)} * CAST({place} AS BIGINT)"
        for comparison, place in zip(model.comparisons, places_of(model), strict=True)
    )
    kept = "".join(f", share_{column}" for column in shared)
    said = "".join(f", {condition} AS {name}" for name, condition in asked.items())
    return [
        step(
            "linking_compared",
            f"SELECT i.rid, {read}{shares} FROM linking_input AS i CROSS JOIN (SELECT 1 AS one{least}) AS u{joins}",
            "what is compared of every record, and how frequent its values are",
        ),
        step(
            "linking_sides",
            f"SELECT p.rid_l, p.rid_r, p.rule, {sides}{greater} FROM linking_pairs AS p "
            "JOIN linking_compared AS l ON p.rid_l = l.rid JOIN linking_compared AS r ON p.rid_r = r.rid",
            "pairs, with what is compared",
        ),
        step("linking_asked", f"SELECT *{said} FROM linking_sides", "what several comparisons ask"),
        step(
            "linking_levels",
            f"SELECT rid_l, rid_r, rule, {levels} AS pattern{kept} FROM linking_asked",
            "the levels that the comparisons of each pair find, in one number",
        ),
    ]


def weight_steps(model: Model) -> list[Step]:
    """Steps over `linking_levels` and `linking_patterns` (engine/linking/scored/patterns.py) that end in `linking_weights`: rid_l, rid_r,
    rule, pattern, weight in bits, and of each comparison that frequencies refine `rarity_<comparison>`, in bits."""
    columns = refined(model)
    smallest = f"CAST({SMALLEST_TF!r} AS DOUBLE)"
    rarities = "".join(
        f", coalesce(CASE WHEN l.share_{column} IS NOT NULL THEN p.logu_{name} - log2(greatest(l.share_{column}, {smallest})) END, "
        f"CAST(0 AS DOUBLE)) AS rarity_{name}"
        for name, column in columns.items()
    )
    total = " + ".join(["bits", *(f"rarity_{name}" for name in columns)])
    return [
        step(
            "linking_rarities",
            f"SELECT l.rid_l, l.rid_r, l.rule, l.pattern, p.bits{rarities} FROM linking_levels AS l "
            "JOIN linking_patterns AS p ON l.pattern = p.pattern",
            "what rare and frequent values add and take",
        ),
        step(
            "linking_weights",
            f"SELECT rid_l, rid_r, rule, pattern{''.join(f', rarity_{name}' for name in columns)}, {total} AS weight "
            "FROM linking_rarities",
            "the weight of each pair",
        ),
    ]


def _level(comparison: Comparison, written: dict[str, str]) -> str:
    cases = " ".join(
        f"ELSE {place}" if level.condition == OTHERWISE else f"WHEN {written[level.condition]} THEN {place}"
        for place, level in enumerate(comparison.levels)
    )
    return f"CASE {cases} END"
