"""Who works in which team of the demonstration company."""

import numpy as np

from visavis.demo.operator.plan import AGENTS, AGENTS_PER_TEAM, TEAMS
from visavis.demo.operator.staff import colleague, in_turn, somebody_of


def test_every_login_has_one_team() -> None:
    assert len(AGENTS) == len(set(AGENTS)) == sum(AGENTS_PER_TEAM)
    assert len(AGENTS_PER_TEAM) == len(TEAMS)
    assert min(AGENTS_PER_TEAM) >= 5, "a team of fewer people could never be told of"


def test_members_take_turns_and_nobody_is_met_twice_before_all_are_met() -> None:
    team = np.array([3, -1, 3, 5, 3, -1, 5, 3, 3])
    turns = in_turn(team, np.array([7, 1, 2, 4, 9, 1, 3, 1, 8]))
    assert turns[team == 3].tolist() == [2, 1, 4, 0, 3]
    assert turns[team == 5].tolist() == [1, 0]
    planners = somebody_of(np.full(5, 4), in_turn(np.full(5, 4), np.array([5, 3, 9, 1, 2])))
    assert len(set(planners.tolist())) == 5
    assert (colleague(planners, np.full(5, 4), np.arange(5)) != planners).all()
