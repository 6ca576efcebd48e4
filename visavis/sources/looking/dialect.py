"""How a text table is laid out: delimiter, quotes, and whether its first line names the columns."""

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


@dataclass(frozen=True, slots=True)
class Dialect:
    """The layout of a text table, and the evidence."""

    delimiter: str
    quoted: bool
    columns: tuple[str, ...]
    why: Words
    sure: bool = True


def find_dialect(file: Path, encoding: str) -> Dialect:
    """Decide from the first thousand rows; raises Mistake where there is no header, or no row below it."""
    text = _head(file, encoding)
    dialect = decide_dialect(text, file)
    return dialect


def decide_dialect(text: str, file: Path | None = None) -> Dialect:
    """The layout of `text`, the beginning of a table cut at a line's end."""
    scored = [
        (_score(text, delimiter, quoted), delimiter, quoted) for quoted in (True, False) for delimiter in _DELIMITERS
    ]
    (score, delimiter, quoted) = max(scored, key=lambda each: each[0])
    rows = _rows(text, delimiter, quoted)
    header = tuple(rows[0])
    _must_name_columns(rows, file)
    agreeing = sum(1 for row in rows if len(row) == len(header))
    name = {"\t": "tab"}.get(delimiter, delimiter)
    return Dialect(
        delimiter,
        quoted,
        header,
        Words(
            fr=f"{len(header)} colonnes sur {agreeing} des {len(rows)} premières lignes (séparateur « {name} »)",
            en=f"{len(header)} columns in {agreeing} of the first {len(rows)} rows (delimiter “{name}”)",
        ),
        sure=agreeing >= 0.95 * len(rows) and score[0] > 0,
    )


def _head(file: Path, encoding: str) -> str:
    with opened(file) as stream:
        head = stream.read(_HEAD_BYTES)
        whole = not stream.read(1)
    text = head.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")
    if whole:
        return text
    return text[: text.rfind("\n") + 1] or text


def _rows(text: str, delimiter: str, quoted: bool) -> list[list[str]]:
    csv.field_size_limit(1 << 24)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) >= _MOST_ROWS:
                break
    except csv.Error:
        return rows or [[]]
    return rows or [[]]


def _score(text: str, delimiter: str, quoted: bool) -> tuple[float, int, int, bool]:
    """Share of rows that have as many fields as the header, then whether the header reads as names, then the count."""
    rows = _rows(text, delimiter, quoted)
    width = len(rows[0])
    if width < 2:
        return (0.0, 0, 0, quoted)
    common, times = Counter(len(row) for row in rows).most_common(1)[0]
    agreeing = times / len(rows) if common == width else 0.3 * sum(len(row) == width for row in rows) / len(rows)
    names = sum(_is_name_like(name) for name in rows[0]) / width
    broken = 0.0 if quoted or '"' not in "".join(rows[0]) else 0.5
    return (round(agreeing * (0.5 + 0.5 * names) - broken, 2), width, -_DELIMITERS.index(delimiter), quoted)


def _is_name_like(name: str) -> bool:
    stripped = name.strip().strip('"')
    return bool(stripped) and len(stripped) <= 80 and not any(mark in stripped for mark in ";\t|,")


def _must_name_columns(rows: list[list[str]], file: Path | None) -> None:
    header, body = rows[0], rows[1:]
    if not _is_header(header, body):
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
            line=1,
        )
    if not body:
        raise Mistake(
            Words(fr="ce fichier n’a qu’un en-tête, sans aucune ligne", en="this file has a header and no row"),
            remedy=Words(fr="exportez-le à nouveau, avec ses lignes", en="export it again, with its rows"),
            file=file,
        )


def _is_header(header: list[str], body: list[list[str]]) -> bool:
    """A header has names: no value such as dates, numbers or addresses, and none of the column's own repeated values."""
    filled = [name.strip() for name in header]
    if not any(filled) or any(len(name) > 200 for name in filled):
        return False
    typed = {Kind.DATE, Kind.EMAIL, Kind.INTEGER, Kind.DECIMAL, Kind.PHONE, Kind.BOOLEAN}
    values = sum(kind_of(name) in typed and not _is_year(name) for name in filled if name)
    if values and values >= max(1, 0.1 * len(filled)):
        return False
    if any(is_known(name) for name in filled):
        return True
    same = sum(
        any(len(row) > place and row[place].strip() == name for row in body[:200])
        for place, name in enumerate(filled)
        if name
    )
    return same <= len(filled) // 2


def _is_year(name: str) -> bool:
    return len(name) == 4 and name.isdigit()
