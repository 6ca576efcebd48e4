"""Rows that could not become facts: in the lake's table `rejects`, and in a CSV that people can open."""

import uuid
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from visavis.engine.lake import Entry, Lake
from visavis.engine.spreadsheets import harmless
from visavis.engine.steps import literal
from visavis.sources.declaration import Fact, SourceDeclaration
from visavis.sources.forms import Constant
from visavis.sources.kinds.rows import MARK, NEWLINE, Rows
from visavis.sources.mapping.facts import KEPT, REJECT
from visavis.sources.staging import CODEC, Staged

TABLE = "rejected"


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Start with no rejected row."""
    connection.execute(
        f'CREATE OR REPLACE TEMP TABLE {TABLE} (source VARCHAR, file VARCHAR, line BIGINT, "column" VARCHAR, '
        f"reason VARCHAR, value VARCHAR, fact VARCHAR)"
    )


def add_unread(connection: duckdb.DuckDBPyConnection, source: str, file: str, rows: Rows, *, shown: bool) -> int:
    """Add what was left out of `file` because it is no row; how many. `shown`: the text may be kept."""
    unread = rows.unread()
    if unread:
        table = pa.table(
            {
                "line": pa.array([each.line for each in unread], pa.int64()),
                "reason": [each.reason for each in unread],
                "value": pa.array([each.text if shown else None for each in unread], pa.string()),
            }
        )
        connection.register("unread_lines", table)
        connection.execute(
            f"INSERT INTO {TABLE} SELECT {literal(source)}, {literal(file)}, line, NULL, reason, value, NULL FROM unread_lines"
        )
        connection.unregister("unread_lines")
    return len(unread)


def add_refused(connection: duckdb.DuckDBPyConnection, source: SourceDeclaration, staged: Staged) -> None:
    """Add the rows of a completed staged file that failed a check."""
    assert staged.plan is not None
    checks = staged.plan.checks
    number = f"CAST(split_part({REJECT}, ':', 1) AS INTEGER)"
    columns = " ".join(f"WHEN {n} THEN {literal(check.column)}" for n, check in enumerate(checks) if check.column)
    column = f"CASE {number} {columns} END" if columns else "NULL"
    kept = f" AND {KEPT}" if staged.kept else ""
    rows = (
        f"SELECT file_row_number AS row_number, {column} AS \"column\", split_part({REJECT}, ':', 2) AS reason, "
        f"nullif(substr({REJECT}, length(split_part({REJECT}, ':', 1)) + length(split_part({REJECT}, ':', 2)) + 3), '') AS value "
        f"FROM read_parquet({literal(str(staged.path))}, file_row_number=true) WHERE {REJECT} IS NOT NULL{kept}"
    )
    _add_lines(connection, source, staged, rows)


def add_contradicting(
    connection: duckdb.DuckDBPyConnection, source: SourceDeclaration, staged: Staged, row_numbers: str
) -> None:
    """Add rows whose key stands elsewhere with another content; `row_numbers` is a query."""
    column = "|".join(source.facts[staged.number].keyed_by)
    rows = (
        f"SELECT file_row_number AS row_number, {literal(column)} AS \"column\", 'different-content-under-one-key' AS reason, "
        f"left(key, 500) AS value FROM read_parquet({literal(str(staged.path))}, file_row_number=true) "
        f"WHERE file_row_number IN ({row_numbers})"
    )
    _add_lines(connection, source, staged, rows)


def _add_lines(connection: duckdb.DuckDBPyConnection, source: SourceDeclaration, staged: Staged, rows: str) -> None:
    assert staged.source is not None
    connection.execute(f"CREATE OR REPLACE TEMP TABLE refused_rows AS {rows}")
    places = connection.execute("SELECT row_number FROM refused_rows ORDER BY row_number").fetchnumpy()["row_number"]
    if not len(places):
        return
    lines = staged.source.lines(np.asarray(places, dtype=np.int64))
    connection.register("reject_lines", pa.table({"row_number": places, "line": lines}))
    connection.execute(
        f'INSERT INTO {TABLE} SELECT {literal(source.name)}, {literal(staged.file)}, nullif(line, -1), "column", reason, '
        f"replace(replace(value, {literal(MARK)}, '\ufffd'), {literal(NEWLINE)}, chr(10)), {literal(_fact(source.facts[staged.number]))} "
        f"FROM refused_rows JOIN reject_lines USING (row_number)"
    )
    connection.unregister("reject_lines")


def _fact(fact: Fact) -> str:
    """How rejects name a fact: its table, and its type where that is constant."""
    type_ = fact.fields.written().get("type")
    constant = type_[0] if type_ else None
    return f"{fact.table}/{constant.value}" if isinstance(constant, Constant) else fact.table


def write(connection: duckdb.DuckDBPyConnection, lake: Lake, run: str, source: str) -> list[Entry]:
    """Write what was rejected to the lake; no entry if nothing was."""
    rows = int(connection.execute(f"SELECT count(*) FROM {TABLE}").fetchall()[0][0])
    if not rows:
        return []
    path = lake.new_file("rejects", run)
    connection.execute(f"COPY (SELECT * FROM {TABLE} ORDER BY file, line, fact) TO {literal(str(path))} ({CODEC})")
    return [lake.entry("rejects", path, rows, source=source)]


def write_csv(
    connection: duckdb.DuckDBPyConnection, lake: Lake, home: Path, source: str, entries: Sequence[Entry]
) -> None:
    """Replace `HOME/rejects/<source>.csv` at once; cells that a spreadsheet would run get an apostrophe."""
    target = home / "rejects" / f"{source}.csv"
    if not entries:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}")
    files = ", ".join(literal(str(lake.folder / entry.path)) for entry in entries)
    cells = ", ".join(f"{harmless(name)} AS {name}" for name in ("file", '"column"', "reason", "value", "fact"))
    connection.execute(
        f'COPY (SELECT file, line, "column", reason, value, fact FROM (SELECT line, {cells} FROM read_parquet([{files}]))) '
        f"TO {literal(str(scratch))} (FORMAT csv, HEADER)"
    )
    scratch.replace(target)


def summary(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows were rejected for each reason, the most frequent first."""
    found = connection.execute(f"SELECT reason, count(*) FROM {TABLE} GROUP BY 1 ORDER BY 2 DESC, 1").fetchall()
    return {str(reason): int(n) for reason, n in found}
