"""Krippendorff's α: his own example, and what must hold of any judgements."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.agreement import SCALES, Scale, coincidences, krippendorff
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
