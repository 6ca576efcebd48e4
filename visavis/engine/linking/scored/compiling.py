"""A model's conditions and keys, which are SQL, as Python functions: the SQL stays the only source of what they mean.

SQL knows three truths. Each condition becomes two Python expressions, one that holds where it is true and one that holds where it
is false; where neither does, it is unknown. Only what stands in the tables below can occur: nothing else of SQL is let through.
Dates are texts here (`2001-02-03`), lists are Python's, null is None.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp

from visavis.engine.linking.scored.distances import (
    damerau_levenshtein,
    damerau_levenshtein_within,
    jaro_winkler_at_least,
    jaro_winkler_similarity,
)

Names = Mapping[str, str]
"""Column → the Python variable that holds its value."""


class NotUnderstood(ValueError):
    """A condition or key uses SQL that has no counterpart here."""


def condition(sql: str, names: Names) -> str:
    """A Python expression that is true exactly where `sql` is; raises NotUnderstood."""
    return _true(_parsed(sql), names)


def value(sql: str, names: Names) -> str:
    """A Python expression for the value of `sql`, None where it is null; raises NotUnderstood."""
    return _value(_parsed(sql), names)


def columns(sql: str) -> list[str]:
    """The columns that `sql` reads, in order of name."""
    return sorted({column.name for column in _parsed(sql).find_all(exp.Column)})


def made(source: str, name: str) -> Callable[..., Any]:
    """The function `name` that the Python text `source`, made of the expressions above, defines."""
    scope: dict[str, Any] = {**_FUNCTIONS, "__builtins__": {}}
    exec(compile(source, "<linking model>", "exec"), scope)  # text made here, of constants and names checked above
    function: Callable[..., Any] = scope[name]
    return function


@lru_cache(maxsize=1_000)
def _parsed(sql: str) -> exp.Expression:  # read, never changed: a model is compiled several times a run
    return sqlglot.parse_one(sql, dialect="duckdb")


def _true(node: exp.Expression, names: Names) -> str:
    match node:
        case exp.Paren():
            return _true(node.this, names)
        case exp.And():
            return f"({_true(node.left, names)} and {_true(node.right, names)})"
        case exp.Or():
            return f"({_true(node.left, names)} or {_true(node.right, names)})"
        case exp.Not():
            return _false(node.this, names)
        case exp.Boolean():
            return str(bool(node.this))
        case exp.Coalesce():
            first, rest = node.this, list(node.expressions)
            if not rest:
                return _true(first, names)
            others = _true(_coalesced(rest), names)
            return f"({_true(first, names)} or (not {_false(first, names)} and {others}))"
    return _compared(node, names, truth=True)


def _false(node: exp.Expression, names: Names) -> str:
    match node:
        case exp.Paren():
            return _false(node.this, names)
        case exp.And():
            return f"({_false(node.left, names)} or {_false(node.right, names)})"
        case exp.Or():
            return f"({_false(node.left, names)} and {_false(node.right, names)})"
        case exp.Not():
            return _true(node.this, names)
        case exp.Boolean():
            return str(not node.this)
        case exp.Coalesce():
            first, rest = node.this, list(node.expressions)
            if not rest:
                return _false(first, names)
            others = _false(_coalesced(rest), names)
            return f"({_false(first, names)} or (not {_true(first, names)} and {others}))"
    return _compared(node, names, truth=False)


def _coalesced(nodes: list[exp.Expression]) -> exp.Expression:
    return nodes[0] if len(nodes) == 1 else exp.Coalesce(this=nodes[0], expressions=nodes[1:])


_SIGNS: dict[type[exp.Expression], tuple[str, str]] = {
    exp.EQ: ("==", "!="),
    exp.NEQ: ("!=", "=="),
    exp.GT: (">", "<="),
    exp.GTE: (">=", "<"),
    exp.LT: ("<", ">="),
    exp.LTE: ("<=", ">"),
}


def _compared(node: exp.Expression, names: Names, *, truth: bool) -> str:
    if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
        return f"({_value(node.this, names)} is {'' if truth else 'not '}None)"
    if isinstance(node, exp.ArrayOverlaps):
        return f"(_overlap({_value(node.this, names)}, {_value(node.expression, names)}) is {truth})"
    if isinstance(node, exp.StartsWith):
        return f"(_starts({_value(node.this, names)}, {_value(node.expression, names)}) is {truth})"
    if type(node) not in _SIGNS:
        raise NotUnderstood(node.sql(dialect="duckdb"))
    if within := _within(node, names):
        return f"({within} is {truth})"
    left, right = _value(node.left, names), _value(node.right, names)
    known = [
        f"{side} is not None"
        for side, of in ((left, node.left), (right, node.right))
        if not isinstance(of, exp.Literal)
    ]
    if all(isinstance(of, exp.Column | exp.Literal) for of in (node.left, node.right)):
        return f"({' and '.join([*known, f'{left} {_SIGNS[type(node)][not truth]} {right}'])})"
    return f"(_{node.key}({left}, {right}) is {truth})"


def _within(node: exp.Expression, names: Names) -> str | None:
    """A distance beside a constant, which is told sooner than the distance itself."""
    if not isinstance(node.right, exp.Literal) or node.right.is_string:
        return None
    if isinstance(node, exp.GTE) and isinstance(node.left, exp.JarowinklerSimilarity):
        ends = node.left.this, node.left.expression
        return f"_alike({_value(ends[0], names)}, {_value(ends[1], names)}, {float(node.right.name)!r})"
    if isinstance(node, exp.LTE) and _is_distance(node.left):
        ends = node.left.expressions
        return f"_close({_value(ends[0], names)}, {_value(ends[1], names)}, {int(node.right.name)!r})"
    return None


def _is_distance(node: exp.Expression) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == "damerau_levenshtein"


def _value(node: exp.Expression, names: Names) -> str:
    match node:
        case exp.Paren():
            return _value(node.this, names)
        case exp.Column():
            if node.name not in names:
                raise NotUnderstood(f"no column {node.name}")
            return names[node.name]
        case exp.Literal():
            return repr(node.name) if node.is_string else repr(float(node.name) if "." in node.name else int(node.name))
        case exp.Null():
            return "None"
        case exp.Cast() if node.to.is_type(exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR):
            return _value(node.this, names)
    function, arguments = _called(node)
    return f"{function}({', '.join(_value(each, names) for each in arguments)})"


def _called(node: exp.Expression) -> tuple[str, list[exp.Expression]]:
    match node:
        case exp.DPipe():
            return "_joined", [node.left, node.right]
        case exp.Coalesce():
            return "_first", [node.this, *node.expressions]
        case exp.Least():
            return "_least", [node.this, *node.expressions]
        case exp.Greatest():
            return "_greatest", [node.this, *node.expressions]
        case exp.Year() | exp.Month() | exp.Day() | exp.Length():
            return f"_{node.key}", [node.this]
        case exp.Left():
            return "_left", [node.this, node.expression]
        case exp.Replace():
            return "_replaced", [node.this, node.expression, node.args["replacement"]]
        case exp.Split():
            return "_split", [node.this, node.expression]
        case exp.SplitPart():
            return "_part", [node.this, node.args["delimiter"], node.args["part_index"]]
        case exp.JarowinklerSimilarity():
            return "_likeness", [node.this, node.expression]
    if _is_distance(node):
        return "_distance", node.expressions
    raise NotUnderstood(node.sql(dialect="duckdb"))


def _unless_null(function: Callable[..., Any]) -> Callable[..., Any]:
    def told(*values: Any) -> Any:
        return None if None in values else function(*values)

    return told


def _of_two(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def told(one: Any, other: Any) -> Any:
        return None if one is None or other is None else function(one, other)

    return told


def _part(text: str, separator: str, place: int) -> str:
    parts = text.split(separator)
    return parts[place - 1] if 0 < place <= len(parts) else ""


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "_eq": _of_two(lambda one, other: one == other),
    "_neq": _of_two(lambda one, other: one != other),
    "_gt": _of_two(lambda one, other: one > other),
    "_gte": _of_two(lambda one, other: one >= other),
    "_lt": _of_two(lambda one, other: one < other),
    "_lte": _of_two(lambda one, other: one <= other),
    "_overlap": _of_two(lambda one, other: any(each in other for each in one)),
    "_starts": _of_two(lambda text, beginning: text.startswith(beginning)),
    "_joined": _of_two(lambda one, other: one + other),
    "_split": _of_two(lambda text, separator: text.split(separator)),
    "_left": _of_two(lambda text, count: text[:count]),
    "_replaced": _unless_null(lambda text, old, new: text.replace(old, new) if old else text),
    "_part": _unless_null(_part),
    "_alike": _unless_null(jaro_winkler_at_least),
    "_close": _unless_null(damerau_levenshtein_within),
    "_likeness": _unless_null(jaro_winkler_similarity),
    "_distance": _unless_null(damerau_levenshtein),
    "_year": _unless_null(lambda day: int(day[:4])),
    "_month": _unless_null(lambda day: int(day[5:7])),
    "_day": _unless_null(lambda day: int(day[8:10])),
    "_length": _unless_null(len),
    "_first": lambda *values: next((each for each in values if each is not None), None),
    "_least": lambda *values: min((each for each in values if each is not None), default=None),
    "_greatest": lambda *values: max((each for each in values if each is not None), default=None),
}
