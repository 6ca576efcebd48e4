"""How one field of a fact is written: from a column, a constant, several columns, or as a reference."""

import datetime
import decimal
from typing import Annotated, Any, Literal, Union

from pydantic import Discriminator, Field, Tag

from visavis.declarations import Written

As = Literal["text", "integer", "decimal", "boolean", "date", "timestamp", "month"]
Take = Literal["first", "last", "last_known", "min", "max", "count", "any"]
Scalar = str | bool | int | float | datetime.datetime | datetime.date | None
Columns = str | list[str]
"""One column, or several whose values are joined with `|`."""


class Not(Written):
    """Every value but these."""

    excluded: Scalar | list[Scalar] = Field(alias="not", description="One value or several; null is a missing value")


Condition = Scalar | list[Scalar] | Not
Where = dict[str, Condition]
"""Conditions on columns, all of which must hold: a value, one of several, or `{not: …}`."""


class Taken(Written):
    """What every form that reads columns accepts."""

    take: Take | None = Field(
        None,
        description="Under `fold`: which row of the case gives the value (default: last). `last_known` skips missing",
    )
    where: Where | None = Field(None, description="Only rows that meet these conditions give the value")


class FromColumn(Taken):
    """The value of a column, as written or as another type, translated or not."""

    column: str | None = Field(None, description="Name of the column, verbatim; not needed with take: count or any")
    as_: As | None = Field(
        None, alias="as", description="Type; default: that of the field. `month` gives the first day of the month"
    )
    map: dict[str, Scalar] | None = Field(None, description="What each value of the column becomes")
    otherwise: Literal["keep", "reject", "null"] = Field(
        "keep", description="What happens to values that `map` leaves out"
    )


class Constant(Written):
    """The same value in every row."""

    value: Scalar = Field(description="The constant")
    as_: As | None = Field(None, alias="as", description="Type; default: that of the field")


class Joined(Taken):
    """Several columns in one text; missing ones are left out."""

    join: list[str] = Field(min_length=1, description="Names of the columns")
    with_: str = Field(" ", alias="with", description="What stands between them")


class Sum(Taken):
    """Numbers added; missing if one of them is missing."""

    plus: list[str | int | float] = Field(min_length=1, description="Columns or numbers")
    as_: As | None = Field(None, alias="as", description="Type; default: that of the field")


class Difference(Taken):
    """The first number minus the others; missing if one of them is missing."""

    minus: list[str | int | float] = Field(min_length=2, description="Columns or numbers")
    as_: As | None = Field(None, alias="as", description="Type; default: that of the field")


class RecordReference(Taken):
    """A record of this or another source, by its key."""

    record: Columns = Field(description="Column (or list) that holds the record's key")
    of: str | None = Field(None, description="Source that has the record; default: this one")


class KeyReference(Taken):
    """A fact of this or another source, by its key."""

    key: Columns = Field(description="Column (or list) that holds the key")
    of: str | None = Field(None, description="Source that has the fact; default: this one")


class EmailReference(Taken):
    """A client known by e-mail address."""

    email: str = Field(description="Column that holds the address")


class PhoneReference(Taken):
    """A client known by phone number."""

    phone: str = Field(description="Column that holds the number")


_FORMS = {
    "value": "constant",
    "join": "join",
    "plus": "plus",
    "minus": "minus",
    "record": "record",
    "key": "key",
    "email": "email",
    "phone": "phone",
}


def _form_of(written: Any) -> str:
    if isinstance(written, dict):
        return next((tag for key, tag in _FORMS.items() if key in written), "column")
    kinds: dict[type, str] = {
        str: "shorthand",
        Constant: "constant",
        Joined: "join",
        Sum: "plus",
        Difference: "minus",
        RecordReference: "record",
        KeyReference: "key",
        EmailReference: "email",
        PhoneReference: "phone",
    }
    return kinds.get(type(written), "column")


Form = Annotated[
    Union[  # noqa: UP007 (pydantic reads the tags one by one)
        Annotated[str, Tag("shorthand"), Field(description="Name of a column")],
        Annotated[FromColumn, Tag("column")],
        Annotated[Constant, Tag("constant")],
        Annotated[Joined, Tag("join")],
        Annotated[Sum, Tag("plus")],
        Annotated[Difference, Tag("minus")],
        Annotated[RecordReference, Tag("record")],
        Annotated[KeyReference, Tag("key")],
        Annotated[EmailReference, Tag("email")],
        Annotated[PhoneReference, Tag("phone")],
    ],
    Discriminator(_form_of),
]

AnyForm = (
    FromColumn | Constant | Joined | Sum | Difference | RecordReference | KeyReference | EmailReference | PhoneReference
)


def full(form: str | AnyForm) -> AnyForm:
    """The form itself; a bare column name as the form it stands for."""
    return FromColumn(column=form) if isinstance(form, str) else form


def columns_of(form: str | AnyForm) -> list[str]:
    """Columns that `form` reads, those of its conditions included, in order of appearance."""
    one = full(form)
    names: list[str] = []
    match one:
        case FromColumn():
            names = [one.column] if one.column is not None else []
        case Joined():
            names = one.join
        case Sum():
            names = [each for each in one.plus if isinstance(each, str)]
        case Difference():
            names = [each for each in one.minus if isinstance(each, str)]
        case RecordReference():
            names = listed(one.record)
        case KeyReference():
            names = listed(one.key)
        case EmailReference():
            names = [one.email]
        case PhoneReference():
            names = [one.phone]
    return [*names, *(getattr(one, "where", None) or {})]


def listed(columns: Columns) -> list[str]:
    """`columns` as a list."""
    return [columns] if isinstance(columns, str) else list(columns)


def text_of(value: Scalar) -> str | None:
    """A constant of YAML as the text that a file would hold."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, float):
        return format(decimal.Decimal(repr(value)), "f")
    return str(value)
