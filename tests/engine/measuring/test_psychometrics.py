import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.psychometrics import alpha, omega, one_factor, shrout_fleiss
from visavis.engine.measuring.selecting import Unmeasurable

# Shrout and Fleiss 1979, table 2: four judges, six targets
FOUR_JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_shrout_and_fleiss_1979() -> None:
    found = shrout_fleiss(FOUR_JUDGES)
    assert [round(each, 2) for each in found.single] == [0.17, 0.29, 0.71]
    assert [round(each, 2) for each in found.average] == [0.44, 0.62, 0.91]
    assert (found.targets, found.judges) == (6, 4)


def test_alpha_by_hand() -> None:
    rows = [[1, 2, 3], [2, 3, 3], [4, 4, 5], [np.nan, 1, 1], [3, 5, 4]]
    full = np.array([rows[i] for i in (0, 1, 2, 4)], dtype=float)
    expected = 3 / 2 * (1 - full.var(axis=0, ddof=1).sum() / full.sum(axis=1).var(ddof=1))
    assert alpha(rows) == pytest.approx(expected)
    assert alpha([[1, 1], [2, 2], [3, 3]]) == pytest.approx(1.0)


def one_factor_answers(loadings: list[float], n: int, seed: int) -> np.ndarray:
    random, lam = np.random.default_rng(seed), np.array(loadings)
    return random.normal(size=(n, 1)) * lam + random.normal(size=(n, len(lam))) * np.sqrt(1 - lam**2)


def test_omega_finds_the_loadings_that_made_the_answers() -> None:
    lam = [0.8, 0.7, 0.6, 0.5, 0.7]
    exact = np.outer(lam, lam) + np.diag(1 - np.array(lam) ** 2)
    loadings, unique = one_factor(exact)
    np.testing.assert_allclose(loadings, lam, atol=1e-5)
    np.testing.assert_allclose(unique, 1 - np.array(lam) ** 2, atol=1e-5)
    meant = sum(lam) ** 2 / (sum(lam) ** 2 + (1 - np.array(lam) ** 2).sum())
    assert omega(one_factor_answers(lam, 20_000, 5)) == pytest.approx(meant, abs=0.01)
    assert omega(-one_factor_answers(lam, 2000, 5)) == pytest.approx(omega(one_factor_answers(lam, 2000, 5)))


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 8))
def test_one_factor_is_as_likely_as_that_of_scikit_learn(seed: int, items: int) -> None:
    from sklearn.decomposition import FactorAnalysis

    random = np.random.default_rng(seed)
    answers = one_factor_answers(random.uniform(0.4, 0.85, items).tolist(), 400, seed)
    standard = (answers - answers.mean(axis=0)) / answers.std(axis=0)
    oracle = FactorAnalysis(n_components=1, tol=1e-9, max_iter=5000).fit(standard)
    theirs = abs(oracle.components_[0].sum()) ** 2
    expected = theirs / (theirs + oracle.noise_variance_.sum())
    assert omega(answers) == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(
    ("rows", "code"),
    [([[1], [2]], "too_few_items:1"), ([[1, 2]], "too_few_answers:1"), ([[2, 2], [2, 2]], "no_variation"), (np.zeros((0, 4)), "too_few_answers:0")],
)  # fmt: skip
def test_what_cannot_be_told(rows: list[list[float]], code: str) -> None:
    with pytest.raises(Unmeasurable, match=code):
        alpha(rows)


def test_omega_and_judges_refuse_too() -> None:
    with pytest.raises(Unmeasurable, match="too_few_items:2"):
        omega([[1, 2], [2, 3]])
    with pytest.raises(Unmeasurable, match="no_variation"):
        omega([[1, 2, 3], [2, 2, 4], [3, 2, 1]])
    with pytest.raises(Unmeasurable, match="no_variation"):
        shrout_fleiss([[1, 2], [2, 1]])
    with pytest.raises(ValueError, match="one row for each person"):
        alpha([1, 2, 3])
