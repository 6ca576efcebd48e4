"""What rises: quiet companies stay quiet, a share that doubles is seen, whatever the channels, seasons and dispersion."""

import numpy as np
import pytest

from benchmarks.reading.rising import Company, flagged, simulate
from visavis.engine.measuring.rising import ALARM, Counts, Unit, level_of, rise


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
    assert level_of(40, Unit.WEEK) * 40 * 52 * 7 == pytest.approx(ALARM)
    assert level_of(40, Unit.MONTH) * 40 * 12 * 5 == pytest.approx(ALARM)


def test_nothing_at_all_is_no_rise() -> None:
    empty = np.zeros((60, 2))
    assert rise(empty, empty, Unit.WEEK, series=1).rises is False


@pytest.mark.parametrize("kind", ["independent", "over-dispersed", "seasonal"])
def test_quiet_company_years_stay_quiet(kind: str) -> None:
    """Six company-years of each kind, 20 series, 52 looks each; the bench looks at many more."""
    company = Company.of(kind, series=20)
    flags = [flagged(simulate(company, seed)) for seed in range(6)]
    assert sum(flags) == 0
