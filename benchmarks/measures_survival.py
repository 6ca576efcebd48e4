"""Survival curves of grouped cases: ours beside lifelines on the same numbers, which must agree; one curve, and 1,000 resampled.

`python -m benchmarks.measures_survival [--cases 1000000]`. lifelines (MIT) is a peer of the bench and an oracle of the tests.
"""

import argparse
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from visavis.engine.measuring.resampling import resampled
from visavis.engine.measuring.survival import kaplan_meier

DRAWS, LIFELINES_DRAWS = 1000, 20
CASES = 1_000_000


class Compared(NamedTuple):
    """Seconds of ours and of lifelines, and the largest difference of their numbers."""

    what: str
    ours: float
    theirs: float
    apart: float

    @property
    def ratio(self) -> float:
        """How many times faster ours is."""
        return self.theirs / self.ours


def grouped(cases: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Waits in whole hours of so many cases, a fifth of them still waiting, grouped: duration, ended, how many."""
    random = np.random.default_rng(seed)
    hours = np.ceil(random.exponential(90, cases)).astype(int)
    ended = random.random(cases) < 0.8
    counts = np.bincount(hours * 2 + ended)
    cells = np.flatnonzero(counts)
    return cells // 2, cells % 2 == 1, counts[cells]


def fastest[T](work: Callable[[], T], times: int) -> tuple[float, T]:
    """The shortest of several runs in seconds, and what it gave."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        found = work()
        taken.append(time.perf_counter() - began)
    return min(taken), found


def measure(cases: int) -> list[Compared]:
    """One curve; and 1,000 resampled ones (lifelines: 20 of them, times 50)."""
    from lifelines import KaplanMeierFitter

    durations, ended, counts = grouped(cases)
    ours, curve = fastest(lambda: kaplan_meier(durations, ended, counts), 20)
    theirs, fitted = fastest(lambda: KaplanMeierFitter().fit(durations, ended, weights=counts), 5)
    expected = fitted.predict(curve.times).to_numpy()
    rows = [Compared("one curve with its interval", ours, theirs, float(np.abs(curve.share - expected).max()))]

    quick, drawn = fastest(lambda: resampled(durations, ended, counts, draws=DRAWS, seed=1), 3)
    random, n, shares = np.random.default_rng(1), int(counts.sum()), counts / counts.sum()
    began, medians = time.perf_counter(), []
    for again in random.multinomial(n, shares, size=LIFELINES_DRAWS):
        seen = again > 0
        medians.append(KaplanMeierFitter().fit(durations[seen], ended[seen], weights=again[seen]).median_survival_time_)
    slow = (time.perf_counter() - began) * DRAWS / LIFELINES_DRAWS
    # the same draws: `resampled` has a cell for each time and state, empty ones included
    apart = float(np.abs(np.median(drawn.quantile(0.5)) - np.median(medians)))
    rows.append(Compared(f"{DRAWS} resampled curves", quick, slow, apart))
    return rows


def main(cases: int = CASES) -> None:
    """Measure and print."""
    print(f"{cases} cases, {len(grouped(cases)[0])} cells of duration and state")
    for row in measure(cases):
        verdict = "reached" if row.ratio >= 10 else "not reached"
        print(
            f"{row.what:30}  ours {row.ours * 1000:8.2f} ms  lifelines {row.theirs * 1000:10.2f} ms  "
            f"{row.ratio:7.1f} × (goal 10: {verdict})  largest difference {row.apart:.1e}"
        )


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=CASES)
    main(asked.parse_args().cases)
