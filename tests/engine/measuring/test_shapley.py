"""Shapley values with known answers; shares of R² against least squares."""

import itertools

import numpy as np
import pytest

from visavis.engine.measuring.critical_path import ONE, OUTCOME, TEAM
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.shapley import association, r2_of_coalitions, shapley


def test_glove_game() -> None:
    """Two hold a left glove, one a right one; a pair is worth 1."""
    values = np.array([1.0 if k & 4 and k & 3 else 0.0 for k in range(8)])
    assert shapley(values) == pytest.approx([1 / 6, 1 / 6, 2 / 3])


def test_airport() -> None:
    """Runways as long as the longest plane needs: 1, 2, 3."""
    values = np.array([float(max([0, *(i + 1 for i in range(3) if k >> i & 1)])) for k in range(8)])
    assert shapley(values) == pytest.approx([1 / 3, 5 / 6, 11 / 6])
    with pytest.raises(ValueError, match="no power of two"):
        shapley(np.zeros(6))


def fitted(x: np.ndarray, y: np.ndarray) -> float:
    design = np.column_stack([np.ones(len(y)), x])
    residual = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return 1 - float(residual @ residual) / float(((y - y.mean()) ** 2).sum())


def test_r2_of_each_coalition_is_that_of_least_squares() -> None:
    rng = np.random.default_rng(3)
    x = rng.gamma(2, 3, size=(200, 4))
    x[:, 3] = x[:, 0] + x[:, 1]  # determined by others: it adds nothing beside them
    y = x[:, 0] - 0.5 * x[:, 2] + rng.normal(size=200)
    columns = np.column_stack([np.ones(200), x, y])
    found = r2_of_coalitions(columns.T @ columns)
    expected = [fitted(x[:, [i for i in range(4) if k >> i & 1]], y) for k in range(16)]
    assert found == pytest.approx(expected, abs=1e-7)
    assert shapley(found).sum() == pytest.approx(found[-1])


def moments(days: np.ndarray, outcome: np.ndarray, buckets: np.ndarray) -> list[dict[str, object]]:
    columns = np.column_stack([np.ones(len(outcome)), days, outcome])
    names = [ONE, *(f"{TEAM}{chr(97 + n)}" for n in range(days.shape[1])), OUTCOME]
    return [
        {"bucket": str(b), "first": names[i], "second": names[j], "product": float(columns[buckets == b][:, i] @ columns[buckets == b][:, j])}
        for b in np.unique(buckets) for i, j in itertools.combinations_with_replacement(range(len(names)), 2)
    ]  # fmt: skip


def test_the_team_that_goes_with_the_outcome_is_told_with_an_interval() -> None:
    rng = np.random.default_rng(5)
    days = rng.gamma(2, 2, size=(600, 3))
    late = (days[:, 1] + rng.normal(size=600) > 5).astype(float)
    found = association(moments(days, late, rng.integers(0, 60, 600)))
    assert found.cases == 600
    assert found.by_team[0][0] == "b"
    assert sum(share for _, share, _ in found.by_team) == pytest.approx(found.r2)
    (low, high) = found.by_team[0][2]
    assert 0.2 < low < found.by_team[0][1] < high < found.interval[1] + 1e-9
    assert all(other[2][1] < low for other in found.by_team[1:])


@pytest.mark.parametrize(
    ("cases", "teams", "groups", "same", "code"),
    [
        (0, 2, 1, False, "too_few_cases"),
        (49, 2, 20, False, "too_few_cases"),
        (90, 2, 3, False, "too_few_clients_apart"),
        (90, 1, 20, False, "one_team"),
        (90, 2, 20, True, "one_outcome"),
    ],
)
def test_what_can_not_be_told_is_said(cases: int, teams: int, groups: int, same: bool, code: str) -> None:
    rng = np.random.default_rng(1)
    outcome = np.ones(cases) if same else rng.integers(0, 2, cases).astype(float)
    buckets = np.arange(cases) % groups
    with pytest.raises(Unmeasurable) as raised:
        association(moments(rng.random((cases, teams)), outcome, buckets))
    assert raised.value.code == code
