"""Figures of groups told again and again, each wave held against all waves before: what moves between two is a figure too.

For every family of figures (a measure in a period) a ledger keeps whose facts stood where when something was told: cell by
cell, the people whose facts came or changed since the wave before, as keyed hashes. Groups are sums of cells; several *sides*
(teams, channels) cut the same cells differently. A group's figure is told anew only where no combination of waves, of groups of
any side and of the whole comes to rest on one to four people; else the one told last stands.

The whole itself is always told: it is about the company, not about a part of its people. What is guarded is every combination
in which a group has a share.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import Any

from visavis.engine.measuring.anonymity import Told
from visavis.engine.measuring.anonymity_blocks import Block, many, people_of
from visavis.vocabulary import SMALLEST_GROUP

WHOLE = "*"
MOST_ROWS = 240
"""Sums that a family's ledger holds before it is folded, or else told anew no more."""

EVER = sys.maxsize
"""The wave before which whoever is still there stands."""

People = Mapping[str, Collection[str] | Mapping[str, object]]
"""By cell the people behind its facts, each, where known, with what tells whether their facts changed: their number, a hash."""

Side = Mapping[str, Collection[str]]
"""Groups with the names of their cells."""


@dataclass(slots=True)
class Family:
    """What was told of one family. `came` lists for each cell and wave whose facts came or changed, and who has none any more;
    `rows` (group, wave); `inside` the cells of each group."""

    wave: int = -1
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    came: dict[str, list[tuple[int, list[str], list[str]]]] = field(default_factory=dict)
    rows: list[tuple[str, int]] = field(default_factory=list)
    sealed: set[str] = field(default_factory=set)
    inside: dict[str, set[str]] = field(default_factory=dict)


class _Sums:
    """What the sums of a family are made of, wave by wave: blocks of those who came to a cell in one wave and went, or came with
    other facts, in one other."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self._lives = {cell: list(_lives(cell, waves)) for cell, waves in family.came.items()}
        self._known: dict[tuple[str, int], list[Block]] = {}
        self._last: dict[str, int] = {}
        for group, wave in family.rows:
            self._last[group] = max(wave, self._last.get(group, wave))

    def of(self, group: str, wave: int) -> list[Block]:
        """The blocks of a group's sum, or of the whole, as they stood in a wave: of each person in a cell, their facts as of the
        wave in which these last changed."""
        if (group, wave) not in self._known:
            cells = self._lives if group == WHOLE else self.family.inside.get(group, ())
            self._known[group, wave] = [
                block for cell in cells for came, went, block in self._lives.get(cell, ()) if came <= wave < went
            ]
        return self._known[group, wave]

    def moved(self, group: str) -> Collection[Block]:
        """What a group's sum gained and lost since it was told last; all of it, where it never was. Even where the whole told as
        much already, that it moved in this group is news."""
        now = self.of(group, self.family.wave)
        if group not in self._last:
            return now
        before = self.of(group, self._last[group])
        return () if before == now else set(before) ^ set(now)

    def tell(self, group: str) -> None:
        """Note that a group's sum, as it stands, is told."""
        self.family.rows.append((group, self.family.wave))
        self._last[group] = self.family.wave


