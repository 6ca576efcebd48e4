"""Fields as people name them (`status`, `extra.made_sla`), turned into columns and conditions of the lake's views."""

import datetime
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from visavis.engine.holding.promise import Not, Scalar, Where
from visavis.engine.lake import Manifest, extra_columns, extra_name
from visavis.engine.portable import day_in_zone
from visavis.engine.steps import literal, quoted
from visavis.engine.tables import EXTRA, FACTS, Type
from visavis.mistakes import Mistake, Words

Columns = Mapping[str, Mapping[str, Type]]
"""The columns of each fact table in the lake, by name, with declared extra fields."""


def lake_columns(manifest: Manifest) -> Columns:
    """The columns that the views of `manifest` have."""
    return {
        name: {column.name: column.type for column in table.columns} | dict(extra_columns(manifest.of(name)))
        for name, table in FACTS.items()
    }


@dataclass(frozen=True, slots=True)
class Moment:
    """SQL for a moment: in UTC, its local day, its zone. `timed` is false where only dates can stand."""

    at: str
    on: str
    zone: str
    timed: bool = True


def column(field: str, table: str, columns: Columns) -> tuple[str, Type]:
    """The lake column of `field` and its type; raises Mistake, with what is near, where there is none."""
    name = EXTRA + field.removeprefix("extra.") if field.startswith("extra.") else field
    known = columns[table]
    if name in known and (not name.startswith(EXTRA) or field.startswith("extra.")):
        return name, known[name]
    fields = [extra_name(each) for each in known]
    raise Mistake(
        Words(fr=f"{table} n’a pas de champ « {field} »", en=f"{table} has no field “{field}”"),
        remedy=_near(field, fields),
    )


def moment(field: str, table: str, columns: Columns, view: str = "f") -> Moment:
    """The moment that `field` names: `due_at`, `due_on` or `due`; or an extra field that is a date or a timestamp (in UTC)."""
    stem = field.removesuffix("_at").removesuffix("_on")
    known = columns[table]
    if f"{stem}_at" in known and not field.startswith("extra."):
        at, on, zone = (f"{view}.{quoted(f'{stem}_{part}')}" for part in ("at", "on", "zone"))
        return Moment(at, on, zone)
    if not field.startswith("extra."):
        moments = [name for name in known if name.endswith("_at") and not name.startswith(EXTRA)]
        if field not in known:
            raise Mistake(
                Words(fr=f"{table} n’a pas de moment « {field} »", en=f"{table} has no moment “{field}”"),
                remedy=_near(field, moments),
            )
    name, type_ = column(field, table, columns)
    zone = f"{view}.occurred_zone"
    if type_ == Type.DATE:
        return Moment("CAST(NULL AS TIMESTAMP)", f"{view}.{quoted(name)}", zone, timed=False)
    if type_ == Type.TIMESTAMP:
        at = f"{view}.{quoted(name)}"
        return Moment(at, day_in_zone(at, f"coalesce({zone}, 'UTC')"), zone)
    raise Mistake(
        Words(fr=f"« {field} » n’est pas une date ({type_})", en=f"“{field}” is no date ({type_})"),
        remedy=Words(
            fr="déclarez-le dans la source avec as: date ou as: timestamp",
            en="declare it in the source with as: date or as: timestamp",
        ),
    )


def condition(where: Where, table: str, columns: Columns, view: str = "f") -> str:
    """All conditions of `where` as SQL over `view`; "1 = 1" where there are none."""
    return " AND ".join(one_condition(field, test, table, columns, view) for field, test in where.items()) or "1 = 1"


def one_condition(
    field: str, test: Scalar | Sequence[Scalar] | Not, table: str, columns: Columns, view: str = "f"
) -> str:
    """One condition as SQL; it may be null where the field is."""
    name, type_ = column(field, table, columns)
    sql = f"{view}.{quoted(name)}"
    if isinstance(test, Not):
        return f"NOT coalesce({_among(sql, _values(test.not_), field, type_)}, FALSE)"
    return _among(sql, _values(test), field, type_)


def constant(value: Scalar, field: str, type_: Type) -> str:
    """`value` as SQL of the column's type; raises Mistake where it can't be one."""
    match type_, value:
        case Type.TEXT, bool():
            return literal(str(value).lower())
        case Type.TEXT, int() | float() | str() | datetime.date():
            return literal(str(value))
        case Type.BOOLEAN, bool():
            return "TRUE" if value else "FALSE"
        case Type.BOOLEAN, str() if value.lower() in ("true", "false"):
            return value.upper()
        case ((Type.INTEGER | Type.DECIMAL), int() | float()) if not isinstance(value, bool):
            return f"CAST({value!r} AS DOUBLE)" if isinstance(value, float) else str(value)
        case Type.DATE, datetime.date():
            return f"CAST('{value:%Y-%m-%d}' AS DATE)"
        case Type.TIMESTAMP, datetime.date():
            return f"CAST('{value:%Y-%m-%d %H:%M:%S}' AS TIMESTAMP)"
    raise Mistake(
        Words(
            fr=f"« {field} » est de type {type_}: {value!r} n’y a pas de sens",
            en=f"“{field}” is of type {type_}: {value!r} makes no sense there",
        ),
        remedy=Words(fr="comparez avec une valeur de ce type", en="compare it with a value of that type"),
    )


def _values(test: Scalar | Sequence[Scalar]) -> list[Scalar]:
    return list(test) if isinstance(test, list | tuple) else [test]  # type: ignore[list-item]


def _among(sql: str, values: list[Scalar], field: str, type_: Type) -> str:
    known = [constant(value, field, type_) for value in values if value is not None]
    parts = [f"{sql} = {known[0]}"] if len(known) == 1 else [f"{sql} IN ({', '.join(known)})"] if known else []
    if None in values:
        parts.append(f"{sql} IS NULL")
    return f"({' OR '.join(parts)})" if parts else "1 = 0"


def _near(field: str, fields: Iterable[str]) -> Words:
    offered = [name for name in fields if name != "staff"]
    near = difflib.get_close_matches(field, offered, n=3, cutoff=0.5) or sorted(offered)
    return Words(fr=f"voulez-vous dire: {', '.join(near)} ?", en=f"did you mean: {', '.join(near)}?")
