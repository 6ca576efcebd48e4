"""Numbers and booleans: SQL against Python."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.sources.mapping import numbers
from visavis.sources.mapping.layers import Layers


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as session:
        yield session


def read(
    connection: duckdb.DuckDBPyConnection, kind: str, texts: list[str], decimal: Literal[",", "."] | None = None
) -> list[tuple[object, str | None]]:
    layers = Layers()
    raw = layers.let("c0")
    if kind == "boolean":
        value, refusal = numbers.boolean(layers, raw)
    else:
        value, refusal = (numbers.integer if kind == "integer" else numbers.number)(layers, raw, decimal)
    rows = ", ".join("({}, '{}')".format(place, text.replace("'", "''")) for place, text in enumerate(texts))
    sql = layers.select(
        f"(SELECT * FROM (VALUES {rows}) AS t(place, c0))", [("value", value), ("refusal", refusal), ("place", "place")]
    )
    return [(row[0], row[1]) for row in connection.execute(f"SELECT * FROM ({sql}) ORDER BY place").fetchall()]


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), min_size=1, max_size=20))
def test_numbers_in_french_and_english_manner(connection: duckdb.DuckDBPyConnection, values: list[Decimal]) -> None:
    expected = [(float(value), None) for value in values]
    assert read(connection, "decimal", [str(value) for value in values]) == expected
    english = [f"{value:,}" for value in values]
    assert read(connection, "decimal", english, ".") == expected
    french = [text.replace(",", "\u202f").replace(".", ",") for text in english]
    assert read(connection, "decimal", french, ",") == expected
    assert read(connection, "decimal", french) == expected


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1,234", None, (None, "ambiguous-number")),
        ("1,234", ",", (1.234, None)),
        ("1,234", ".", (1234.0, None)),
        ("1.234", ",", (1234.0, None)),
        ("1.234", None, (1.234, None)),
        ("1.234,50", None, (1234.5, None)),
        ("0,125", None, (0.125, None)),
        ("12,5 %", None, (12.5, None)),
        ("1 234,50 €", None, (1234.5, None)),
        ("1e3", None, (1000.0, None)),
        ("nan", None, (None, "not-a-number")),
        ("inf", None, (None, "not-a-number")),
        ("12abc", None, (None, "not-a-number")),
        ("", None, (None, "not-a-number")),
        ("1_000", None, (1000.0, None)),
    ],
)
def test_marks_of_numbers(
    connection: duckdb.DuckDBPyConnection,
    text: str,
    decimal: Literal[",", "."] | None,
    expected: tuple[float | None, str | None],
) -> None:
    value, refusal = read(connection, "decimal", [text], decimal)[0]
    assert (value if refusal is None else None, refusal) == expected


def test_integers_have_no_fraction(connection: duckdb.DuckDBPyConnection) -> None:
    texts = ["12", "12.0", "12.5", "9007199254740993", "1 200", "x", "99999999999999999999"]
    assert read(connection, "integer", texts) == [
        (12, None),
        (12, None),
        (None, "not-an-integer"),
        (9007199254740993, None),
        (1200, None),
        (None, "not-a-number"),
        (None, "not-an-integer"),
    ]


def test_booleans_in_both_languages(connection: duckdb.DuckDBPyConnection) -> None:
    texts = ["true", "Oui", "VRAI", "1", "y", "o", "false", "Non", "faux", "0", "n", "maybe"]
    assert read(connection, "boolean", texts) == [
        *[(True, None)] * 6,
        *[(False, None)] * 5,
        (None, "not-a-boolean"),
    ]
