"""EDGES where little changed: the former file stays as it is, and over it lie the edges that came since, and the places of those of its
rows that count no longer. Once so much lies over it that it is no longer little, EDGES is written whole again.

Every row is known by its place: those of the former file come first, then those of the file that lies over it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.linking.clusters.clustering import Chosen, Ids
from visavis.engine.linking.scored.writing import write_edges
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import literal

MOST_OVER = 0.3
"""More than this share of the former file's rows lying over it or counting no longer, and all is written anew."""

_STALE = pa.schema([("place", pa.int64())])


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of the former EDGES, as PLACES (engine/linking/scored/writing.py) has them, with the numbers of now; which of them count still by their score (`stays`), and
    which have both records still (`both`)."""

    rows: pa.Table
    stays: Chosen
    both: Chosen


def placed(files: Sequence[Path], *, begin: int = 0) -> str:
    """SQL of the rows of those EDGES files, with their `place`, the first of which is at `begin`."""
    parts = []
    for file in files:
        place = f"file_row_number + {begin}" if begin else "file_row_number"  # readers filter by what is not computed
        written = f"read_parquet({literal(str(file))}, file_row_number = true)"
        parts.append(f"SELECT {place} AS place, * EXCLUDE (file_row_number) FROM {written} AS w")
        begin += rows_in(file)
    return " UNION ALL ".join(parts)


def rows_in(file: Path) -> int:
    """How many rows a Parquet file has."""
    return int(pq.read_metadata(file).num_rows)


def lay_edges(
    connection: duckdb.DuckDBPyConnection,
    target: Path,
    model: Model,
    certain: Mapping[str, str],
    *,
    places: Path,
    former: Sequence[Path],
    kept: Kept,
    stale: Path,
) -> int:
    """Write what `linking_late_edges` and the tables in `certain` (as write_edges has them) add to the `kept` rows of the `former` files,
    the first of which stays: the rest to `target`, and to `stale` its places that count no longer. Where that is no longer little,
    `target` is the whole, and nothing is `stale`. How many edges count."""
    base = rows_in(former[0])
    now = _certain(connection, certain)
    width = 1 + max(int(rows["rid_r"].to_numpy().max(initial=0)) for rows in (now, kept.rows))
    wanted = _told_apart(now, width)
    still = np.asarray(kept.rows["certain"].is_valid().to_numpy()) & kept.both
    known = _told_apart(kept.rows.filter(pa.array(still)), width)  # few are certain
    stay = np.isin(known, wanted)
    still[still] = stay
    place = kept.rows["place"].to_numpy()
    stands = (kept.stays | still) & (place < base)
    new = now.filter(pa.array(~np.isin(wanted, known[stay][stands[still]])))
    over = int(np.count_nonzero(kept.stays & (place >= base))) + len(new) + _count(connection, "linking_late_edges")
    standing = int(np.count_nonzero(stands))
    if over + base - standing > MOST_OVER * base:
        _show_edges(connection, placed(former), kept.rows.filter(pa.array(kept.stays)))
        return write_edges(connection, target, model, certain, places=places)
    before = placed(former[1:], begin=base)
    _show_edges(connection, before, kept.rows.filter(pa.array(kept.stays & (place >= base))))
    connection.register("linking_certain", new)
    named = {f"linking_certain_{at}": rule for at, rule in enumerate(certain.values())}
    for at, name in enumerate(named):
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT rid_l, rid_r FROM linking_certain WHERE certain = {at}"
        )
    over_what = (kept.rows.filter(pa.array(stands)), base)
    rows = write_edges(connection, target, model, named, places=places, over=over_what)
    gone = np.ones(base, dtype=np.bool_)
    gone[place[stands]] = False
    pq.write_table(pa.table([pa.array(np.flatnonzero(gone), pa.int64())], schema=_STALE), stale)
    return rows + standing


def _certain(connection: duckdb.DuckDBPyConnection, certain: Mapping[str, str]) -> pa.Table:
    """All that is certain now: rid_l, rid_r, and how, as PLACES has it."""
    parts = [
        f"SELECT CAST(rid_l AS BIGINT) AS rid_l, CAST(rid_r AS BIGINT) AS rid_r, CAST({at} AS TINYINT) AS certain FROM {table}"
        for at, table in enumerate(certain)
    ]
    return connection.sql(" UNION ALL ".join(parts)).to_arrow_table()


def _told_apart(rows: pa.Table, width: int) -> Ids:
    """A number for the records of each row, and how they are certain."""
    left, right = (rows[name].to_numpy().astype(np.int64) for name in ("rid_l", "rid_r"))
    return (left * width + right) * 4 + rows["certain"].fill_null(3).to_numpy().astype(np.int64)


def _show_edges(connection: duckdb.DuckDBPyConnection, before: str, rows: pa.Table) -> None:
    """Make the view `linking_edges` of those `rows` that are written `before` (SQL, as `placed` gives it), and of what was scored now."""
    connection.register("linking_standing", rows.select(["rid_l", "rid_r", "weight", "probability", "place"]))
    parts = ["SELECT rid_l, rid_r, weight, probability, rule, evidence FROM linking_late_edges"]
    if before:
        parts.append(
            "SELECT s.rid_l, s.rid_r, s.weight, s.probability, e.rule, e.evidence "
            f"FROM ({before}) AS e JOIN linking_standing AS s ON e.place = s.place"
        )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW linking_edges AS {' UNION ALL '.join(parts)}")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
