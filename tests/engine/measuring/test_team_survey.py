"""Scales of teams' sheets: when means stand as they are, when they are drawn together, and who is not told of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from visavis.engine.measuring.anonymity import groups_told
from visavis.engine.measuring.intervals import mean_interval
from visavis.engine.measuring.team_survey import (
    SHRUNKEN_95,
    STUDENT_95,
    Scale,
    alpha_interval,
    options_of,
    tell_scale,
    told_of,
)


def sheets(teams: dict[str, tuple[int, float]], *, items: int = 3, noise: float = 0.5, seed: int = 0) -> Scale:
    """Teams of so many people around such a level, on 1 to 5, rounded as answers are."""
    random = np.random.default_rng(seed)
    names = np.array([team for team, (n, _) in teams.items() for _ in range(n)], dtype=object)
    level = np.array([mean for n, mean in teams.values() for _ in range(n)])
    own = level + random.normal(0, noise, len(level))
    answers = np.clip(np.rint(own[:, None] + random.normal(0, noise, (len(level), items))), 1, 5)
    return tell_scale("pride", answers, names, 1, 5)


def figures(scale: Scale) -> dict[str, float | None]:
    return {each.name: each.value for each in scale.whole}


def test_teams_of_one_mind_are_told_as_they_are() -> None:
    scale = sheets({"Atelier": (30, 4.2), "Guichet": (25, 2.0), "Quai": (20, 3.1)})
    assert {
        name for name in figures(scale) if name.rpartition(":")[2] in ("unreliable", "members_disagree", "teams_alike")
    } == set()
    told = scale.teams["Guichet"]
    assert (told.n, told.method) == (25, STUDENT_95)
    assert told.interval and told.interval[0] < 2.2 and told.interval[1] < 3  # type: ignore[operator]  # noqa: PT018
    for name in ("mean", "alpha", "omega", "icc_1", "icc_2"):
        (one,) = [each for each in scale.whole if each.name == f"pride:{name}"]
        assert one.interval is not None, name
        assert one.interval[0] <= one.value <= one.interval[1], one  # type: ignore[operator]


def test_teams_that_can_not_be_told_apart_are_drawn_to_all() -> None:
    scale = sheets({"Atelier": (12, 3.0), "Guichet": (12, 3.0), "Quai": (12, 3.0)}, noise=1.2, seed=3)
    codes = {name.rpartition(":")[2] for name, value in figures(scale).items() if value is None}
    assert "by_chance" in codes
    whole = figures(scale)["pride:mean"]
    assert whole is not None
    for told in scale.teams.values():
        assert told.method == SHRUNKEN_95
        assert told.value == pytest.approx(whole, abs=0.35)
        assert told.interval and told.interval[0] < whole < told.interval[1]  # type: ignore[operator]  # noqa: PT018


def test_teams_below_five_and_whatever_hides_them_are_left_out() -> None:
    scale = sheets({"Atelier": (30, 4.2), "Guichet": (25, 2.0), "Duo": (2, 3.0)})
    # the whole less both large teams would be the two: the smaller of them hides them
    assert set(scale.teams) == {"Atelier"}
    assert set(sheets({"A": (9, 4.0), "B": (8, 2.0), "C": (4, 3.0), "D": (4, 2.0)}).teams) == {"A", "B"}
    assert sheets({"A": (4, 4.0)}).teams == {}


def test_shrunken_intervals_hold_what_teams_truly_think() -> None:
    """40 teams of 8 around their own level (deviation .25), each person .9 around it: 95 in 100 intervals hold the level."""
    held = told = 0
    for seed in range(12):
        random = np.random.default_rng(seed)
        levels = random.normal(3, 0.25, 40)
        names = np.repeat([f"t{n}" for n in range(40)], 8).astype(object)
        answers = np.repeat(levels, 8)[:, None] + random.normal(0, 0.9, (320, 1))
        scale = tell_scale("x", answers, names, -10, 16)
        for name, one in scale.teams.items():
            assert one.method == SHRUNKEN_95
            told += 1
            held += one.interval[0] <= levels[int(name[1:])] <= one.interval[1]  # type: ignore[index]
    assert 0.93 <= held / told <= 0.98, (held, told)


def test_feldt_by_hand() -> None:
    """α .8 of 3 items and 30 people: F(29, 58) at 2.5 % and 97.5 %."""
    assert alpha_interval(0.8, 30, 3) == pytest.approx(
        [1 - 0.2 * stats.f.ppf(share, 29, 58) for share in (0.975, 0.025)]
    )


@pytest.mark.parametrize(
    ("ends", "options"), [((1, 5), 5), ((0, 10), 11), ((0, 1), 2), ((0, 100), None), ((1, 4.5), None)]
)
def test_options(ends: tuple[float, float], options: int | None) -> None:
    assert options_of(*ends) == options


@pytest.mark.parametrize(
    ("answers", "teams", "reasons"),
    [
        (np.empty((0, 2)), [], {"mean": "too_few_answers:0"}),
        ([[1, 2]], ["a"], {"mean": "too_few_answers:1"}),
        ([[3, 3]] * 6, ["a"] * 6, {"alpha": "no_variation", "icc_1": "one_group"}),
        ([[9, 9]] * 6, ["a"] * 6, {"mean": "too_few_answers:0"}),
        ([[3], [4], [3], [4], [2], [3]], ["a", "b", "c", "d", "e", "f"], {"icc_1": "too_few_answers:1", "r_wg": "fewer_than_five"}),
        ([[np.nan, 1]] * 6, ["a"] * 6, {"mean": "too_few_answers:0"}),
    ],
)  # fmt: skip
def test_bad_sheets_have_reasons(answers: object, teams: list[str], reasons: dict[str, str]) -> None:
    scale = tell_scale("x", answers, np.array(teams, dtype=object), 1, 5)  # type: ignore[arg-type]
    found = {each.name.rpartition(":")[2]: each.reason for each in scale.whole}
    assert {name: found[name] for name in reasons} == reasons
    assert all(each.value is None or each.value == each.value for each in scale.whole)


def test_a_mean_is_student_s() -> None:
    scale = tell_scale("x", [[1], [2], [3], [4], [5]], np.array(["a"] * 5, dtype=object), 1, 5)
    assert scale.whole[0].interval == mean_interval(3.0, np.std([1, 2, 3, 4, 5], ddof=1), 5)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 9), max_size=8))
def test_groups_that_share_nobody_are_told_as_any_groups_are(people: dict[str, int]) -> None:
    apart = {name: [f"{name}{n}" for n in range(size)] for name, size in people.items()}
    assert told_of(people) == groups_told(apart)
