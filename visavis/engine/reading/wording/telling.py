"""Which teams and channels may be told of in a period: no combination of sums is about one to four people."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.engine.measuring.anonymity import Cell, Part, Told, tellable

Where = tuple[str, Any]
"""Direction and period."""

NOBODY = ""
"""In place of a team or channel: messages without one, of which nothing is told apart."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Who may be told of in a direction and period; teams and channels with how many people wrote there."""

    people: int
    teams: Mapping[str, int]
    channels: Mapping[str, int]


def told_of(rows: Iterable[tuple[Where, str, str, str]]) -> dict[Where, Shown]:
    """Out of who wrote where (direction and period, team, channel, person), those of whom a figure may tell."""
    parts: dict[Where, set[Part]] = defaultdict(set)
    for where, team, channel, person in rows:
        parts[where].add((person, (team, channel)))
    return {where: _shown(frozenset(at)) for where, at in parts.items()}


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
