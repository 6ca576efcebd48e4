"""How often a verdict on an action is wrong, and how often it sees what is there: the series alone, over many seeds.

`python -m benchmarks.effects [--seeds 200] [--kind drawn]` prints, for worlds in which cases scatter in different ways, how many actions that
changed nothing are told "improved" (nominal: 5 % false alarms, both sides together) and how many of each size are seen. Series go
through the functions that a run goes through. The last lines take the call-backs of the demonstration, as it generates them.
"""

import argparse
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from visavis.engine.measuring.effects import Series
from visavis.engine.measuring.verdicts import Verdict, read, read_drawn, verdict

Numbers = NDArray[np.float64]
BEFORE, AFTER = 52, 13
"""Weeks: a year, then a quarter."""


@dataclass(frozen=True, slots=True)
class World:
    """How the weekly log-odds of a series scatter beside chance: `spread`, carried over by `carried` (AR 1), `together` in both."""

    name: str
    spread: float = 0.0
    carried: float = 0.0
    together: bool = False
    season: float = 0.0


WORLDS = (
    World("cases independent"),
    World("weeks differ", spread=0.35),
    World("weeks hang together", spread=0.35, carried=0.4),
    World("both move together", spread=0.35, carried=0.6, together=True),
    World("a season in both", spread=0.15, season=0.4, together=True),
)
RATES = (0.7, 0.9)
CASES = (8, 40)
"""Cases of the action a week; the control has four times as many."""
LIFTS = (0.05, 0.1, 0.15, 0.2)


def series(world: World, random: np.random.Generator, *, rate: float, cases: int, lift: float) -> tuple[Series, Series]:
    """A treated and a control series of that world; the treated share is `lift` higher (at most .99) since the start."""
    weeks = BEFORE + AFTER
    after = np.arange(weeks) >= BEFORE
    first = _scatter(world, random, weeks)
    second = first if world.together else _scatter(world, random, weeks)
    season = world.season * np.sin(2 * np.pi * np.arange(weeks) / 52)
    odds = np.log(rate / (1 - rate))
    shares = [1 / (1 + np.exp(-(odds + each + season))) for each in (first, second)]
    shares[0] = np.clip(shares[0] + lift * after, 0, 0.99)
    counts = random.poisson(cases, weeks), random.poisson(4 * cases, weeks)
    made = [Series.of(after, random.binomial(n, share), n) for n, share in zip(counts, shares, strict=True)]
    return made[0], made[1]


def _scatter(world: World, random: np.random.Generator, weeks: int) -> Numbers:
    told, last = np.zeros(weeks), 0.0
    for week in range(weeks):
        fresh = random.normal(0, world.spread * np.sqrt(1 - world.carried**2)) if world.spread else 0.0
        last = world.carried * last + fresh
        told[week] = last
    return told


TEAMS, EVERY = 6, 3
"""Teams of a roll-out drawn at random, and weeks between two of them."""


def rolled_out(
    world: World, random: np.random.Generator, *, rate: float, cases: int, lift: float
) -> tuple[list[Series], list[int]]:
    """Teams in an order drawn at random, each `lift` higher since its start; teams differ, and share what moves together."""
    weeks = BEFORE + EVERY * (TEAMS - 1) + AFTER
    starts = [BEFORE + EVERY * place for place in range(TEAMS)]
    season = world.season * np.sin(2 * np.pi * np.arange(weeks) / 52)
    shared = _scatter(world, random, weeks)
    odds = np.log(rate / (1 - rate)) + random.normal(0, 0.4, TEAMS)
    made = []
    for start, each in zip(starts, odds, strict=True):
        scatter = shared if world.together else _scatter(world, random, weeks)
        after = np.arange(weeks) >= start
        share = np.clip(1 / (1 + np.exp(-(each + scatter + season))) + lift * after, 0, 0.99)
        n = random.poisson(cases, weeks)
        made.append(Series.of(np.arange(weeks) >= BEFORE, random.binomial(n, share), n))
    return made, starts


def judged_drawn(teams: list[Series], starts: list[int]) -> Verdict:
    """The verdict of a run on this roll-out alone."""
    reading = read_drawn(teams, starts)
    return verdict(reading, reading.effect.p if reading.effect else 1.0)


def scored(world: World, random: np.random.Generator, *, rate: float, cases: int, lift: float) -> tuple[Series, Series]:
    """Answers to two questions, told as net promoter scores: each week's answers are drawn by the share of promoters, detractors
    being half of the others; `lift` moves promoters and so the score's share."""
    treated, control = series(world, random, rate=rate, cases=cases, lift=lift)

    def answered(promoters: Series) -> Series:
        others = (promoters.n - promoters.kept).astype(int)
        return Series.of(promoters.after, promoters.kept + 0.5 * random.binomial(others, 0.5), promoters.n)

    return answered(treated), answered(control)


def timely(world: World, random: np.random.Generator, *, rate: float, cases: int, lift: float) -> tuple[Series, Series]:
    """Conversations answered within a fixed time, beside a control whose cases are a tenth: a measure beside a small promise."""
    treated, control = series(world, random, rate=rate, cases=cases, lift=lift)
    n = random.binomial(control.n.astype(int), 0.1)
    kept = random.hypergeometric(control.kept.astype(int), (control.n - control.kept).astype(int), n)
    return treated, Series.of(control.after, kept, n)


