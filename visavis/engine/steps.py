"""Named SQL steps: what is computed, apart from the engine that computes it.

A step is a query over views; running it makes a view of its own name for later steps. Steps are written in DuckDB's dialect,
with the constructs of `portable` only, and are translated by sqlglot for other engines.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import sqlglot
from sqlglot import exp

from visavis.engine.tables import Type

NAME = re.compile(r"[a-z][a-z0-9_]*")

SQL_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.DECIMAL: "DOUBLE",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.TIMESTAMP: "TIMESTAMP",
    Type.TEXTS: "VARCHAR[]",
    Type.BLOB: "BLOB",
}
"""DuckDB's name of each lake type."""


@dataclass(frozen=True, slots=True)
class Step:
    """One named query, as DuckDB SQL or as an expression; `meaning` says in a sentence what its rows are."""

    name: str
    written: str | exp.Expression
    meaning: str = ""

    @property
    def query(self) -> exp.Expression:
        """The query to look into, or to copy and change: never to change itself. Raises ParseError where it can't be read."""
        return _parsed(self.written) if isinstance(self.written, str) else self.written

    def sql(self, dialect: str = "duckdb", *, pretty: bool = True) -> str:
        """The query as text of `dialect`."""
        if isinstance(self.written, str):
            return self.written if dialect == "duckdb" and not pretty else _worded(self.written, dialect, pretty)
        return self.written.sql(dialect=dialect, pretty=pretty)


def step(name: str, sql: str | exp.Expression, meaning: str = "") -> Step:
    """A step from DuckDB SQL or an expression; raises ValueError if `name` is no lower-case identifier."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} can't name a step: lower-case letters, digits and _ only")
    return Step(name, sql, meaning)


# The same steps come again with every run of a worker; reading and wording a query takes longer than small ones run.
@lru_cache(maxsize=4_000)
def _parsed(sql: str) -> exp.Expression:
    return sqlglot.parse_one(sql, dialect="duckdb")


@lru_cache(maxsize=4_000)
def _worded(sql: str, dialect: str, pretty: bool) -> str:
    return _parsed(sql).sql(dialect=dialect, pretty=pretty)


@lru_cache(maxsize=10_000)
def quoted(name: str) -> str:
    """`name` as an identifier in DuckDB SQL."""
    return exp.to_identifier(name, quoted=True).sql(dialect="duckdb")


@lru_cache(maxsize=10_000, typed=True)
def literal(value: str | float | bool | None) -> str:
    """`value` as a constant in DuckDB SQL."""
    return exp.convert(value).sql(dialect="duckdb")


@dataclass(frozen=True, slots=True)
class Piece:
    """Parquet files that share one set of columns, a part of a view. `stale`: of one file, the Parquet file of the places (column
    `place`, from 0) of its rows that count no longer."""

    files: tuple[Path, ...]
    columns: tuple[tuple[str, Type], ...]
    stale: Path | None = None


class Runner(Protocol):
    """An engine that runs steps. Views live as long as the runner."""

    dialect: str

    def show(self, view: str, pieces: Sequence[Piece], columns: Sequence[tuple[str, Type]]) -> None:
        """Make `view` of `pieces`, with `columns` in order: missing ones null, others cast."""

    def run(self, steps: Iterable[Step]) -> None:
        """Make a view of each step."""

    def write(self, view: str, target: Path, *, passing: bool = False) -> int:
        """Write the rows of `view` as one Parquet file, or as several in a folder; the number of rows. What is `passing` is read
        again in this run only."""

    def rows(self, sql: str | exp.Expression) -> list[dict[str, Any]]:
        """The rows of a small result, times as naive UTC datetimes."""

    def close(self) -> None:
        """End the engine's session."""


def select_piece(source: str, piece: Piece, columns: Sequence[tuple[str, Type]]) -> str:
    """SELECT `columns` out of `source`, casting or filling with null where the piece differs (DuckDB SQL)."""
    own = dict(piece.columns)
    parts = []
    for name, type_ in columns:
        if own.get(name) == type_:
            parts.append(quoted(name))
        elif name in own:
            parts.append(f"CAST({quoted(name)} AS {SQL_TYPES[type_]}) AS {quoted(name)}")
        else:
            parts.append(f"CAST(NULL AS {SQL_TYPES[type_]}) AS {quoted(name)}")
    return f"SELECT {', '.join(parts)} FROM {source}"
