"""Folding a log: several rows tell one case, and declared rules say which of them gives each field.

Input views have one row per change: `key` (the case), the columns of each field, order columns, `_file` and `_row`. Rows of a
case are ordered by the order columns (missing first), ties by `_file`, then `_row`; so a log that is split into several files,
or read in another order, folds to the same cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from visavis.engine.steps import SQL_TYPES, Step, literal, quoted, step
from visavis.engine.tables import Type

Take = Literal["first", "last", "last_known", "min", "max", "count", "any"]
TIES = ("_file", "_row")


@dataclass(frozen=True, slots=True)
class FoldedField:
    """One field of a case: its columns (one, or `_at`, `_on`, `_zone` of a moment) and how it is taken.

    `chosen` names a boolean column: only rows where it is true give the value. With `count`, the one column is a boolean of
    the log and an integer of the case.
    """

    columns: tuple[tuple[str, Type], ...]
    take: Take
    chosen: str | None = None


def fold_steps(
    rows: str, fields: Sequence[FoldedField], order: Sequence[str], outputs: Sequence[tuple[str, Type]], source: str
) -> list[Step]:
    """Steps `fold_ranked` and `folded`: one row of `outputs` for each key of the view `rows`, null where no field gives it."""
    ranks = [_rank(number, field, order) for number, field in enumerate(fields)]
    extra = "".join(f", {sql}" for sql in ranks if sql)
    across = f"PARTITION BY key ORDER BY {_ordered(order, 'ASC NULLS FIRST')}"
    ranked = f"SELECT *, row_number() OVER ({across}) AS _rank, count(*) OVER (PARTITION BY key) AS _of{extra} FROM {quoted(rows)}"
    taken = {"source": literal(source), "key": "key"}
    for number, field in enumerate(fields):
        taken |= _taken(number, field)
    columns = ", ".join(
        f"CAST({taken.get(name, 'NULL')} AS {SQL_TYPES[type_]}) AS {quoted(name)}" for name, type_ in outputs
    )
    return [
        step("fold_ranked", ranked, "each row of the log with its place in its case"),
        step("folded", f"SELECT {columns} FROM fold_ranked GROUP BY key", "one row for each case of the log"),
    ]


def refold_steps(
    log: str,
    fresh: str,
    former: str,
    fields: Sequence[FoldedField],
    order: Sequence[str],
    outputs: Sequence[tuple[str, Type]],
    source: str,
) -> list[Step]:
    """Steps up to `refolded`: cases that `fresh` rows touch are folded anew out of the whole `log`, others stay as in `former`."""
    names = ", ".join(quoted(name) for name, _ in outputs)
    return [
        step("fold_touched", f"SELECT DISTINCT key FROM {quoted(fresh)}", "cases that new rows belong to"),
        step(
            "fold_rows",
            f"SELECT * FROM {quoted(log)} WHERE key IN (SELECT key FROM fold_touched)",
            "all rows, old and new, of the touched cases",
        ),
        *fold_steps("fold_rows", fields, order, outputs, source),
        step(
            "refolded",
            f"SELECT {names} FROM {quoted(former)} AS former WHERE NOT EXISTS "
            f"(SELECT 1 FROM fold_touched WHERE fold_touched.key = former.key) UNION ALL SELECT {names} FROM folded",
            "all cases: untouched ones as they were, touched ones folded anew",
        ),
    ]


def _ordered(order: Sequence[str], direction: str) -> str:
    return ", ".join(f"{quoted(name)} {direction}" for name in (*order, *TIES))


def _condition(field: FoldedField) -> str | None:
    """SQL of the rows among which the first or last is sought; None: all of them."""
    known = f"{quoted(_witness(field))} IS NOT NULL" if field.take == "last_known" else ""
    parts = [part for part in (quoted(field.chosen) if field.chosen else "", known) if part]
    return " AND ".join(parts) or None


def _witness(field: FoldedField) -> str:
    """The column that tells whether the field has a value."""
    return field.columns[1][0] if len(field.columns) == 3 else field.columns[0][0]


def _rank(number: int, field: FoldedField, order: Sequence[str]) -> str | None:
    condition = _condition(field)
    if condition is None or field.take not in ("first", "last", "last_known"):
        return None
    direction = "ASC NULLS FIRST" if field.take == "first" else "DESC NULLS LAST"
    return (
        f"row_number() OVER (PARTITION BY key ORDER BY CASE WHEN {condition} THEN 0 ELSE 1 END, "
        f"{_ordered(order, direction)}) AS _rank_{number}"
    )


def _taken(number: int, field: FoldedField) -> dict[str, str]:
    if field.take in ("first", "last", "last_known"):
        condition = _condition(field)
        plain = "_rank = 1" if field.take == "first" else "_rank = _of"
        here = f"_rank_{number} = 1 AND {condition}" if condition else plain
        return {name: f"max(CASE WHEN {here} THEN {quoted(name)} END)" for name, _ in field.columns}
    name, type_ = field.columns[0]
    column = quoted(name)
    if field.take == "count":
        return {name: f"sum(CASE WHEN {column} THEN 1 ELSE 0 END)"}
    if field.take == "any" and type_ == Type.BOOLEAN:
        some = f"max(CASE WHEN {column} THEN 1 ELSE 0 END) = 1"
        return {name: f"CASE WHEN count({column}) > 0 THEN {some} END"}
    least = "max" if field.take == "max" else "min"
    if len(field.columns) == 3:
        return _extreme_moment(field, least)
    return {name: f"{least}({column})"}


def _extreme_moment(field: FoldedField, least: str) -> dict[str, str]:
    """The moment that is earliest or latest; a date without time stands for its beginning."""
    at, on, zone = (quoted(name) for name, _ in field.columns)
    extreme = f"{least}(coalesce({at}, CAST({on} AS TIMESTAMP)))"
    return {
        field.columns[0][0]: f"CASE WHEN {extreme} = {least}({at}) THEN {least}({at}) END",
        field.columns[1][0]: f"{least}({on})",
        field.columns[2][0]: f"{least}({zone})",
    }
