"""A promise tested by one SELECT of its own, on a connection that can read the lake's fact files and nothing else.

The connection is made for this query and locked before it runs: no other file, no network, no setting, no extension, bounded
memory, time and rows. Its views have no `staff`, and no `team` for a SELECT that does not say that name; extra fields stand
in a struct, `extra.made_sla`.
"""

import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import duckdb

from visavis.engine.holding.fields import Columns
from visavis.engine.holding.whitelist import checked_select, names_in
from visavis.engine.people import teams_of, without
from visavis.engine.steps import Piece, literal, quoted, select_piece
from visavis.engine.tables import CASES, EXTRA, Type
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import SMALLEST_GROUP, Outcome

MOST_ROWS = 20_000_000
MOST_SECONDS = 120.0
MEMORY = "1GB"
ASKED = ("key", "client_ref", "outcome", "due_at", "done_at")
"""The columns that the SELECT must give; `source` and `reason` may come with them."""
WITHHELD = ("staff",)


def write_selected_cases(
    text: str,
    promise: str,
    pieces: Mapping[str, Sequence[Piece]],
    columns: Columns,
    target: Path,
    *,
    seconds: float = MOST_SECONDS,
    most_rows: int = MOST_ROWS,
) -> int:
    """Run the SELECT over the facts in `pieces` (files by table) and write its rows as `cases` to `target`; how many.

    Raises Mistake where the SELECT is refused, fails, takes too long, or gives other columns or outcomes than it must.
    """
    import pyarrow.parquet as pq

    query = checked_select(text, columns)
    teams_said = "team" in names_in(query)
    connection = _locked(pieces, columns, WITHHELD if teams_said else (*WITHHELD, "team"))
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        sql = query.sql(dialect="duckdb")
        connection.execute(f"CREATE TEMP TABLE answer AS SELECT * FROM ({sql}) LIMIT {most_rows + 1}")
        _check_answer(connection, most_rows)
        hidden = teams_said and _too_few(connection, columns, pieces)
        reader = connection.sql(_cases(connection, promise, hidden=hidden)).to_arrow_reader(100_000)
        rows = 0
        with pq.ParquetWriter(target, reader.schema) as out:
            for batch in reader:
                out.write_batch(batch)
                rows += batch.num_rows
        return rows
    except duckdb.InterruptException:
        raise Mistake(
            Words(
                fr=f"le SELECT dure plus de {seconds:.0f} secondes",
                en=f"the SELECT takes more than {seconds:.0f} seconds",
            ),
            remedy=Words(fr="restreignez-le, ou joignez sur des clés", en="narrow it down, or join on keys"),
        ) from None
    except duckdb.Error as error:
        reason = str(error).splitlines()[0][:300]
        raise Mistake(Words(fr=f"le SELECT échoue: {reason}", en=f"the SELECT fails: {reason}")) from None
    finally:
        timer.cancel()
        connection.close()


def _locked(
    pieces: Mapping[str, Sequence[Piece]], columns: Columns, withheld: Sequence[str]
) -> duckdb.DuckDBPyConnection:
    """A connection whose views lack the columns `withheld`: no star, row or list of aliases brings them back."""
    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": "",
        }
    )
    connection.execute("SET timezone = 'UTC'")
    files = [str(file) for parts in pieces.values() for piece in parts for file in piece.files]
    connection.execute(f"SET allowed_paths = [{', '.join(map(literal, files))}]")
    masked = _masked(connection, pieces, columns)
    for table, known in columns.items():
        connection.execute(
            f"CREATE TEMP VIEW {quoted(table)} AS "
            f"{_view(pieces.get(table, ()), known, withheld=withheld, masked=masked)}"
        )
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _view(
    parts: Sequence[Piece],
    known: Mapping[str, Type],
    *,
    withheld: Sequence[str] = WITHHELD,
    masked: Collection[str] = (),
) -> str:
    own = [name for name in known if not name.startswith(EXTRA) and name not in withheld]
    extra = [name for name in known if name.startswith(EXTRA)]
    selected = [select_piece(_scan(piece), piece, list(known.items())) for piece in parts if piece.files]
    if not selected:
        empty = select_piece("(SELECT 1) AS nothing", Piece((), ()), list(known.items()))
        selected = [f"{empty} WHERE 1 = 0"]
    hiding = {name for name in known if name == "team" or (name.startswith(EXTRA) and known[name] is Type.TEXT)}
    values = {name: without(quoted(name), masked) if name in hiding else quoted(name) for name in known}
    struct = ", ".join(f"{quoted(name.removeprefix(EXTRA))} := {values[name]}" for name in extra)
    shown = [
        *(f"{values[name]} AS {quoted(name)}" for name in own),
        *([f"struct_pack({struct}) AS extra"] if extra else []),
    ]
    return f"SELECT {', '.join(shown)} FROM ({' UNION ALL '.join(selected)})"


