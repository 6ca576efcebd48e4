"""Keys taken apart: records that share every part share the whole, and the other way round."""

import pytest

from visavis.engine.linking.scored.pairs import parts_of


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
