"""A runner that runs every step on DuckDB and on Spark, and compares their rows."""

import datetime
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import Piece, Step, quoted
from visavis.engine.tables import Type

if TYPE_CHECKING:
    from visavis.engine.spark import Spark

BAGS = {"rids"}
"""Columns of lists whose order means nothing: engines gather a block's records as they come."""


class Both:
    """Answers as DuckDB; raises AssertionError where Spark's rows differ (exactly; doubles by more than 1e-9)."""

    dialect = "duckdb"

    def __init__(self, duckdb: DuckDB, spark: "Spark") -> None:
        self.duckdb, self.spark = duckdb, spark
        self.connection, self.scratch = duckdb.connection, duckdb.scratch
        self.compared: list[str] = []

    def show(self, view: str, pieces: Sequence[Piece], columns: Sequence[tuple[str, Type]]) -> None:
        self.duckdb.show(view, pieces, columns)
        self.spark.show(view, pieces, columns)

    def run(self, steps: Iterable[Step]) -> None:
        for each in steps:
            self.duckdb.run([each])
            self.spark.run([each])
            # What has been compared need not be computed again for each step that reads it.
            self.spark.session.table(each.name).localCheckpoint().createOrReplaceTempView(each.name)
            self.compare(each.name, f"SELECT * FROM {quoted(each.name)}")

    def write(self, view: str, target: Path, *, passing: bool = False) -> int:
        return self.duckdb.write(view, target, passing=passing)

    def rows(self, sql: str | exp.Expression) -> list[dict[str, Any]]:
        self.compare(str(sql)[:60], sql)
        return self.duckdb.rows(sql)

    def compare(self, name: str, sql: str | exp.Expression) -> None:
        mine, theirs = (_sorted(map(_settled, runner.rows(sql))) for runner in (self.duckdb, self.spark))
        assert len(mine) == len(theirs), f"{name}: {len(mine)} rows on DuckDB, {len(theirs)} on Spark"
        for left, right in zip(mine, theirs, strict=True):
            assert [c.lower() for c in left] == [c.lower() for c in right], name
            for column, a, b in zip(left, left.values(), right.values(), strict=True):
                assert _same(a, b), f"{name}.{column}: {a!r} on DuckDB, {b!r} on Spark\n{left}\n{right}"
        self.compared.append(name)

    def close(self) -> None:
        self.duckdb.close()


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(a) and math.isnan(b))
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return type(a) is type(b) and bool(a == b)


def _settled(row: dict[str, Any]) -> dict[str, Any]:
    return {column: sorted(value) if column.lower() in BAGS else value for column, value in row.items()}


def _sorted(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: tuple(map(_orderable, row.values())))


def _orderable(value: Any) -> tuple[int, Any]:
    if value is None:
        return (0, "")
    if isinstance(value, bool | int | float):
        return (1, float(f"{float(value):.6g}"))
    if isinstance(value, datetime.datetime):
        return (2, value.isoformat())
    return (3, str(value))
