import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.survival import Survival, kaplan_meier

# Gehan 1965 (Freireich et al.): weeks of remission in acute leukaemia; a minus sign marks a censored time
SIX_MP = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def curve(times: list[int]) -> Survival:
    return kaplan_meier(np.abs(times), np.array(times) > 0)


def test_gehan_leukaemia() -> None:
    treated, placebo = curve(SIX_MP), curve(PLACEBO)
    assert (treated.median, placebo.median) == (23, 8)
    assert (round(treated.at(6), 4), round(treated.at(7), 4)) == (0.8571, 0.8067)
    assert (treated.n, treated.n_ended, treated.n_censored) == (21, 9, 12)
    assert treated.at(5.9) == 1.0
    assert treated.interval_at(5.9) is None
    assert treated.interval_at(6) == pytest.approx((0.6197180, 0.9515517), abs=1e-5)
    assert treated.quantile_interval(0.5) == (13, None)
    assert placebo.quantile_interval(0.5) == (4, 11)
    assert treated.quantile(0.9) is None
    assert [treated.knows(time) for time in (35, 35.1)] == [True, False]
    assert placebo.knows(1000)


def test_gehan_agrees_with_the_table_in_lifelines() -> None:
    from lifelines.datasets import load_leukemia  # type: ignore[import-untyped, unused-ignore]

    rows = load_leukemia()
    for group, times in ((0, SIX_MP), (1, PLACEBO)):
        mine = rows[rows["Rx"] == group]
        assert sorted(np.where(mine["status"] == 1, mine["t"], -mine["t"])) == sorted(times)


cases = st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.integers(1, 5)), min_size=1, max_size=60)


@settings(max_examples=30, deadline=None)
@given(cases)
def test_equals_lifelines(rows: list[tuple[int, bool, int]]) -> None:
    from lifelines import KaplanMeierFitter  # type: ignore[import-untyped, unused-ignore]

    durations, ended, counts = (list(part) for part in zip(*rows, strict=True))
    mine = kaplan_meier(durations, ended, counts)
    oracle = KaplanMeierFitter().fit(durations, ended, weights=counts)
    for time, expected in oracle.predict(range(42)).items():
        assert mine.at(time) == pytest.approx(expected, abs=1e-12)
        interval = mine.interval_at(time)
        if interval is not None and 0 < expected < 1:
            row = oracle.confidence_interval_.loc[:time].iloc[-1]
            assert interval == pytest.approx((row.iloc[0], row.iloc[1]), abs=1e-6)
    assert mine.n == sum(counts)
    if np.isclose(mine.share, 0.5, atol=1e-9).any():
        # lifelines reaches ½ through logarithms, a hair above or below it; the definition is S ≤ ½.
        assert mine.median == next(t for t, share in zip(mine.times, mine.share, strict=True) if share <= 0.5 + 1e-9)
    else:
        expected_median = float(oracle.median_survival_time_)
        assert mine.median == (None if np.isinf(expected_median) else expected_median)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=50))
def test_without_censoring_it_is_the_share_that_took_longer(durations: list[int]) -> None:
    mine = kaplan_meier(durations, [True] * len(durations))
    for time in range(31):
        assert mine.at(time) == pytest.approx(sum(d > time for d in durations) / len(durations), abs=1e-12)
    assert mine.median == sorted(durations)[(len(durations) - 1) // 2]


@given(cases)
def test_the_curve_falls_within_its_interval(rows: list[tuple[int, bool, int]]) -> None:
    durations, ended, counts = (list(part) for part in zip(*rows, strict=True))
    mine = kaplan_meier(durations, ended, counts)
    assert (np.diff(mine.share) <= 0).all()
    assert (mine.low <= mine.share + 1e-12).all()
    assert (mine.share <= mine.high + 1e-12).all()


def test_nobody_and_nonsense() -> None:
    nobody = kaplan_meier([], [])
    assert (nobody.n, nobody.median, nobody.at(3)) == (0, None, 1.0)
    waiting = kaplan_meier([3, 4], [False, False])
    assert (waiting.median, waiting.quantile_interval(0.5), waiting.n_censored) == (None, (None, None), 2)
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([-1], [True])
    with pytest.raises(ValueError, match="length"):
        kaplan_meier([1, 2], [True])
