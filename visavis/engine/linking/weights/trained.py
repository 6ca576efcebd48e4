"""A trained model with the frequencies that it was trained with: a folder of the lake, and frozen until the next refit.

`model.yaml` is for people (engine/linking/weights/written.py), `frequencies/` for scoring; `report.json`, where there is one, says what
replacing the former model changed.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from visavis.engine.linking.weights.frequencies import read_frequencies, write_frequencies
from visavis.engine.linking.weights.model import Model

MODEL, FREQUENCIES, REPORT = "model.yaml", "frequencies", "report.json"


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and the folder that holds the frequencies of its values."""

    model: Model
    folder: Path

    def show_frequencies(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the tables of frequencies that scoring reads."""
        read_frequencies(connection, self.model, self.folder / FREQUENCIES)


def write_trained(connection: duckdb.DuckDBPyConnection, model: Model, folder: Path) -> Trained:
    """Keep `model` and the tables of frequencies of `connection` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    write_frequencies(connection, model, folder / FREQUENCIES)
    (folder / MODEL).write_text(model.as_yaml(), encoding="utf-8")
    return Trained(model, folder)


def read_trained(folder: Path) -> Trained:
    """What `write_trained` wrote; raises FileNotFoundError where there is none."""
    file = folder / MODEL
    return Trained(Model.from_yaml(file.read_text(encoding="utf-8"), file=file), folder)
