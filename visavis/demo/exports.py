"""Write CSV files as companies export them: any delimiter and encoding, quotes only where needed."""

from collections.abc import Mapping
from pathlib import Path

from visavis.demo.chance import Numbers, Texts

CHUNK = 200_000
"""Rows written at a time."""


def write_csv(
    path: Path, columns: Mapping[str, Texts | Numbers], *, delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    """Write `columns` (equal lengths) under their names; lines end with LF; whole numbers as digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = len(next(iter(columns.values())))
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(delimiter.join(columns) + "\n")
        for start in range(0, rows, CHUNK):
            cells = [_cells(values[start : start + CHUNK], delimiter) for values in columns.values()]
            file.write("\n".join(map(delimiter.join, zip(*cells, strict=True))) + "\n")


def _cells(values: Texts | Numbers, delimiter: str) -> list[str]:
    cells: list[str] = values.tolist() if values.dtype == object else list(map(str, values.tolist()))
    whole = "".join(cells)
    if not any(awkward in whole for awkward in (delimiter, '"', "\n", "\r")):
        return cells
    return [_quoted(cell, delimiter) for cell in cells]


def _quoted(cell: str, delimiter: str) -> str:
    if delimiter in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
