import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from visavis.engine.measuring.intervals import (
    jeffreys,
    mean_interval,
    mean_of,
    median_ranks,
    net_promoter_score,
    newcombe,
    wilson,
)


@pytest.mark.parametrize(
    ("kept", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_answers(kept: int, n: int, low: float, high: float) -> None:
    assert tuple(round(end, 4) for end in wilson(kept, n)) == (low, high)


def test_wilson_without_cases_knows_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(20, 20) == pytest.approx((1 - wilson(0, 20)[1], 1.0))


@pytest.mark.parametrize(("kept", "n"), [(-1, 3), (4, 3), (0, -1), (math.nan, 3)])
def test_what_is_no_rate_is_refused(kept: float, n: float) -> None:
    with pytest.raises(ValueError, match="no rate"):
        wilson(kept, n)


@given(st.integers(1, 10_000_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_stays_within_bounds_contains_the_rate_and_shrinks(counted: tuple[int, int]) -> None:
    kept, n = counted
    low, high = wilson(kept, n)
    assert 0 <= low <= kept / n <= high <= 1
    narrower = wilson(kept * 4, n * 4)
    assert narrower[1] - narrower[0] < high - low
    mirrored = wilson(n - kept, n)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_scipy(counted: tuple[int, int]) -> None:
    kept, n = counted
    reference = stats.binomtest(kept, n).proportion_ci(0.95, method="wilson")
    assert wilson(kept, n) == pytest.approx((reference.low, reference.high), abs=1e-6)


def test_jeffreys_is_the_quantiles_of_a_beta() -> None:
    assert jeffreys(4, 10) == pytest.approx(tuple(stats.beta(4.5, 6.5).ppf([0.025, 0.975])), abs=1e-12)
    assert jeffreys(0, 10)[0] == 0.0
    assert jeffreys(10, 10)[1] == 1.0


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_published_answers(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert tuple(round(end, 4) for end in newcombe(*first, *second)) == (low, high)


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_newcombe_contains_the_difference_and_turns_round(n: int, m: int, data: st.DataObject) -> None:
    k, j = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    low, high = newcombe(k, n, j, m)
    assert -1 <= low <= k / n - j / m + 1e-12
    assert k / n - j / m - 1e-12 <= high <= 1
    assert newcombe(j, m, k, n) == pytest.approx((-high, -low), abs=1e-12)


def test_a_difference_needs_both_sides() -> None:
    with pytest.raises(ValueError, match="both sides"):
        newcombe(1, 2, 0, 0)


def test_net_promoter_score_adds_three_quarters_to_each_end() -> None:
    # Sauro and Lewis: 36 answers, 19 promoters, 5 detractors
    score = net_promoter_score(19, 5, 36)
    assert score.value == pytest.approx(14 / 36)
    p, d = 19.75 / 39, 5.75 / 39
    half = 1.959964 * math.sqrt((p + d - (p - d) ** 2) / 39)
    assert (score.low, score.high, score.n) == (p - d - half, p - d + half, 36)
    assert net_promoter_score(3, 0, 3).high <= 1
    with pytest.raises(ValueError, match="answers"):
        net_promoter_score(3, 1, 3)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50))
def test_the_interval_of_a_mean_is_students(values: list[float]) -> None:
    mean, (low, high) = mean_of(values)
    scale = stats.sem(values)
    if scale > 1e-9:
        assert (low, high) == pytest.approx(stats.t.interval(0.95, len(values) - 1, mean, scale), rel=1e-6, abs=1e-6)
    assert low <= mean <= high


def test_one_value_has_no_interval() -> None:
    with pytest.raises(ValueError, match="two values"):
        mean_of([3.0])
    with pytest.raises(ValueError, match="two values"):
        mean_interval(3.0, 0.0, 1)


@pytest.mark.parametrize(
    ("n", "ranks"),
    [(5, None), (6, (1, 6)), (10, (2, 9)), (16, (4, 13)), (33, (11, 23)), (123, (51, 73)), (394, (178, 217))],
)
def test_ranks_around_the_median_hold_at_least_95_per_cent(n: int, ranks: tuple[int, int] | None) -> None:
    found = median_ranks(n)
    if ranks is None:
        assert found is None
        return
    assert found is not None
    low, high = found
    assert low + high == n + 1
    assert stats.binom.cdf(low - 1, n, 0.5) <= 0.025 < stats.binom.cdf(low, n, 0.5)
    assert found == ranks
