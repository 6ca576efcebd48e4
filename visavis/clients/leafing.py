"""Leafing through long lists: each page begins right after the last row of the one before, whatever was added meanwhile.

A place is two values, those of the columns that the list is ordered by; as text it is `value~value`.
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Value = date | datetime | int | uuid.UUID
Place = tuple[Value, Value]


def beyond[M: Model](rows: QuerySet[M], order: tuple[str, str], place: Place | None) -> list[QuerySet[M]]:
    """`rows` in `order` after `place` (None: from the start), in parts to be read one after the other.

    Each part is a single range of an index on the two columns: one condition with OR would not be.
    """
    first, second = order
    rows = rows.order_by(first, second)
    if place is None:
        return [rows]
    return [
        rows.filter(**{first.lstrip("-"): place[0], _after(second): place[1]}),
        rows.filter(**{_after(first): place[0]}),
    ]


def take[M: Model](parts: Iterable[QuerySet[M]], size: int) -> tuple[list[M], bool]:
    """The first `size` rows of `parts`, and whether more follow."""
    taken: list[M] = []
    for part in parts:
        taken += part[: size + 1 - len(taken)]
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
    return f"{column[1:]}__lt" if column.startswith("-") else f"{column}__gt"


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
    if kind is int and abs(int(text)) >= 2**63:
        raise ValueError(text)
    value: Value = kind(text)
    return value
