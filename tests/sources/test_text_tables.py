"""Text tables of any content come through as they were written."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.homes import Place

DECLARED = """
name: s
files: "exports/*"
read: {{encoding: {encoding}, delimiter: "{delimiter}"}}
facts:
  - {{table: events, key: id, fields: {{type: {{value: t}}, status: a, team: b}}}}
"""
WORDS = st.lists(
    st.sampled_from(['"', '""', "\n", ",", ";", "é", "x", "1,2,3", 'a"b', '",', ',"', "\n9,y,z\n", "'", "\\"]),
    max_size=6,
).map("".join)


def value(text: str) -> str | None:
    return text if text.strip(" ") else None


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=12),
    delimiter=st.sampled_from([",", ";"]),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]),
    always=st.booleans(),
)
def test_whatever_texts_hold_they_come_through(
    rows: list[tuple[str, str]], delimiter: str, encoding: str, always: bool
) -> None:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=quoting)
    writer.writerow(["id", "a", "b"])
    writer.writerows((f"k{place:03}", *row) for place, row in enumerate(rows))
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        place.declare(DECLARED.format(encoding=encoding, delimiter=delimiter))
        place.put("exports/a.csv", out.getvalue(), encoding=encoding)
        (fetched,) = place.fetch()
        assert fetched.rejected == {}
        found = place.rows("SELECT key, status, team FROM events ORDER BY key")
        place.duckdb.close()
    assert [tuple(row.values()) for row in found] == [
        (f"k{number:03}", value(a), value(b)) for number, (a, b) in enumerate(rows)
    ]


@pytest.mark.slow
def test_texts_that_look_like_rows_at_every_place_where_a_reader_may_start(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.declare(DECLARED.format(encoding="utf-8", delimiter=","))
    target = place.put("exports/a.csv", "")
    texts = ['one\ntwo, "quoted"\n5,6,7\n9,"x",1\nend', "x\r\n1,2,3\r\ny", "1,2,3\n" * 40, "plain"]
    rows = 600_000
    with target.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "a", "b"])
        writer.writerows((number, texts[number % 4] if number % 3 else "short", number * 2) for number in range(rows))
    assert target.stat().st_size > 36_000_000
    (fetched,) = place.fetch()
    assert fetched.rejected == {}
    assert place.rows(
        "SELECT count(*) AS n, CAST(sum(CAST(key AS BIGINT)) AS BIGINT) AS ids, CAST(sum(CAST(team AS BIGINT)) AS BIGINT) AS b, "
        "count(DISTINCT status) AS texts FROM events"
    ) == [{"n": rows, "ids": sum(range(rows)), "b": 2 * sum(range(rows)), "texts": 5}]
