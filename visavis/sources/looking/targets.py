"""References between sources: a column whose values are keys of a source already declared refers to it."""

from visavis.engine.steps import quoted
from visavis.sources.looking.columns import Column
from visavis.sources.looking.proposal import Look, Target

ENOUGH = 0.5
"""Half of a column's distinct values must be keys of the other source."""


def keep_values(look: Look, column: str, source: str, table: str, type_: str | None = None) -> Target:
    """Keep the distinct values of a key column, to be found again in other files."""
    name = look.session.next_table()
    look.session.ask(
        f"CREATE TABLE {name} AS SELECT DISTINCT {quoted(column)} AS value FROM {look.table} WHERE {quoted(column)} IS NOT NULL"
    )
    return Target(source, table, name, type_)


def find_target(look: Look, column: Column, table: str) -> tuple[Target, float] | None:
    """The source whose `table` keys hold most of the column's values, and their share; None below a half."""
    found: list[tuple[Target, float]] = []
    for target in look.targets:
        if target.table != table or target.source == look.name:
            continue
        total, inside = look.session.one(
            f"SELECT count(*), count(*) FILTER (value IN (SELECT value FROM {target.values})) FROM "
            f"(SELECT DISTINCT {quoted(column.name)} AS value FROM {look.table} WHERE trim({quoted(column.name)}) <> '')"
        )
        (keys,) = look.session.one(f"SELECT count(*) FROM {target.values}")
        if total and inside / total >= ENOUGH and _is_telling(column, keys, inside):
            found.append((target, inside / total))
    return max(found, key=lambda pair: pair[1]) if found else None


def _is_telling(column: Column, keys: int, inside: int) -> bool:
    """Small counters lie within any range of numbers: they refer to nothing unless they are many and the name is an id."""
    if not column.is_id_like or (column.is_category and inside < 5):
        return False
    return not column.is_number or (inside >= 20 and inside >= 0.05 * keys)
