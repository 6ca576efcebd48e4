"""Intervals that hold under peeking."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.watching import always_valid, always_valid_band, always_valid_nps, e_value


def test_peeking_after_every_answer_deceives_wilson_and_not_this() -> None:
    """MEASURES 1: 2,000 runs, looks at n = 20 … 400, p = .8."""
    truth = 0.8
    answers = np.random.default_rng(2026).random((2000, 400)) < truth
    kept, n = answers.cumsum(axis=1)[:, 19:], np.arange(20, 401)
    missed = (e_value(kept, n, truth) >= 20).any(axis=1)
    low, high = always_valid_band(kept[0], n)
    assert ((low > truth) | (high < truth)).tolist() == (e_value(kept[0], n, truth) >= 20).tolist()
    z2, share = 1.959964**2, kept / n
    centre = (kept + z2 / 2) / (n + z2)
    half = 1.959964 / (n + z2) * np.sqrt(share * (1 - share) * n + z2 / 4)
    deceived = (np.abs(centre - truth) > half).any(axis=1)
    assert wilson(int(kept[0, 5]), int(n[5])) == pytest.approx((centre[0, 5] - half[0, 5], centre[0, 5] + half[0, 5]))
    assert missed.mean() <= 0.05
    assert deceived.mean() > 0.25


@settings(max_examples=40)
@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_its_ends_are_where_the_martingale_reaches_twenty(counted: tuple[int, int]) -> None:
    kept, n = counted
    low, high = always_valid(kept, n)
    assert low <= kept / n <= high
    if kept:
        assert float(e_value(kept, n, low)) == pytest.approx(20, rel=1e-6)
    if kept < n:
        assert float(e_value(kept, n, high)) == pytest.approx(20, rel=1e-6)
    assert (low == 0.0, high == 1.0) == (kept == 0, kept == n)
    fixed = wilson(kept, n)
    assert high - low > fixed[1] - fixed[0]


def test_without_answers_nothing_is_known() -> None:
    assert always_valid(0, 0) == (0.0, 1.0)
    low, high = always_valid_nps([0, 30], [0, 5], [0, 40])
    assert (low[0], high[0]) == (-1.0, 1.0)
    assert low[1] < 25 / 40 < high[1]


@pytest.mark.parametrize(("kept", "n", "alpha"), [(-1, 3, 0.05), (4, 3, 0.05), (1, 3, 0.0), (1, 3, 1.0)])
def test_refuses_what_is_no_rate(kept: int, n: int, alpha: float) -> None:
    with pytest.raises(ValueError, match=r"rate|alpha"):
        always_valid(kept, n, alpha)
