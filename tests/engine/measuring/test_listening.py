from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.listening import (
    counts,
    interval_score,
    intervals_scored,
    mean_error,
    overconfidence,
    rank_accuracy,
)
from visavis.engine.measuring.selecting import Unmeasurable

OPENED = datetime(2025, 6, 2, 9, tzinfo=UTC)


def test_a_forecast_sealed_after_the_wave_was_opened_does_not_count() -> None:
    assert counts(OPENED - timedelta(seconds=1), OPENED)
    assert not counts(OPENED, OPENED)
    assert not counts(OPENED + timedelta(days=1), OPENED)
    assert counts(OPENED, None)


def test_ranked_needs_by_hand() -> None:
    """Of five needs, price and reception changed places: |1 − 3| + |3 − 1| = 4 of ⌊25/2⌋ = 12."""
    answered = ["price", "delay", "reception", "repair", "billing"]
    assert rank_accuracy(["reception", "delay", "price", "repair", "billing"], answered) == pytest.approx(1 - 4 / 12)
    assert rank_accuracy(answered, answered) == 1
    assert rank_accuracy(answered[::-1], answered) == 0


@given(st.permutations(list("abcdefg")))
def test_accuracy_is_a_share(forecast: list[str]) -> None:
    assert 0 <= rank_accuracy(forecast, list("abcdefg")) <= 1
    assert rank_accuracy(forecast, list("abcdefg")) == pytest.approx(rank_accuracy(list("abcdefg"), forecast))


def test_what_is_no_ranking() -> None:
    for forecast, answered in ((["a", "b"], ["a", "c"]), (["a", "a"], ["a", "b"]), (["a"], ["a", "b"])):
        with pytest.raises(ValueError, match="same needs"):
            rank_accuracy(forecast, answered)
    with pytest.raises(Unmeasurable, match="one_need"):
        rank_accuracy(["a"], ["a"])


def test_levels() -> None:
    assert mean_error([8.0, 7.0, float("nan")], [7.5, 8.0, 3.0]) == pytest.approx(0.75)
    with pytest.raises(Unmeasurable, match="nothing_forecast"):
        mean_error([], [])
    with pytest.raises(ValueError, match="one answer"):
        mean_error([1.0], [])


def test_interval_forecasts() -> None:
    assert interval_score(0.6, 0.8, 0.7) == pytest.approx(0.2)
    assert interval_score(0.6, 0.8, 0.5) == pytest.approx(0.2 + 2 / 0.2 * 0.1)
    assert interval_score(0.6, 0.8, 0.9) == pytest.approx(0.2 + 2 / 0.2 * 0.1)
    found = intervals_scored([(0.6, 0.8), (0.1, 0.2)], [0.7, 0.3])
    assert (found.coverage, found.n, found.level) == (0.5, 2, 0.8)
    assert found.score == pytest.approx((0.2 + 0.1 + 10 * 0.1) / 2)
    with pytest.raises(ValueError, match="from"):
        interval_score(0.8, 0.6, 0.7)
    with pytest.raises(Unmeasurable, match="nothing_forecast"):
        intervals_scored([], [])


def test_overconfidence_is_what_is_thought_minus_what_is() -> None:
    assert overconfidence([0.9, 0.8, float("nan")], [0.5, 0.6]) == pytest.approx(0.3)
    with pytest.raises(ValueError, match="0 to 1"):
        overconfidence([9], [0.5])
    with pytest.raises(Unmeasurable, match="nothing_forecast"):
        overconfidence([], [0.5])
