"""A family of sums parted into those that have no cell in common, whatever was ever told: each is decided for itself.

A combination that rests on few people is the sum of combinations within the parts, each of which rests on some of these people: where
no part has one, the whole has none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from visavis.engine.measuring.retelling import Once, Retold
from visavis.engine.measuring.waves import Family, seal

Groups = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """Sums that are decided together: what was told of them, who stands behind their cells now, and what is asked."""

    retold: Retold
    people: Mapping[str, Mapping[str, str]]
    sides: list[Groups]
    wholes: Groups
    once: Once | None


class _Linked:
    """Names that belong together, each with the first of them."""

    def __init__(self) -> None:
        self.first: dict[str, str] = {}

    def of(self, name: str) -> str:
        while (up := self.first.setdefault(name, name)) != name:
            self.first[name] = self.first[up]
            name = up
        return name

    def link(self, names: Iterable[str]) -> None:
        roots = sorted({self.of(name) for name in names})
        for other in roots[1:]:
            self.first[other] = roots[0]


def parted(whole: Part, secret: bytes) -> list[Part]:
    """The parts of a family, in an order that is always the same."""
    sealed = {cell: seal(secret, cell) for cell in whole.people}
    linked, family = _Linked(), whole.retold.family
    for cells in family.inside.values():
        linked.link(cells)
    for groups in (*whole.sides, whole.wholes):
        for own in groups.values():
            linked.link(sealed[cell] for cell in own)
    for cell, former in (whole.once.cells if whole.once else {}).items():
        linked.link((sealed[cell], seal(secret, former)))
    people: dict[str, dict[str, Mapping[str, str]]] = defaultdict(dict)
    for cell, them in whole.people.items():
        people[linked.of(sealed[cell])][cell] = them
    sides: dict[str, list[Groups]] = defaultdict(lambda: [{} for _ in whole.sides])
    for place, groups in enumerate(whole.sides):
        for name, own in groups.items():
            sides[linked.of(sealed[own[0]])][place][name] = own
    wholes: dict[str, Groups] = defaultdict(dict)
    for name, own in whole.wholes.items():
        wholes[linked.of(sealed[own[0]])][name] = own
    once: dict[str, dict[str, str]] = defaultdict(dict)
    for cell, former in (whole.once.cells if whole.once else {}).items():
        once[linked.of(sealed[cell])][cell] = former
    families = _families(whole.retold, linked)
    blank = Family(family.wave)
    return [
        Part(
            families.get(first) or Retold(Family(blank.wave)),
            people.get(first, {}),
            sides.get(first) or [{} for _ in whole.sides],
            wholes.get(first, {}),
            Once(once[first], whole.once.people) if whole.once and first in once else None,
        )
        for first in sorted({linked.of(cell) for cell in list(linked.first)})
    ]


def _families(retold: Retold, linked: _Linked) -> dict[str, Retold]:
    family = retold.family
    found: dict[str, Retold] = {}
    of_group = {group: linked.of(next(iter(cells))) for group, cells in family.inside.items() if cells}

    def of(first: str) -> Retold:
        return found.setdefault(first, Retold(Family(family.wave)))

    for group, first in of_group.items():
        of(first).family.inside[group] = family.inside[group]
        if group in family.sealed:
            of(first).family.sealed.add(group)
        if group in retold.stood:
            of(first).stood[group] = retold.stood[group]
    for cell, waves in family.came.items():
        of(linked.of(cell)).family.came[cell] = waves
    for cell, marks in family.seen.items():
        of(linked.of(cell)).family.seen[cell] = marks
    for group, wave in family.rows:
        if group in of_group:
            of(of_group[group]).family.rows.append((group, wave))
    return found


def joined(whole: Part, parts: Iterable[Part]) -> Retold:
    """What was told of all parts, as one ledger."""
    found = Retold(Family(whole.retold.family.wave), list(whole.retold.apart))
    for part in parts:
        family, own = found.family, part.retold.family
        family.wave = own.wave
        family.seen |= own.seen
        family.came |= own.came
        family.rows += own.rows
        family.sealed |= own.sealed
        family.inside |= own.inside
        found.stood |= part.retold.stood
    return found