def _masked(
    connection: duckdb.DuckDBPyConnection, pieces: Mapping[str, Sequence[Piece]], columns: Columns
) -> frozenset[str]:
    parts = [
        _view(pieces.get(table, ()), columns[table], withheld=())
        for table in ("events", "exchanges")
        if table in columns
    ]
    found = [
        f"SELECT DISTINCT team, staff FROM ({part}) WHERE team IS NOT NULL AND staff IS NOT NULL" for part in parts
    ]
    return teams_of(connection.execute(" UNION ".join(found)).fetchall()).masked if found else frozenset()


def _scan(piece: Piece) -> str:
    return f"read_parquet([{', '.join(literal(str(file)) for file in piece.files)}])"


def _check_answer(connection: duckdb.DuckDBPyConnection, most_rows: int) -> None:
    given = {str(row[0]) for row in connection.execute("DESCRIBE answer").fetchall()}
    missing = [name for name in ASKED if name not in given]
    if missing:
        raise Mistake(
            Words(
                fr=f"le SELECT ne donne pas: {', '.join(missing)}", en=f"the SELECT does not give: {', '.join(missing)}"
            ),
            remedy=Words(fr=f"il doit donner {', '.join(ASKED)}", en=f"it must give {', '.join(ASKED)}"),
        )
    allowed = ", ".join(literal(str(outcome)) for outcome in Outcome)
    odd = connection.execute(
        f"SELECT DISTINCT CAST(outcome AS VARCHAR) FROM answer WHERE NOT coalesce(CAST(outcome AS VARCHAR) IN ({allowed}), false) LIMIT 3"
    ).fetchall()
    if odd:
        listed = ", ".join(str(row[0]) for row in odd)
        raise Mistake(
            Words(fr=f"issue inconnue: {listed}", en=f"unknown outcome: {listed}"),
            remedy=Words(fr=f"issues: {', '.join(Outcome)}", en=f"outcomes: {', '.join(Outcome)}"),
        )
    counts = connection.execute("SELECT count(*), count(key) FROM answer").fetchall()[0]
    if counts[0] != counts[1]:
        raise Mistake(Words(fr="le SELECT donne des lignes sans key", en="the SELECT gives rows without a key"))
    if counts[0] > most_rows:
        raise Mistake(
            Words(fr=f"le SELECT donne plus de {most_rows} lignes", en=f"the SELECT gives more than {most_rows} rows")
        )


def _cases(connection: duckdb.DuckDBPyConnection, promise: str, *, hidden: bool) -> str:
    """SELECT the rows of `answer` as rows of the lake table `cases`."""
    given = {str(row[0]): str(row[1]) for row in connection.execute("DESCRIBE answer").fetchall()}
    value = {column.name: "NULL" for column in CASES.columns} | {"promise": literal(promise), "n": "1"}
    value |= {name: name for name in ("source", "key", "client_ref", "outcome", "reason") if name in given}
    for stem in ("due", "done"):
        at = f"{stem}_at"
        value[at] = "NULL" if given[at] == "DATE" else at
        value[f"{stem}_on"] = f"CAST({at} AS DATE)"
    value["on_day"] = f"coalesce({value['due_on']}, {value['done_on']})"
    if hidden:
        value |= {"outcome": "'untestable'", "reason": "'fewer_than_five'"}
    types = {Type.TEXT: "VARCHAR", Type.INTEGER: "BIGINT", Type.DATE: "DATE", Type.TIMESTAMP: "TIMESTAMP"}
    parts = [f"CAST({value[c.name]} AS {types[c.type]}) AS {quoted(c.name)}" for c in CASES.columns]
    return f"SELECT {', '.join(parts)} FROM answer"


def _too_few(connection: duckdb.DuckDBPyConnection, columns: Columns, pieces: Mapping[str, Sequence[Piece]]) -> bool:
    """X6: whether a SELECT that looks at teams may tell of fewer than five people: whoever acted on the facts of its cases,
    or on those of one outcome; and where a case is none of the facts, nobody can tell."""
    acted = " UNION ALL ".join(
        f"SELECT key, staff FROM ({_view(pieces.get(table, ()), columns[table], withheld=())}) AS {table}"
        for table in ("events", "exchanges")
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE acted AS SELECT CAST(a.outcome AS VARCHAR) AS outcome, f.key AS known, f.staff "
        f"FROM answer AS a LEFT JOIN ({acted}) AS f ON f.key = CAST(a.key AS VARCHAR)"
    )
    if connection.execute("SELECT count(*) FROM acted WHERE known IS NULL").fetchall()[0][0]:
        return True
    found = connection.execute(
        "SELECT count(DISTINCT staff) FROM acted GROUP BY GROUPING SETS ((), (outcome))"
    ).fetchall()
    return any(0 < people < SMALLEST_GROUP for (people,) in found)
