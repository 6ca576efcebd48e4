"""Parquet: typed columns, read as the texts that a CSV would hold (dates and times in ISO form)."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from visavis.engine.steps import literal, quoted
from visavis.mistakes import Mistake, Words
from visavis.sources.kinds.files.header import check_columns
from visavis.sources.kinds.rows import Places, Rows


def open_parquet(connection: duckdb.DuckDBPyConnection, file: Path, wanted: Sequence[str]) -> Rows:
    """Open a Parquet file (not packed); raises Mistake for a wanted column that is not there, or a broken file."""
    scan = f"read_parquet({literal(str(file))})"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    except duckdb.Error as error:
        raise Mistake(
            Words(fr="fichier Parquet illisible", en="not readable as Parquet"),
            remedy=Words(fr=f"exportez-le à nouveau ({error!s:.120})", en=f"export it again ({error!s:.120})"),
            file=file,
        ) from None
    columns = tuple(row[0] for row in described)
    check_columns(file, columns, wanted)
    texts = ", ".join(f"{_as_text(quoted(row[0]), row[1])} AS c{place}" for place, row in enumerate(described))
    return Rows(columns, f"(SELECT {texts} FROM {scan})", _no_lines, list)


def _as_text(column: str, type_: str) -> str:
    if type_ == "VARCHAR":
        return column
    if type_ == "BLOB":
        return f"CASE WHEN {column} IS NOT NULL THEN try(decode({column})) END"
    if type_ in ("DOUBLE", "FLOAT"):
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(CAST({column} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f"CAST({column} AS VARCHAR)"


def _no_lines(places: Places) -> Places:
    return np.full(len(places), -1, dtype=np.int64)
