"""Brings one file into a scratch table where every column is text, in bounded memory, so that whole columns can be asked."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from visavis.engine.duckdb import DuckDB
from visavis.engine.progress import Progress, silent
from visavis.engine.steps import literal, quoted
from visavis.mistakes import Mistake, Words
from visavis.sources.looking.dialect import Dialect, find_dialect
from visavis.sources.looking.encoding import CHUNK, Encoding, find_encoding
from visavis.sources.looking.opening import LONGEST_LINE, Format, find_format, is_gzip, opened

_UNNAMED = "\x1funnamed"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as a scratch table of texts; `typed` are columns that the format itself says are moments, days or numbers."""

    file: Path
    format: Format
    table: str
    columns: tuple[str, ...]
    rows: int
    refused: int = 0
    encoding: Encoding | None = None
    dialect: Dialect | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    typed: frozenset[str] = frozenset()


class Scratch:
    """A DuckDB session on disk that vanishes with its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = DuckDB(folder / "spill", memory="900MB")
        self.engine.connection.execute(f"ATTACH {literal(str(folder / 'looked.duckdb'))} AS looked")
        self.engine.connection.execute("USE looked")
        self.tables = 0

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Every row of the answer."""
        return list(self.engine.connection.execute(sql).fetchall())

    def one(self, sql: str) -> tuple[Any, ...]:
        """The single row of the answer."""
        return self.ask(sql)[0]

    def next_table(self) -> str:
        """A name that no table has yet."""
        self.tables += 1
        return f"file_{self.tables}"


