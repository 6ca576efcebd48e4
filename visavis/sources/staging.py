"""One fact out of one file, as one Parquet file: first every good row, then what identity leaves of them."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from visavis.engine.lake import Lake
from visavis.engine.steps import literal, quoted
from visavis.sources.kinds.rows import Rows
from visavis.sources.mapping.facts import KEPT, REJECT, Plan

CODEC = "FORMAT parquet, COMPRESSION snappy"


@dataclass(slots=True)
class Staged:
    """Rows of one fact of one file, written but not yet final. `number` is the fact's place in the declaration.

    `file_row_number` of `path` is the place of the row in its file, unless rows were left out by `where` (`complete`).
    """

    file: str
    number: int
    table: str
    path: Path
    rows: int
    columns: tuple[tuple[str, str], ...]
    plan: Plan | None = None
    source: Rows | None = None
    complete: bool = True
    refused: int = 0
    new: bool = True
    versions: tuple[str, ...] = ()
    final: bool = False

    @property
    def service(self) -> tuple[str, ...]:
        """Columns that stay beside the table's own: the version, if the fact has one."""
        return tuple(name for name, _ in self.plan.service if name != REJECT) if self.plan else self.versions

    @property
    def kept(self) -> bool:
        """Whether rows that `where` leaves out are still there, told by `_kept`."""
        return self.plan is not None and self.plan.where is not None and self.complete and not self.final

    @property
    def sound(self) -> str:
        """SQL condition of the rows that are facts so far."""
        return f"{REJECT} IS NULL" + (f" AND {KEPT}" if self.kept else "")


def stage(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    run: str,
    file: str,
    number: int,
    table: str,
    plan: Plan,
    rows: Rows,
) -> Staged:
    """Read the file and write the fact's rows as they come, refused ones among them."""
    staged = Staged(
        file, number, table, lake.new_file(table, run), 0, plan.columns, plan, rows, complete=plan.where is None
    )
    _write(connection, staged, every_row=False)
    refused, staged.rows = connection.execute(
        f"SELECT count({REJECT}), count(*) FROM read_parquet({literal(str(staged.path))})"
    ).fetchall()[0]
    staged.refused = int(refused)
    if staged.refused:
        complete(connection, staged)
    return staged


def tentative_refusals(connection: duckdb.DuckDBPyConnection, staged: Staged) -> set[str]:
    """Extra fields without declared type whose values are not of the type that the sample showed."""
    assert staged.plan is not None
    numbers = connection.execute(
        f"SELECT DISTINCT CAST(split_part({REJECT}, ':', 1) AS INTEGER) FROM read_parquet({literal(str(staged.path))}) "
        f"WHERE {REJECT} IS NOT NULL"
    ).fetchall()
    return {name for (n,) in numbers if (name := staged.plan.checks[n].tentative) is not None}


def complete(connection: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Write the file again with the rows that `where` left out, so that each row's place in its file is known."""
    if not staged.complete:
        _write(connection, staged, every_row=True)
        staged.complete = True


def _write(connection: duckdb.DuckDBPyConnection, staged: Staged, *, every_row: bool) -> None:
    assert staged.plan is not None
    assert staged.source is not None
    query = staged.plan.select(staged.source.relation, every_row=every_row)
    connection.execute(f"COPY ({query}) TO {literal(str(staged.path))} ({CODEC})")


def settle(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    target: Path,
    *,
    dropped: str | None = None,
    renamed: str | None = None,
    key: str = "key",
    added: str = "",
) -> None:
    """Write the final rows of `staged` to `target`, which replaces its file.

    `dropped` is a query for the row numbers to leave out, `renamed` one for (row number, key) of those whose column `key` gets
    another value, `added` SQL of further columns.
    """
    path = literal(str(staged.path))
    joined = f" LEFT JOIN ({renamed}) AS renamed ON renamed.row_number = file_row_number" if renamed else ""
    names = [f"facts.{quoted(name)}" for name in (*(name for name, _ in staged.columns), *staged.service)]
    if renamed:
        names = [f"coalesce(renamed.key, {n}) AS {key}" if n == f"facts.{quoted(key)}" else n for n in names]
    without = f" AND file_row_number NOT IN ({dropped})" if dropped else ""
    written = connection.execute(
        f"COPY (SELECT {', '.join(names)}{added}, CAST(NULL AS VARCHAR) AS {REJECT} "
        f"FROM read_parquet({path}, file_row_number=true) AS facts{joined} WHERE {staged.sound}{without}) "
        f"TO {literal(str(target))} ({CODEC})"
    )
    if staged.new:
        staged.path.unlink()
    staged.path, staged.rows, staged.new, staged.final = target, int(written.fetchall()[0][0]), True, True
