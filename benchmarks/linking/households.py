"""False links within a household: how many of the pairs in one cluster are two persons who share family name and place."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_NAME = "lower(strip_accents(trim(coalesce(family_name, ''))))"
_STREET = "lower(strip_accents(trim(coalesce(street, ''))))"


def across_households(file: Path, found: NDArray[np.int64]) -> float:
    """Of the pairs of rows of `file` that `found` brings together, the share that are not one customer and share a family name
    and a postcode or street. Names and streets are compared as written but for case and accents."""
    with duckdb.connect(config={"memory_limit": "1500MB"}) as connection:
        connection.register("labels", pa.table({"cluster": found}))
        connection.execute(
            f"CREATE TABLE rows AS SELECT c.cluster, r.truth, {_NAME} AS family, coalesce(r.postcode, '') AS postcode, "
            f"{_STREET} AS street FROM read_parquet('{file}') AS r POSITIONAL JOIN labels AS c"
        )
        false = connection.execute(
            "SELECT count(*) FROM rows AS l JOIN rows AS r ON l.cluster = r.cluster AND l.rowid < r.rowid "
            "WHERE l.truth <> r.truth AND l.family = r.family AND l.family <> '' "
            "AND (l.postcode = r.postcode AND l.postcode <> '' OR l.street = r.street AND l.street <> '')"
        ).fetchall()[0][0]
        pairs = connection.execute(
            "SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM (SELECT count(*) AS n FROM rows GROUP BY cluster)"
        ).fetchall()[0][0]
    return float(false) / max(float(pairs), 1.0)
