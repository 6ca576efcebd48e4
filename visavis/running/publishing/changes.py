"""What changed since the tables were last published: new rows against what is known of the old ones, joined by key in DuckDB."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import literal, quoted
from visavis.running.publishing.tables import Computed, Field

Formatted = Callable[[Field], str]
"""SQL of a fitted column in the form that the database at hand reads."""

CHANGED, GONE = ".changed.parquet", ".gone.parquet"


def keep_new_rows(session: DuckDB, table: Computed, folder: Path) -> None:
    """Compute the new rows once, into a file that the view then shows, with the digest by which a change is seen.

    Another version of DuckDB may digest otherwise: then every row is looked at once more, and none is written in vain.
    """
    file = folder / f"{table.name}.parquet"
    names = {field.name for field in table.fields}
    columns = session.connection.execute(f"DESCRIBE {quoted(table.view)}").fetchall()
    others = [quoted(name) for name, *_ in columns if name not in names]
    fitted = ", ".join([*(field.fitted() for field in table.fields), *others])
    told = ", ".join(quoted(field.name) for field in table.fields)
    session.connection.execute(
        f"COPY (SELECT *, hash({told}) AS digest FROM (SELECT {fitted} FROM {quoted(table.view)})) "
        f"TO {literal(str(file))} (FORMAT parquet)"
    )
    show_rows(session, table, f"FROM read_parquet({literal(str(file))})")


def write_changes(
    session: DuckDB, table: Computed, *, known: str | None, unsure: Path | None, formatted: Formatted, into: Path
) -> None:
    """Write rows that are new or differ, and keys that are gone, as files of `into`.

    `known` selects the rows last published, with their digests. `unsure` holds keys of rows that may have changed since
    (with `gone`, whether they are marked as vanished): whatever they hold now, they are written.
    """
    session.connection.execute(f"CREATE OR REPLACE TEMP VIEW known_rows AS {_known(table, known, unsure)}")
    same = _same(table, "n", "k")
    columns = ", ".join(f"{formatted(field)} AS {quoted(field.name)}" for field in table.fields)
    order = ", ".join(f"n.{quoted(name)}" for name in table.order)
    first = known is None and unsure is None
    joined = (
        ""
        if first
        else f"LEFT JOIN known_rows AS k ON {same} WHERE k.{table.keys[0].name} IS NULL OR k.digest IS DISTINCT FROM n.digest"
    )
    _copy(
        session,
        f"SELECT {columns} FROM {quoted(table.view)} AS n {joined} ORDER BY {order}",
        into / f"{table.name}{CHANGED}",
    )
    keys = ", ".join(f"{formatted(field)} AS {quoted(field.name)}" for field in table.keys)
    _copy(
        session,
        f"SELECT {keys} FROM known_rows AS n ANTI JOIN {quoted(table.view)} AS k ON {same} WHERE NOT n.gone ORDER BY ALL",
        into / f"{table.name}{GONE}",
    )


def write_no_changes(table: Computed, into: Path) -> None:
    """Write that no row of `table` changes."""
    for fields, ending in ((table.fields, CHANGED), (table.keys, GONE)):
        columns = {field.name: pa.array([], pa.string()) for field in fields}
        pq.write_table(pa.table(columns), into / f"{table.name}{ending}")


def show_rows(session: DuckDB, table: Computed, rows: str) -> None:
    """Let the view of new rows show `rows`, a SELECT."""
    session.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(table.view)} AS {rows}")


def _known(table: Computed, known: str | None, unsure: Path | None) -> str:
    names = [field.name for field in table.keys]
    listed = ", ".join(map(quoted, names))
    empty = ", ".join(f"CAST(NULL AS {field.kind.value.strip()}) AS {quoted(field.name)}" for field in table.keys)
    sure = (
        f"SELECT {listed}, digest, FALSE AS gone FROM ({known}) AS p"
        if known
        else f"SELECT {empty}, CAST(NULL AS UBIGINT) AS digest, FALSE AS gone WHERE 1 = 0"
    )
    if unsure is None:
        return sure
    doubtful = f"SELECT {listed}, CAST(NULL AS UBIGINT) AS digest, gone FROM read_parquet({literal(str(unsure))})"
    return f"SELECT * FROM ({sure}) AS s ANTI JOIN read_parquet({literal(str(unsure))}) AS u ON {_same(table, 's', 'u')} UNION ALL {doubtful}"


def _same(table: Computed, one: str, other: str) -> str:
    return " AND ".join(f"{one}.{quoted(field.name)} = {other}.{quoted(field.name)}" for field in table.keys)


def _copy(session: DuckDB, query: str, target: Path) -> None:
    session.connection.execute(f"COPY ({query}) TO {literal(str(target))} (FORMAT parquet)")
