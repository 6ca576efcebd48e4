"""What rises: how often quiet company-years see a false alarm, and how soon a share that doubles is seen.

Companies are simulated with fixed seeds: 40 things are followed over three years in three channels, and looked at in each of
the 52 weeks of the last one. Beside it: a plain 3-sigma p chart of each, whose limits rest on the first two years.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.reading.rows import Row
from visavis.engine.measuring.charts import p_chart
from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.rising import ALARM, FEWEST, GRIDS, LEAST, Counts, Unit, rise

WEEKS, LOOKS = 156, 52
KINDS = {
    "independent": {},
    "over-dispersed": {"noise": 0.2},
    "over-dispersed, weeks alike": {"noise": 0.2, "alike": 0.5},
    "seasonal": {"noise": 0.1, "season": 0.4},
    "few texts": {"a_week": 25.0, "noise": 0.1},
    "many texts, seasonal": {"a_week": 1_500.0, "noise": 0.1, "alike": 0.3, "season": 0.4},
}


@dataclass(frozen=True, slots=True)
class Company:
    """How its texts come: how many a week, what varies beyond chance (log scale), how alike neighbouring weeks are, how
    strong seasons are; from `since` on the share of the first thing is multiplied."""

    series: int = 40
    a_week: float = 150.0
    noise: float = 0.0
    alike: float = 0.0
    season: float = 0.0
    factor: float = 1.0
    since: int = WEEKS

    @classmethod
    def of(cls, kind: str, **more: int) -> "Company":
        """One of KINDS."""
        return replace(cls(**more), **KINDS[kind])  # type: ignore[arg-type]


def simulate(company: Company, seed: int) -> tuple[list[Counts], Counts]:
    """Counts of each thing and totals, (weeks, channels)."""
    rng = np.random.default_rng([seed, company.series, round(company.a_week)])
    weeks = np.arange(WEEKS)
    year = 1 + 0.2 * np.sin(2 * np.pi * weeks / 52)
    totals = rng.poisson(company.a_week * year[:, None] * np.array([0.5, 0.3, 0.2]))
    found = []
    for number, share in enumerate(np.geomspace(0.05, 0.005, company.series)):
        drift = np.zeros(WEEKS)
        for week in weeks:
            drift[week] = company.alike * (drift[week - 1] if week else 0.0)
            drift[week] += np.sqrt(1 - company.alike**2) * company.noise * rng.normal()
        season = 1 + company.season * np.sin(2 * np.pi * (weeks / 52 + rng.random()))
        raised = np.where((weeks >= company.since) & (number == 0), company.factor, 1.0)
        shares = share * np.exp(drift - company.noise**2 / 2) * season * raised
        channels = np.array([1.0, 1.6, 0.4])
        found.append(rng.binomial(totals, np.minimum(0.9, shares[:, None] * channels)).astype(float))
    return found, totals.astype(float)


def flagged(told: tuple[list[Counts], Counts], *, only: int | None = None) -> bool:
    """Whether anything rises at any look of the last year."""
    return first_flag(told, WEEKS - LOOKS, only=only) is not None


def first_flag(told: tuple[list[Counts], Counts], begin: int, *, only: int | None = None) -> int | None:
    """How many weeks after `begin` the first flag stands."""
    counts, totals = told
    n = totals.sum(axis=1)
    may = [_may_rise(each.sum(axis=1), n) if only in (None, number) else None for number, each in enumerate(counts)]
    for week in range(begin + 1, WEEKS + 1):
        for each, likely in zip(counts, may, strict=True):
            if likely is None or not likely[week]:
                continue
            if rise(each[:week], totals[:week], Unit.WEEK, series=len(counts)).rises:
                return week - begin
    return None


def _may_rise(counts: Counts, n: Counts) -> Counts:
    """For each number of weeks, whether any window comes near the least of a rise: only those need to be tested."""
    x, m = (np.concatenate([[0.0], each.cumsum()]) for each in (counts, n))
    found = np.zeros(WEEKS + 1, bool)
    for window in GRIDS[Unit.WEEK].windows:
        weeks = np.arange(window + 1, WEEKS + 1)
        recent, among = x[weeks] - x[weeks - window], m[weeks] - m[weeks - window]
        start = np.maximum(0, weeks - window - GRIDS[Unit.WEEK].most)
        before, before_n = x[weeks - window] - x[start], m[weeks - window] - m[start]
        expected = among * before / np.maximum(before_n, 1)
        found[weeks] |= (recent >= FEWEST) & (recent >= 0.85 * LEAST * expected)
    return found


def naive(told: tuple[list[Counts], Counts]) -> bool:
    """Whether any plain p chart is above its upper limit in the last year."""
    counts, totals = told
    n = totals.sum(axis=1)
    past = WEEKS - LOOKS
    return any((p_chart(each.sum(axis=1), n, baseline=past).beyond[past:] == 1).any() for each in counts)


def measure(quick: bool) -> Iterable[Row]:
    """False alarms by kind of quiet company beside the plain chart; then how many doublings are seen within half a year."""
    years = 6 if quick else 30
    alarms = 0
    for kind in KINDS:
        found = [simulate(Company.of(kind), seed) for seed in range(years)]
        ours, plain = sum(map(flagged, found)), sum(map(naive, found))
        alarms += ours
        low, high = wilson(ours, years)
        yield Row(
            f"quiet company-years with an alarm: {kind}", years, ours / years, "share", plain / years, "plain p chart",
            low, high, f"≤ {ALARM}", ours / years <= ALARM,
        )  # fmt: skip
    low, high = wilson(alarms, years * len(KINDS))
    share = alarms / (years * len(KINDS))
    yield Row("… all kinds", years * len(KINDS), share, "share", None, "", low, high, f"≤ {ALARM}", share <= ALARM)
    begin = WEEKS - LOOKS
    for a_week in (50.0, 150.0, 500.0):
        company = Company(a_week=a_week, noise=0.1, factor=2.0, since=begin)
        waits = [first_flag(simulate(company, 100 + seed), begin, only=0) for seed in range(years)]
        seen = sum(wait is not None and wait <= 26 for wait in waits)
        low, high = wilson(seen, years)
        yield Row(
            f"5 % that double, {a_week:.0f} texts a week: seen within 26 weeks", years, seen / years, "share", None, "", low, high
        )  # fmt: skip
        known = sorted(wait for wait in waits if wait is not None)
        if known:
            yield Row(f"… weeks until seen, median of {len(known)} seen", len(known), known[len(known) // 2], "weeks")