def _lives(cell: str, waves: Sequence[tuple[int, list[str], list[str]]]) -> Iterator[tuple[int, int, Block]]:
    """From which wave to before which one blocks of a cell stand."""
    here: dict[int, set[str]] = {}
    for wave, people, gone in waves:
        others = {*people, *gone}
        for came in list(here):
            if went := here[came] & others:
                here[came] -= went
                yield came, wave, Block(frozenset(went), (cell, came))
        here.setdefault(wave, set()).update(others.difference(gone))
    for came, those in here.items():
        if those:
            yield came, EVER, Block(frozenset(those), (cell, came))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Groups told anew, and groups whose figure stays what was told last; of all others nothing may be told."""

    fresh: frozenset[str]
    stale: frozenset[str]


def hold(
    family: Family,
    people: People,
    sides: Sequence[Side] | None = None,
    *,
    wholes: Side | None = None,
    secret: bytes = b"",
    smallest: int = SMALLEST_GROUP,
    most: int | None = None,
) -> Verdict:
    """Which groups may be told in a new wave; `family` takes note of it. Groups of the first side go first, the largest before.

    `sides` tells the groups; without it every cell is a group of its own. A person may stand in several cells, and a cell's or
    group's name may be empty: facts of the whole that are of no group. Group names are the same in no two sides. `wholes` are
    sums that are told whoever stands behind them; without it, that of all cells. Of more than `most` sums a ledger is folded, or else,
    at twice as many, told anew no more.
    """
    most = MOST_ROWS if most is None else most
    cut = sides if sides is not None else [{name: [name] for name in people}]
    sealed = cache(lambda name: seal(secret, name))
    marked = cache(lambda mark: mark and seal(secret, mark))
    named = {sealed(name): name for side in cut for name in side}
    for side in (*cut, wholes or {}):
        for name, cells in side.items():
            family.inside.setdefault(sealed(name), set()).update(map(sealed, cells))
    family.wave += 1
    _note(family, {sealed(name): _marks(sealed, marked, them) for name, them in people.items()})
    always = [WHOLE] if wholes is None else [sealed(name) for name in wholes]
    sums = _Sums(family)
    parts = {group: sums.of(group, family.wave) for group in {*named, *always}}
    people_in = {group: people_of(blocks) for group, blocks in parts.items()}
    sides_of = [[sealed(name) for name in side] for side in cut]
    told = Told(smallest, _homes(people_in, next((side for side in sides_of if len(side) > 1), [])))
    for group, wave in family.rows:
        told.add_blocks(sums.of(group, wave))
    for group in always:
        if sums.moved(group):
            told.add_blocks(parts[group])
            sums.tell(group)
    fresh = set()
    ranks = {group: place for place, side in enumerate(sides_of) for group in side}
    order = sorted(named, key=lambda group: (ranks[group], -len(people_in[group]), named[group]))
    former = {group for group, _ in family.rows}
    for group in order:
        now = parts[group]
        if not named[group] or group in family.sealed or not now or len(family.rows) > 2 * most:
            continue
        moved = sums.moved(group)
        if not moved or (many(moved, smallest) and told.admits_blocks(now)):
            if moved:
                told.add_blocks(now)
                sums.tell(group)
            fresh.add(group)
    _fold(family, sums, most)
    return Verdict(
        frozenset(named[group] for group in fresh),
        frozenset(named[group] for group in order if group in former - fresh and group not in family.sealed),
    )


def _homes(people: Mapping[str, Collection[str]], groups: Collection[str]) -> dict[str, str]:
    """Of `groups` the one that each person is at home in, the smallest first."""
    found: dict[str, str] = {}
    for group in sorted(groups, key=lambda group: (len(people[group]), group)):
        for who in people[group]:
            found.setdefault(who, group)
    return found


def _note(family: Family, now: Mapping[str, Mapping[str, str]]) -> None:
    for group in now.keys() | family.seen.keys():
        before, after = family.seen.get(group, {}), now.get(group, {})
        if before == after:
            continue
        changed = sorted(who for who, mark in after.items() if before.get(who) != mark) if before else sorted(after)
        gone = sorted(before.keys() - after.keys())
        if changed or gone:
            family.came.setdefault(group, []).append((family.wave, changed, gone))
    family.seen = {group: dict(marks) for group, marks in now.items()}


def _fold(family: Family, sums: _Sums, most: int) -> None:
    """Forget earlier waves once all that was ever told is told as it stands now: what comes later rests on other facts.

    Groups that were never told stay so from then on: what their parts of the whole were, wave by wave, is forgotten.
    """
    told = {group for group, _ in family.rows}
    if len(family.rows) <= most or any(map(sums.moved, told)):
        return
    family.sealed |= family.inside.keys() - told
    family.came = {cell: [(family.wave, sorted(people), [])] for cell, people in family.seen.items() if people}
    family.rows = [(group, family.wave) for group in sorted(told)]


def _marks(
    sealed: Callable[[str], str], marked: Callable[[str], str], people: Collection[str] | Mapping[str, object]
) -> dict[str, str]:
    told = people if isinstance(people, Mapping) else dict.fromkeys(people, "")
    return dict(zip(map(sealed, told), map(marked, map(str, told.values())), strict=True))


def seal(secret: bytes, name: str) -> str:
    """A name, a person or a mark as the ledger keeps it: twelve hexadecimal digits that only the key makes."""
    return blake2b(name.encode(), key=secret[:64], digest_size=6).hexdigest()


def as_ledger(family: Family) -> dict[str, Any]:
    """The family as plain data for JSON."""
    return {
        "wave": family.wave,
        "seen": family.seen,
        "came": {cell: [list(each) for each in waves] for cell, waves in family.came.items()},
        "rows": [list(row) for row in family.rows],
        "sealed": sorted(family.sealed),
        "inside": {group: sorted(cells) for group, cells in family.inside.items() if cells != {group}},
    }


def from_ledger(kept: Mapping[str, Any] | None) -> Family:
    """The family that `as_ledger` gave; of None, one of which nothing was told yet."""
    if not kept:
        return Family()
    inside = {group: {group} for group in [*kept["came"], *kept["sealed"], *(group for group, _ in kept["rows"])]}
    inside.pop(WHOLE, None)
    return Family(
        kept["wave"],
        {group: dict(marks) for group, marks in kept["seen"].items()},
        {
            cell: [(wave, list(people), list(*gone)) for wave, people, *gone in waves]
            for cell, waves in kept["came"].items()
        },
        [(group, wave) for group, wave in kept["rows"]],
        set(kept["sealed"]),
        inside | {group: set(cells) for group, cells in kept.get("inside", {}).items()},
    )
