"""What several conditions of a model ask, asked once; and what is told sooner than it is computed. The truth stays the same.

Engines compute a condition where it stands, each time anew: whether two family names are near is asked by seven levels.
"""

from collections import Counter
from collections.abc import Iterator

from sqlglot import exp, parse_one

from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import literal

OTHERWISE = "ELSE"


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
    if isinstance(node, exp.LTE) and _is_distance(node.this) and isinstance(node.expression, exp.Literal):
        one, other = map(_text, node.this.expressions)
        most = literal(int(node.expression.name))
        return _parsed(f"(abs(strlen({one}) - strlen({other})) <= {most} AND {_text(node)})")
    if isinstance(node, exp.ArrayOverlaps) and all(isinstance(end, exp.Split) for end in (node.this, node.expression)):
        (one, by), (other, its) = ((_text(end.this), _text(end.expression)) for end in (node.this, node.expression))
        if by == its:
            return _parsed(
                f"({one} = {other} OR (contains({one}, {by}) OR contains({other}, {its})) AND {_text(node)})"
            )
    return node


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
