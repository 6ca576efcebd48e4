"""How often a verdict on an action is wrong, and how often it sees what is there: the series alone, over many seeds.

`python -m benchmarks.effects [--seeds 200]` prints, for worlds in which cases scatter in different ways, how many actions that
changed nothing are told "improved" (nominal: 5 % false alarms, both sides together) and how many of each size are seen. Series go
through the functions that a run goes through. The last lines take the call-backs of the demonstration, as it generates them.
"""

import argparse
from collections import Counter
from dataclasses import dataclass, replace
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from visavis.engine.measuring.effects import Series
from visavis.engine.measuring.verdicts import Verdict, read, verdict

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


def judged(treated: Series, control: Series) -> Verdict:
    """The verdict of a run on this action alone."""
    reading = read(treated, [control])
    return verdict(reading, reading.effect.p if reading.effect else 1.0)


def verdicts(world: World, seeds: int, *, rate: float, cases: int, lift: float) -> Counter[Verdict]:
    """How often each verdict is given, over seeds."""
    told: Counter[Verdict] = Counter()
    for seed in range(seeds):
        told[judged(*series(world, np.random.default_rng(seed), rate=rate, cases=cases, lift=lift))] += 1
    return told


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
    seeds = asked.parse_args().seeds
    print(f"{seeds} seeds; a year before, {AFTER} weeks after; the control has four times as many cases\n")
    sizes = " ".join(f"{f'+{lift:.0%}':>6}" for lift in LIFTS)
    print(f"{'world':22} kept cases/week  false: improved worsened refused   seen: {sizes}")
    for world in WORLDS:
        for rate in RATES:
            for cases in CASES:
                nothing = verdicts(world, seeds, rate=rate, cases=cases, lift=0.0)
                seen = [
                    verdicts(world, seeds, rate=rate, cases=cases, lift=lift)[Verdict.IMPROVED] / seeds
                    if rate + lift < 1
                    else None
                    for lift in LIFTS
                ]
                told = " ".join(f"{'–' if each is None else f'{each:.0%}':>6}" for each in seen)
                print(
                    f"{world.name:22} {rate:.0%} {cases:9}          {nothing[Verdict.IMPROVED]:8} {nothing[Verdict.WORSENED]:8} "
                    f"{nothing[Verdict.UNMEASURABLE]:7}         {told}"
                )
    for clients in (2000, 20000):
        found = {
            helped: Counter(judged(*demonstrated(seed, helped=helped, clients=clients)) for seed in range(seeds))
            for helped in (False, True)
        }
        print(
            f"\nthe demonstration's call-backs, {clients} clients: without the effect {_counted(found[False])}; "
            f"with it {_counted(found[True])}"
        )


def _counted(told: Counter[Verdict]) -> str:
    return ", ".join(f"{told[each]} {each}" for each in Verdict if told[each])


if __name__ == "__main__":
    main()
