"""Effects beside a control: the arithmetic, how often chance is taken for an effect, and series that carry none."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from benchmarks.effects import WORLDS, demonstrated, judged, verdicts
from visavis.engine.measuring.effects import Series, TooFew, effect, newey_west, shift
from visavis.engine.measuring.segments import level_and_slope
from visavis.engine.measuring.verdicts import Reading, Verdict, adjusted, read, verdict

AFTER = np.arange(24) >= 16


def flat(before: float, after: float, n: int = 50) -> Series:
    """Shares that swing by two cases around a level on either side of the start."""
    level = np.where(AFTER, after, before) * n
    return Series.of(AFTER, level + np.tile([2, -2], 12), np.full(24, n))


def test_the_effect_is_the_difference_of_both_moves() -> None:
    found = effect(flat(0.6, 0.8), [flat(0.7, 0.74)])
    assert found.value == pytest.approx(0.16)
    assert found.low < 0.16 < found.high
    cells = [(0.6, 800), (0.8, 400), (0.7, 800), (0.74, 400)]
    independent = sum(p * (1 - p) / n for p, n in cells)
    assert found.error == pytest.approx(math.sqrt(independent), rel=0.01), "swings below chance make it no surer"
    assert found.p < 0.01


def test_controls_weigh_as_their_cases_before() -> None:
    small, large = flat(0.5, 0.7, 20), flat(0.9, 0.9, 60)
    assert effect(flat(0.6, 0.6), [small, large]).value == pytest.approx(-0.05)
    assert shift([small, large]).value == pytest.approx(0.05)


def test_neighbours_that_hang_together_widen_the_interval() -> None:
    waves = np.tile([6, 6, 6, -6, -6, -6, -6, 6], 3) * 1.0
    swinging = Series.of(AFTER, 35 + waves, np.full(24, 50))
    calm = Series.of(AFTER, 35 + np.tile([1.0, -1.0], 12), np.full(24, 50))
    assert effect(swinging, [flat(0.7, 0.7)]).error > 1.5 * effect(calm, [flat(0.7, 0.7)]).error
    assert newey_west([1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0]) > 8 > newey_west([1.0, -1.0] * 4)


def test_of_two_hundred_seeds_of_the_series_alone_few_are_told_improved() -> None:
    nothing = Counter(judged(*demonstrated(seed, helped=False)) for seed in range(200))
    assert nothing[Verdict.IMPROVED] <= 16
    helped = Counter(judged(*demonstrated(seed, helped=True)) for seed in range(20))
    assert helped[Verdict.IMPROVED] >= 16


@pytest.mark.parametrize("world", WORLDS[2:4], ids=lambda world: world.name)
def test_weeks_that_hang_together_are_not_taken_for_an_effect(world: object) -> None:
    told = verdicts(world, 100, rate=0.7, cases=20, lift=0.0)  # type: ignore[arg-type]
    assert told[Verdict.IMPROVED] <= 8
    assert told[Verdict.IMPROVED] + told[Verdict.WORSENED] <= 12


@pytest.mark.parametrize(
    ("kept", "n", "code"),
    [
        (np.zeros(24), np.zeros(24), "few_periods_before"),
        (np.where(AFTER, 0, 1), np.where(AFTER, 0, 2), "few_periods_after"),
        (np.zeros(24), np.where(AFTER, 5, 0.5), "few_cases_before"),
        (np.zeros(24), np.where(AFTER, 1, 5), "few_cases_after"),
    ],
    ids=["nothing", "nothing after", "few before", "few after"],
)
def test_too_little_says_what_is_missing(kept: ArrayLike, n: ArrayLike, code: str) -> None:
    with pytest.raises(TooFew) as few:
        effect(Series.of(AFTER, kept, n), [flat(0.7, 0.7)])
    assert few.value.code == code
    assert read(Series.of(AFTER, kept, n), [flat(0.7, 0.7)]).reason == code


@pytest.mark.parametrize(("kept", "n"), [([3], [2]), ([-1], [2]), ([1], [math.inf]), ([1, 2], [2])])
def test_counts_that_cannot_be_are_refused(kept: list[float], n: list[float]) -> None:
    with pytest.raises(ValueError, match="count"):
        Series.of([True], kept, n)


def test_where_all_was_kept_before_and_after_nothing_moved_and_nothing_is_sure() -> None:
    whole = Series.of(AFTER, np.full(24, 3), np.full(24, 3))
    found = effect(whole, [whole])
    assert (found.value, found.p) == (0.0, 1.0)
    assert -0.2 < found.low < 0 < found.high < 0.2
    assert verdict(read(whole, [whole]), 1.0) == Verdict.NOISE


def test_a_control_that_moved_too_proves_nothing() -> None:
    reading = read(flat(0.6, 0.8), [flat(0.6, 0.75)])
    assert reading.reason == "control_moved"
    assert verdict(reading, 0.0001) == Verdict.UNMEASURABLE


def test_series_that_drifted_apart_before_the_start_prove_nothing() -> None:
    rising = Series.of(AFTER, np.linspace(10, 44, 24) + np.tile([1, -1], 12), np.full(24, 50))
    reading = read(rising, [flat(0.7, 0.7)])
    assert reading.reason == "apart_before"
    trend = level_and_slope(rising, [flat(0.7, 0.7)]).trend
    assert trend.value == pytest.approx(34 / 23 / 50, rel=0.15)


def test_without_a_control_nothing_is_read() -> None:
    assert read(flat(0.6, 0.8), []) == Reading(reason="no_control")


def test_holm_counts_the_actions_judged_together_and_passes_over_those_that_are_not() -> None:
    strong, weak = read(flat(0.6, 0.8), [flat(0.7, 0.7)]), read(flat(0.7, 0.735), [flat(0.7, 0.7)])
    assert strong.effect is not None
    assert weak.effect is not None
    assert adjusted([strong, Reading(reason="no_control"), weak]) == [
        pytest.approx(2 * strong.effect.p), None, pytest.approx(weak.effect.p),
    ]  # fmt: skip
    assert verdict(strong, 0.04) == Verdict.IMPROVED
    assert verdict(strong, 0.04, up=False) == Verdict.WORSENED
    assert verdict(strong, 0.06) == verdict(strong, math.nan) == Verdict.NOISE


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=24, max_size=24), st.integers(0, 24))
def test_no_series_gives_nan_or_an_error(counts: list[tuple[int, int]], start: int) -> None:
    after = np.arange(24) >= start
    series = Series.of(after, [min(each) for each in counts], [max(each) for each in counts])
    other = Series.of(after, np.full(24, 2), np.full(24, 3))
    reading = read(series, [other])
    told = [reading.effect, reading.control, *(reading.segments or ())]
    assert np.isfinite([number for each in told if each for number in each]).all()
    assert isinstance(verdict(reading, reading.effect.p if reading.effect else 1.0), Verdict)
