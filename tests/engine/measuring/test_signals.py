"""Whether a period stands out: limits of a frozen baseline by hand, how often nothing is taken for something, and drifts."""

import math

import numpy as np
import pytest

from visavis.engine.measuring.charts import MOVING_RANGE
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.signals import BEYOND, DRIFT, baseline_of, watch_shares, watch_values


def test_limits_of_shares_by_hand() -> None:
    counts, totals = [45, 44, 46, 45, 44, 46, 45, 45, 20], [50] * 9
    found = watch_shares(counts, totals)
    p = 360 / 400
    half = 3 * math.sqrt(p * (1 - p) / 50) * math.sqrt(1 + 1 / 8)
    assert (found.baseline, found.spread) == (8, 1.0)  # they vary less than chance has it: σ_z is taken for 1
    assert found.low.tolist() == pytest.approx([p - half] * 9)
    assert found.high.tolist() == pytest.approx([1.0] * 9)
    assert found.fired == ((),) * 8 + ((BEYOND, DRIFT),)
    assert found.drift[8] == pytest.approx(p + 0.2 * (0.4 - p))


def test_values_that_vary_more_have_students_limits() -> None:
    values = [10.0, 12.0, 9.0, 11.0, 10.0, 12.0, 9.0, 11.0, 19.0]
    found = watch_values(values)
    sigma = (2 + 3 + 2 + 1 + 2 + 3 + 2) / 7 / MOVING_RANGE
    assert found.spread == pytest.approx(sigma)
    assert found.centre == 10.5
    assert found.high[8] - 10.5 > 3 * sigma * math.sqrt(9 / 8)
    assert found.fired[8] == ()  # 4.5 standard deviations out of eight values are not much
    assert watch_values([*values[:8], 30.0]).fired[8] == (BEYOND, DRIFT)


def test_periods_without_cases_are_passed_over() -> None:
    found = watch_shares([9, 0, 8, 9, 8, 9, 8, 9, 8, 0, 1], [10, 0, 10, 10, 10, 10, 10, 10, 10, 0, 10])
    assert np.isnan(found.value[[1, 9]]).all()
    assert found.fired[10] == (BEYOND, DRIFT)
    assert found.fired[:10] == ((),) * 10


@pytest.mark.parametrize(("periods", "baseline"), [(9, 8), (12, 8), (13, 12), (36, 12), (37, 24)])
def test_the_first_periods_are_frozen(periods: int, baseline: int) -> None:
    assert baseline_of(periods) == baseline


@pytest.mark.parametrize(
    ("counts", "totals", "code"),
    [
        ([], [], "too_few_periods:0"),
        ([1], [2], "too_few_periods:1"),
        ([1] * 8, [2] * 8, "too_few_periods:8"),
        ([0] * 12, [0] * 12, "too_few_periods:0"),
        ([5] * 9, [5] * 9, "no_variation"),
        ([0] * 8 + [5], [5] * 9, "no_variation"),
    ],
)
def test_what_can_not_be_told(counts: list[int], totals: list[int], code: str) -> None:
    with pytest.raises(Unmeasurable, match=code):
        watch_shares(counts, totals)
    with pytest.raises(Unmeasurable):
        watch_values([4.0] * len(counts))


def test_counts_that_are_none_are_refused() -> None:
    for counts, totals in (([3] * 9, [2] * 9), ([-1] * 9, [2] * 9), ([1] * 9, [2] * 8)):
        with pytest.raises(ValueError, match="between 0 and its total"):
            watch_shares(counts, totals)


@pytest.mark.parametrize("spread", [0.0, 0.03])
def test_a_year_without_change_seldom_alarms_and_a_fall_seldom_passes(spread: float) -> None:
    """`spread`: intraclass correlation of the cases of a month. 300 series, a baseline of a year, a year that is judged."""
    random = np.random.default_rng(7)
    alarms = falls = 0
    for fall in (0.0, 0.15):
        for _ in range(300):
            rates = np.r_[np.full(12, 0.85), np.full(12, 0.85 - fall)]
            if spread:
                size = 1 / spread - 1
                rates = random.beta(rates * size, (1 - rates) * size)
            totals = random.poisson(60, 24) + 5
            fired = any(watch_shares(random.binomial(totals, rates), totals).fired)
            alarms, falls = (alarms, falls + fired) if fall else (alarms + fired, falls)
    assert alarms <= 0.08 * 300, alarms
    assert falls >= (0.95 if not spread else 0.55) * 300, falls
