"""CSV and TSV, read by DuckDB as a stream of texts."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import numpy as np

from visavis.engine.steps import literal
from visavis.sources.declaration import Read
from visavis.sources.kinds.files.bytes import LONGEST_LINE, Look, chunks, look
from visavis.sources.kinds.files.encoding import clean, encoding_of, is_clean
from visavis.sources.kinds.files.header import check_columns, find_delimiter, split_header
from visavis.sources.kinds.files.records import Joined, Joiner
from visavis.sources.kinds.rows import ASTRAY, LONG, MARK, NEWLINE, REASON_OF_MARK, Places, Rows, Unread

REASONS = {
    "MISSING COLUMNS": "too-few-columns",
    "TOO MANY COLUMNS": "too-many-columns",
    "UNQUOTED VALUE": "broken-quotes",
    "LINE SIZE OVER MAXIMUM": "line-too-long",
    "INVALID ENCODING": "undecodable",
    "INVALID STATE": "broken-quotes",
}


@dataclass(slots=True)
class Delimited:
    """A text table as DuckDB reads it: a file of one line per row, in UTF-8."""

    connection: duckdb.DuckDBPyConnection
    text: Path
    columns: tuple[str, ...]
    delimiter: str
    quote: str
    skipped: int
    joined: Joined
    scan: str = field(default_factory=lambda: uuid.uuid4().hex)

    def relation(self) -> str:
        """The rows in SQL; each reading notes the lines that are no row."""
        names = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(self.columns)))
        return (
            f"read_csv({literal(str(self.text))}, auto_detect=false, header=false, skip={self.skipped}, "
            f"delim={literal(self.delimiter)}, quote={literal(self.quote)}, escape={literal(self.quote)}, "
            f"columns={{{names}}}, max_line_size={LONGEST_LINE + 4096}, null_padding=false, strict_mode=true, "
            f"store_rejects=true, rejects_limit=0, "
            f"rejects_table='errors_{self.scan}', rejects_scan='scans_{self.scan}')"
        )

    def unread(self) -> list[Unread]:
        """Lines that are no row, once the relation was read."""
        errors = self._errors()
        lines = _lines_of(self.text, [offset for offset, _, _ in errors])
        numbers = self.joined.original(np.array(lines, dtype=np.int64)).tolist()
        return [
            Unread(number, _reason(kind, value or ""), _shown(value))
            for number, (_, kind, value) in zip(numbers, errors, strict=True)
        ]

    def lines(self, places: Places) -> Places:
        """The line at which rows begin, by their place among the rows that could be read (ascending)."""
        bad = set(_lines_of(self.text, [offset for offset, _, _ in self._errors()]))
        left_out = np.array(sorted(bad | set(_blank_lines(self.text, self.skipped))), dtype=np.int64)
        before = left_out - self.skipped - 1 - np.arange(len(left_out))
        here = places + self.skipped + 1 + np.searchsorted(before, places, side="right")
        return self.joined.original(np.asarray(here, dtype=np.int64))

    def is_whole(self, rows: int) -> bool:
        """Whether every line below the header is one of `rows` rows, is unread, or is empty."""
        lines = sum(piece.count(b"\n") + (not piece.endswith(b"\n")) for piece in chunks(self.text)) - self.skipped
        left = lines - rows - len(self._errors())
        return left == 0 or left == len(_blank_lines(self.text, self.skipped))

    def _errors(self) -> list[tuple[int, str, str | None]]:
        """Byte offset, kind and text of each malformed line, in order of place."""
        known = self.connection.execute(
            f"SELECT count(*) FROM duckdb_tables() WHERE table_name = 'errors_{self.scan}'"
        ).fetchall()
        if not known[0][0]:
            return []
        return self.connection.execute(
            f"SELECT line_byte_position - 1, any_value(error_type), any_value(left(csv_line, 500)) "
            f"FROM errors_{self.scan} GROUP BY ALL ORDER BY 1"
        ).fetchall()


def open_delimited(
    connection: duckdb.DuckDBPyConnection,
    file: Path,
    read: Read,
    wanted: Sequence[str],
    scratch: Path,
    *,
    packed: bool,
    thorough: bool = False,
) -> Rows:
    """Open a text table; raises Mistake for a wanted column that is not there, or a file that can't be unpacked.

    `thorough` checks every line with quotes: for files whose rows did not come out as many as their lines.
    """
    quote = read.quote or ""
    found = look(file, quote)
    encoding = encoding_of(found, read.encoding)
    as_it_is = is_clean(found, encoding)
    header, skipped = _header(chunks(file) if as_it_is else clean(file, found, encoding), read.header, quote)
    if not header:
        return Rows((), "", lambda places: places, list)
    delimiter = read.delimiter or find_delimiter(header, quote, wanted)
    columns = split_header(header, delimiter, quote)
    check_columns(file, columns, wanted, header=header, quote=quote)
    table = Delimited(connection, file, columns, delimiter, quote, skipped, Joined())
    marked = False
    if packed or found.odd or thorough or not as_it_is:
        table.text = scratch / f"{uuid.uuid4().hex}.csv"
        marked = _rewrite(file, found, encoding, table, as_it_is, thorough)
    rows = Rows(columns, table.relation(), table.lines, table.unread, marked=marked, joined=bool(table.joined.lines))
    return replace(rows, is_whole=table.is_whole) if found.quotes and not thorough else rows


def _rewrite(file: Path, found: Look, encoding: str, table: Delimited, as_it_is: bool, thorough: bool) -> bool:
    """Write the clean text of `file`, one line per row, where the table reads it; whether anything had to be marked."""
    pieces = chunks(file) if as_it_is else clean(file, found, encoding)
    marks = _Marks()
    with table.text.open("wb") as out:
        if not table.quote:
            for piece in marks.watched(pieces):
                out.write(piece)
            return marks.seen
        joiner = Joiner(table.delimiter, table.quote, len(table.columns), table.skipped, thorough)
        table.joined = joiner.write(marks.watched(pieces), out)
    return marks.seen or joiner.marked


@dataclass(slots=True)
class _Marks:
    """Whether marks went by."""

    seen: bool = False

    def watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.seen = self.seen or MARK.encode() in piece or LONG.encode() in piece
            yield piece


def _header(pieces: Iterator[bytes], place: int, quote: str) -> tuple[str, int]:
    """The line that names the columns (more than one, if a name goes over several), and how many lines end with it."""
    head = b""
    for piece in pieces:
        head += piece[: LONGEST_LINE * 2]
        if head.count(b"\n") > place + 100 or len(head) > LONGEST_LINE:
            break
    lines = head.decode("utf-8", errors="replace").removeprefix("\ufeff").split("\n")
    if len(lines) < place:
        return "", place
    header, used = lines[place - 1], place
    while quote and header.count(quote) % 2 and used < len(lines):
        header, used = header + "\n" + lines[used], used + 1
    return header.rstrip("\r\n"), used


def _lines_of(text: Path, offsets: Sequence[int]) -> list[int]:
    """The line that holds each byte offset (ascending)."""
    numbers, line, position = [], 1, 0
    if not offsets:
        return []
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


def _blank_lines(text: Path, skipped: int) -> list[int]:
    """Numbers of empty lines below the header, which are no rows."""
    blank, number = [], 0
    for piece in chunks(text):
        lines = piece.split(b"\n")
        if piece.endswith(b"\n"):
            lines.pop()
        if piece.startswith((b"\n", b"\r\n")) or b"\n\n" in piece or b"\n\r\n" in piece:
            blank += [number + place for place, line in enumerate(lines, 1) if line in (b"", b"\r")]
        number += len(lines)
    return [line for line in blank if line > skipped]


def _reason(kind: str, value: str) -> str:
    marks = (reason for mark, reason in REASON_OF_MARK.items() if mark in value)
    return next(marks, REASONS.get(kind, "malformed"))


def _shown(value: str | None) -> str | None:
    """The text of a line without marks."""
    if value is None:
        return None
    plain = value.replace(MARK, "\ufffd").replace(NEWLINE, "\n")
    return plain.replace(LONG, "").replace(ASTRAY, "") or None
