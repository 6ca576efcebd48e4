"""Write CSV files as companies export them: any delimiter and encoding, quotes only where needed."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from visavis.demo.chance import Numbers, Texts

CHUNK = 4_000
"""Rows written at a time: few enough to stay in the processor's cache."""


def write_csv(
    path: Path,
    columns: Mapping[str, Texts | Numbers],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    header: bool = True,
) -> None:
    """Write `columns` (equal lengths) under their names; lines end with LF; whole numbers as digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = len(next(iter(columns.values())))
    with path.open("wb") as file:
        if header:
            file.write((delimiter.join(columns) + "\n").encode(encoding))
        for start in range(0, rows, CHUNK):
            cells = [_cells(values[start : start + CHUNK]) for values in columns.values()]
            file.write(_encoded(_rows(cells, delimiter), encoding))


def _rows(cells: list[list[str]], delimiter: str) -> str:
    """The rows as lines. Columns are looked at for what must be quoted only where the whole shows that something must."""
    lines = "\n".join(map(delimiter.join, zip(*cells, strict=True))) + "\n"
    rows = len(cells[0])
    plain = lines.count("\n") == rows and lines.count(delimiter) == rows * (len(cells) - 1)
    if plain and '"' not in lines and "\r" not in lines:
        return lines
    awkward = re.compile(f'[{re.escape(delimiter)}"\n\r]').search
    quoted = [_quoted(column, awkward) for column in cells]
    return "\n".join(map(delimiter.join, zip(*quoted, strict=True))) + "\n"


def _encoded(text: str, encoding: str) -> bytes:
    if encoding != "cp1252":
        return text.encode(encoding)
    # Python encodes Latin-1 far faster than its superset; most rows need no more.
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("cp1252")


def _cells(values: Texts | Numbers) -> list[str]:
    cells: list[str] = values.tolist() if values.dtype == object else list(map(str, values.tolist()))
    return cells


def _quoted(cells: list[str], awkward: Callable[[str], object]) -> list[str]:
    if not awkward("".join(cells)):
        return cells
    return ['"' + cell.replace('"', '""') + '"' if awkward(cell) else cell for cell in cells]
