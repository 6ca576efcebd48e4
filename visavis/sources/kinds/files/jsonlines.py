"""JSON Lines: one object a line; values as written, inner objects and lists as JSON."""

import json
import uuid
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import duckdb
import numpy as np

from visavis.engine.steps import literal
from visavis.sources.declaration import Read
from visavis.sources.kinds.files.bytes import LONGEST_LINE, look
from visavis.sources.kinds.files.encoding import clean, encoding_of, is_clean
from visavis.sources.kinds.files.header import check_columns
from visavis.sources.kinds.rows import LONG, MARK, Places, Rows, Unread

_HEAD = 1000


def open_json_lines(
    connection: duckdb.DuckDBPyConnection, file: Path, read: Read, wanted: Sequence[str], scratch: Path, *, packed: bool
) -> Rows:
    """Open a file of JSON objects; raises Mistake where no row has a wanted name, or the file can't be unpacked."""
    found = look(file)
    encoding = encoding_of(found, read.encoding)
    text, marked = file, False
    if packed or not is_clean(found, encoding):
        text = scratch / f"{uuid.uuid4().hex}.jsonl"
        with text.open("wb") as out:
            for piece in clean(file, found, encoding):
                marked = marked or MARK.encode() in piece or LONG.encode() in piece
                out.write(piece)
    names = dict.fromkeys(name for each in islice(_objects(text), _HEAD) for name in each)
    if not set(wanted) <= names.keys():
        names |= dict.fromkeys(name for each in _objects(text) for name in each)
    if not names:
        return Rows((), "", lambda places: places, list)
    columns = tuple(names)
    check_columns(file, columns, wanted)
    lines = _lines(text)
    values = ", ".join(
        f"json_extract_string(line, {literal(_pointer(name))}) AS c{place}" for place, name in enumerate(columns)
    )
    relation = f"(SELECT {values} FROM {lines} WHERE {_IS_OBJECT})"
    return Rows(columns, relation, partial(_places, connection, lines), partial(_unread, connection, lines), marked)


_IS_OBJECT = "CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END"


def _lines(text: Path) -> str:
    """Every line of the file as one text, empty ones included."""
    return (
        f"read_csv({literal(str(text))}, auto_detect=false, header=false, delim='\\x01', quote='', escape='', "
        f"columns={{'line': 'VARCHAR'}}, max_line_size={LONGEST_LINE + 1024}, strict_mode=false)"
    )


def _objects(text: Path) -> Iterator[dict[str, object]]:
    with text.open(encoding="utf-8-sig", errors="replace") as stream:
        for line in stream:
            try:
                plain = json.loads(line)
            except ValueError:
                continue
            if isinstance(plain, dict):
                yield plain


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _numbered(connection: duckdb.DuckDBPyConnection, lines: str, condition: str) -> duckdb.DuckDBPyConnection:
    numbered = f"SELECT row_number() OVER () AS number, line FROM {lines}"
    return connection.execute(
        f"SELECT number, left(line, 500) AS line FROM ({numbered}) WHERE {condition} ORDER BY number"
    )


def _places(connection: duckdb.DuckDBPyConnection, lines: str, places: Places) -> Places:
    numbers = _numbered(connection, lines, _IS_OBJECT).fetchnumpy()["number"]
    return np.asarray(numbers, dtype=np.int64)[places]


def _unread(connection: duckdb.DuckDBPyConnection, lines: str) -> list[Unread]:
    broken = f"trim(line) <> '' AND NOT {_IS_OBJECT}"
    return [Unread(number, "not-json", line) for number, line in _numbered(connection, lines, broken).fetchall()]
