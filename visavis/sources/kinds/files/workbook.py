"""Excel (and OpenDocument) workbooks: cells as texts, dates and times in ISO form."""

import datetime
import uuid
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import Read
from visavis.sources.kinds.files.header import check_columns
from visavis.sources.kinds.rows import Places, Rows


def open_workbook(connection: duckdb.DuckDBPyConnection, file: Path, read: Read, wanted: Sequence[str]) -> Rows:
    """Open one sheet; raises Mistake for an unknown sheet, a broken file, or a wanted column that is not there.

    The sheet is held in memory: the format has room for a million rows.
    """
    cells = _cells(file, read)
    filled = [(number, row) for number, row in enumerate(cells, 1) if any(value not in ("", None) for value in row)]
    filled = [(number, row) for number, row in filled if number >= read.header]
    if not filled:
        return Rows((), "", lambda places: places, list)
    columns = tuple(_text(value) or "" for value in filled[0][1])
    check_columns(file, columns, wanted)
    body = filled[1:]
    numbers = np.array([number for number, _ in body], dtype=np.int64)
    names = [f"c{place}" for place in range(len(columns))]
    values = [pa.array([_text(row[place]) for _, row in body], pa.string()) for place in range(len(columns))]
    view = f"workbook_{uuid.uuid4().hex}"
    connection.register(view, pa.Table.from_arrays(values, names=names))

    def lines(places: Places) -> Places:
        return numbers[places]

    return Rows(columns, view, lines, list)


def _cells(file: Path, read: Read) -> list[list[object]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(file)
        names = book.sheet_names
        if read.sheet is not None and read.sheet not in names:
            raise Mistake(
                Words(fr=f"pas de feuille « {read.sheet} »", en=f"there is no sheet “{read.sheet}”"),
                remedy=Words(fr=f"choisissez parmi: {', '.join(names)}", en=f"choose among: {', '.join(names)}"),
                file=file,
            )
        sheet = book.get_sheet_by_name(read.sheet or names[0])
        return list(sheet.to_python(skip_empty_area=False))
    except CalamineError as error:
        raise Mistake(
            Words(fr="classeur illisible", en="not readable as a workbook"),
            remedy=Words(fr=f"enregistrez-le en .xlsx ou en CSV ({error})", en=f"save it as .xlsx or CSV ({error})"),
            file=file,
        ) from None


def _text(value: object) -> str | None:
    match value:
        case None | "":
            return None
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return repr(value)
        case datetime.datetime():
            return value.isoformat(sep=" ")
        case datetime.timedelta():
            return str(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)
