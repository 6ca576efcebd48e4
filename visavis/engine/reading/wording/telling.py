"""Which teams and channels may be told of in a period: no combination of sums, of this run and all before, is about one to four
people."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from visavis.engine.measuring.anonymity import Cell, Part, Told, tellable
from visavis.engine.measuring.waves import as_ledger, from_ledger, hold
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


def moved_of(
    rows: Iterable[tuple[Where, str, str, str, str]],
    told: Mapping[Where, Shown],
    ledger: dict[str, Any],
    grain: str,
    *,
    secret: bytes = b"",
) -> Moved:
    """Of what `told` lets be told, what moved by no one to four people since; out of who wrote where, each with what tells when
    their messages are others. `ledger` has what earlier runs told (hashes), and takes note of it."""
    cells: dict[Where, dict[tuple[str, str], dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for where, team, channel, person, mark in sorted(rows, key=repr):
        them = cells[where][team, channel]
        them[person] = f"{them.get(person, '')}{mark};"
    fresh, stale = dict[Where, Shown](), set[tuple[Where, str, str]]()
    for where, at in cells.items():
        sides: list[dict[str, list[str]]] = [{}, {}]
        for cell in at:
            for side, kind, name in zip(sides, SIDES, cell, strict=True):
                if name != NOBODY:
                    side.setdefault(f"{kind}:{name}", []).append("\x1f".join(cell))
        key = "|".join((grain, *map(str, where)))
        known = from_ledger(ledger.get(key))
        verdict = hold(known, {"\x1f".join(cell): them for cell, them in at.items()}, sides, secret=secret)
        ledger[key] = as_ledger(known)
        kept = {kind: dict(getattr(told[where], f"{kind}s")) for kind in SIDES}
        for kind in SIDES:
            stale |= {(where, kind, name) for name in kept[kind] if f"{kind}:{name}" in verdict.stale}
            kept[kind] = {name: n for name, n in kept[kind].items() if f"{kind}:{name}" in verdict.fresh}
        fresh[where] = Shown(told[where].people, kept["team"], kept["channel"])
    return Moved(fresh, frozenset(stale))


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
