"""Write CSV files as companies export them: any delimiter and encoding, quotes only where needed."""

from collections.abc import Mapping
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
            cells = [_cells(values[start : start + CHUNK], delimiter) for values in columns.values()]
            file.write(_encoded("\n".join(map(delimiter.join, zip(*cells, strict=True))) + "\n", encoding))


def _encoded(text: str, encoding: str) -> bytes:
    if encoding != "cp1252":
        return text.encode(encoding)
    # Python encodes Latin-1 far faster than its superset; most rows need no more.
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("cp1252")


def _cells(values: Texts | Numbers, delimiter: str) -> list[str]:
    if values.dtype != object:
        return list(map(str, values.tolist()))
    cells: list[str] = values.tolist()
    whole = "".join(cells)
    if not any(awkward in whole for awkward in (delimiter, '"', "\n", "\r")):
        return cells
    return [_quoted(cell, delimiter) for cell in cells]


def _quoted(cell: str, delimiter: str) -> str:
    if delimiter in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