def judged(treated: Series, control: Series) -> Verdict:
    """The verdict of a run on this action alone."""
    reading = read(treated, [control])
    return verdict(reading, reading.effect.p if reading.effect else 1.0)


def verdicts(
    world: World, seeds: int, *, rate: float, cases: int, lift: float, kind: str = "promise"
) -> Counter[Verdict]:
    """How often each verdict is given, over seeds."""
    told: Counter[Verdict] = Counter()
    for seed in range(seeds):
        random = np.random.default_rng(seed)
        if kind == "drawn":
            told[judged_drawn(*rolled_out(world, random, rate=rate, cases=cases, lift=lift))] += 1
        else:
            told[judged(*MAKES[kind](world, random, rate=rate, cases=cases, lift=lift))] += 1
    return told


MAKES = {"promise": series, "score": scored, "in time": timely}
KINDS = {
    "promise": "a promise beside another (four times as many cases)",
    "score": "a question of 0 to 10 beside another, as net promoter scores",
    "in time": "answers in time beside a control with a tenth of the cases of the first",
    "drawn": f"{TEAMS} teams in an order drawn at random, one every {EVERY} weeks (cases a week are each team's)",
}


def demonstrated(seed: int, *, helped: bool, clients: int = 2000) -> tuple[Series, Series]:
    """The operator's call-backs of one seed by week, as its generator makes them, beside its restored lines.

    Unless it `helped`, as many calls are kept since the start as before it.
    """
    from visavis.demo.blocks import Block
    from visavis.demo.operator import callbacks, plan, service
    from visavis.demo.operator.reach import Reach

    block = Block(0, 0, clients, seed)
    numbers, nobody = (np.full(clients, each, dtype=object) for each in ("+33 7 00 00 00 00", ""))
    known = Reach(email=nobody, phone=numbers, account=nobody, contact=nobody)
    before = plan.RATES.called_back[0]
    rates = plan.RATES if helped else replace(plan.RATES, called_back=(before, before))
    with patch.object(callbacks, "RATES", rates):
        called = callbacks.make_callbacks(known, block)
    restored = service.make_outages(known, block)
    return _by_week(called.asked, called.outcome), _by_week(restored.began, restored.outcome)


def _by_week(moments: NDArray[np.int64], outcome: NDArray[np.object_]) -> Series:
    from visavis.demo.days import DAY, day
    from visavis.demo.operator.plan import REINFORCED_SINCE

    week = (moments // DAY - day(REINFORCED_SINCE)) // 7
    due = np.isin(outcome, ["kept", "late", "partial", "broken"])
    places = np.arange(-BEFORE, AFTER)
    n = [int((due & (week == place)).sum()) for place in places]
    kept = [int(((outcome == "kept") & (week == place)).sum()) for place in places]
    return Series.of(places >= 0, kept, n)


def main() -> None:
    """Print what verdicts are worth."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, default=200)
    asked.add_argument("--kind", choices=KINDS, help="this setting alone")
    given = asked.parse_args()
    seeds = given.seeds
    print(
        f"{seeds} seeds; a year before, {AFTER} weeks after; at most {FALSE_ALARMS * seeds:.0f} false “improved” are meant"
    )
    worst = max(_table(kind, says, seeds) for kind, says in KINDS.items() if given.kind in (None, kind))
    print(f"\nmost false “improved” in any setting: {worst} of {seeds}")
    for clients in () if given.kind else (2000, 20000):
        found = {
            helped: Counter(judged(*demonstrated(seed, helped=helped, clients=clients)) for seed in range(seeds))
            for helped in (False, True)
        }
        print(
            f"\nthe demonstration's call-backs, {clients} clients: without the effect {_counted(found[False])}; "
            f"with it {_counted(found[True])}"
        )


FALSE_ALARMS = 0.08
"""16 of 200: nominal are 2.5 % on the good side, 5 % on both; more would not be chance."""


def _table(kind: str, says: str, seeds: int) -> int:
    """Print a setting world by world; the most false “improved” in any."""
    sizes = " ".join(f"{f'+{lift:.0%}':>6}" for lift in LIFTS)
    print(f"\n{says}\n{'world':22} kept cases/week  false: improved worsened refused   seen: {sizes}")
    worst = 0
    for world in WORLDS:
        for rate in RATES:
            for cases in CASES:
                found = partial(verdicts, world, seeds, rate=rate, cases=cases, kind=kind)
                nothing = found(lift=0.0)
                worst = max(worst, nothing[Verdict.IMPROVED])
                seen = [found(lift=lift)[Verdict.IMPROVED] / seeds if rate + lift < 1 else None for lift in LIFTS]
                told = " ".join(f"{'–' if each is None else f'{each:.0%}':>6}" for each in seen)
                print(
                    f"{world.name:22} {rate:.0%} {cases:9}          {nothing[Verdict.IMPROVED]:8} {nothing[Verdict.WORSENED]:8} "
                    f"{nothing[Verdict.UNMEASURABLE]:7}         {told}"
                )
    return worst


def _counted(told: Counter[Verdict]) -> str:
    return ", ".join(f"{told[each]} {each}" for each in Verdict if told[each])


if __name__ == "__main__":
    main()
