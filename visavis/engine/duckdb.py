"""Runs steps on DuckDB, in the process: the default engine."""

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from visavis.engine.steps import SQL_TYPES, Piece, Step, literal, quoted, select_piece
from visavis.engine.tables import Type


def memory_allowed(usual: str) -> str:
    """What VISAVIS_MEMORY says, else the `usual` bound of a session, such as "1GB"."""
    return os.environ.get("VISAVIS_MEMORY", usual)


_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


FEW_REPEAT = "DICTIONARY_SIZE_LIMIT 1000"
"""Option of a COPY to Parquet of mostly keys: columns of few values keep a list of them, for others none is begun."""


class DuckDB:
    """A DuckDB session with bounded memory that spills to `scratch`."""

    dialect = "duckdb"

    def __init__(self, scratch: Path | None = None, *, memory: str | None = None, threads: int | None = None) -> None:
        """Open a session; `memory` such as "1GB" (default: VISAVIS_MEMORY or 1200MB).

        Without `scratch` it spills to a temporary folder of its own: so do all who only read, in homes they can't write to.
        """
        self._temporary = None if scratch else tempfile.TemporaryDirectory(prefix="visavis-")
        self.scratch = scratch or Path(self._temporary.name if self._temporary else "")
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.connection = duckdb.connect(
            config={
                "memory_limit": memory or memory_allowed("1200MB"),
                "temp_directory": str(self.scratch),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        self.connection.execute("SET timezone = 'UTC'")
        if threads:
            self.connection.execute(f"SET threads = {threads}")

    @property
    def memory(self) -> int:
        """About how many bytes the session may use."""
        told = str(self.connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])
        number, unit = told.split()
        return int(float(number) * 1024 ** _UNITS.index(unit))

    def show(self, view: str, pieces: Sequence[Piece], columns: Sequence[tuple[str, Type]]) -> None:
        """Make `view` of `pieces`, with `columns` in order: missing ones null, others cast."""
        parts = [
            select_piece(scan_counted(piece.files, piece.stale), piece, columns) for piece in pieces if piece.files
        ]
        if not parts:
            parts = [select_piece("(SELECT 1) AS nothing", Piece((), ()), columns) + " WHERE 1 = 0"]
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(view)} AS {' UNION ALL '.join(parts)}")

    def run(self, steps: Iterable[Step]) -> None:
        """Make a view of each step."""
        for each in steps:
            sql = each.sql("duckdb", pretty=False)
            self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(each.name)} AS {sql}")

    def write(self, view: str, target: Path, *, passing: bool = False) -> int:
        """Write the rows of `view` to the Parquet file `target`; the number of rows. What is `passing` takes more room and less time."""
        target.parent.mkdir(parents=True, exist_ok=True)
        quick = ", COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1" if passing else ""
        written = self.connection.execute(
            f"COPY (FROM {quoted(view)}) TO {literal(str(target))} (FORMAT parquet{quick})"
        )
        return int(written.fetchall()[0][0])

    def hold(self, view: str, columns: Sequence[tuple[str, Type]] = ()) -> None:
        """Compute the rows of `view` once, with `columns` (all, as they are): read from now on, and until `let_go`, where the session
        keeps them."""
        self.let_go(view)
        casts = (f"CAST({quoted(name)} AS {SQL_TYPES[type_]}) AS {quoted(name)}" for name, type_ in columns)
        listed = ", ".join(casts) or "*"
        self.connection.execute(f"CREATE TEMP TABLE {_held(view)} AS SELECT {listed} FROM {quoted(view)}")
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(view)} AS FROM {_held(view)}")

    def let_go(self, view: str) -> None:
        """Forget the rows that `hold` keeps of `view`, if any."""
        self.connection.execute(f"DROP TABLE IF EXISTS {_held(view)}")

    def rows(self, sql: str | exp.Expression) -> list[dict[str, Any]]:
        """The rows of a small result, times as naive UTC datetimes."""
        text = sql if isinstance(sql, str) else sql.sql(dialect="duckdb")
        result = self.connection.execute(text)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def close(self) -> None:
        """End the session."""
        self.connection.close()
        if self._temporary:
            self._temporary.cleanup()


def _held(view: str) -> str:
    return quoted(f"{view} held")


def scan_counted(files: Sequence[Path], stale: Path | None = None) -> str:
    """SQL that reads those rows of Parquet files that count; `stale` as a Piece has it."""
    listed = f"[{', '.join(literal(str(file)) for file in files)}]"
    if stale is None:
        return f"read_parquet({listed})"
    return (
        f"(SELECT f.* EXCLUDE (file_row_number) FROM read_parquet({listed}, file_row_number = true) AS f "
        f"ANTI JOIN read_parquet({literal(str(stale))}) AS s ON f.file_row_number = s.place) AS counted"
    )
