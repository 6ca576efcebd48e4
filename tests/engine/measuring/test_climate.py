import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from visavis.engine.measuring.climate import gate, of_groups, shrunken, within_group
from visavis.engine.measuring.selecting import Unmeasurable


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(1, 7), min_size=2, max_size=8), min_size=2, max_size=6))
def test_f_and_its_p_are_those_of_scipy(groups: list[list[int]]) -> None:
    scores = np.concatenate([np.array(group, dtype=float) for group in groups])
    names = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    try:
        found = of_groups(scores, names)
    except Unmeasurable:
        return
    expected = stats.f_oneway(*groups)
    assert (found.f, found.p) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-6)
    assert found.icc_2 == pytest.approx(1 - 1 / found.f)
    assert found.icc_1 <= 1


def test_teams_by_hand() -> None:
    """Two teams of two: means 2 and 6, MSB 16, MSW 1: ICC(1) 15/17, ICC(2) 15/16."""
    found = of_groups([1.5, 2.5, 5.5, 6.5, np.nan], ["a", "a", "b", "b", "b"])
    assert (found.icc_1, found.icc_2, found.f) == pytest.approx(((16 - 0.5) / (16 + 0.5), (16 - 0.5) / 16, 32))
    assert (found.groups, found.n, found.mean_size) == (2, 4, 2)


@pytest.mark.parametrize(
    ("scores", "groups", "code"),
    [([], [], "one_group"), ([1, 2], ["a", "a"], "one_group"), ([1, 2], ["a", "b"], "too_few_answers"),
     ([1, 1, 1, 1], ["a", "a", "b", "b"], "no_variation"), ([1, 2, 1, 2], ["a", "a", "b", "b"], "no_variation")],
)  # fmt: skip
def test_what_cannot_be_told(scores: list[float], groups: list[str], code: str) -> None:
    with pytest.raises(Unmeasurable, match=code):
        of_groups(scores, groups)


def test_agreement_within_by_hand() -> None:
    """Five options: σ²_E = 2. Team a says the same, b has variance 1, c more than chance; d is one person."""
    items = [[4], [4], [2], [3], [4], [1], [5], [3], [np.nan]]
    found = within_group(items, list("aabbbccdd"), 5)
    assert found == {"a": 1.0, "b": pytest.approx(0.5), "c": 0.0, "d": None}
    assert within_group(items, list("aabbbccdd"), 5, cut=False)["c"] == pytest.approx(1 - 8 / 2)
    two = within_group([[2, 2], [3, 3], [4, 4]], ["b"] * 3, 5)["b"]
    assert two == pytest.approx(2 * 0.5 / (2 * 0.5 + 0.5))
    with pytest.raises(ValueError, match="two options"):
        within_group([1], ["a"], 1)


def test_shrunken_means_lie_between_the_team_and_all() -> None:
    assert shrunken([2.0, 6.0], 0.75, 4.0).tolist() == [2.5, 5.5]
    assert shrunken([2.0], -0.3, 4.0).tolist() == [4.0]


def test_the_gate() -> None:
    passing = {"alpha": 0.72, "omega": None, "median_r_wg": 0.7, "icc_1": 0.05, "p": 0.01}
    assert gate(**passing).open  # type: ignore[arg-type]
    for changed, code in (
        ({"alpha": 0.69}, "unreliable"), ({"alpha": None}, "unreliable"), ({"median_r_wg": None}, "members_disagree"),
        ({"icc_1": 0.04}, "teams_alike"), ({"p": 0.05}, "by_chance"),
    ):  # fmt: skip
        assert gate(**(passing | changed)).missing == (code,)  # type: ignore[arg-type]
    assert gate(**(passing | {"alpha": 0.6, "omega": 0.7})).open  # type: ignore[arg-type]
