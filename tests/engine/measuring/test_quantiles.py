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


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75, 0.1])
@pytest.mark.parametrize("n", [6, 12, 13, 40, 200])
def test_the_interval_of_a_quantile_covers_it_with_the_least_ranks(n: int, share: float) -> None:
    """P(X₍low₎ ≤ q < X₍high₎) = Σ binomial from low to high − 1: at least 95 %, and each end as far in as its tail allows."""
    from scipy.stats import binom

    ends = ordered(np.arange(1, n + 1)).quantile_interval(share)
    if ends is None:
        assert share**n > 0.025 or (1 - share) ** n > 0.025 or n < 40
        return
    low, high = int(ends[0]), int(ends[1])
    assert binom.cdf(high - 1, n, share) - binom.cdf(low - 1, n, share) >= 0.95
    assert binom.cdf(low - 1, n, share) <= 0.025 < binom.cdf(low, n, share)
    assert binom.sf(high - 1, n, share) <= 0.025 < binom.sf(high - 2, n, share)


def test_the_interval_of_a_mean_needs_two_cases() -> None:
    assert ordered([1.0]).mean_interval() is None
    assert ordered([1.0, 3.0], [2, 2]).mean_interval() == pytest.approx(
        (2 - 3.182 * 1.1547 / 2, 2 + 3.182 * 1.1547 / 2), abs=1e-3
    )
