"""Linking on the public sets: figures that a change must not lower. `python -m benchmarks.linking` prints the full ones."""

from pathlib import Path

import pytest

from benchmarks.linking import customers, exact, febrl, labels, linked, scores

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


def test_customers_beat_exact_matching_by_far(data: Path) -> None:
    """A sample of 20,000 customers, about 48,000 records."""
    records = customers(data, entities=20_000)
    truth = labels(record["truth"] for record in records)
    precision, _, f1 = scores(linked(records), truth)
    assert f1 >= 0.925
    assert precision >= 0.97
    assert f1 >= 1.15 * scores(exact(records), truth)[2]


@pytest.mark.parametrize(("number", "least"), [(1, 0.95), (2, 0.95), (3, 0.94)])
def test_febrl(data: Path, number: int, least: float) -> None:
    records = febrl(data, number)
    precision, _, f1 = scores(linked(records), labels(record["truth"] for record in records))
    assert f1 >= least
    assert precision >= 0.98
