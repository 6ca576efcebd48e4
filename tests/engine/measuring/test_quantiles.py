import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.quantiles import ordered

weighted = st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 6)), min_size=1, max_size=40).filter(
    lambda rows: any(count for _, count in rows)
)


@given(weighted, st.floats(0, 1))
def test_values_with_counts_have_the_quantiles_of_the_repeated_values(
    rows: list[tuple[int, int]], share: float
) -> None:
    values, counts = zip(*rows, strict=True)
    repeated = np.repeat(np.array(values, dtype=float), counts)
    mine = ordered(values, counts)
    assert mine.n == len(repeated)
    assert mine.quantile(share) == pytest.approx(float(np.quantile(repeated, share)), abs=1e-9)
    assert mine.mean() == pytest.approx(float(repeated.mean()), abs=1e-9)


def test_without_cases_there_is_no_quantile() -> None:
    nothing = ordered([])
    assert nothing.n == 0
    assert nothing.median_interval() is None
    with pytest.raises(ValueError, match="no cases"):
        nothing.quantile(0.5)
    with pytest.raises(ValueError, match="no cases"):
        nothing.mean()


def test_the_interval_of_the_median_is_two_of_the_values() -> None:
    assert ordered(range(1, 11)).median_interval() == (2, 9)
    assert ordered([1.0, 2.0], [3, 3]).median_interval() == (1, 2)
