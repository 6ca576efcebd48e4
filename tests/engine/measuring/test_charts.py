"""Control charts: the definitions by hand, and what holds for any counts."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.charts import ewma, ewma_of_values, laney, p_chart, xmr

PERIODS = st.lists(
    st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=40
)


def test_laney_by_hand() -> None:
    counts, totals = [10, 12, 8, 20], [100, 100, 100, 100]
    chart = laney(counts, totals)
    p = 50 / 400
    sigma = math.sqrt(p * (1 - p) / 100)
    z = [(x / 100 - p) / sigma for x in counts]
    spread = (abs(z[1] - z[0]) + abs(z[2] - z[1]) + abs(z[3] - z[2])) / 3 / 1.128
    assert chart.centre == pytest.approx(p)
    assert chart.spread == pytest.approx(spread)
    assert chart.high.tolist() == pytest.approx([p + 3 * sigma * spread] * 4)
    assert chart.low.tolist() == pytest.approx([max(0.0, p - 3 * sigma * spread)] * 4)


def test_ewma_by_hand() -> None:
    counts, totals = [10, 12, 8], [100, 100, 100]
    chart = ewma(counts, totals, weight=0.5)
    p = 0.1
    sigma = math.sqrt(p * (1 - p) / 100)
    z = [(x / 100 - p) / sigma for x in counts]
    assert chart.value.tolist() == pytest.approx([z[0] / 2, z[0] / 4 + z[1] / 2, z[0] / 8 + z[1] / 4 + z[2] / 2])
    limits = [3 * chart.spread * math.sqrt(0.5 / 1.5 * (1 - 0.5 ** (2 * i))) for i in (1, 2, 3)]
    assert chart.high.tolist() == pytest.approx(limits)


def test_the_baseline_alone_tells_the_limits() -> None:
    quiet, loud = [10, 12, 9, 11], [10, 12, 9, 60]
    one, two = (laney(counts, [100] * 4, baseline=3) for counts in (quiet, loud))
    assert (one.centre, one.spread, one.high.tolist()) == (two.centre, two.spread, two.high.tolist())
    assert (one.beyond.tolist(), two.beyond.tolist()) == ([0, 0, 0, 0], [0, 0, 0, 1])


def test_many_texts_that_vary_together_are_no_alarm_to_laney_but_to_the_plain_chart() -> None:
    rng = np.random.default_rng(5)
    shares = np.clip(rng.normal(0.2, 0.02, 60), 0.05, 0.5)
    counts = rng.binomial(5_000, shares)
    assert np.abs(p_chart(counts, [5_000] * 60).beyond).sum() > 10
    assert np.abs(laney(counts, [5_000] * 60).beyond).sum() <= 1


def test_refuses_what_is_no_count() -> None:
    for counts, totals in (([3], [2]), ([-1], [2]), ([1, 2], [3])):
        with pytest.raises(ValueError, match="count"):
            laney(counts, totals)
    with pytest.raises(ValueError, match="weight"):
        ewma([1], [2], weight=0)


@given(PERIODS)
def test_limits_enclose_the_centre_and_stay_shares(periods: list[tuple[int, int]]) -> None:
    counts, totals = zip(*periods, strict=True)
    chart = laney(counts, totals)
    some = ~np.isnan(chart.low)
    assert (np.array(totals) > 0).tolist() == some.tolist()
    assert (chart.low[some] >= 0).all()
    assert (chart.high[some] <= 1).all()
    assert (chart.low[some] <= chart.centre + 1e-12).all()
    assert (chart.high[some] >= chart.centre - 1e-12).all()


@given(PERIODS)
def test_counting_the_others_mirrors_the_chart(periods: list[tuple[int, int]]) -> None:
    counts, totals = (np.array(each) for each in zip(*periods, strict=True))
    one, other = laney(counts, totals), laney(totals - counts, totals)
    np.testing.assert_allclose(1 - one.high, other.low, atol=1e-9)
    assert one.spread == pytest.approx(other.spread, abs=1e-9)


@given(PERIODS, st.floats(0.05, 1.0))
def test_an_average_never_leaves_the_range_of_what_it_averages(periods: list[tuple[int, int]], weight: float) -> None:
    counts, totals = zip(*periods, strict=True)
    chart = ewma(counts, totals, weight=weight)
    known = chart.value[~np.isnan(chart.value)]
    if not len(known) or not chart.high[~np.isnan(chart.high)].size > 0:
        return
    p = sum(counts) / sum(totals)
    z = [
        (x / n - p) / math.sqrt(p * (1 - p) / n) if 0 < p < 1 else 0.0 for x, n in zip(counts, totals, strict=True) if n
    ]
    assert known.max() <= max(0.0, *z) + 1e-9
    assert known.min() >= min(0.0, *z) - 1e-9


# the examples of the NIST/SEMATECH e-Handbook: individuals (6.3.2.2), EWMA (6.3.2.4), proportions (6.3.3.2)
NIST_BATCHES = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
NIST_BEFORE = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5]
NIST_WAFERS = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]


def test_nist_individuals_chart() -> None:
    chart = xmr(NIST_BATCHES)
    assert round(chart.centre, 2) == 50.81
    assert (round(float(chart.high[0]), 4), round(float(chart.low[0]), 4)) == (55.8041, 45.8159)
    assert not chart.beyond.any()


def test_nist_ewma() -> None:
    chart = ewma_of_values(NIST_BEFORE + NIST_BATCHES, target=50, sigma=2.0539, weight=0.3)
    assert (round(float(chart.high[0]), 4), round(float(chart.low[0]), 4)) == (52.5884, 47.4116)
    assert round(float(chart.value[-1]), 2) == 51.99
    assert not chart.beyond.any()


def test_nist_p_chart() -> None:
    chart = p_chart(NIST_WAFERS, [50] * 30)
    assert round(chart.centre, 4) == 0.2313
    assert (round(float(chart.high[0]), 4), round(float(chart.low[0]), 4)) == (0.4102, 0.0524)
    assert np.flatnonzero(chart.beyond).tolist() == [14, 22]


def test_a_frozen_baseline_is_not_moved_by_what_follows() -> None:
    quiet, moved = (
        xmr(NIST_BATCHES, baseline=6),
        xmr([*NIST_BATCHES[:6], *(v + 20 for v in NIST_BATCHES[6:])], baseline=6),
    )
    assert (quiet.centre, quiet.high[-1]) == (moved.centre, moved.high[-1])
    assert moved.beyond.tolist() == [0] * 6 + [1] * 4
    with_gap = xmr([49.6, math.nan, 47.6])
    assert with_gap.spread == pytest.approx(2 / 1.128)
    assert with_gap.beyond.tolist() == [0, 0, 0]


def test_single_values_that_tell_nothing() -> None:
    assert math.isnan(xmr([5.0]).spread)
    assert xmr([5.0]).beyond.tolist() == [0]
    assert xmr([]).beyond.tolist() == []
    assert xmr([3.0, 3.0, 3.0]).high.tolist() == [3.0] * 3
    assert ewma_of_values([1.0, math.nan, 1.0], target=0, sigma=1, weight=0.5).value.tolist() == [0.5, 0.5, 0.75]
    with pytest.raises(ValueError, match="weight"):
        ewma_of_values([1.0], target=0, sigma=-1)
