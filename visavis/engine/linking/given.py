"""The normalised input as it is kept: whole, or a base and over it what came and changed since, so that little is written for little.

A row is known by its number (the column `rid`): in a base that of the run that wrote it, beyond it new ones. Rows that no longer
count are listed beside (`stale`).
"""

import shutil
from pathlib import Path

import duckdb

from visavis.engine.linking.comparable.normalise import COLUMNS
from visavis.engine.linking.kept import file_of, scan
from visavis.engine.steps import Piece, Runner, literal, step
from visavis.engine.tables import Type

_LATER = "later.parquet"
_STALE = (("rid", Type.INTEGER),)


def files_of(place: Path) -> tuple[Path, ...]:
    """The Parquet file there, or those in the folder."""
    return tuple(sorted(place.glob("*.parquet"))) if place.is_dir() else (place,)


def input_of(kept: Path) -> str:
    """SQL of the normalised records of a run, each under its number, out of the folder that it `kept`."""
    given, stale = file_of(kept, "input"), file_of(kept, "stale")
    if not stale.exists():
        return f"(FROM {scan(given)})"
    return f"(SELECT i.* FROM {scan(given)} AS i ANTI JOIN {scan(stale)} USING (rid))"


def show_input(runner: Runner, kept: Path, view: str = "linking_input") -> None:
    """Make the `view` of the normalised records of a run, out of the folder that it `kept`."""
    given, stale = file_of(kept, "input"), file_of(kept, "stale")
    if not stale.exists():
        runner.show(view, [Piece(files_of(given), COLUMNS)], COLUMNS)
        return
    runner.show(f"{view}_written", [Piece(files_of(given), COLUMNS)], COLUMNS)
    runner.show(f"{view}_stale", [Piece(files_of(stale), _STALE)], _STALE)
    sql = f"SELECT w.* FROM {view}_written AS w LEFT JOIN {view}_stale AS s ON w.rid = s.rid WHERE s.rid IS NULL"
    runner.run([step(view, sql, "normalised records, without those that no longer count")])


def highest(connection: duckdb.DuckDBPyConnection, kept: Path) -> int:
    """The highest number that stands there, be it of a row that no longer counts, or of a node that has none."""
    parts = (("rid", file_of(kept, "input")), ("number", file_of(kept, "seen")))
    found = [
        connection.execute(f"SELECT coalesce(max({name}), 0) FROM {scan(place)}").fetchall() for name, place in parts
    ]
    return max(int(rows[0][0]) for rows in found)


def lay_over(connection: duckdb.DuckDBPyConnection, former: Path, kept: Path, read: Path) -> None:
    """Keep in the folder `kept` the input that the run before kept in `former`, and over it the normalised rows of the file `read`,
    whose numbers are new. Of those rows stand the ones whose number `linking_nodes` has."""
    given, target = file_of(former, "input"), file_of(kept, "input")
    target.mkdir(parents=True)
    parts, later = [], [read]
    for file in files_of(given):
        if given.is_dir() and file.name == _LATER:
            later.append(file)
        else:
            parts.append(file)
            _stand_too(file, target / f"base-{len(parts)}.parquet")
    if len(later) == 1:
        shutil.copyfile(read, target / _LATER)
    else:
        rows = " UNION ALL BY NAME ".join(f"FROM {scan(file)}" for file in later)
        connection.execute(
            f"COPY (SELECT * FROM ({rows}) AS r SEMI JOIN (SELECT number AS rid FROM linking_nodes) AS n USING (rid) ORDER BY rid) "
            f"TO {literal(str(target / _LATER))} (FORMAT parquet)"
        )
    connection.execute(
        f"COPY (SELECT rid FROM {scan(target)} ANTI JOIN (SELECT number AS rid FROM linking_nodes) AS n USING (rid) ORDER BY rid) "
        f"TO {literal(str(file_of(kept, 'stale')))} (FORMAT parquet)"
    )


def _stand_too(file: Path, target: Path) -> None:
    """Let a file that never changes stand at `target` as well: the same one where the disk can do that, else a copy."""
    try:
        target.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, target)


def write_anew(connection: duckdb.DuckDBPyConnection, former: Path, kept: Path, read: Path) -> None:
    """Keep in the folder `kept` all rows whose number `linking_nodes` has, of what the run before kept in `former` and of the file
    `read`, under their number of now."""
    target = file_of(kept, "input")
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = f"FROM {scan(file_of(former, 'input'))} UNION ALL BY NAME FROM {scan(read)}"
    connection.execute(
        f"COPY (SELECT r.* REPLACE (n.rid AS rid) FROM ({rows}) AS r JOIN linking_nodes AS n ON r.rid = n.number) "
        f"TO {literal(str(target))} (FORMAT parquet)"
    )
