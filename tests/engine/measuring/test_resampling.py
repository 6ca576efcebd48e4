import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.measuring.test_survival import SIX_MP
from visavis.engine.measuring.resampling import (
    ratio_interval,
    resampled,
    resampled_clusters,
    resampled_interval,
    total_interval,
)
from visavis.engine.measuring.survival import kaplan_meier, restricted_mean

TIMES, ENDED = np.abs(SIX_MP), np.array(SIX_MP) > 0


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=40), st.integers(1, 30))
def test_the_restricted_mean_is_lifelines(rows: list[tuple[int, bool]], horizon: int) -> None:
    from lifelines import KaplanMeierFitter  # type: ignore[import-untyped, unused-ignore]
    from lifelines.utils import restricted_mean_survival_time  # type: ignore[import-untyped, unused-ignore]

    durations, ended = (list(part) for part in zip(*rows, strict=True))
    curve = kaplan_meier(durations, ended)
    if not curve.knows(horizon):
        with pytest.raises(ValueError, match="nothing is known"):
            restricted_mean(curve, horizon)
        return
    mean, (low, high) = restricted_mean(curve, horizon)
    expected = restricted_mean_survival_time(KaplanMeierFitter().fit(durations, ended), t=horizon)
    assert mean == pytest.approx(expected, abs=1e-9)
    assert 0 <= low <= mean + 1e-9
    assert mean - 1e-9 <= high <= horizon


def test_resampling_tells_what_greenwood_and_the_restricted_mean_tell() -> None:
    curve = kaplan_meier(TIMES, ENDED)
    drawn = resampled(TIMES, ENDED, draws=2000, seed=1)
    assert drawn.at(10).mean() == pytest.approx(curve.at(10), abs=0.01)
    assert drawn.restricted_mean(20).mean() == pytest.approx(restricted_mean(curve, 20)[0], abs=0.1)
    low, high = restricted_mean(curve, 20)[1]
    found = resampled_interval(drawn.restricted_mean(20))
    assert found[1] - found[0] == pytest.approx(high - low, rel=0.15)
    assert drawn.at(0.5).tolist() == [1.0] * 2000
    assert resampled_interval(drawn.quantile(0.5))[1] == np.inf


def test_a_draw_is_the_curve_of_the_cases_drawn() -> None:
    """Each row equals Kaplan–Meier of some cases: with one duration that ended and one case, all draws are the curve."""
    drawn = resampled([5.0], [True], [7], draws=3)
    assert drawn.share.tolist() == [[0.0]] * 3
    many = resampled(TIMES, ENDED, draws=50, seed=3)
    grouped = resampled(np.repeat(TIMES, 2), np.repeat(ENDED, 2), draws=50, seed=3)
    same = resampled(TIMES, ENDED, np.full(len(TIMES), 2), draws=50, seed=3)
    assert (grouped.share == same.share).all()
    assert (np.diff(many.share, axis=1) <= 0).all()
    with pytest.raises(ValueError, match="no cases"):
        resampled([], [])
    with pytest.raises(ValueError, match="differ"):
        resampled([1.0], [True, False])


def test_clusters_are_drawn_whole() -> None:
    clients = np.repeat(np.arange(40), 25)
    kept = np.repeat(np.random.default_rng(4).random(40) < 0.5, 25).astype(float)
    drawn = resampled_clusters(clients, lambda w: float((w * kept).sum() / w.sum()), draws=800, seed=2)
    # 40 clients say 40 things, however many cases each has
    assert drawn.std() == pytest.approx(0.5 / np.sqrt(40), rel=0.15)
    with pytest.raises(ValueError, match="two clusters"):
        resampled_clusters(["a", "a"], lambda w: float(w.sum()))


def test_a_ratio_of_sums_is_resampled_by_whole_groups() -> None:
    """Where every group has the same ratio nothing varies; else the interval is that of the linearised variance, nearly."""
    assert ratio_interval([2, 4, 6], [1, 2, 3]) == (2, 2)
    random = np.random.default_rng(3)
    below = random.integers(1, 9, 200).astype(float)
    above = below * random.normal(3, 1, 200)
    ratio = above.sum() / below.sum()
    half = 1.96 * np.sqrt(((above - ratio * below) ** 2).sum()) / below.sum()
    ends = ratio_interval(above, below)
    assert ends == pytest.approx((ratio - half, ratio + half), abs=0.15 * half)
    assert ratio_interval([1.0], [1.0]) is None
    assert ratio_interval([1.0, 0.0], [1.0, 0.0]) is None
    with pytest.raises(ValueError, match="length"):
        ratio_interval([1.0], [1.0, 2.0])


def test_a_total_is_resampled_by_whole_groups() -> None:
    values = np.arange(100.0)
    half = 1.96 * 10 * values.std()
    assert total_interval(values) == pytest.approx((values.sum() - half, values.sum() + half), abs=0.1 * half)
    assert total_interval([5.0]) is None
