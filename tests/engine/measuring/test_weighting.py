import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.weighting import (
    effective_n,
    late_contrast,
    rake,
    trim,
    weighted_share,
    worst_case,
    worst_case_score,
)

# the table of the article "Iterative proportional fitting" of Wikipedia, 2 × (4 × 4)
TABLE = np.array([[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]], dtype=float)
ROWS, COLUMNS = [150, 300, 400, 150], [200, 300, 400, 100]
CELLS = np.indices((4, 4)).reshape(2, 16)


def test_the_table_of_wikipedia() -> None:
    after_three = rake(CELLS, [ROWS, COLUMNS], TABLE.ravel(), rounds=3)
    assert round(float(after_three.weights[0]), 2) == 64.61
    assert (after_three.rounds, after_three.converged) == (3, False)
    found = rake(CELLS, [ROWS, COLUMNS], TABLE.ravel())
    assert round(float(found.weights[0]), 2) == 64.56
    assert found.converged
    np.testing.assert_allclose(found.weights.reshape(4, 4).sum(axis=1), ROWS, rtol=1e-7)
    np.testing.assert_allclose(found.weights.reshape(4, 4).sum(axis=0), COLUMNS, rtol=1e-7)


def test_answers_are_weighted_towards_the_register() -> None:
    """Of 100 clients half are companies; 8 of 10 answers come from private ones."""
    company = [0] * 8 + [1] * 2
    weights = rake([company], [[50, 50]]).weights
    assert weights.tolist() == pytest.approx([6.25] * 8 + [25] * 2)
    share, n, interval = weighted_share([1] * 8 + [0] * 2, weights)
    assert share == pytest.approx(0.5)
    assert n == pytest.approx(100**2 / (8 * 6.25**2 + 2 * 25**2)) == pytest.approx(effective_n(weights))
    assert interval[0] < 0.5 < interval[1]


@pytest.mark.parametrize(
    ("classes", "margins", "code"), [([[0, 0]], [[1, 1]], "silent_class:1"), ([[]], [[1]], "no_answers"), ([], [], "no_answers")]
)  # fmt: skip
def test_weights_do_not_speak_for_who_is_silent(classes: list[list[int]], margins: list[list[int]], code: str) -> None:
    with pytest.raises(Unmeasurable, match=code):
        rake(classes, margins)


def test_margins_that_do_not_fit() -> None:
    for classes, margins in (([[0, 1], [0, 1]], [[5, 5], [5, 6]]), ([[0, 2]], [[5, 5]]), ([[0, 1]], [[5, 5], [5, 5]]),
                             ([[0, 1]], [[0, 0]])):  # fmt: skip
        with pytest.raises(ValueError, match=r"margin"):
            rake(classes, margins)


@given(st.lists(st.floats(0.01, 1000), min_size=1, max_size=40), st.floats(1.2, 6))
def test_trimmed_weights_keep_their_sum(weights: list[float], most: float) -> None:
    found = trim(weights, most)
    assert found.sum() == pytest.approx(sum(weights))
    assert found.max() <= most * np.mean(weights) * (1 + 1e-9)
    assert effective_n(found) >= effective_n(weights) - 1e-6
    assert 1 - 1e-9 <= effective_n(weights) <= len(weights) + 1e-9


def test_nothing_to_weigh() -> None:
    assert trim([]).tolist() == []
    assert effective_n([]) == 0
    with pytest.raises(ValueError, match="below their mean"):
        trim([1], 0.5)
    with pytest.raises(Unmeasurable, match="no_answers"):
        weighted_share([], [])


def test_those_who_answer_late() -> None:
    found = late_contrast([True] * 60 + [False] * 30, np.arange(90))
    assert (found.n_early, found.n_late, found.early, found.late) == (60, 30, 1.0, 0.0)
    assert found.stands
    assert found.interval[1] < 0
    for delays in ([1.0, 1.0], [np.nan, 1.0]):
        with pytest.raises(Unmeasurable, match="no_delay"):
            late_contrast([True, False], delays)


def test_what_silence_could_still_say() -> None:
    assert worst_case(30, 40, 100) == (0.3, 0.9)
    assert worst_case_score(30, 5, 40, 100) == (-0.35, 0.85)
    with pytest.raises(Unmeasurable, match="nobody_asked"):
        worst_case(0, 0, 0)
    for kept, answered, asked in ((5, 4, 10), (1, 11, 10)):
        with pytest.raises(ValueError, match="answers"):
            worst_case(kept, answered, asked)
