"""Who works in which team, by position in the plan's list of logins."""

import numpy as np

from visavis.demo.chance import Numbers
from visavis.demo.operator.plan import AGENTS_PER_TEAM

_SIZES = np.asarray(AGENTS_PER_TEAM)
_FIRST = np.concatenate([[0], np.cumsum(_SIZES)[:-1]])


def somebody_of(team: Numbers, luck: Numbers) -> Numbers:
    """A member of each team; the same luck gives the same member."""
    return _FIRST[team] + luck % _SIZES[team]


def in_turn(team: Numbers, luck: Numbers) -> Numbers:
    """Numbers by which the members of each team take turns over its rows: each is met before anyone is met twice. The same luck
    gives the same turns."""
    order = np.lexsort((luck, team))
    first = np.searchsorted(team[order], team[order], side="left")
    turns = np.empty(len(team), dtype=np.int64)
    turns[order] = np.arange(len(team)) - first
    return turns


def colleague(agent: Numbers, team: Numbers, luck: Numbers) -> Numbers:
    """A member of each team who is not `agent`."""
    chosen = somebody_of(team, luck)
    return np.where(chosen == agent, somebody_of(team, luck + 1), chosen)
