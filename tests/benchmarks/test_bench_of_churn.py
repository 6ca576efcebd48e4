"""What the benchmark counts as an id that changed for nothing."""

import pytest

from benchmarks.linking.churn import churned

BEFORE = {"a": 1, "b": 1, "c": 2, "d": 3}


@pytest.mark.parametrize(
    ("held", "after", "counted"),
    [
        ({}, {"a": 1, "b": 1, "c": 2, "d": 3}, 0),
        ({}, {"a": 1, "b": 1, "c": 4, "d": 3}, 1),
        ({}, {"a": 5, "b": 5, "c": 2, "d": 3}, 2),
        ({}, {"a": 1, "b": 1, "c": 1, "d": 3}, 0),  # c joined them
        ({}, {"a": 1, "b": 6, "c": 2, "d": 3}, 0),  # b left a
        ({}, {"a": 1, "c": 2, "d": 3}, 0),  # b went away
        ({"e": 0}, {"a": 1, "b": 1, "c": 0, "d": 3, "e": 0}, 0),  # e came back, and c joined its client
        ({"e": 2}, {"a": 1, "b": 1, "c": 0, "d": 3, "e": 0}, 1),  # e came back to c, under another number for nothing
        ({"e": 7}, {"a": 1, "b": 1, "c": 8, "d": 3, "e": 7}, 1),  # e came back alone: that is no reason for c to change
    ],
)
def test_an_id_that_changed_for_nothing_is_counted(held: dict[str, int], after: dict[str, int], counted: int) -> None:
    assert churned(BEFORE, BEFORE | held, after) == counted
