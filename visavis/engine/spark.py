"""Runs steps on Apache Spark, when the data outgrows one machine. Needs the extra `spark` and Java 17."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlglot import exp, parse_one

from visavis.engine import portable
from visavis.engine.linking.scored.distances import damerau_levenshtein, hamming, jaro_winkler_similarity, unless_null
from visavis.engine.steps import Piece, Step, select_piece
from visavis.engine.tables import Type

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # TIMESTAMP means local-free wall time in UTC, as DuckDB writes it.
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.legacy.parquet.nanosAsLong": "false",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",
}


class Spark:
    """A session on the cluster at `master` (`spark://host:port`); the lake must be reachable by every worker."""

    dialect = "spark"

    def __init__(self, master: str, *, settings: dict[str, str] | None = None) -> None:
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(master).appName("visavis")
        for key, value in (SETTINGS | (settings or {})).items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self._teach()

    def show(self, view: str, pieces: Sequence[Piece], columns: Sequence[tuple[str, Type]]) -> None:
        """Make `view` of `pieces`, with `columns` in order: missing ones null, others cast."""
        parts = []
        for number, piece in enumerate(piece for piece in pieces if piece.files):
            part = f"{view}__{number}"
            frame = self.session.read.parquet(*map(str, piece.files))
            if piece.stale is not None:
                placed = frame.select("*", frame["_metadata.row_index"].alias("place"))
                frame = placed.join(self.session.read.parquet(str(piece.stale)), "place", "left_anti").drop("place")
            frame.createOrReplaceTempView(part)
            parts.append(select_piece(part, piece, columns))
        if not parts:
            parts = [select_piece("(SELECT 1 AS one) AS nothing", Piece((), ()), columns) + " WHERE 1 = 0"]
        self._view(view, parse_one(" UNION ALL ".join(parts), dialect="duckdb"))

    def run(self, steps: Iterable[Step]) -> None:
        """Make a view of each step."""
        for each in steps:
            self._view(each.name, each.query)

    def write(self, view: str, target: Path, *, passing: bool = False) -> int:
        """Write the rows of `view` as Parquet files into the folder `target`; the number of rows."""
        self.session.table(view).write.parquet(str(target), compression="none" if passing else None)
        return int(self.session.read.parquet(str(target)).count())

    def rows(self, sql: str | exp.Expression) -> list[dict[str, Any]]:
        """The rows of a small result, times as naive UTC datetimes."""
        query = parse_one(sql, dialect="duckdb") if isinstance(sql, str) else sql
        return [row.asDict(recursive=True) for row in self.session.sql(self._text(query)).collect()]

    def close(self) -> None:
        """End the session."""
        self.session.stop()

    def _teach(self) -> None:
        """Distances between texts, as DuckDB has them; the workers need this package."""
        from pyspark.sql.types import DoubleType, IntegerType

        register = self.session.udf.register
        register("visavis_jaro_winkler_similarity", unless_null(jaro_winkler_similarity), DoubleType())
        register("visavis_damerau_levenshtein", unless_null(damerau_levenshtein), IntegerType())
        register("visavis_hamming", unless_null(hamming), IntegerType())

    def _view(self, name: str, query: exp.Expression) -> None:
        self.session.sql(f"CREATE OR REPLACE TEMPORARY VIEW `{name}` AS {self._text(query)}")

    @staticmethod
    def _text(query: exp.Expression) -> str:
        return str(portable.translate(query, "spark").sql(dialect="spark"))
