"""Pairs compared on the run's engine, out of files and into files: what is heavy of scoring, as portable steps."""

from pathlib import Path

from visavis.engine.linking.scored.scoring_steps import level_steps
from visavis.engine.linking.weights.frequencies import COLUMNS, counted, frequency_steps, table_of
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import Piece, Runner


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
