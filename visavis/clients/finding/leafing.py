"""Leafing through long lists: each page begins right after the last row of the one before, whatever was added meanwhile.

A place is two values, those of the columns that the list is ordered by; as text it is `value~value`.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Model

from visavis.clients import reading
from visavis.clients.reading import Given

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Value = date | datetime | int | uuid.UUID
Place = tuple[Value, Value]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows in order, read by one range of an index: a condition, what it is given, and the columns (`-day`: the latest first)."""

    where: str
    given: tuple[Given, ...]
    order: tuple[str, ...]


def beyond(part: Part, place: Place | None) -> list[Part]:
    """The rows of `part`, ordered by two columns, after `place` (None: from the start), in parts to be read one after the other.

    Each part is a single range of an index on the two columns: one condition with OR would not be.
    """
    if place is None:
        return [part]
    first, second = part.order
    return [
        Part(f"{part.where} AND {first.lstrip('-')} = %s AND {_after(second)}", (*part.given, *place), part.order),
        Part(f"{part.where} AND {_after(first)}", (*part.given, place[0]), part.order),
    ]


def take[M: Model](model: type[M], parts: Iterable[Part], size: int) -> tuple[list[M], bool]:
    """The first `size` rows of `parts`, and whether more follow."""
    taken: list[M] = []
    for part in parts:
        order = ", ".join(f"{each[1:]} DESC" if each.startswith("-") else each for each in part.order)
        rest = f"WHERE {part.where} ORDER BY {order} LIMIT {size + 1 - len(taken)}"
        taken += reading.read(model, rest, *part.given)
        if len(taken) > size:
            break
    return taken[:size], len(taken) > size


def written(*place: Value) -> str:
    """A place as text for an address."""
    return "~".join(map(_text, place))


def read(text: str, *kinds: type[Any]) -> Place | None:
    """The place that `text` tells, its values being of `kinds`; None where it tells none."""
    parts = text.split("~")
    if len(parts) != len(kinds):
        return None
    try:
        first, second = (_value(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, OverflowError):
        return None
    return first, second


def _after(column: str) -> str:
    return f"{column[1:]} < %s" if column.startswith("-") else f"{column} > %s"


def _text(value: Value) -> str:
    if isinstance(value, datetime):
        return str((value - _EPOCH) // _MICROSECOND)
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else str(value)


def _value(text: str, kind: type[Any]) -> Value:
    if kind is datetime:
        return _EPOCH + int(text) * _MICROSECOND
    if kind is date:
        return date.fromisoformat(text)
    if kind is int and (not text.isascii() or abs(int(text)) >= 2**63):
        raise ValueError(text)
    value: Value = kind(text)
    return value
