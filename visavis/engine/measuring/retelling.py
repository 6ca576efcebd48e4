"""A family of figures whose cells may be told apart more finely from one run to the next, and whose groups are compared as a whole.

A measure or promise that is declared later cuts the facts more finely. Who has the same facts in a cell as before has them in its
pieces: what was told of the cell was told of its pieces together (`part_finer`). And where facts go from one cell to another (an order
changes its state), a group that holds both is what it was: so each group is also compared as a whole with what was told of it last.
Where nobody's facts in it changed, the same number is told again, and counts as told of the cells as they are now; where those of one
to four people did, the former figure stands.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from visavis.engine.measuring.waves import Family, Side, Verdict, as_ledger, from_ledger, hold, seal
from visavis.vocabulary import SMALLEST_GROUP

Marks = Mapping[str, Mapping[str, str]]
"""By cell or group the people behind it, each with what tells whether their facts changed."""


@dataclass(frozen=True, slots=True)
class Once:
    """Cells as they were told apart in the run before: by cell of now the former one, and who stands behind the former ones now."""

    cells: Mapping[str, str]
    people: Marks


@dataclass(slots=True)
class Retold:
    """A family; `apart`, what its cells are told apart by; and by group (sealed) who stood behind it when it was told last."""

    family: Family = field(default_factory=Family)
    apart: list[str] = field(default_factory=list)
    stood: dict[str, dict[str, str]] = field(default_factory=dict)


def retold_of(kept: Mapping[str, Any] | None) -> Retold:
    """What `as_kept` gave; of None, a family of which nothing was told yet."""
    if not kept:
        return Retold()
    stood = {group: dict(marks) for group, marks in kept.get("stood", {}).items()}
    return Retold(from_ledger(kept), list(kept.get("apart", [])), stood)


def as_kept(retold: Retold) -> dict[str, Any]:
    """Plain data for JSON."""
    return as_ledger(retold.family) | {"apart": retold.apart, "stood": retold.stood}


def hold_retold(
    retold: Retold,
    people: Marks,
    sides: Sequence[Side],
    *,
    wholes: Side,
    groups: Marks,
    once: Once | None = None,
    secret: bytes = b"",
    smallest: int = SMALLEST_GROUP,
    most: int | None = None,
) -> Verdict:
    """What `waves.hold` says of `sides`, beside what every group was told last; `groups` has who stands behind each as a whole.

    `once` is there where cells are told apart more finely than in the run before. `retold` takes note.
    """
    if once is not None:
        part_finer(retold.family, once, people, secret)
    now = {name: _marks(secret, groups.get(name, {})) for side in sides for name in side}
    stood = {name: retold.stood.get(seal(secret, name)) for name in now}
    changed = {name: _changed(before, now[name]) for name, before in stood.items() if before is not None}
    few = {name for name, n in changed.items() if 0 < n < smallest}
    same = {name for name, n in changed.items() if not n}
    barred = {name for side in sides for name in _beside(side, few) if name not in same}
    asked = [{name: cells for name, cells in side.items() if name not in barred} for side in sides]
    known = {name: cells for side in asked for name, cells in side.items() if name in same}
    found = hold(retold.family, people, asked, wholes={**wholes, **known}, secret=secret, smallest=smallest, most=most)
    retold.stood |= {seal(secret, name): now[name] for name in found.fresh}
    return Verdict(found.fresh, found.stale | (barred & changed.keys()))


def _beside(side: Side, few: Collection[str]) -> set[str]:
    """Groups of one side that have a cell in common with one of `few`, these among them: what stands for the one stands for the others,
    even where it would follow from the whole."""
    touched = {cell for name in few if name in side for cell in side[name]}
    return {name for name, cells in side.items() if name in few or touched.intersection(cells)}


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    return sum(before.get(who) != now.get(who) for who in before.keys() | now.keys())


def _marks(secret: bytes, people: Mapping[str, str]) -> dict[str, str]:
    return {seal(secret, who): seal(secret, mark) for who, mark in people.items()}


def part_finer(family: Family, once: Once, people: Marks, secret: bytes = b"") -> None:
    """Cells of `family` become as many as they are now told apart into, for all whose facts in them are what they were."""
    pieces: dict[str, list[str]] = defaultdict(list)
    for cell, former in sorted(once.cells.items()):
        pieces[former].append(cell)
    for former, cells in pieces.items():
        if cells == [former]:
            continue
        old = seal(secret, former)
        marks = _marks(secret, once.people.get(former, {}))
        same = {who for who, mark in family.seen.get(old, {}).items() if marks.get(who) == mark}
        own = {seal(secret, cell): _marks(secret, people.get(cell, {})) for cell in cells}
        _arrive(family, old, own, same)
        for inside in family.inside.values():
            if old in inside:
                inside.update(own)


def _arrive(family: Family, old: str, own: Mapping[str, Mapping[str, str]], same: Collection[str]) -> None:
    """Those who are the `same` leave the cell `old` in the wave in which they came to it last, for the pieces where they have facts.

    Where the former cell goes on as one of its pieces (`old` in `own`), the part that they keep there is another one.
    """
    last = {who: wave for wave, came, _ in family.came.get(old, []) for who in came if who in same}
    kept = [
        (wave, [who for who in came if last.get(who) != wave], sorted({*gone, *(who for who in came if last.get(who) == wave)}))
        for wave, came, gone in family.came.get(old, [])
    ]  # fmt: skip
    family.came[old] = kept
    family.seen[old] = {who: mark for who, mark in family.seen.get(old, {}).items() if who not in same}
    for cell, marks in own.items():
        arrived: dict[int, list[str]] = defaultdict(list)
        for who in marks.keys() & last.keys():
            arrived[last[who]].append(who)
            family.seen.setdefault(cell, {})[who] = marks[who]
        waves = family.came.setdefault(cell, [])
        waves += [(wave, sorted(them), []) for wave, them in arrived.items()]
        waves.sort(key=lambda each: each[0])
