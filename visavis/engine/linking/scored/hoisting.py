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
        # What holds something dear that is asked more often is left in place: its parts are named.
        if times < 2 or any(asked[_text(part)] > times and _is_dear(part) for part in _parts(node)):
            return node
        name = names.setdefault(_text(node), f"asked_{len(names)}")
        return exp.column(name)

    written = {sql: _sooner_text(parsed.transform(named)) for sql, parsed in conditions.items()}
    return {name: _sooner_text(_parsed(sql)) for sql, name in names.items()}, written


def quickly(condition: str) -> str:
    """The condition, true where it was: texts are compared only where their lengths, their letters or their words allow what is asked,
    lists only where the first of each do not tell."""
    return _sooner_text(_parsed(condition))


def _sooner(node: exp.Expression) -> exp.Expression:
    """The node so that engines compute what is dear only where it decides: they compute every part of AND and OR, of CASE only
    what is asked (Spark all of it, where that is told by functions in Python). Null stays null: what is null nothing is told
    of, and the last part says so. What is new is left as text (`exp.var`): whoever reads the whole of it parses it once."""
    if isinstance(node, exp.And) and (quick := _quick(node)):
        every = " AND ".join(_sooner_text(part) for part in _parts_of(node))
        return exp.var(f"CASE WHEN NOT ({quick}) THEN FALSE ELSE {every} END")
    if isinstance(node, exp.Or) and _of_the_same(parts := _parts_of(node)):
        *first, last = (_text(_sooner(part)) for part in sorted(parts, key=_counts_edits))
        near = [part for part in parts if isinstance(part, exp.LTE) and _is_distance(part.this)]
        same = [f"{one} = {other}" for one, other in map(_ends, near)]
        return exp.var(f"CASE {' '.join(f'WHEN {part} THEN TRUE' for part in [*same[:1], *first])} ELSE {last} END")
    if isinstance(node, exp.Or) and (first := _asked_first(parts := _parts_of(node))):
        every = " OR ".join(map(_sooner_text, parts))
        return exp.var(f"CASE {' '.join(f'WHEN {part} THEN TRUE' for part in first)} ELSE {every} END")
    if isinstance(node, exp.LTE) and _is_distance(node.this) and isinstance(node.expression, exp.Literal):
        if not node.find(exp.Column):  # engines compute what is always the same beforehand, all of a CASE included
            return node
        return exp.var(_within(*_ends(node), int(node.expression.name), _text(node)))
    if isinstance(node, exp.ArrayOverlaps) and all(isinstance(end, exp.Split) for end in (node.this, node.expression)):
        (one, by), (other, its) = ((_text(end.this), _text(end.expression)) for end in (node.this, node.expression))
        if by == its:
            return exp.var(
                f"CASE WHEN {one} = {other} THEN TRUE WHEN contains({one}, {by}) OR contains({other}, {its}) THEN {_text(node)} "
                f"WHEN NOT {one} IS NULL AND NOT {other} IS NULL THEN FALSE END"
            )
    if isinstance(node, exp.ArrayOverlaps) and all(isinstance(end, exp.Column) for end in (node.this, node.expression)):
        one, other = map(_text, (node.this, node.expression))
        return exp.var(
            f"CASE WHEN {one}[1] = {other}[1] THEN TRUE WHEN array_length({one}) = 1 AND array_length({other}) = 1 THEN FALSE ELSE {_text(node)} END"
        )
    return node


def _sooner_text(node: exp.Expression) -> str:
    return _text(node.transform(_sooner))


def _parts_of(node: exp.And | exp.Or) -> list[exp.Expression]:
    return list(node.flatten(unnest=False))


def _quick(node: exp.And) -> str | None:
    """Those parts of `node` that are told soon, where others are dear."""
    parts = _parts_of(node)
    quick = [_sooner_text(part) for part in parts if not _is_dear(part)]
    return " AND ".join(quick) if 0 < len(quick) < len(parts) else None


def _asked_first(parts: list[exp.Expression]) -> list[str]:
    """Those of the parts of an OR that are worth asking before the others: equalities, where others are dear; then likeness, where
    others count edits, which takes many times as long."""
    if not any(map(_is_dear, parts)):
        return []
    quick = (_is_equality, _is_likeness) if any(map(_counts_edits, parts)) else (_is_equality,)
    return [_text(part) for is_quick in quick for part in parts if is_quick(part)]


def _counts_edits(node: exp.Expression) -> bool:
    return any(map(_is_distance, node.walk()))


def _is_likeness(node: exp.Expression) -> bool:
    return isinstance(node, exp.GTE) and isinstance(node.this, exp.JarowinklerSimilarity)


def _is_equality(node: exp.Expression) -> bool:
    return isinstance(node, exp.EQ) and isinstance(node.left, exp.Column) and isinstance(node.right, exp.Column)


def _is_dear(node: exp.Expression) -> bool:
    return any(_is_distance(each) or isinstance(each, exp.JarowinklerSimilarity) for each in node.walk())


def _ends(distance: exp.Expression) -> tuple[str, str]:
    """What a bounded distance is between."""
    one, other = map(_text, distance.this.expressions)
    return one, other


def _within(one: str, other: str, most: int, asked: str) -> str:
    """`asked`, whether two texts are `most` edits apart at most, computed only where nothing quicker tells. Lengths may differ by as many
    bytes as there are edits. One edit leaves texts of one length with two places at most that differ; of two lengths, with the
    first or the last half of the shorter one the same.

    `hamming` takes no texts of different lengths and no empty ones: what stands before it sees to that.
    """
    far = f"abs(strlen({one}) - strlen({other})) > {most}"
    if most != 1:
        return f"CASE WHEN {far} THEN FALSE ELSE {asked} END"
    differ = f"hamming({one}, {other})"
    half = f"CAST((least(length({one}), length({other})) - 1) // 2 AS INTEGER)"
    halves = f"left({one}, {half}) <> left({other}, {half}) AND right({one}, {half}) <> right({other}, {half})"
    return (
        f"CASE WHEN {one} = {other} THEN TRUE WHEN {far} THEN FALSE "
        f"WHEN strlen({one}) = strlen({other}) THEN CASE WHEN {differ} > 2 THEN FALSE WHEN {differ} < 2 THEN TRUE ELSE {asked} END "
        f"WHEN {halves} THEN FALSE ELSE {asked} END"
    )


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
