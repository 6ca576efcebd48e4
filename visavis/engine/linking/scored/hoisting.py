"""What several conditions of a model ask, asked once; and what is told sooner than it is computed. The truth stays the same.

Engines compute a condition where it stands, each time anew: whether two family names are near is asked by seven levels.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from sqlglot import exp, parse_one

from visavis.engine.linking.weights.model import Model

OTHERWISE = "ELSE"


@lru_cache(maxsize=4)
def hoisted(model: Model) -> tuple[dict[str, str], dict[str, str]]:
    """Name → condition of what several levels ask, and condition → the same by those names, for every condition of `model`."""
    conditions = {lv.condition: _parsed(lv.condition) for each in model.comparisons for lv in each.levels if lv.condition != OTHERWISE}  # fmt: skip
    asked = Counter(
        _text(part)
        for comparison in model.comparisons
        for level in comparison.levels
        if level.condition != OTHERWISE
        for part in _parts(conditions[level.condition])
    )
    names: dict[str, str] = {}

    def named(node: exp.Expression) -> exp.Expression:
        times = asked[_text(node)] if _may_stand_apart(node) else 0
        # What holds something that is asked more often is left in place: its parts are named.
        if times < 2 or any(asked[_text(part)] > times for part in _parts(node)):
            return node
        name = names.setdefault(_text(node), f"asked_{len(names)}")
        return exp.column(name)

    written = {sql: _text(parsed.transform(named).transform(_sooner)) for sql, parsed in conditions.items()}
    return {name: _text(_parsed(sql).transform(_sooner)) for sql, name in names.items()}, written


def quickly(condition: str) -> str:
    """The condition, true where it was: texts are compared only where their lengths, or their words, allow what is asked."""
    return _text(_parsed(condition).transform(_sooner))


def _sooner(node: exp.Expression) -> exp.Expression:
    """The node so that engines compute what is dear only where it decides: they compute every part of AND and OR, of CASE only
    what is asked. Null stays null: what is null nothing is told of, and the last part says so."""
    if isinstance(node, exp.Or) and _of_the_same(parts := list(node.flatten(unnest=False))):
        *first, last = (_text(_sooner(part)) for part in parts)
        return _parsed(f"CASE {' '.join(f'WHEN {part} THEN TRUE' for part in first)} ELSE {last} END")
    if isinstance(node, exp.LTE) and _is_distance(node.this) and isinstance(node.expression, exp.Literal):
        one, other = map(_text, node.this.expressions)
        return _parsed(f"CASE WHEN {_far(one, other, int(node.expression.name))} THEN FALSE ELSE {_text(node)} END")
    if isinstance(node, exp.ArrayOverlaps) and all(isinstance(end, exp.Split) for end in (node.this, node.expression)):
        (one, by), (other, its) = ((_text(end.this), _text(end.expression)) for end in (node.this, node.expression))
        if by == its:
            return _parsed(
                f"CASE WHEN {one} = {other} THEN TRUE WHEN contains({one}, {by}) OR contains({other}, {its}) THEN {_text(node)} "
                f"WHEN NOT {one} IS NULL AND NOT {other} IS NULL THEN FALSE END"
            )
    return node


def _far(one: str, other: str, most: int) -> str:
    """Whether two texts surely are more than `most` edits apart: by their lengths; and for one edit, which changes two letters
    that stand together at most, by the longer half of the rest."""
    far = f"abs(strlen({one}) - strlen({other})) > {most}"
    if most != 1:
        return far
    half = f"CAST((least(length({one}), length({other})) - 1) // 2 AS INTEGER)"
    return f"{far} OR left({one}, {half}) <> left({other}, {half}) AND right({one}, {half}) <> right({other}, {half})"


def _of_the_same(parts: list[exp.Expression]) -> bool:
    """Whether all parts compare the same two columns, each in a way that is null where one of them is, and nowhere else."""
    read = {tuple(sorted(column.name for column in part.find_all(exp.Column))) for part in parts}
    return len(read) == 1 and len(read.pop()) == 2 and all(map(_compares, parts))


def _compares(part: exp.Expression) -> bool:
    if isinstance(part, exp.LTE | exp.GTE) and isinstance(part.expression, exp.Literal):
        return _is_distance(part.this) or isinstance(part.this, exp.JarowinklerSimilarity)
    return isinstance(part, exp.ArrayOverlaps) and all(
        isinstance(end, exp.Split) for end in (part.this, part.expression)
    )


def _is_distance(node: exp.Expression) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == "damerau_levenshtein"


def _parts(parsed: exp.Expression) -> Iterator[exp.Expression]:
    return (node for node in parsed.walk() if _may_stand_apart(node))


def _may_stand_apart(node: exp.Expression) -> bool:
    return isinstance(node, exp.Paren) and isinstance(node.this, exp.Or | exp.And)


def _parsed(sql: str) -> exp.Expression:
    return parse_one(sql, dialect="duckdb")


def _text(node: exp.Expression) -> str:
    return str(node.sql(dialect="duckdb"))
