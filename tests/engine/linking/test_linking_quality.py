"""Linking on the public sets: figures that a change must not lower. `python -m benchmarks.linking` prints the full ones."""

from pathlib import Path

import pytest

from benchmarks.linking import sets
from benchmarks.linking.households import across_households
from benchmarks.linking.ways import exact, scores, truth, visavis

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


def test_customers_beat_exact_matching_by_far(data: Path, tmp_path: Path) -> None:
    """A sample of 20,000 customers, about 48,000 records."""
    file = tmp_path / "records.parquet"
    sets.customers(data, file, entities=20_000)
    found = visavis(file)[0]
    precision, _, f1 = scores(found, truth(file))
    assert f1 >= 0.93
    assert precision >= 0.985
    assert across_households(file, found) <= 0.005
    assert f1 >= 1.15 * scores(exact(file), truth(file))[2]


@pytest.mark.parametrize(("number", "least"), [(1, 0.97), (2, 0.95), (3, 0.945)])
def test_febrl(data: Path, tmp_path: Path, number: int, least: float) -> None:
    file = tmp_path / "records.parquet"
    sets.febrl(data, number, file)
    precision, _, f1 = scores(visavis(file)[0], truth(file))
    assert f1 >= least
    assert precision >= 0.98
