"""The query that turns the rows of one file into rows of a log, ready to be folded into cases."""

from collections.abc import Mapping

from visavis.engine.folding import FoldedField
from visavis.engine.steps import SQL_TYPES
from visavis.engine.tables import EXTRA, FACTS, Type
from visavis.sources.declaration import Fact
from visavis.sources.forms import AnyForm, Constant
from visavis.sources.mapping.facts import REJECT, Plan, extra_type, order_columns, refused_key, target_of, values_of
from visavis.sources.mapping.rows import RowReader

ORDER_TYPES = (("at", Type.TIMESTAMP), ("number", Type.DECIMAL), ("text", Type.TEXT))
ROW_ID = "_id"
"""Column of a log that tells its rows apart: content, and an ordinal among identical rows of one file."""


def plan_fold(rows: RowReader, fact: Fact, extra_types: Mapping[str, Type]) -> Plan:
    """The plan of a folded fact's log: key, one value per field and row, order columns."""
    assert fact.fold is not None
    where = rows.chosen(fact.where)
    found = values_of(rows, fact, FACTS[fact.table], extra_types)
    if {"score", "low", "high"} <= found.keys():
        outside = f"{found['score']} < {found['low']} OR {found['score']} > {found['high']}"
        rows.refuse(f"CASE WHEN {outside} THEN 'score-outside-scale' END", "score")
    key = rows.key(fact.keyed_by)
    rows.refuse(refused_key(key), fact.keyed_by[0])
    outputs: list[tuple[str, Type, str]] = [("key", Type.TEXT, key)]
    for number, (_, form, field) in enumerate(folded_fields(fact, extra_types)):
        for name, type_ in field.columns:
            if field.take == "count":
                outputs.append((name, Type.BOOLEAN, found[name]))
            else:
                outputs.append((name, type_, f"CAST({found[name]} AS {SQL_TYPES[type_]})"))
        if field.chosen:
            outputs.append((f"_chosen_{number}", Type.BOOLEAN, rows.condition(getattr(form, "where", None)) or "true"))
    for place, column in enumerate(fact.fold.order):
        ordered = dict(order_columns(rows, column, f"_order_{place}"))
        outputs += [(name, type_, ordered[name]) for name, type_ in order_names(place)]
    content = ", ".join(f"coalesce(CAST({sql} AS VARCHAR), chr(30))" for _, _, sql in outputs)
    outputs.append((ROW_ID, Type.TEXT, f"md5(concat_ws(chr(31), {content})) || '-1'"))
    return Plan(rows, tuple(outputs), ((REJECT, rows.rejection()),), where, tuple(rows.checks))


def order_names(place: int) -> list[tuple[str, Type]]:
    """The three columns of an order column."""
    return [(f"_order_{place}_{part}", type_) for part, type_ in ORDER_TYPES]


def folded_fields(fact: Fact, extra_types: Mapping[str, Type]) -> list[tuple[str, AnyForm, FoldedField]]:
    """Each field of the fact as people write it, its form, and how it folds."""
    table = FACTS[fact.table]
    fields = []
    for number, (name, form) in enumerate(fact.fields.forms()):
        if name.startswith("extra."):
            short = name.removeprefix("extra.")
            columns: tuple[tuple[str, Type], ...] = ((EXTRA + short, extra_type(form, short, extra_types)),)
        elif target_of(table, name).moment:
            stem = name.removesuffix("_at")
            columns = ((name, Type.TIMESTAMP), (f"{stem}_on", Type.DATE), (f"{stem}_zone", Type.TEXT))
        else:
            columns = ((name, target_of(table, name).type),)
        take = "any" if isinstance(form, Constant) else form.take or "last"
        where = None if isinstance(form, Constant) else form.where
        chosen = f"_chosen_{number}" if where and take in ("first", "last", "last_known") else None
        fields.append((name, form, FoldedField(columns, take, chosen)))
    return fields
