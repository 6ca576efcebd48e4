"""Where records stand in the index once some came, changed and went: its patch written, and their places told.

Over the tables of incremental linking: `linking_came` and `linking_gone` (normalised records with their `place`), `linking_every`
(all of now, with `rid` and `place`), and `linking_nodes`.
"""

from pathlib import Path

import duckdb
import numpy as np

from visavis.engine.linking.index import Index, Numbers
from visavis.engine.linking.patching import Touched, write_patch
from visavis.engine.linking.weights.model import Model


def patched(
    connection: duckdb.DuckDBPyConnection, index: Index, patch: Path, model: Model, *, crowds: Path
) -> tuple[Index, Touched]:
    """The index as it is now, by its patch, and the blocks that changed. `crowds`: as write_patch has them."""
    touched = write_patch(
        connection, model, index, patch, late="linking_came", gone="linking_gone", every="linking_every", crowds=crowds
    )
    return Index(index.folders[0], patch), touched


def numbers(connection: duckdb.DuckDBPyConnection, places: int) -> Numbers:
    """The number of the record at each place; 0 where none is left."""
    found = connection.execute("SELECT place, rid FROM linking_nodes WHERE place IS NOT NULL").fetchnumpy()
    rid = np.zeros(places, dtype=np.int64)
    rid[np.asarray(found["place"], dtype=np.int64)] = found["rid"]
    return rid
