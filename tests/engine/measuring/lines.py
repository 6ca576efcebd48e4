"""Rows of lake tables as views of a runner, with the columns that a row does not name null."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.steps import Piece, Runner, Step
from visavis.engine.tables import ALL, Type

ARROW = {
    Type.TEXT: pa.string(), Type.INTEGER: pa.int64(), Type.DECIMAL: pa.float64(), Type.BOOLEAN: pa.bool_(), Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"), Type.TEXTS: pa.list_(pa.string()), Type.BLOB: pa.binary(),
}  # fmt: skip


def show_rows(runner: Runner, folder: Path, **tables: Sequence[dict[str, Any]]) -> None:
    """Make a view of each table out of its rows."""
    for name, rows in tables.items():
        columns = tuple((column.name, column.type) for column in ALL[name].columns)
        schema = pa.schema([(column, ARROW[type_]) for column, type_ in columns])
        target = folder / f"{name}.parquet"
        pq.write_table(
            pa.Table.from_pylist([{column: row.get(column) for column, _ in columns} for row in rows], schema), target
        )
        runner.show(name, [Piece((target,), columns)], columns)


class Quietly:
    """A runner that has both engines run every step, but compares the rows of those of `compared` alone: Spark takes its time."""

    def __init__(self, runner: Any, *compared: str) -> None:
        self.runner, self.compared, self.dialect = runner, compared, runner.dialect
        self.show, self.write, self.rows, self.close = runner.show, runner.write, runner.rows, runner.close

    def run(self, steps: Iterable[Step]) -> None:
        for each in steps:
            if each.name in self.compared or not hasattr(self.runner, "spark"):
                self.runner.run([each])
            else:
                self.runner.duckdb.run([each])
                self.runner.spark.run([each])