@contextmanager
def scratch() -> Iterator[Scratch]:
    """A scratch session, cleared away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="visavis-look-"))
    try:
        session = Scratch(folder)
        try:
            yield session
        finally:
            session.engine.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def load_together(parts: Sequence[Loaded], session: Scratch) -> Loaded:
    """Several files with the same columns, in any order, as one table."""
    if len(parts) == 1:
        return parts[0]
    first, table = parts[0], session.next_table()
    listed = ", ".join(quoted(name) for name in first.columns if name)
    session.ask(
        f"CREATE TABLE {table} AS " + " UNION ALL ".join(f"SELECT {listed} FROM {part.table}" for part in parts)
    )
    for part in parts:
        session.ask(f"DROP TABLE {part.table}")
    rows, refused = sum(part.rows for part in parts), sum(part.refused for part in parts)
    return replace(first, table=table, rows=rows, refused=refused)


def load(file: Path, session: Scratch, progress: Progress = silent) -> Loaded:
    """Load `file` whole; raises Mistake where it is no table, empty, header only or broken."""
    found = find_format(file)
    progress(Words(fr=f"{file.name}: lecture", en=f"{file.name}: reading"))
    if found is Format.TEXT:
        loaded = _load_text(file, session, progress)
    elif found is Format.PARQUET:
        loaded = _load_parquet(file, session)
    elif found is Format.JSON_LINES:
        loaded = _load_json_lines(file, session)
    else:
        loaded = _load_excel(file, session)
    if not loaded.rows:
        raise Mistake(
            Words(fr="ce fichier n’a qu’un en-tête, sans aucune ligne", en="this file has a header and no row"),
            remedy=Words(fr="exportez-le à nouveau, avec ses lignes", en="export it again, with its rows"),
            file=file,
        )
    return loaded


def _load_text(file: Path, session: Scratch, progress: Progress) -> Loaded:
    encoding = find_encoding(file, progress)
    dialect = find_dialect(file, encoding.name)
    columns = _distinct(dialect.columns, file)
    plain = file if encoding.name == "utf-8" and not encoding.invalid_lines else _as_utf8(file, encoding, session)
    table = session.next_table()
    quote = literal('"') if dialect.quoted else "''"
    names = ", ".join(f"{literal(name or f'{_UNNAMED}{place}')}: 'VARCHAR'" for place, name in enumerate(columns))
    packed = "gzip" if plain is file and is_gzip(file) else "none"
    try:
        session.ask(
            f"CREATE TABLE {table} AS SELECT * FROM read_csv({literal(str(plain))}, delim = {literal(dialect.delimiter)}, "
            f"quote = {quote}, escape = {quote}, header = true, skip = {dialect.header - 1}, auto_detect = false, columns = {{{names}}}, "
            f"compression = '{packed}', max_line_size = {LONGEST_LINE}, buffer_size = {4 * LONGEST_LINE}, "
            "null_padding = false, strict_mode = true, ignore_errors = true, store_rejects = true)"
        )
    except Exception as error:
        raise _unreadable(file, error) from None
    refused = session.one("SELECT count(DISTINCT line) FROM reject_errors")[0]
    session.ask("DELETE FROM reject_errors")
    rows = session.one(f"SELECT count(*) FROM {table}")[0]
    if plain is not file:
        plain.unlink()
    return Loaded(file, Format.TEXT, table, columns, rows, refused, encoding, dialect)


def _distinct(columns: tuple[str, ...], file: Path) -> tuple[str, ...]:
    """The names, verbatim; a column without one (row numbers, a trailing delimiter) is left out of everything."""
    for place, name in enumerate(columns):
        if name.strip() and name in columns[:place]:
            raise Mistake(
                Words(fr=f"deux colonnes se nomment « {name} »", en=f"two columns are named “{name}”"),
                remedy=Words(fr="renommez l’une des deux dans l’en-tête", en="rename one of them in the header"),
                file=file,
                line=1,
            )
    return tuple(name if name.strip() else "" for name in columns)


def _as_utf8(file: Path, encoding: Encoding, session: Scratch) -> Path:
    import codecs

    target = session.folder / "plain.csv"
    decoder = codecs.getincrementaldecoder(encoding.name)(errors="replace")
    with opened(file) as stream, target.open("w", encoding="utf-8", newline="") as out:
        while chunk := stream.read(CHUNK):
            out.write(decoder.decode(chunk))
        out.write(decoder.decode(b"", True))
    return target


def _load_parquet(file: Path, session: Scratch) -> Loaded:
    scan = f"read_parquet({literal(str(file))})"
    try:
        described = session.ask(f"DESCRIBE SELECT * FROM {scan}")
    except Exception as error:
        raise _unreadable(file, error) from None
    return _load_scan(file, Format.PARQUET, scan, described, session)


def _load_json_lines(file: Path, session: Scratch) -> Loaded:
    find_encoding(file)
    scan = (
        f"read_json({literal(str(file))}, format = 'newline_delimited', sample_size = -1, dateformat = 'none', "
        f"maximum_object_size = {LONGEST_LINE}, compression = '{'gzip' if is_gzip(file) else 'none'}')"
    )
    try:
        described = session.ask(f"DESCRIBE SELECT * FROM {scan}")
        return _load_scan(file, Format.JSON_LINES, scan, described, session)
    except Mistake:
        raise
    except Exception as error:
        raise _unreadable(file, error) from None


_NATIVE = (
    "DATE",
    "TIMESTAMP",
    "TIME",
    "INT",
    "BIGINT",
    "HUGEINT",
    "DOUBLE",
    "FLOAT",
    "DECIMAL",
    "BOOL",
    "SMALL",
    "TINY",
)


def _load_scan(file: Path, found: Format, scan: str, described: list[tuple[Any, ...]], session: Scratch) -> Loaded:
    table = session.next_table()
    columns = tuple(str(row[0]) for row in described)
    typed = frozenset(str(row[0]) for row in described if re.match(r"U?(" + "|".join(_NATIVE) + ")", str(row[1])))
    texts = ", ".join(f"CAST({quoted(name)} AS VARCHAR) AS {quoted(name)}" for name in columns)
    session.ask(f"CREATE TABLE {table} AS SELECT {texts} FROM {scan}")
    rows = session.one(f"SELECT count(*) FROM {table}")[0]
    return Loaded(file, found, table, columns, rows, typed=typed)


def _load_excel(file: Path, session: Scratch) -> Loaded:
    import pyarrow as pa
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(file))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=True) for name in book.sheet_names}
    except Exception as error:
        raise _unreadable(file, error) from None
    filled = [name for name, rows in sheets.items() if rows and len(rows[0]) > 1]
    if not filled:
        raise Mistake(
            Words(
                fr="aucune feuille de ce classeur ne contient de tableau", en="no sheet of this workbook holds a table"
            ),
            remedy=Words(fr="exportez la feuille voulue", en="export the sheet that is meant"),
            file=file,
        )
    sheet = filled[0]
    header, *body = sheets[sheet]
    columns = _distinct(
        tuple(str(name).strip() if isinstance(name, str) else _cell(name) or "" for name in header), file
    )
    texts = {
        name: pa.array([_cell(row[place]) for row in body], pa.string()) for place, name in enumerate(columns) if name
    }
    table = session.next_table()
    session.engine.connection.register("cells", pa.table(texts))
    session.ask(f"CREATE TABLE {table} AS SELECT * FROM cells")
    session.engine.connection.unregister("cells")
    typed = frozenset(
        name
        for place, name in enumerate(columns)
        if all(not isinstance(row[place], str) or not row[place] for row in body[:200])
    )
    return Loaded(file, Format.EXCEL, table, columns, len(body), sheet=sheet, sheets=tuple(filled), typed=typed)


def _cell(value: Any) -> str | None:
    """A cell as text: whole floats without their point, moments in ISO form, midnight as a day."""
    import datetime as dt

    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return str(value)


def _unreadable(file: Path, error: Exception) -> Mistake:
    first = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
    return Mistake(
        Words(fr=f"fichier illisible: {first}", en=f"can’t be read: {first}"),
        remedy=Words(fr="vérifiez ou exportez-le à nouveau", en="check it, or export it again"),
        file=file,
    )


def load_values(file: Path, column: str, session: Scratch) -> str:
    """A table of the distinct values of one column of `file`; raises Mistake where there is no such column."""
    loaded = load(file, session)
    if column not in loaded.columns:
        raise Mistake(Words(fr=f"pas de colonne « {column} »", en=f"no column “{column}”"), file=file)
    table = session.next_table()
    session.ask(
        f"CREATE TABLE {table} AS SELECT DISTINCT {quoted(column)} AS value FROM {loaded.table} WHERE {quoted(column)} IS NOT NULL"
    )
    session.ask(f"DROP TABLE {loaded.table}")
    return table
