"""The same rows out of every kind of file give the same facts."""

import datetime
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from tests.sources.homes import Place
from visavis.mistakes import Mistake

DECLARED = """
name: s
files: "exports/*"
read: {read}
facts:
  - table: events
    key: id
    fields:
      type: {{value: t}}
      occurred_at: moment
      due_at: day
      status: "the status, é"
      value: amount
      extra: {{flag: {{column: flag, as: boolean}}}}
"""
COLUMNS = ["id", "moment", "day", "the status, é", "amount", "flag"]
ROWS: list[list[Any]] = [
    [1, datetime.datetime(2024, 3, 1, 9, 30), datetime.date(2024, 3, 4), "déjà", 12.5, True],
    [2, datetime.datetime(2024, 3, 1, 0, 0), None, 'a,b\n"c"', 1000000.0, False],
    [3, None, datetime.date(2024, 3, 5), None, None, None],
]
EXPECTED = [
    {
        "key": "1",
        "at": datetime.datetime(2024, 3, 1, 9, 30),
        "due": datetime.date(2024, 3, 4),
        "status": "déjà",
        "value": 12.5,
        "flag": True,
    },
    {
        "key": "2",
        "at": datetime.datetime(2024, 3, 1),
        "due": None,
        "status": 'a,b\n"c"',
        "value": 1000000.0,
        "flag": False,
    },
    {"key": "3", "at": None, "due": datetime.date(2024, 3, 5), "status": None, "value": None, "flag": None},
]


def text(value: Any) -> str:
    return "" if value is None else str(value)


def write_csv(target: Path) -> None:
    import csv

    with target.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out, delimiter="\t" if target.suffix == ".tsv" else ";").writerows(
            [COLUMNS, *([text(v) for v in row] for row in ROWS)]
        )


def write_json(target: Path) -> None:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime.date) else value

    lines = [json.dumps(dict(zip(COLUMNS, map(plain, row), strict=True)), ensure_ascii=False) for row in ROWS]
    target.write_text("\n".join(lines), encoding="utf-8")


def write_parquet(target: Path) -> None:
    columns = {name: [row[place] for row in ROWS] for place, name in enumerate(COLUMNS)}
    parquet.write_table(pa.table(columns), target)


def write_workbook(target: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Notes"
    data = book.create_sheet("Données")
    data.append(["Export du 1er mars"])
    data.append([])
    data.append(COLUMNS)
    for row in ROWS:
        data.append(row)
    book.save(target)


@pytest.mark.parametrize(
    ("name", "write", "read"),
    [
        ("a.csv", write_csv, "{}"),
        ("a.tsv", write_csv, "{}"),
        ("a.jsonl", write_json, "{}"),
        ("a.parquet", write_parquet, "{}"),
        ("a.xlsx", write_workbook, "{sheet: Données, header: 3}"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_every_kind_of_file_gives_the_same_facts(place: Place, name: str, write: Any, read: str, packed: bool) -> None:
    place.declare(DECLARED.format(read=read))
    plain = place.home / name
    write(plain)
    place.put(f"exports/{name}{'.gz' if packed else ''}", plain.read_bytes(), packed=packed)
    (fetched,) = place.fetch()
    assert fetched.rejected == {}
    found = place.rows(
        "SELECT key, occurred_at AS at, due_on AS due, status, value, extra_flag AS flag FROM events ORDER BY key"
    )
    if name.endswith(".xlsx"):  # in a workbook, midnight can't be told from a date without time
        assert (EXPECTED[1] | {"at": None}) == found[1]
        found[1] = EXPECTED[1]
    assert found == EXPECTED


def test_a_sheet_that_is_not_there(place: Place) -> None:
    place.declare(DECLARED.format(read="{sheet: Feuil1}"))
    (place.home / "exports").mkdir()
    write_workbook(place.home / "exports/a.xlsx")
    with pytest.raises(Mistake, match="there is no sheet “Feuil1”") as raised:
        place.fetch()
    assert raised.value.remedy is not None
    assert raised.value.remedy.en == "choose among: Notes, Données"


@pytest.mark.parametrize(
    ("name", "match"), [("a.parquet", "not readable as Parquet"), ("a.xlsx", "not readable as a workbook")]
)
def test_broken_files_say_so(place: Place, name: str, match: str) -> None:
    place.declare(DECLARED.format(read="{}"))
    place.put(f"exports/{name}", b"this is not what it says")
    with pytest.raises(Mistake, match=match):
        place.fetch()


def test_a_row_of_a_sheet_is_rejected_under_its_own_number(place: Place) -> None:
    place.declare(DECLARED.format(read="{sheet: Données, header: 3}"))
    (place.home / "exports").mkdir()
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Données")
    for row in (["x"], [], COLUMNS, [], [1, "31/02/2024", None, "s", 1, True]):
        sheet.append(row)
    book.save(place.home / "exports/a.xlsx")
    place.fetch()
    assert place.rows("SELECT line, reason FROM rejects") == [{"line": 5, "reason": "day-first-unknown"}]


def test_lines_that_are_no_json_and_names_with_slashes(place: Place) -> None:
    place.declare(
        'name: s\nfiles: exports/a.jsonl\nfacts:\n  - {table: events, key: "a/b~c", fields: {type: {value: t}, status: inner}}\n'
    )
    place.put("exports/a.jsonl", '{"a/b~c": 1, "inner": {"x": [1]}}\nnot json\n\n[2]\n{"a/b~c": "3", "inner": "é"}\n')
    place.fetch()
    assert place.rows("SELECT key, status FROM events ORDER BY key") == [
        {"key": "1", "status": '{"x":[1]}'},
        {"key": "3", "status": "é"},
    ]
    assert place.rows("SELECT line, reason, value FROM rejects ORDER BY line") == [
        {"line": 2, "reason": "not-json", "value": "not json"},
        {"line": 4, "reason": "not-json", "value": "[2]"},
    ]
