"""What rises: quiet companies stay quiet, a share that doubles is seen, whatever the channels, seasons and dispersion."""

import numpy as np
import pytest

from benchmarks.reading.rising import Company, flagged, independent_looks, simulate
from visavis.engine.measuring.quiet_past import Counts, dispersion, slow_variance
from visavis.engine.measuring.rising import ALARM, GRIDS, Unit, level_of, rise, rises


def series(rng: np.random.Generator, shares: list[float], n: int) -> tuple[Counts, Counts]:
    totals = rng.poisson(n, len(shares)).astype(float)[:, None]
    return rng.binomial(totals[:, 0].astype(int), shares).astype(float)[:, None], totals


def test_a_share_that_doubles_is_told_with_its_numbers_and_its_week() -> None:
    counts, totals = series(np.random.default_rng(1), [0.05] * 100 + [0.12] * 14, 150)
    found = rise(counts, totals, Unit.WEEK, series=40)
    assert found.rises is True
    assert found.since is not None
    assert abs(found.since - 100) <= 2
    assert found.count == counts[-found.periods :].sum()
    assert found.n == totals[-found.periods :].sum()
    assert found.now == pytest.approx(found.count / found.n)
    assert found.interval is not None
    assert found.interval[0] < found.count / found.n < found.interval[1]
    assert found.before == pytest.approx(0.05, abs=0.01)


def test_too_little_history_tells_nothing_and_says_so() -> None:
    counts, totals = series(np.random.default_rng(1), [0.05] * 20 + [0.5] * 5, 150)
    found = rise(counts, totals, Unit.WEEK, series=40)
    assert (found.rises, found.since, found.p) == (None, None, None)


def test_more_surveys_raise_nothing_where_surveys_always_spoke_of_it() -> None:
    rng = np.random.default_rng(2)
    mails = rng.poisson(100, 110).astype(float)
    surveys = np.where(np.arange(110) >= 97, 400.0, 10.0)
    totals = np.stack([mails, surveys], axis=1)
    counts = rng.binomial(totals.astype(int), [0.02, 0.2]).astype(float)
    found = rise(counts, totals, Unit.WEEK, series=40)
    assert found.rises is False
    pooled = rise(counts.sum(axis=1, keepdims=True), totals.sum(axis=1, keepdims=True), Unit.WEEK, series=40)
    assert pooled.rises is True


def test_a_season_seen_last_year_is_no_rise_and_in_the_first_year_it_is_said() -> None:
    rng = np.random.default_rng(3)
    year = 0.05 * (1 + 0.9 * np.sin(2 * np.pi * np.arange(160) / 52))
    counts, totals = series(rng, year.tolist(), 400)
    end = 52 + 52 + 15
    found = rise(counts[:end], totals[:end], Unit.WEEK, series=40)
    assert (found.rises, found.seasonal) == (False, True)
    early = rise(counts[:45], totals[:45], Unit.WEEK, series=40)
    assert early.seasonal is False


def test_the_level_pays_for_everything_looked_at_in_a_year() -> None:
    assert level_of(40, Unit.WEEK) * 40 * 200 == pytest.approx(ALARM)
    assert level_of(40, Unit.MONTH) * 40 * 60 == pytest.approx(ALARM)


@pytest.mark.parametrize(("unit", "a_period"), [(Unit.WEEK, 1_500.0), (Unit.WEEK, 150.0), (Unit.MONTH, 6_000.0)])
def test_a_year_of_looks_counts_as_no_more_tests_than_are_paid_for(unit: Unit, a_period: float) -> None:
    """Simulated at a level where chance tells something in seconds; the bench goes down to that of forty series."""
    assert independent_looks(unit, 0.05, a_period, level=1e-4, years=20_000) <= GRIDS[unit].tests


def test_what_a_family_never_did_is_not_feared_of_one_and_what_one_did_is() -> None:
    """Last year's season is believed as far as the family has seasons, or the series itself more than chance explains."""
    rng = np.random.default_rng(4)
    totals = np.full((104, 1), 150.0)
    share = np.full((30, 104), 0.03)
    still = rng.binomial(150, share).astype(float)[:, :, None]
    assert slow_variance(still, totals, 18).max() < 0.03
    swings = 1 + 0.6 * np.sin(2 * np.pi * np.arange(104) / 52)
    alone = still.copy()
    alone[0, :, 0] = rng.binomial(150, 0.03 * swings)
    tau = slow_variance(alone, totals, 18)
    assert tau[0] > 0.05
    assert tau[1:].max() < 0.03
    together = rng.binomial(150, share * swings).astype(float)[:, :, None]
    assert slow_variance(together, totals, 18).min() > 0.1


def test_no_series_is_held_for_quieter_than_the_family_and_a_restless_one_for_what_it_is() -> None:
    rng = np.random.default_rng(5)
    totals = np.full((104, 1), 400.0)
    shares = 0.05 * np.exp(0.3 * rng.normal(size=(20, 104)) - 0.045)
    restless = rng.binomial(400, shares).astype(float)[:, :, None]
    phi, df = dispersion(restless, totals)
    assert phi.min() > 1 + 0.5 * 20 * 0.09
    assert df == 20 * 103
    still = rng.binomial(400, 0.05, (20, 104)).astype(float)[:, :, None]
    still[0] = restless[0]
    phi, _ = dispersion(still, totals)
    assert phi[0] > 2
    assert np.median(phi[1:]) < 1.5


def test_things_followed_together_see_what_one_alone_is_too_few_for() -> None:
    """Thirty texts a week, a share that goes from 7 to 17 %: last year's ten weeks are too few to tell a season from it."""
    rng = np.random.default_rng(6)
    totals = np.full((79, 1), 30.0)
    shares = np.tile(np.linspace(0.02, 0.15, 31)[:, None], 79)
    shares[0] = [0.07] * 69 + [0.17] * 10
    counts = rng.binomial(30, shares).astype(float)[:, :, None]
    together = rises(counts, totals, Unit.WEEK)
    assert (together[0].rises, together[0].seasonal) == (True, True)
    assert [each.rises for each in together[1:]] == [False] * 30
    alone = rise(counts[0], totals, Unit.WEEK, series=31)
    assert alone.p is not None
    assert together[0].p is not None
    assert together[0].p <= alone.p
    assert together[0].since is not None
    assert abs(together[0].since - 69) <= 3


def test_one_family_is_told_whatever_the_order_of_its_series() -> None:
    company, totals = simulate(Company(series=12), 8)
    counts = np.stack(company)[:, :130]
    told = rises(counts, totals[:130], Unit.WEEK)
    turned = rises(counts[::-1], totals[:130], Unit.WEEK)
    assert [each.count for each in told] == [each.count for each in turned[::-1]]
    assert [each.p for each in told] == pytest.approx([each.p for each in turned[::-1]])


def test_nothing_at_all_is_no_rise() -> None:
    empty = np.zeros((60, 2))
    assert rise(empty, empty, Unit.WEEK, series=1).rises is False
    assert rises(np.zeros((0, 60, 2)), empty, Unit.WEEK) == []


@pytest.mark.parametrize(
    "kind", ["independent", "over-dispersed", "seasonal", "one thing in four seasonal and over-dispersed"]
)
def test_quiet_company_years_stay_quiet(kind: str) -> None:
    """Six company-years of each kind, 20 series, 52 looks each; the bench looks at many more."""
    company = Company.of(kind, series=20)
    flags = [flagged(simulate(company, seed)) for seed in range(6)]
    assert sum(flags) == 0
