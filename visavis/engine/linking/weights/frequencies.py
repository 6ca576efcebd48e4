"""How frequent values are: for each column whose frequency refines a weight, a table `linking_tf_<column>` (value, share).

`share` is that of all values of the column, nulls left out. Frozen beside their model, the tables give the same weights whenever
its pairs are scored; a value that they lack counts for their least share, as one that stands there once.
"""

from pathlib import Path

import duckdb

from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import Type

COLUMNS = (("value", Type.TEXT), ("share", Type.DECIMAL))


def counted(model: Model) -> tuple[str, ...]:
    """The columns whose frequencies count, by name."""
    return tuple(sorted({level.tf for each in model.comparisons for level in each.levels if level.tf}))


def table_of(column: str) -> str:
    """The name of the table of its frequencies."""
    return f"linking_tf_{column}"


def frequency_steps(model: Model) -> list[Step]:
    """Steps over `linking_input` that end in the tables, as views."""
    return [
        step(
            table_of(column),
            f"SELECT {column} AS value, CAST(count(*) AS DOUBLE) / (SELECT count({column}) FROM linking_input) AS share "
            f"FROM linking_input WHERE {column} IS NOT NULL GROUP BY {column}",
            f"how frequent each {column} is",
        )
        for column in counted(model)
    ]


def count_frequencies(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make the tables out of `linking_input`."""
    for each in frequency_steps(model):
        connection.execute(f"CREATE OR REPLACE TABLE {each.name} AS {each.sql(pretty=False)} ORDER BY value")


def write_frequencies(connection: duckdb.DuckDBPyConnection, model: Model, folder: Path) -> None:
    """Write each table into `folder`, as `<column>.parquet`."""
    folder.mkdir(parents=True, exist_ok=True)
    for column in counted(model):
        connection.execute(f"COPY {table_of(column)} TO {literal(str(folder / f'{column}.parquet'))} (FORMAT parquet)")


def read_frequencies(connection: duckdb.DuckDBPyConnection, model: Model, folder: Path) -> None:
    """Make the tables out of what `write_frequencies` wrote; raises duckdb.IOException where there is none."""
    for column in counted(model):
        file = literal(str(folder / f"{column}.parquet"))
        connection.execute(f"CREATE OR REPLACE TABLE {table_of(column)} AS FROM read_parquet({file})")
