"""The types that lake columns may have, columns and tables, and the columns that several tables share."""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """The types a lake column may have."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TEXTS = "texts"
    BLOB = "blob"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a lake table."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the lake; `extra` tells whether declared `extra_<name>` columns may follow."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    extra: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)


EXTRA = "extra_"
"""Prefix of the lake columns that hold declared extra fields (`extra.made_sla` in YAML is `extra_made_sla` here)."""


def moment(stem: str, meaning: str) -> tuple[Column, ...]:
    """The three columns of a moment."""
    return (
        Column(f"{stem}_at", Type.TIMESTAMP, f"{meaning}: the moment in UTC, null where only the date is known"),
        Column(f"{stem}_on", Type.DATE, f"{meaning}: the local day of the source"),
        Column(f"{stem}_zone", Type.TEXT, f"{meaning}: the time zone of the source"),
    )


def text(name: str, meaning: str) -> Column:
    """A column of text."""
    return Column(name, Type.TEXT, meaning)


IDENTITY = (text("source", "name of the source"), text("key", "key of the fact in its source and type"))
CLIENT_REF = text(
    "client_ref", "the client: `record/<source>/<key>`, `email/<address>`, `phone/<E.164>` or `client/<id>`"
)
ABOUT = text("about", "the event this is about, as `<source>/<key>`")
STAFF = (text("team", "the team that acted"), text("staff", "pseudonym of the employee who acted"))
