"""Pairs compared on the run's engine, out of files and into files: what is heavy of scoring, as portable steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.comparable.normalise import COLUMNS as INPUT
from visavis.engine.linking.scored.scoring_steps import level_steps
from visavis.engine.linking.weights.frequencies import COLUMNS, counted, frequency_steps, table_of
from visavis.engine.linking.weights.model import Model
from visavis.engine.linking.weights.read_columns import columns_read
from visavis.engine.steps import Piece, Runner

ROOM = 250
"""Bytes that a record takes in the memory of the embedded engine, as far as models read it."""

SHARE = 0.5
"""Of its memory, what records may take while they are compared; the rest is for comparing."""


@contextmanager
def read_once(runner: Runner, model: Model, given: Path) -> Iterator[None]:
    """Show the normalised input `given` (Parquet) as `linking_input`; within, the embedded engine reads what `model` reads of it out of
    memory, where it is not too much: each key and each comparison would read the file again."""
    runner.show("linking_input", [Piece((given,), INPUT)], INPUT)
    if not isinstance(runner, DuckDB) or pq.read_metadata(given).num_rows * ROOM > SHARE * runner.memory:
        yield
        return
    read = columns_read(model)
    runner.hold("linking_input", [(name, type_) for name, type_ in INPUT if name in read])
    try:
        yield
    finally:
        runner.show("linking_input", [Piece((given,), INPUT)], INPUT)
        runner.let_go("linking_input")


def compare(runner: Runner, model: Model, scratch: Path, *, frequencies: Path | None = None) -> dict[str, Path]:
    """Write `linking_levels` and the tables of frequencies into `scratch`, out of the views `linking_input` and `linking_pairs`
    of `runner`; view → file or folder.

    `frequencies`: a folder of frozen ones (engine/linking/weights/frequencies.py); without it they are counted.
    """
    files: dict[str, Path] = {}
    for column, each in zip(counted(model), frequency_steps(model), strict=True):
        view = table_of(column)
        files[view] = frequencies / f"{column}.parquet" if frequencies else scratch / f"{view}.parquet"
        if not frequencies:
            runner.run([each])
            runner.write(view, files[view])
        runner.show(view, [Piece((files[view],), COLUMNS)], COLUMNS)
    runner.run(level_steps(model))
    files["linking_levels"] = scratch / "linking_levels.parquet"
    runner.write("linking_levels", files["linking_levels"])
    return files
