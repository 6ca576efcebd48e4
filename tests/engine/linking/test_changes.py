"""What another partition changes, counted and shown."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.linking.clusters.changes import Changes, changes_between


def clusters(file: Path, *groups: str) -> Path:
    rows = [("s", key, str(number)) for number, keys in enumerate(groups) for key in keys.split()]
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    pq.write_table(pa.table(columns, ["source", "key", "cluster"]), file)
    return file


def test_merged_and_parted_clients_are_counted_among_records_that_both_know(tmp_path: Path) -> None:
    before = clusters(tmp_path / "before.parquet", "a b c", "d", "e f", "left", "g", "h")
    after = clusters(tmp_path / "after.parquet", "a b", "c d", "e f", "new", "g h")
    assert changes_between(before, after) == Changes(
        records=8,
        clients_before=5,
        clients_after=4,
        merged=2,
        parted=1,
        moved=6,
        merged_examples=((("s/c",), ("s/d",)), (("s/g",), ("s/h",))),
        parted_examples=((("s/a", "s/b"), ("s/c",)),),
    )
    assert changes_between(after, after).plain() | {"records": 0} == Changes(0, 5, 5, 0, 0, 0, (), ()).plain()
