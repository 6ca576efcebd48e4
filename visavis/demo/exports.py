"""Write CSV files as companies export them: any delimiter and encoding, quotes only where needed."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

import numpy as np

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
    free: Collection[str] = (),
) -> None:
    """Write `columns` (equal lengths) under their names; lines end with LF; whole numbers as digits.

    Texts in the columns `free` are always quoted, as what people typed often is; the others only where they must be.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = len(next(iter(columns.values())))
    with path.open("wb") as file:
        if header:
            file.write((delimiter.join(columns) + "\n").encode(encoding))
        for start in range(0, rows, CHUNK):
            cells = {name: _cells(values[start : start + CHUNK]) for name, values in columns.items()}
            file.write(_rows(cells, delimiter, free, encoding))


def _rows(cells: dict[str, list[str]], delimiter: str, free: Collection[str], encoding: str) -> bytes:
    """The rows as lines. Columns are looked at for what must be quoted only where the whole shows that something must."""
    for name in free:
        cells[name] = ['"' + cell.replace('"', '""') + '"' if cell else cell for cell in cells[name]]
    # Each of the signs is one byte in any of our encodings.
    typed = _encoded("".join(["".join(cells[name]) for name in free]), encoding)
    lines = _encoded(_joined(cells.values(), delimiter), encoding)
    rows = len(next(iter(cells.values())))
    expected = {"\n": rows, delimiter: rows * (len(cells) - 1), '"': 0, "\r": 0}
    if all(_count(lines, sign) == count + _count(typed, sign) for sign, count in expected.items()):
        return lines
    awkward = re.compile(f'[{re.escape(delimiter)}"\n\r]').search
    columns = [of if name in free else _quoted(of, awkward) for name, of in cells.items()]
    return _encoded(_joined(columns, delimiter), encoding)


def _count(data: bytes, sign: str) -> int:
    """How often the sign occurs; `bytes.count` begins anew after each of many."""
    return int(np.count_nonzero(np.frombuffer(data, dtype=np.uint8) == ord(sign)))


def _joined(cells: Iterable[list[str]], delimiter: str) -> str:
    return "\n".join(map(delimiter.join, zip(*cells, strict=True))) + "\n"


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
