"""Rows of computed tables, read by SQL that stands where it is used.

Django composes and compiles a query anew each time it is asked, which takes far longer than the database takes to answer by index:
pages that are opened all day long ask by text. `%s` stands for what is given; rows come back as the model's own.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState

Given = str | int | bool | datetime.date | uuid.UUID | list[Any] | None


def read[M: Model](model: type[M], rest: str, *given: Given) -> list[M]:
    """Rows of the model's table; `rest` is what stands behind FROM: WHERE, ORDER BY, LIMIT. They are to be shown, not saved."""
    select, names, converters = _shape(model, connection.vendor)
    rows = ask(f"{select} {rest}", *given)
    return [_made(model, names, _converted(row, converters)) for row in rows]


type Part = tuple[str, tuple[Given, ...]]
"""What stands behind FROM, and what it is given; empty text: no rows."""


def read_each[M: Model](model: type[M], *parts: Part) -> list[list[M]]:
    """Rows of the model's table, a list for each part, in one query; the parts are told apart, not their rows from one another."""
    select, names, converters = _shape(model, connection.vendor)
    listed, _, table = select.removeprefix("SELECT ").partition(" FROM ")
    listed = listed.replace(f"{table}.", "part.")
    found: list[list[M]] = [[] for _ in parts]
    asked = [(place, rest, given) for place, (rest, given) in enumerate(parts) if rest]
    every = [f"SELECT {place}, {listed} FROM (SELECT * FROM {table} {rest}) AS part" for place, rest, _ in asked]
    if every:
        for place, *row in ask(" UNION ALL ".join(every), *(each for _, _, given in asked for each in given)):
            found[place].append(_made(model, names, _converted(row, converters)))
    return found


def ask(sql: str, *given: Given) -> list[tuple[Any, ...]]:
    """What the database answers, as it tells it; JSON is to be asked for as text."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.format = _BINARY
        cursor.execute(sql, [_adapted(value) for value in given])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_BINARY = 1
"""The format in which PostgreSQL's numbers, days and ids need not be read out of text."""


def one_of(column: str, values: Iterable[Given]) -> Part:
    """The condition that `column` is one of `values`; it is none of no values.

    PostgreSQL takes them as one array: whatever their number, the statement stays the same, and short.
    """
    given = tuple(values)
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", (list(given),)
    return f"{column} IN ({', '.join(['%s'] * len(given)) or 'NULL'})", given


type _Converter = tuple[int, list[Callable[..., Any]], Any]


@lru_cache(maxsize=100)
def _shape(model: type[Model], vendor: str) -> tuple[str, tuple[str, ...], tuple[_Converter, ...]]:
    """SELECT … FROM, the attributes that columns become, and how `vendor` makes values of them."""
    fields = model._meta.concrete_fields
    table = model._meta.db_table
    columns = [field.get_col(table) for field in fields]
    converters = [
        (place, [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)], column)
        for place, column in enumerate(columns)
    ]
    listed = ", ".join(f'"{table}"."{field.column}"' for field in fields)
    names = tuple(field.attname for field in fields)
    return f'SELECT {listed} FROM "{table}"', names, tuple(each for each in converters if each[1])


def _converted(row: Sequence[Any], converters: Iterable[_Converter]) -> Sequence[Any]:
    if not converters:
        return row
    values = list(row)
    for place, convert, column in converters:
        for each in convert:
            values[place] = each(values[place], column, connection)
    return values


def _made[M: Model](model: type[M], names: Sequence[str], values: Iterable[Any]) -> M:
    """As `Model.from_db` does, without what is of use to those who save rows."""
    row = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, "default"
    row.__dict__.update(zip(names, values, strict=True), _state=state)
    return row


def _adapted(value: Given) -> Any:
    """A value as the database takes it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, datetime.date) else value
