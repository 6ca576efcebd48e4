"""What linking keeps of a run, so that the next one computes only what changed: a folder of Parquet files, numbers instead of names.

`input` (the normalised records, and `stale`, numbers of those that count no longer: engine/linking/given.py), `seen` (rid, source,
key, origin, a digest of what the record said, its place in the index (engine/linking/index.py), both null for a mere reference, and
its number in the input), `edges` (every row of EDGES that counts, by numbers: PLACES in engine/linking/scored/writing.py), `ties` (pairs
that no model scored), `parted` (rid, label: the clusters before addresses join).
"""

from pathlib import Path

import duckdb

from visavis.engine.duckdb import FEW_REPEAT
from visavis.engine.linking.clusters.clustering import Ids
from visavis.engine.linking.clusters.partition import TIES, show_numbers
from visavis.engine.linking.comparable.normalise import READ
from visavis.engine.steps import literal

_SAID = ", ".join(name for name in READ if name not in ("rid", "source", "key", "origin"))
DIGEST = f"CAST(md5_number(CAST(row({_SAID}) AS VARCHAR)) >> 64 AS UBIGINT)"
"""SQL of the digest of what a record says, over the columns of `linking_raw`: equal digests, and nothing changed. Not DuckDB's hash(),
which is known to give two values one number; nor its md5_number_lower(), which gives these same numbers in two and a half times the
time."""

PARTS = ("input", "seen", "edges", "ties", "parted")


def file_of(folder: Path, part: str) -> Path:
    """The file of one of PARTS."""
    return folder / f"{part}.parquet"


def scan(place: Path) -> str:
    """SQL that reads a Parquet file, or those in a folder."""
    return f"read_parquet({literal(str(place / '*.parquet') if place.is_dir() else str(place))})"


def seen_anew(said: Path) -> str:
    """SQL of every node of `linking_nodes` as `seen` has it, with a digest of what it `said` (Parquet: rid, digest) and its place in an
    index made anew; both null for a mere reference."""
    return (
        "SELECT n.rid, n.source, n.key, n.origin, s.digest, s.place, n.rid AS number FROM linking_nodes AS n LEFT JOIN "
        f"(SELECT rid, digest, row_number() OVER () - 1 AS place FROM (FROM {scan(said)} ORDER BY rid)) AS s ON n.rid = s.rid"
    )


def write_seen(connection: duckdb.DuckDBPyConnection, folder: Path, nodes: str) -> None:
    """Write `seen`: those `nodes` (SQL), in order."""
    _write(connection, folder, "seen", f"FROM ({nodes}) AS n ORDER BY rid")


def write_kept(connection: duckdb.DuckDBPyConnection, folder: Path, parted: tuple[Ids, Ids]) -> None:
    """Write `ties` and `parted`, once certain pairs are in TIES."""
    show_numbers(connection, "linking_parted", rid=parted[0], label=parted[1])
    _write(connection, folder, "ties", f"FROM {TIES} ORDER BY ALL")
    _write(connection, folder, "parted", "FROM linking_parted ORDER BY rid")


def _write(connection: duckdb.DuckDBPyConnection, folder: Path, part: str, sql: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    connection.execute(f"COPY ({sql}) TO {literal(str(file_of(folder, part)))} (FORMAT parquet, {FEW_REPEAT})")
