"""Krippendorff's α: his own example, and what must hold of any judgements."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.agreement import SCALES, Scale, coincidences, krippendorff, of_judgements
from visavis.engine.measuring.selecting import Unmeasurable

NO = np.nan
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
    [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
]


@pytest.mark.parametrize(
    ("scale", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011(scale: Scale, expected: float) -> None:
    assert round(krippendorff(FOUR_OBSERVERS, scale), 3) == expected


def test_coincidences_of_the_example() -> None:
    values, met = coincidences(FOUR_OBSERVERS)
    assert values.tolist() == [1, 2, 3, 4, 5]
    assert met.sum() == pytest.approx(40)
    np.testing.assert_allclose(met[0], [7, 4 / 3, 1 / 3, 1 / 3, 0])


def test_two_judges_by_hand() -> None:
    """Krippendorff 2011, A: two observers, ten binary units, α = 0.095."""
    table = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert round(krippendorff(table), 3) == 0.095


def test_what_cannot_be_told() -> None:
    for table, code in (([[1, NO], [NO, 2]], "nothing_judged_twice"), ([[], []], "nothing_judged_twice"),
                        ([[1, 1], [1, 1]], "no_variation")):  # fmt: skip
        with pytest.raises(Unmeasurable, match=code):
            krippendorff(table)
    with pytest.raises(ValueError, match="one row for each judge"):
        krippendorff([1, 2])
    with pytest.raises(ValueError, match="negative"):
        krippendorff([[-1, 2], [1, 2]], "ratio")


judgements = st.integers(2, 4).flatmap(
    lambda judges: st.lists(
        st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, NO]), min_size=judges, max_size=judges), min_size=2, max_size=12
    )
)


@settings(max_examples=50)
@given(judgements, st.sampled_from(sorted(SCALES)))
def test_any_judgements(units: list[list[float]], scale: Scale) -> None:
    table = np.array(units).T
    try:
        found = krippendorff(table, scale)
    except Unmeasurable:
        return
    assert found <= 1 + 1e-12
    assert krippendorff(table[::-1], scale) == pytest.approx(found)
    agreed = np.tile(table[0], (3, 1))
    if len(np.unique(table[0][~np.isnan(table[0])])) > 1:
        assert krippendorff(agreed, scale) == pytest.approx(1.0)


def one_by_one(table: list[list[float]]) -> tuple[list[str], list[float]]:
    given = [(f"unit {place}", value) for row in table for place, value in enumerate(row) if value == value]
    return [unit for unit, _ in given], [value for _, value in given]


@pytest.mark.parametrize("scale", list(SCALES))
def test_judgements_one_by_one_give_the_same_with_an_interval(scale: Scale) -> None:
    found = of_judgements(*one_by_one(FOUR_OBSERVERS), scale=scale)
    assert found.alpha == pytest.approx(krippendorff(FOUR_OBSERVERS, scale))
    assert (found.units, found.judgements) == (11, 40)
    assert found.same == pytest.approx(0.8)
    assert found.interval and found.interval[0] < found.alpha < found.interval[1] <= 1  # noqa: PT018
    assert found.same_interval and found.same_interval[0] < 0.8 < found.same_interval[1]  # noqa: PT018


def test_counts_stand_for_judgements() -> None:
    apart = of_judgements(["a", "a", "a", "b", "b"], ["x", "x", "y", "y", "y"])
    counted = of_judgements(["a", "a", "b"], ["x", "y", "y"], [2, 1, 2])
    assert counted == apart


def test_the_interval_of_many_units_holds_alpha_19_times_of_20() -> None:
    """Two judges who agree in 7 of 10, else by chance, over three values: α is .7 in the population."""
    held = 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        first = random.integers(0, 3, 120)
        second = np.where(random.random(120) < 0.7, first, random.integers(0, 3, 120))
        found = of_judgements(np.tile(np.arange(120), 2), np.r_[first, second], seed=seed)
        held += bool(found.interval and found.interval[0] <= 0.7 <= found.interval[1])
    assert held >= 53, held


@pytest.mark.parametrize(
    ("units", "values", "scale", "code"),
    [
        ([], [], "nominal", "nothing_judged_twice"),
        (["a", "b"], [1, 2], "nominal", "nothing_judged_twice"),
        (["a", "a"], [1, 1], "nominal", "no_variation"),
        (["a", "a"], [-1, 1], "ratio", "negative_values"),
    ],
)
def test_judgements_that_tell_nothing(units: list[str], values: list[float], scale: Scale, code: str) -> None:
    with pytest.raises(Unmeasurable, match=code):
        of_judgements(units, values, scale=scale)
