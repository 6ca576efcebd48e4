"""Where records stand in the index once some came, changed and went: its patch written, and their places told.

Over the tables of incremental linking: `linking_came` and `linking_gone` (normalised records with their `place`), `linking_every`
(all of now, with their `rid`), `linking_places` (rid, place) and `linking_seen` (engine/linking/kept.py).
"""

from pathlib import Path

import duckdb
import numpy as np

from visavis.engine.linking.index import Index, Numbers
from visavis.engine.linking.patching import Touched, outgrown, write_patch
from visavis.engine.linking.weights.model import Model


def patched(
    connection: duckdb.DuckDBPyConnection,
    index: Index,
    patch: Path,
    scratch: Path,
    model: Model,
    *,
    crowds: Path,
) -> tuple[Index, Touched]:
    """The index as it is now, by its patch, and the blocks that changed; records get their places in it. Where the index is
    better made anew, the patch serves this run alone, and places are left as they will be then. `crowds`: as write_patch has them."""
    anew = outgrown(index, *(_count(connection, table) for table in ("linking_came", "linking_gone")))
    target = scratch / "patch-of-this-run" if anew else patch
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW linking_placed AS SELECT e.*, p.place FROM linking_every AS e JOIN linking_places AS p USING (rid)"
    )
    touched = write_patch(
        connection, model, index, target, late="linking_came", gone="linking_gone", every="linking_placed",
        crowds=crowds,
    )  # fmt: skip
    if not anew:
        connection.execute(
            "CREATE OR REPLACE TABLE linking_seen AS SELECT s.* REPLACE (p.place AS place) FROM linking_seen AS s "
            "LEFT JOIN linking_places AS p USING (rid) ORDER BY rid"
        )
    return Index(index.folders[0], target), touched


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def numbers(connection: duckdb.DuckDBPyConnection, places: int) -> Numbers:
    """The number of the record at each place; 0 where none is left."""
    found = connection.execute("SELECT place, rid FROM linking_places").fetchnumpy()
    rid = np.zeros(places, dtype=np.int64)
    rid[np.asarray(found["place"], dtype=np.int64)] = found["rid"]
    return rid
