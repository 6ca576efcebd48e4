"""CSV and TSV, read by DuckDB as a stream of texts."""

import csv
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Literal

import duckdb
import numpy as np

from visavis.engine.steps import literal
from visavis.sources.declaration import Read
from visavis.sources.kinds.files.bytes import LONGEST_LINE, Look, look
from visavis.sources.kinds.files.encoding import clean, encoding_of, needs_cleaning
from visavis.sources.kinds.files.header import check_columns, find_delimiter, split_header
from visavis.sources.kinds.files.rows import Places, Rows, Unread

REASONS = {
    "MISSING COLUMNS": "too-few-columns",
    "TOO MANY COLUMNS": "too-many-columns",
    "UNQUOTED VALUE": "broken-quotes",
    "LINE SIZE OVER MAXIMUM": "line-too-long",
    "INVALID ENCODING": "undecodable",
    "INVALID STATE": "broken-quotes",
}


def open_delimited(
    connection: duckdb.DuckDBPyConnection, file: Path, read: Read, wanted: Sequence[str], scratch: Path, *, packed: bool
) -> Rows:
    """Open a text table; raises Mistake for a wanted column that is not there, or a file that can't be unpacked."""
    found = look(file)
    encoding = encoding_of(found, read.encoding)
    text, marked = file, False
    if needs_cleaning(found, encoding, packed=packed):
        text = scratch / f"{uuid.uuid4().hex}.csv"
        marked = clean(file, text, found, encoding)
    header, skipped = _header_line(text, read)
    quote = read.quote or ""
    delimiter = read.delimiter or find_delimiter(header, quote, wanted)
    columns = split_header(header, delimiter, quote) if header else ()
    if not header:
        return Rows((), "(SELECT 1 WHERE false)", lambda places: places, list)
    check_columns(file, columns, wanted, header=header, quote=quote)
    scan = uuid.uuid4().hex
    relation = _relation(text, columns, delimiter, quote, skipped, scan)
    lines = partial(_lines, connection, text, found, skipped, delimiter, quote, scan)
    return Rows(columns, relation, lines, partial(_unread, connection, text, scan), marked)


def _header_line(text: Path, read: Read) -> tuple[str, int]:
    """The line that names the columns, and how many physical lines end with it."""
    with text.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        lines = read.header
        for _ in range(lines):
            line = stream.readline(LONGEST_LINE)
        while read.quote and line.count(read.quote) % 2 and (more := stream.readline(LONGEST_LINE)):
            line += more
            lines += 1
    return line.rstrip("\r\n"), lines


def _relation(text: Path, columns: Sequence[str], delimiter: str, quote: str, skipped: int, scan: str) -> str:
    names = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(columns)))
    return (
        f"read_csv({literal(str(text))}, auto_detect=false, header=false, skip={skipped}, delim={literal(delimiter)}, "
        f"quote={literal(quote)}, escape={literal(quote)}, columns={{{names}}}, max_line_size={LONGEST_LINE + 1024}, "
        f"null_padding=false, strict_mode=true, store_rejects=true, rejects_limit=0, "
        f"rejects_table='errors_{scan}', rejects_scan='scans_{scan}')"
    )


def _errors(connection: duckdb.DuckDBPyConnection, scan: str) -> list[tuple[int, str, str | None]]:
    """Byte offset, kind and text of each malformed line, in order of place; none if the relation was not read."""
    known = connection.execute(f"SELECT count(*) FROM duckdb_tables() WHERE table_name = 'errors_{scan}'").fetchall()[
        0
    ][0]
    if not known:
        return []
    return connection.execute(
        f"SELECT line_byte_position - 1, any_value(error_type), any_value(left(csv_line, 500)) FROM errors_{scan} "
        f"GROUP BY ALL ORDER BY 1"
    ).fetchall()


def _unread(connection: duckdb.DuckDBPyConnection, text: Path, scan: str) -> list[Unread]:
    errors = _errors(connection, scan)
    lines = _line_numbers(text, [offset for offset, _, _ in errors])
    return [
        Unread(line, REASONS.get(kind, "malformed"), value)
        for line, (_, kind, value) in zip(lines, errors, strict=True)
    ]


def _line_numbers(text: Path, offsets: Sequence[int]) -> list[int]:
    """The physical line that holds each byte offset (ascending)."""
    numbers, line, position = [], 1, 0
    with text.open("rb") as stream:
        for offset in offsets:
            while position < offset:
                block = stream.read(min(offset - position, 1 << 22))
                if not block:
                    break
                line += block.count(b"\n")
                position += len(block)
            numbers.append(line)
    return numbers


def _lines(
    connection: duckdb.DuckDBPyConnection,
    text: Path,
    found: Look,
    skipped: int,
    delimiter: str,
    quote: str,
    scan: str,
    places: Places,
) -> Places:
    """The physical line at which rows begin, by their place among the rows that could be read."""
    bad = {unread.line for unread in _unread(connection, text, scan)}
    lines = np.full(len(places), -1, dtype=np.int64)
    if not bad and not (found.quotes and quote) and not found.blank:
        return places + skipped + 1
    wanted = iter(enumerate(places.tolist()))
    at, sought = next(wanted, (0, -1))
    csv.field_size_limit(1 << 30)
    with text.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        for _ in range(skipped):
            stream.readline()
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
        place, begins = 0, skipped + 1
        reader = csv.reader(stream, delimiter=delimiter, quotechar=quote or None, quoting=quoting)
        for row in reader:
            if row and begins not in bad:
                if place == sought:
                    lines[at] = begins
                    at, sought = next(wanted, (0, -1))
                    if sought < 0:
                        break
                place += 1
            begins = skipped + reader.line_num + 1
    return lines
