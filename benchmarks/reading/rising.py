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
from visavis.engine.measuring.quiet_past import Counts
from visavis.engine.measuring.rising import ALARM, FEWEST, GRIDS, LEAST, Unit, level_of, rises

WEEKS, LOOKS = 156, 52
KINDS = {
    "independent": {},
    "over-dispersed": {"noise": 0.2},
    "over-dispersed, weeks alike": {"noise": 0.2, "alike": 0.5},
    "seasonal": {"noise": 0.1, "season": 0.4},
    "few texts": {"a_week": 25.0, "noise": 0.1},
    "many texts, seasonal": {"a_week": 1_500.0, "noise": 0.1, "alike": 0.3, "season": 0.4},
    "one thing in four seasonal and over-dispersed": {"noise": 0.2, "season": 0.6, "quiet": 0.75},
}


@dataclass(frozen=True, slots=True)
class Company:
    """How its texts come: how many a week, what varies beyond chance (log scale), how alike neighbouring weeks are, how
    strong seasons are, and the part of the things that have neither; from `since` on the share of the first is multiplied."""

    series: int = 40
    a_week: float = 150.0
    noise: float = 0.0
    alike: float = 0.0
    season: float = 0.0
    quiet: float = 0.0
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
        # which ones are quiet is spread evenly over rare and frequent things
        moves = (number * 7) % 20 >= 20 * company.quiet
        noise, swing = company.noise * moves, company.season * moves
        drift = np.zeros(WEEKS)
        for week in weeks:
            drift[week] = company.alike * (drift[week - 1] if week else 0.0)
            drift[week] += np.sqrt(1 - company.alike**2) * noise * rng.normal()
        season = 1 + swing * np.sin(2 * np.pi * (weeks / 52 + rng.random()))
        raised = np.where((weeks >= company.since) & (number == 0), company.factor, 1.0)
        shares = share * np.exp(drift - noise**2 / 2) * season * raised
        channels = np.array([1.0, 1.6, 0.4])
        found.append(rng.binomial(totals, np.minimum(0.9, shares[:, None] * channels)).astype(float))
    return found, totals.astype(float)


def flagged(told: tuple[list[Counts], Counts]) -> bool:
    """Whether anything rises at any look of the last year."""
    return first_flag(told, WEEKS - LOOKS) is not None


def first_flag(told: tuple[list[Counts], Counts], begin: int, *, only: int | None = None) -> int | None:
    """How many weeks after `begin` the first flag stands: of any, or of the one whose number is `only`."""
    counts, totals = np.stack(told[0]), told[1]
    n = totals.sum(axis=1)
    asked = range(len(counts)) if only is None else (only,)
    may = np.any([_may_rise(counts[number].sum(axis=1), n) for number in asked], axis=0)
    for week in (np.flatnonzero(may[begin + 1 :]) + begin + 1).tolist():
        found = rises(counts[:, :week], totals[:week], Unit.WEEK)
        if any(found[number].rises for number in asked):
            return int(week) - begin
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


def independent_looks(unit: Unit, share: float, a_period: float, *, level: float, years: int) -> float:
    """P(any p ≤ level in a year of looks at one quiet series) / level: as how many independent tests all of them count."""
    from scipy.special import betainc

    grid, rng = GRIDS[unit], np.random.default_rng([years, round(a_period)])
    periods = grid.most + grid.year
    x = np.zeros((years, periods + 1))
    x[:, 1:] = rng.poisson(share * a_period, (years, periods)).cumsum(axis=1)
    told = np.zeros(years, bool)
    for window in grid.windows:
        for end in range(grid.most + 1, periods + 1):
            split = end - window
            start = max(0, split - grid.most)
            recent, past = x[:, end] - x[:, split], x[:, split] - x[:, start]
            expected = (past + 0.5) * window / (split - start)
            variance = expected * (1 + window / (split - start))
            near = np.flatnonzero(~told & (recent > expected + 2 * np.sqrt(variance)))
            e, v = expected[near], variance[near]
            told[near] = betainc(recent[near], e**2 / (v - e), 1 - e / v) <= level
    return float(told.mean()) / level


def naive(told: tuple[list[Counts], Counts]) -> bool:
    """Whether any plain p chart is above its upper limit in the last year."""
    counts, totals = told
    n = totals.sum(axis=1)
    past = WEEKS - LOOKS
    return any((p_chart(each.sum(axis=1), n, baseline=past).beyond[past:] == 1).any() for each in counts)


def measure(quick: bool) -> Iterable[Row]:
    """False alarms by kind of quiet company beside the plain chart; then how many doublings are seen within half a year."""
    years = 6 if quick else 60
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
    for unit, a_period in ((Unit.WEEK, 1_500.0), (Unit.MONTH, 6_000.0)):
        level, paid = level_of(40, unit), GRIDS[unit].tests
        many = independent_looks(unit, 0.05, a_period, level=level, years=40_000 if quick else 200_000)
        yield Row(
            f"independent tests that a year of looks by {unit} counts as, at {level:.1e}", len(GRIDS[unit].windows) * GRIDS[unit].year,
            many, "tests", None, "", None, None, f"≤ {paid}", many <= paid,
        )  # fmt: skip
    begin = WEEKS - LOOKS
    for a_week, season in ((35.0, 0.0), (50.0, 0.0), (150.0, 0.0), (150.0, 0.4), (500.0, 0.0)):
        company = Company(a_week=a_week, noise=0.1, season=season, factor=2.0, since=begin)
        waits = [first_flag(simulate(company, 100 + seed), begin, only=0) for seed in range(years)]
        seen = sum(wait is not None and wait <= 26 for wait in waits)
        low, high = wilson(seen, years)
        yield Row(
            f"5 % that double, {a_week:.0f} texts a week{', seasonal' if season else ''}: seen within 26 weeks", years, seen / years, "share", None, "", low, high
        )  # fmt: skip
        known = sorted(wait for wait in waits if wait is not None)
        if known:
            yield Row(f"… weeks until seen, median of {len(known)} seen", len(known), known[len(known) // 2], "weeks")
