"""Which teams and channels may be told of in a period: no sum, and no difference of sums, is about one to four people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.vocabulary import SMALLEST_GROUP

Where = tuple[str, Any]
"""Direction and period."""

HIDDEN = ""
"""The group of all teams, or channels, that are not told of; also of messages without one."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who may be told of in a direction and period; teams and channels with how many people wrote there."""

    people: int
    teams: Mapping[str, int]
    channels: Mapping[str, int]


def told_of(rows: Iterable[tuple[Where, str, str, str]]) -> dict[Where, Told]:
    """Out of who wrote where (direction and period, team, channel, person), those of whom a figure may tell."""
    numbers: dict[str, int] = {}
    cells: dict[Where, dict[tuple[str, str], int]] = defaultdict(dict)
    for where, team, channel, person in rows:
        bit = 1 << numbers.setdefault(person, len(numbers))
        at = cells[where]
        at[team, channel] = at.get((team, channel), 0) | bit
    return {where: _told(at) for where, at in cells.items()}


Cells = dict[tuple[str, str], int]
"""People of each team and channel, each a bit."""


def _told(cells: Cells) -> Told:
    everybody = _union(cells.values())
    if _few(everybody):
        return Told(0, {}, {})
    teams, channels = _shown(cells, 0), _shown(cells, 1)
    while channels and _tells(_merged(cells, teams, channels)):
        # The smallest goes first; where two would do, the page still has the larger ones.
        del channels[min(channels, key=lambda name: (channels[name], name))]
        if _few(_union(mask for (_, channel), mask in cells.items() if channel not in channels)) and channels:
            del channels[min(channels, key=lambda name: (channels[name], name))]
    return Told(everybody.bit_count(), teams, channels)


def _shown(cells: Cells, side: int) -> dict[str, int]:
    """Teams (side 0) or channels (side 1) of five people or more, less as many as the others need to be five or nobody."""
    people: dict[str, int] = defaultdict(int)
    for place, mask in cells.items():
        people[place[side]] |= mask
    hidden = people.pop(HIDDEN, 0)
    shown: dict[str, int] = {}
    for name, mask in sorted(people.items(), key=lambda each: (each[1].bit_count(), each[0])):
        if _few(mask) or _few(hidden):
            hidden |= mask
        else:
            shown[name] = mask.bit_count()
    return shown


def _merged(cells: Cells, teams: Mapping[str, int], channels: Mapping[str, int]) -> Cells:
    """The cells as figures show them: all hidden teams are one, all hidden channels too."""
    merged: Cells = {}
    for (team, channel), mask in cells.items():
        place = (team if team in teams else HIDDEN, channel if channel in channels else HIDDEN)
        merged[place] = merged.get(place, 0) | mask
    return merged


def _tells(cells: Cells) -> bool:
    """Whether channels without the teams that lie wholly among them, or teams without such channels, are one to four people."""
    by_team: dict[str, dict[str, int]] = defaultdict(dict)
    for (team, channel), mask in cells.items():
        by_team[team][channel] = mask
    for chosen in _subsets(sorted({channel for _, channel in cells})):
        rest = beyond = 0
        for at in by_team.values():
            inside = _union(mask for channel, mask in at.items() if channel in chosen)
            outside = _union(mask for channel, mask in at.items() if channel not in chosen)
            rest |= inside if outside else 0
            beyond |= outside if inside else 0
        if _few(rest) or _few(beyond):
            return True
    return False


def _subsets(names: list[str]) -> Iterator[frozenset[str]]:
    """Every choice of some of the names; of more than twelve, those of one and of all but one."""
    if len(names) > 12:
        for name in names:
            yield frozenset([name])
            yield frozenset(names) - {name}
        return
    for number in range(1, 1 << len(names)):
        yield frozenset(name for place, name in enumerate(names) if number >> place & 1)


def _union(masks: Iterable[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _few(mask: int) -> bool:
    return 0 < mask.bit_count() < SMALLEST_GROUP
