"""Files that are no tables are refused with a remedy, and nothing is written."""

import gzip
import os
from pathlib import Path

import pytest

from visavis.mistakes import Mistake
from visavis.sources.looking.adding import look_at

ROWS = b"order_id;client;ordered_on\n" + b"".join(
    b"%d;c%d;2024-01-%02d\n" % (n, n % 9, n % 28 + 1) for n in range(5000)
)
PACKED = gzip.compress(ROWS)

REFUSED = [
    ("empty.csv", b"", "empty"),
    ("blank.csv", b"\n \r\n\n", "empty"),
    ("header.csv", b"order_id;client;ordered_on\n", "no row"),
    ("random.csv", bytes(range(256)) * 20, "binary"),
    ("report.pdf", b"%PDF-1.7 ...", "PDF"),
    ("cut.csv.gz", PACKED[: len(PACKED) // 2], "truncated"),
    ("sheet.xlsx", ROWS, "named"),
    ("table.parquet", ROWS, "named"),
    ("book.csv", b"PK\x03\x04 not really", "workbook"),
    ("cut.parquet", b"PAR1" + os.urandom(400), "can’t be read"),
    ("nohead.csv", b"1;2024-01-02;a@x.fr\n2;2024-01-03;b@x.fr\n", "no header"),
    ("twice.csv", b"id;id;date\n1;2;2024-01-01\n", "two columns"),
    ("endless.csv", b"id;client;date\n1;" + b"x" * (5 << 20) + b";2024-01-01\n", "longer than"),
    ("array.json", b'[{"id": 1, "client": "a"}]', "JSON array"),
    ("broken.jsonl", b'{"id": 1, "client": "a"}\n{"id": 2, "cli\n', "can’t be read"),
    ("colours.csv", b"hue,shade\nred,dark\nblue,light\nred,light\n", "nothing about clients"),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED, ids=[each[0] for each in REFUSED])
def test_no_table_is_refused_with_a_remedy(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(Mistake) as refused:
        look_at([file], tmp_path)
    assert said in refused.value.say("en")
    assert refused.value.remedy is not None
    assert refused.value.file == file
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="folder"):
        look_at([tmp_path], tmp_path)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="no such file"):
        look_at([tmp_path / "absent.csv"], tmp_path)


def test_gzip_needs_no_ending(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(PACKED)
    (proposal,) = look_at([file], tmp_path)
    assert proposal.rows == 5000


def test_rows_of_another_width_are_counted_and_said(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(ROWS + b"9001;c1\n9002;c2;2024-01-01;too;much\n")
    (proposal,) = look_at([file], tmp_path)
    assert proposal.rows == 5000
    assert any("2 row(s)" in note.en for note in proposal.notes)
