"""Normalising in several threads: the same rows, in the same order."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.engine.linking.scored import generated
from visavis.engine.linking.comparable.normalise import READ, normalise, rows_of


def test_several_threads_read_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    rows = pa.Table.from_pylist(generated(90))
    schema = pa.schema([(name, _of_raw(name)) for name in READ])
    pq.write_table(rows.select(list(READ)).cast(schema), tmp_path / "raw.parquet", row_group_size=20)
    counts = [
        normalise(rows_of(tmp_path / "raw.parquet"), tmp_path / f"{threads}.parquet", threads=threads)
        for threads in (1, 2)
    ]
    assert counts == [90, 90]
    one, two = (pq.read_table(tmp_path / f"{threads}.parquet") for threads in (1, 2))
    assert one.equals(two)
    assert one["rid"].to_pylist() == list(range(1, 91))


def _of_raw(name: str) -> pa.DataType:
    lists = {"emails", "phones", "also_known_as"}
    plain = {"rid": pa.int64(), "birth_date": pa.date32()}.get(name, pa.string())
    return pa.list_(pa.string()) if name in lists else plain


def test_arrow_has_its_usual_memory_again_whether_or_not_records_could_be_read(tmp_path: Path) -> None:
    usual = pa.default_memory_pool().backend_name
    normalise([], tmp_path / "nobody.parquet")
    with pytest.raises(KeyError, match="source"):
        normalise([pa.record_batch({"rid": [1]})], tmp_path / "input.parquet")
    assert pa.default_memory_pool().backend_name == usual
