"""Which teams and channels may be told of in a period: no combination of sums, of this run and all before, is about one to four
people."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from visavis.engine.measuring.anonymity import Cell, Told, tellable
from visavis.engine.measuring.anonymity_blocks import Part
from visavis.vocabulary import SMALLEST_GROUP

Where = tuple[str, Any]
"""Direction and period."""

SIDES = ("team", "channel")
NOBODY = ""
"""In place of a team or channel: messages without one, of which nothing is told apart."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Who may be told of in a direction and period; teams and channels with how many people wrote there."""

    people: int
    teams: Mapping[str, int]
    channels: Mapping[str, int]


def told_of(rows: Iterable[tuple[Where, str, str, str]]) -> dict[Where, Shown]:
    """Out of who wrote where (direction and period, team, channel, person), those of whom a figure may tell.

    How much a team or channel wrote over all time is told elsewhere (dialogue): what it wrote in the periods that are not told here
    follows, and is of five people or none.
    """
    parts: dict[Where, set[Part]] = defaultdict(set)
    for where, team, channel, person in rows:
        parts[where].add((person, (team, channel)))
    found = {where: _shown(frozenset(at)) for where, at in parts.items()}
    wrote: dict[tuple[str, str, str], dict[Where, set[str]]] = defaultdict(lambda: defaultdict(set))
    for where, at in parts.items():
        for who, cell in at:
            for kind, name in zip(SIDES, cell if isinstance(cell, tuple) else (), strict=False):
                wrote[where[0], kind, name][where].add(who)
    for (_, kind, name), by_period in wrote.items():
        _hide_more(found, f"{kind}s", name, by_period)
    return found


def _hide_more(found: dict[Where, Shown], side: str, name: str, wrote: Mapping[Where, set[str]]) -> None:
    """Hide a group in as many more periods as it takes, fewest people first, for those hidden to be of five people or none."""
    told = sorted((at for at in wrote if name in getattr(found[at], side)), key=lambda at: (-len(wrote[at]), repr(at)))
    hidden = set[str]().union(*(wrote[at] for at in wrote if at not in told))
    while told and 0 < len(hidden) < SMALLEST_GROUP:
        at = told.pop()
        hidden |= wrote[at]
        kept = {each: n for each, n in getattr(found[at], side).items() if each != name}
        found[at] = replace(found[at], teams=kept) if side == "teams" else replace(found[at], channels=kept)


@dataclass(frozen=True, slots=True)
class Moved:
    """Those that may be told anew, and those of which what was told last stands: (direction, period), side, name."""

    fresh: dict[Where, Shown]
    stale: frozenset[tuple[Where, str, str]]


def _shown(parts: frozenset[Part]) -> Shown:
    everybody = Cell(("all",), parts)
    told = tellable([everybody, *_cells("team", 0, parts), *_cells("channel", 1, parts)], Told())
    if everybody not in told:
        return Shown(0, {}, {})
    people = {cell.name: len(cell.people) for cell in told}
    teams, channels = (
        {str(name[1]): n for name, n in people.items() if name[0] == side} for side in ("team", "channel")
    )
    return Shown(people["all",], teams, channels)


def _cells(side: str, place: int, parts: frozenset[Part]) -> Iterator[Cell]:
    """Teams (place 0) or channels (place 1), most people first: where not all may be told, the larger ones are."""
    found: dict[Hashable, set[Part]] = defaultdict(set)
    for part in parts:
        _, where = part
        name = where[place] if isinstance(where, tuple) else NOBODY
        if name != NOBODY:
            found[name].add(part)
    cells = [Cell((side, name), frozenset(them)) for name, them in found.items()]
    yield from sorted(cells, key=lambda cell: (-len(cell.people), str(cell.name)))
