"""How a text table is laid out: delimiter, quotes, and which line names the columns."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from visavis.mistakes import Mistake, Words
from visavis.sources.looking.kinds import Kind, kind_of
from visavis.sources.looking.names import is_known
from visavis.sources.looking.opening import opened

_DELIMITERS = (";", "\t", "|", ",")
_HEAD_BYTES = 1 << 20
_MOST_ROWS = 1000
_MOST_PREAMBLE = 12


@dataclass(frozen=True, slots=True)
class Dialect:
    """The layout of a text table, and the evidence; `header` is the line (from 1) that names the columns."""

    delimiter: str
    quoted: bool
    columns: tuple[str, ...]
    why: Words
    sure: bool = True
    header: int = 1


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text read with one delimiter: its rows, the line where each begins, and the place of the header among them."""

    rows: list[list[str]]
    lines: list[int]
    start: int

    @property
    def header(self) -> list[str]:
        return self.rows[self.start]

    @property
    def body(self) -> list[list[str]]:
        return self.rows[self.start + 1 :]


def find_dialect(file: Path, encoding: str) -> Dialect:
    """Decide from the first thousand rows; raises Mistake where there is no header, or no row below it."""
    return decide_dialect(_head(file, encoding), file)


def decide_dialect(text: str, file: Path | None = None) -> Dialect:
    """The layout of `text`, the beginning of a table cut at a line's end; raises Mistake as `find_dialect`."""
    scored = [
        (_score(_read(text, delimiter, quoted), delimiter, quoted), delimiter, quoted)
        for quoted in (True, False)
        for delimiter in _DELIMITERS
    ]
    score, delimiter, quoted = max(scored, key=lambda each: each[0])
    reading = _read(text, delimiter, quoted)
    _must_name_columns(reading, file)
    width, rows = len(reading.header), 1 + len(reading.body)
    agreeing = 1 + sum(1 for row in reading.body if len(row) == width)
    name = {"\t": "tab"}.get(delimiter, delimiter)
    why = Words(
        fr=f"{width} colonnes sur {agreeing} des {rows} premières lignes (séparateur « {name} »)",
        en=f"{width} columns in {agreeing} of the first {rows} rows (delimiter “{name}”)",
    )
    sure = agreeing >= 0.95 * rows and score[0] > 0
    return Dialect(delimiter, quoted, tuple(reading.header), why, sure, reading.lines[reading.start])


def _head(file: Path, encoding: str) -> str:
    with opened(file) as stream:
        head = stream.read(_HEAD_BYTES)
        whole = not stream.read(1)
    text = head.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")
    return text if whole else text[: text.rfind("\n") + 1] or text


def _read(text: str, delimiter: str, quoted: bool) -> _Reading:
    csv.field_size_limit(1 << 24)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    rows: list[list[str]] = []
    lines: list[int] = []
    before = 0
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(before + 1)
            before = reader.line_num
            if len(rows) >= _MOST_ROWS:
                break
    except csv.Error:
        pass
    if not rows:
        return _Reading([[]], [1], 0)
    return _Reading(rows, lines, _start(rows))


def _start(rows: list[list[str]]) -> int:
    """The place of the header: the first row as wide as most, after a title or notes that are much narrower."""
    usual = Counter(len(row) for row in rows).most_common(1)[0][0]
    for place, row in enumerate(rows[: _MOST_PREAMBLE + 1]):
        if len(row) == usual:
            filled = sum(bool(name.strip()) for name in row)
            return place if filled > usual // 2 or place + 1 >= len(rows) else place + 1
        if sum(bool(name.strip()) for name in row) > max(1, usual // 2):
            return 0
    return 0


def _score(reading: _Reading, delimiter: str, quoted: bool) -> tuple[float, int, int, bool]:
    """Share of rows as wide as the header, weighed by how much the header reads as names; then its width."""
    header, body = reading.header, reading.body
    width = len(header)
    if width < 2:
        return (0.0, 0, 0, quoted)
    agreeing = (1 + sum(len(row) == width for row in body)) / (1 + len(body))
    names = sum(_is_name_like(name, delimiter) for name in header) / width
    stray = 0.5 if not quoted and any('"' in name for name in header) else 0.0
    late = 0.05 * reading.start
    return (round(agreeing * (0.5 + 0.5 * names) - stray - late, 2), width, -_DELIMITERS.index(delimiter), quoted)


def _is_name_like(name: str, delimiter: str) -> bool:
    stripped = name.strip()
    return bool(stripped) and len(stripped) <= 80 and not any(mark in stripped for mark in ";\t|," if mark != delimiter)


def _must_name_columns(reading: _Reading, file: Path | None) -> None:
    if not _is_header(reading.header, reading.body):
        raise Mistake(
            Words(
                fr="la première ligne n’est pas un en-tête: elle ressemble à des données",
                en="the first line is no header: it looks like data",
            ),
            remedy=Words(
                fr="ajoutez en première ligne le nom des colonnes, ou retirez les lignes qui la précèdent",
                en="add a first line with the names of the columns, or remove what stands before it",
            ),
            file=file,
            line=reading.lines[reading.start],
        )
    if not reading.body:
        raise Mistake(
            Words(fr="ce fichier n’a qu’un en-tête, sans aucune ligne", en="this file has a header and no row"),
            remedy=Words(fr="exportez-le à nouveau, avec ses lignes", en="export it again, with its rows"),
            file=file,
        )


def _is_header(header: list[str], body: list[list[str]]) -> bool:
    """A header has names: no values such as dates, numbers or addresses, and none of its columns' own repeated values."""
    filled = [name.strip() for name in header]
    if not any(filled) or any(len(name) > 200 for name in filled):
        return False
    typed = {Kind.DATE, Kind.EMAIL, Kind.INTEGER, Kind.DECIMAL, Kind.PHONE, Kind.BOOLEAN}
    values = sum(kind_of(name) in typed and not _is_short(name) for name in filled if name)
    if values and values >= 0.1 * len(filled):
        return False
    if any(is_known(name) for name in filled):
        return True
    same = sum(
        any(len(row) > place and row[place].strip() == name for row in body[:200])
        for place, name in enumerate(filled)
        if name
    )
    return same <= len(filled) // 2


def _is_short(name: str) -> bool:
    """A year, or a letter that would also read as yes or no, may be the name of a column."""
    return (len(name) == 4 and name.isdigit()) or (len(name) == 1 and name.isalpha())
