"""The rows last published, kept beside the lake for the next run: a base, and over it what was computed again since.

So a run that changes little writes little. What lies over a base is laid into it once it has grown.
"""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import literal, quoted

if TYPE_CHECKING:
    from visavis.running.publishing.tables import Computed

BASE, LATER, REPLACED = ".parquet", ".later.parquet", ".replaced.parquet"
"""Endings: rows, with digests; rows that came later; places of which the base no longer tells."""

MOST = 0.25
"""Share of all above which a part is no small part: then all is computed, or written, anew."""


def holds(folder: Path, name: str) -> bool:
    """Whether rows of table `name` are kept in `folder`."""
    return (folder / f"{name}{BASE}").is_file()


def kept_rows(folder: Path, name: str) -> str:
    """SELECT the rows of table `name` kept in `folder`, with `digest`."""
    base = f"SELECT * FROM {_file(folder, name, BASE)} AS b"
    if not (folder / f"{name}{LATER}").exists():
        return base
    return (
        f"{base} ANTI JOIN {_file(folder, name, REPLACED)} AS r ON b.place = r.place "
        f"UNION ALL BY NAME SELECT * FROM {_file(folder, name, LATER)}"
    )


def keep_same(name: str, before: Path, folder: Path) -> None:
    """Keep in `folder` what `before` keeps of `name`: the same files under other names; copies where the disk knows no
    second name."""
    for ending in (BASE, LATER, REPLACED):
        file, target = before / f"{name}{ending}", folder / f"{name}{ending}"
        if file.exists():
            try:
                os.link(file, target)
            except OSError:
                shutil.copyfile(file, target)


def keep_again(session: DuckDB, table: "Computed", touched: str, before: Path, folder: Path) -> None:
    """Keep in `folder` what `before` keeps, and in place of what the table `touched` names, the rows that `table.view` shows."""
    name, over = table.name, (before / f"{table.name}{LATER}").exists()
    keep_same(name, before, folder)
    for ending in (LATER, REPLACED):
        (folder / f"{name}{ending}").unlink(missing_ok=True)
    later, replaced = f"SELECT * FROM {quoted(table.view)}", f"SELECT place FROM {_file(before, name, BASE)} AS b"
    replaced += f" SEMI JOIN {touched} AS t ON b.place = t.place"
    if over:
        later += f" UNION ALL BY NAME SELECT * FROM {_file(before, name, LATER)} AS o ANTI JOIN {touched} AS t ON o.place = t.place"
        replaced += f" UNION SELECT place FROM {_file(before, name, REPLACED)}"
    grown = _copy(session, later, folder / f"{name}{LATER}") + _copy(session, replaced, folder / f"{name}{REPLACED}")
    if grown > MOST * session.rows(f"SELECT count(*) AS n FROM {_file(before, name, BASE)}")[0]["n"]:
        _lay_into_base(session, name, folder)


def _lay_into_base(session: DuckDB, name: str, folder: Path) -> None:
    whole = session.scratch / f"whole-{name}{BASE}"
    _copy(session, kept_rows(folder, name), whole)
    (folder / f"{name}{BASE}").unlink()  # before is another name of it
    shutil.move(whole, folder / f"{name}{BASE}")
    for ending in (LATER, REPLACED):
        (folder / f"{name}{ending}").unlink()


def _file(folder: Path, name: str, ending: str) -> str:
    return f"read_parquet({literal(str(folder / f'{name}{ending}'))})"


def _copy(session: DuckDB, query: str, target: Path) -> int:
    done = session.connection.execute(f"COPY ({query}) TO {literal(str(target))} (FORMAT parquet)").fetchall()
    return int(done[0][0])
