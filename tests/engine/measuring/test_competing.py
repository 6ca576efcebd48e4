import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.competing import aalen_johansen
from visavis.engine.measuring.survival import kaplan_meier

CASES = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=50)


def test_by_hand() -> None:
    """Five cases: kept at 1, broken at 2, one lost from sight at 2, kept at 3, one open at 4."""
    found = aalen_johansen([1, 2, 2, 3, 4], [1, 2, 0, 1, 0])
    kept, broken = found.of[1], found.of[2]
    assert kept.share.tolist() == pytest.approx([1 / 5, 1 / 5, 1 / 5 + 3 / 5 / 2])
    assert broken.share.tolist() == pytest.approx([0, 4 / 5 / 4, 1 / 5])
    assert found.waiting.tolist() == pytest.approx([4 / 5, 3 / 5, 3 / 10])
    assert (kept.n_ended, broken.n_ended, found.n, found.until) == (2, 1, 5, 4)
    assert [kept.at(time) for time in (0.5, 1, 2.5, 9)] == pytest.approx([0, 0.2, 0.2, 0.5])
    assert kept.interval_at(0.5) is None
    # naive 1 − KM of each, the other censored, tells of more than there is
    naive = 1 - kaplan_meier([1, 2, 2, 3, 4], [True, False, False, True, False]).at(3)
    assert naive == pytest.approx(1 - 4 / 5 * 1 / 2)
    assert naive > kept.at(3)


@settings(max_examples=40)
@given(CASES)
def test_shares_sum_to_one_and_lie_in_their_intervals(rows: list[tuple[int, int, int]]) -> None:
    times, states, counts = (list(part) for part in zip(*rows, strict=True))
    found = aalen_johansen(times, states, counts)
    total = found.waiting + sum(each.share for each in found.of.values())
    np.testing.assert_allclose(total, 1.0, atol=1e-12)
    for each in found.of.values():
        assert not np.isnan(each.low).any()
        assert (each.low <= each.share + 1e-9).all()
        assert (each.share <= each.high + 1e-9).all()
    grouped = aalen_johansen(np.repeat(times, counts), np.repeat(states, counts))
    for end, one in grouped.of.items():
        np.testing.assert_allclose(one.share, found.of[end].share)
        np.testing.assert_allclose(one.high, found.of[end].high, atol=1e-9)


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=5, max_size=40), st.integers(0, 1000))
def test_equals_lifelines(states: list[int], seed: int) -> None:
    """Without ties: lifelines moves tied times apart by chance."""
    from lifelines import AalenJohansenFitter  # type: ignore[import-untyped, unused-ignore]

    times = np.random.default_rng(seed).permutation(len(states)) + 1.0
    if 1 not in states:
        return
    found = aalen_johansen(times, states).of[1]
    oracle = AalenJohansenFitter(calculate_variance=True).fit(times, states, event_of_interest=1)
    for time, expected in oracle.cumulative_density_.iloc[:, 0].items():
        assert found.at(time) == pytest.approx(expected, abs=1e-12)


def test_its_interval_is_as_wide_as_resampling_says() -> None:
    random = np.random.default_rng(11)
    n = 400
    times, states = random.integers(1, 30, n), random.choice([0, 1, 2], n, p=[0.2, 0.5, 0.3])
    found = aalen_johansen(times, states).of[1]
    low, high = found.interval_at(12) or (0.0, 0.0)
    again = [aalen_johansen(times[drawn], states[drawn]).of[1].at(12) for drawn in random.integers(0, n, (300, n))]
    assert (high - low) / (2 * 1.96) == pytest.approx(float(np.std(again)), rel=0.15)


def test_nobody_and_nothing_ended() -> None:
    assert aalen_johansen([], []).of == {}
    assert aalen_johansen([3, 4], [0, 0]).waiting_at(10) == 1.0
    for times, states in (([-1], [1]), ([float("nan")], [1]), ([1], [-1]), ([1, 2], [1])):
        with pytest.raises(ValueError, match=r"negative|differ"):
            aalen_johansen(times, states)
