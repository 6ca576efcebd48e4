"""Keys taken apart: records that share every part share the whole, and the other way round. Blocks count each record once."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.engine.linking.scored import all_normalised, generated
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.comparable.normalise import COLUMNS
from visavis.engine.linking.scored.pairs import PAIRS, make_pairs, parts_of
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.model import Key
from visavis.engine.steps import Piece


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("item", ("item",)),
        ("postcode || '|' || item", ("postcode", "item")),
        ("street || '|' || coalesce(street_number, '') || '|' || postcode", ("street", "COALESCE(street_number, '')", "postcode")),
        # Nothing is taken apart where two values could run into one another.
        ("given || family", ("given || family",)),
        ("given || ' ' || family", ("given || ' ' || family",)),
        ("given || '|' || family || '|'", ("given || '|' || family || '|'",)),
        ("'|' || family", ("'|' || family",)),
    ],
)  # fmt: skip
def test_keys_are_taken_apart_at_their_sign_alone(value: str, parts: tuple[str, ...]) -> None:
    assert parts_of(value) == parts


@pytest.mark.parametrize("value", ["item", "postcode || '|' || item", "left(item, 1)"])
@pytest.mark.parametrize("each", ["also_known_as", "emails"])
def test_a_record_counts_once_in_a_block_however_often_it_says_a_value(tmp_path: Path, value: str, each: str) -> None:
    """Two records fill a block whose cap is two, though one of them names the value twice, or values of one beginning."""
    rows = all_normalised(generated(2, seed=1))
    said = [["a/1", "a/1"], ["a/1"]] if each == "also_known_as" else [["a@b.fr", "a2@b.fr"], ["a@b.fr"]]
    for name, column in ((each, said), ("postcode", ["29000", "29000"]), ("kind", ["person", "person"])):
        place = rows.column_names.index(name)
        rows = rows.set_column(place, rows.schema.field(name), pa.array(column, rows.schema.field(name).type))
    pq.write_table(rows, tmp_path / "input.parquet")
    session = DuckDB(tmp_path / "session")
    try:
        session.show("linking_input", [Piece((tmp_path / "input.parquet",), COLUMNS)], COLUMNS)
        model = replace(DEFAULT, keys=(Key("one", value, 2, each=each),))
        found = pq.read_table(make_pairs(session, model, tmp_path))
    finally:
        session.close()
    assert found.column_names == [name for name, _ in PAIRS]
    assert found.to_pylist() == [{"rid_l": 1, "rid_r": 2, "rule": 0}]
