"""A form of a field as SQL of the lake's type."""

from dataclasses import dataclass

from visavis.engine.linking.comparable.contacts import LONGEST_ADDRESS
from visavis.engine.steps import SQL_TYPES, literal
from visavis.engine.tables import Type
from visavis.sources.forms import (
    AnyForm,
    As,
    Constant,
    Difference,
    EmailReference,
    FromColumn,
    Joined,
    KeyReference,
    PhoneReference,
    RecordReference,
    Scalar,
    Sum,
    columns_of,
    listed,
    text_of,
)
from visavis.sources.mapping import moments, numbers
from visavis.sources.mapping.rows import PHONE, RowReader

TYPE_OF_AS: dict[As, Type] = {
    "text": Type.TEXT,
    "integer": Type.INTEGER,
    "decimal": Type.DECIMAL,
    "boolean": Type.BOOLEAN,
    "date": Type.DATE,
    "month": Type.DATE,
    "timestamp": Type.TIMESTAMP,
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a value goes: the name that people write, its type, and what is particular about it."""

    name: str
    type: Type
    moment: bool = False
    earliest: str = moments.EARLIEST
    secret: bool = False


def value(rows: RowReader, form: AnyForm, target: Target) -> dict[str, str]:
    """SQL of each lake column of the value, by suffix: "" alone, or "_at", "_on", "_zone" for a moment."""
    where = None if isinstance(form, Constant) else rows.condition(form.where)
    if isinstance(form, FromColumn) and form.take in ("count", "any") and (form.take == "count" or form.column is None):
        known = f"{rows.raw(form.column)} IS NOT NULL" if form.column else "true"
        return {"": rows.layers.let(f"{known} AND {where}" if where else known)}
    parts = _unconditional(rows, form, target, where)
    if where is None:
        return parts
    return {suffix: rows.layers.let(f"CASE WHEN {where} THEN {sql} END") for suffix, sql in parts.items()}


def _unconditional(rows: RowReader, form: AnyForm, target: Target, where: str | None) -> dict[str, str]:
    match form:
        case RecordReference():
            return {"": _reference(rows, form.record, form.of, "record/" if target.name != "also_known_as" else "")}
        case KeyReference():
            return {"": _reference(rows, form.key, form.of, "")}
        case EmailReference():
            address = f"lower(trim({rows.raw(form.email)}))"
            return {
                "": rows.layers.let(f"CASE WHEN length({address}) <= {LONGEST_ADDRESS} THEN 'email/' || {address} END")
            }
        case PhoneReference():
            number = f"{PHONE}({rows.raw(form.phone)})"
            return {
                "": rows.layers.let(f"CASE WHEN length({number}) <= {LONGEST_ADDRESS} THEN 'phone/' || {number} END")
            }
        case Sum() | Difference():
            return _typed_number(rows, form, target, where)
        case Joined():
            columns = ", ".join(rows.raw(column) for column in form.join)
            text = rows.layers.let(f"nullif(concat_ws({literal(form.with_)}, {columns}), '')")
            return _typed(rows, text, None, target, form.join[0], where)
        case Constant():
            text = rows.layers.let(f"CAST({literal(text_of(form.value))} AS VARCHAR)")
            return _typed(rows, text, form.as_, target, None, where)
        case FromColumn():
            assert form.column is not None
            return _typed(rows, _mapped(rows, form, where), form.as_, target, form.column, where)


def _reference(rows: RowReader, columns: str | list[str], of: str | None, prefix: str) -> str:
    return rows.layers.let(f"{literal(f'{prefix}{of or rows.source}/')} || {rows.key(listed(columns))}")


def _mapped(rows: RowReader, form: FromColumn, where: str | None) -> str:
    assert form.column is not None
    raw = rows.raw(form.column)
    if form.map is None:
        return raw
    cases = [f"WHEN {literal(known.strip())} THEN {_constant(becomes)}" for known, becomes in form.map.items()]
    otherwise = raw if form.otherwise == "keep" else "NULL"
    if form.otherwise == "reject":
        known = ", ".join(literal(each.strip()) for each in form.map)
        rows.refuse(f"CASE WHEN trim({raw}) NOT IN ({known}) THEN 'not-in-map' END", form.column, where=where)
    return rows.layers.let(f"CASE trim({raw}) {' '.join(cases)} ELSE {otherwise} END")


def _constant(given: Scalar) -> str:
    return f"CAST({literal(text_of(given))} AS VARCHAR)"


def _typed(
    rows: RowReader, text: str, as_: As | None, target: Target, column: str | None, where: str | None
) -> dict[str, str]:
    shown = not target.secret
    if target.moment or target.type in (Type.DATE, Type.TIMESTAMP):
        return _moment(rows, text, as_, target, column, where)
    sql, refusal = text, None
    if as_ in ("date", "timestamp", "month"):
        sql = f"CAST({next(iter(_moment(rows, text, as_, Target('', TYPE_OF_AS[as_]), column, where).values()))} AS VARCHAR)"
    elif as_ is not None and as_ != "text":
        sql, refusal = _cast(rows, text, TYPE_OF_AS[as_])
    if target.type == Type.TEXT:
        sql = sql if sql == text else rows.layers.let(f"CAST({sql} AS VARCHAR)")
    elif as_ is None or as_ == "text":
        sql, refusal = _cast(rows, text, target.type)
    else:
        sql = rows.layers.let(f"CAST({sql} AS {SQL_TYPES[target.type]})")
    if refusal:
        rows.refuse(refusal, column, where=where, shown=shown)
    return {"": sql}


def _cast(rows: RowReader, text: str, type_: Type) -> tuple[str, str | None]:
    match type_:
        case Type.INTEGER:
            return numbers.integer(rows.layers, text, rows.read.decimal)
        case Type.DECIMAL:
            return numbers.number(rows.layers, text, rows.read.decimal)
        case Type.BOOLEAN:
            return numbers.boolean(rows.layers, text)
        case _:
            return text, None


def _moment(
    rows: RowReader, text: str, as_: As | None, target: Target, column: str | None, where: str | None
) -> dict[str, str]:
    kind = as_ if as_ in ("date", "timestamp", "month") else None
    if not target.moment:
        kind = kind or ("timestamp" if target.type == Type.TIMESTAMP else None)
    found = moments.moment(
        rows.layers,
        text,
        day_first=rows.read.day_first,
        zone=rows.read.zone,
        as_=kind,
        hint=rows.hints.get(column or ""),
        earliest=target.earliest,
    )
    rows.refuse(found.refusal, column, where=where)
    if target.moment:
        return {"_at": found.at, "_on": found.on, "_zone": found.zone}
    return {"": found.at if target.type == Type.TIMESTAMP else found.on}


def _typed_number(rows: RowReader, form: Sum | Difference, target: Target, where: str | None) -> dict[str, str]:
    terms, sign = (form.plus, " + ") if isinstance(form, Sum) else (form.minus, " - ")
    values = []
    for term in terms:
        if isinstance(term, str):
            sql, refusal = numbers.number(rows.layers, rows.raw(term), rows.read.decimal)
            rows.refuse(refusal, term, where=where)
            values.append(sql)
        else:
            values.append(f"CAST({literal(term)} AS DOUBLE)")
    sql = rows.layers.let(sign.join(values))
    type_ = TYPE_OF_AS[form.as_] if form.as_ else target.type
    if type_ == Type.INTEGER:
        sql, refusal = numbers.whole_number(rows.layers, sql)
        rows.refuse(refusal, columns_of(form)[0] if columns_of(form) else None, where=where)
    if target.type in (Type.INTEGER, Type.DECIMAL):
        return {"": sql}
    return {"": rows.layers.let(f"CAST({sql} AS {SQL_TYPES[target.type]})")}


def addresses(rows: RowReader, forms: list[AnyForm], target: Target) -> str:
    """SQL of a list column: all that the forms give, several in one cell separated by `;` or `|`; null where none."""
    lists = []
    for form in forms:
        text = value(rows, form, Target(target.name, Type.TEXT))[""]
        if target.name == "also_known_as":
            lists.append(f"[{text}]")
            continue
        if target.name == "phones":
            text = rows.layers.let(f"{PHONE}({text})")
        split = "[;,|\\s]+" if target.name == "emails" else "\\s*[;|]\\s*"
        lists.append(f"coalesce(regexp_split_to_array(trim({text}), '{split}'), [])")
    every = rows.layers.let(f"list_filter({' || '.join(lists)}, lambda x: x <> '')")
    return rows.layers.let(f"CASE WHEN len({every}) > 0 THEN {every} END")
