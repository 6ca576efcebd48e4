"""Which sums may be told, so that no combination of all that was ever told is about one to four people (X6).

Whoever holds every table, of every filter and every wave, can add them, subtract them, and weigh them. A *part* is some facts of
one person that nobody tells apart; a cell is a set of parts, and what is published of it is a sum over them. A combination of
published sums is a vector over parts; it isolates people when it is not zero, and only parts of one to four people carry it.

Whether such a vector exists is decided exactly, not by rules of thumb: cells already told span a space, a new cell *r* is
refused where some set *S* of fewer than five people has *r* in that space plus the vectors carried by *S*. With *H* the space's
parity checks (*Hv = 0* for every *v* in it), this is *Hr* ∈ span(*H_S*): of any check that *Hr* violates, *S* must hold one of
the parts in it, so the search branches over few (syndrome decoding of a low weight; Prange 1962). Primary suppression (the cell
itself), complementary suppression (what it leaves of a total), overlapping filters and earlier waves are all cases of it.

Where every person has at least one fact in each of their parts, knowing that counts are never negative adds nothing: the
published sums leave an open neighbourhood of the truth, so a bound can be exact only where a linear combination is.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.hands import Deal, dealt, follows
from visavis.vocabulary import SMALLEST_GROUP

PRIME = 2_147_483_647
"""Ranks are computed in the field of 2³¹ − 1 elements: exact integers, no rounding to argue about."""

MOST_TRIES = 4_000
"""Sets of people that are tried before a cell is refused: beyond, nobody proved that it is safe."""

MOST_KINDS, MOST_DEALS = 400, 6
"""Kinds of parts among which sets of people are searched, and deals of people that are tried before: beyond, a cell is refused."""

NO_KIND = -1

Part = tuple[str, Hashable]
"""A person (pseudonym), and which of their facts."""

Matrix = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cell:
    """A sum that somebody wants told: what it is called, and whose facts it is made of."""

    name: tuple[Hashable, ...]
    parts: frozenset[Part]

    @property
    def people(self) -> frozenset[str]:
        """Who stands behind it."""
        return frozenset(who for who, _ in self.parts)


@dataclass(slots=True)
class _Kind:
    """Parts that lie in the very same sums: bit *i* of `within` is the *i*-th; how many parts each person has."""

    within: int
    people: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Told:
    """Everything that was told so far. `smallest` is the fewest people that a combination may be about; `homes` has the group
    that each person is at home in, as far as known: proofs are found sooner with it."""

    smallest: int = SMALLEST_GROUP
    homes: Mapping[str, str] = field(default_factory=dict)
    rows: list[frozenset[Part]] = field(default_factory=list)
    _kind_of: dict[Part, int] = field(default_factory=dict)
    _kinds: dict[int, _Kind] = field(default_factory=dict)
    _made: int = 0
    _few: int = 0
    _deals: list[Deal] = field(default_factory=list)
    _one: Deal = field(default_factory=lambda: Deal(0, 1))

    def admits(self, parts: Collection[Part]) -> bool:
        """Whether a sum over `parts` may be told beside all the others."""
        if not parts:
            return True
        new = frozenset(parts)
        if len({who for who, _ in new}) < self.smallest:
            return False
        inside = self._cut(new)
        if not self._few and all(self._splits_well(kind, people) for kind, people in inside.items()):
            return True
        return self._proved(new) or self._searched(inside)

    def add(self, parts: Iterable[Part]) -> None:
        """Note that a sum over `parts` is told."""
        new = frozenset(parts)
        cut: dict[int, list[Part]] = {}
        for part in new:
            cut.setdefault(self._kind_of.get(part, NO_KIND), []).append(part)
        for number, own in cut.items():
            former = self._kinds.get(number, _Kind(0))
            made = _Kind(former.within | 1 << len(self.rows))
            for part in own:
                made.people[part[0]] = made.people.get(part[0], 0) + 1
                self._kind_of[part] = self._made
            if number in self._kinds:
                self._few -= len(former.people) < self.smallest
                former.people = _less(former.people, made.people)
                if former.people:
                    self._few += len(former.people) < self.smallest
                else:
                    del self._kinds[number]
            self._kinds[self._made] = made
            self._few += len(made.people) < self.smallest
            self._made += 1
        self.rows.append(new)

    def _cut(self, parts: Iterable[Part]) -> dict[int, dict[str, int]]:
        """What of each kind lies in `parts`."""
        inside: dict[int, dict[str, int]] = {}
        for part in parts:
            own = inside.setdefault(self._kind_of.get(part, NO_KIND), {})
            own[part[0]] = own.get(part[0], 0) + 1
        return inside

    def _splits_well(self, kind: int, inside: Mapping[str, int]) -> bool:
        """Whether five people stand behind both parts of a kind, or behind one and nobody behind the other."""
        if len(inside) < self.smallest:
            return False
        outside = _less(self._kinds[kind].people, inside) if kind in self._kinds else {}
        return not outside or len(outside) >= self.smallest

    def _proved(self, new: frozenset[Part]) -> bool:
        for number in range(MOST_DEALS):
            if number == len(self._deals):
                self._deals.append(dealt(number, self.smallest, self.homes))
            if self._deals[number].proves(self.rows, new):
                return True
        return follows(self.rows, new, self._one)

    def _searched(self, inside: Mapping[int, Mapping[str, int]]) -> bool:
        """Whether no few people carry the new sum less what was told; exactly, as long as that is a matter of moments."""
        kinds: dict[int, frozenset[str]] = {}
        for number, kind in self._kinds.items():
            if number in inside:
                kinds[kind.within | 1 << len(self.rows)] = frozenset(inside[number])
                if rest := _less(kind.people, inside[number]):
                    kinds[kind.within] = frozenset(rest)
            else:
                kinds[kind.within] = frozenset(kind.people)
        if NO_KIND in inside:
            kinds[1 << len(self.rows)] = frozenset(inside[NO_KIND])
        if len(kinds) > MOST_KINDS:
            return False
        signatures = sorted(kinds)
        rows = [[signature >> row & 1 for signature in signatures] for row in range(len(self.rows))]
        told = np.array(rows, dtype=np.int64).reshape(len(self.rows), len(signatures))
        new = np.array([signature >> len(self.rows) & 1 for signature in signatures], dtype=np.int64)
        people = [kinds[signature] for signature in signatures]
        return not _reached(_checks(told), new, people, self.smallest, frozenset(), [MOST_TRIES])


def _less(people: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    return {who: left for who, n in people.items() if (left := n - others.get(who, 0))}


def tellable(cells: Iterable[Cell], told: Told | None = None) -> list[Cell]:
    """Those of `cells` that may be told together with all in `told`, which takes them; the earlier in order goes first."""
    known = Told() if told is None else told
    found = []
    for cell in cells:
        if known.admits(cell.parts):
            known.add(cell.parts)
            found.append(cell)
    return found


def groups_told(people: Mapping[str, Collection[str]], *, smallest: int = SMALLEST_GROUP) -> frozenset[str]:
    """Of groups with their people, the names that may be told beside the total of all: the largest first.

    A person may stand in several groups: their facts in one are other facts than those in the other.
    """
    by_size = sorted(people.items(), key=lambda each: (-len(set(each[1])), each[0]))
    cells = [Cell((name,), frozenset((who, name) for who in them)) for name, them in by_size]
    everybody = Cell((), frozenset(part for cell in cells for part in cell.parts))
    found = tellable([everybody, *cells], Told(smallest))
    return frozenset(str(cell.name[0]) for cell in found if cell.name and cell.parts)


def _checks(rows: Matrix) -> Matrix:
    """Vectors that span what is orthogonal to `rows`, modulo PRIME."""
    reduced, pivots = _echelon(rows)
    width = rows.shape[1]
    free = [column for column in range(width) if column not in set(pivots)]
    checks = np.zeros((len(free), width), dtype=np.int64)
    for place, column in enumerate(free):
        checks[place, column] = 1
        checks[place, pivots] = -reduced[: len(pivots), column] % PRIME
    return checks


def _echelon(rows: Matrix, columns: Iterable[int] | None = None) -> tuple[Matrix, list[int]]:
    """`rows` with each pivot alone in its column (pivots on `columns` only), and where the pivots are."""
    reduced, pivots = rows % PRIME, list[int]()
    for column in range(rows.shape[1]) if columns is None else columns:
        place = len(pivots)
        if place == len(reduced):
            break
        found = np.flatnonzero(reduced[place:, column])
        if not len(found):
            continue
        other = place + int(found[0])
        reduced[[place, other]] = reduced[[other, place]]
        reduced[place] = reduced[place] * pow(int(reduced[place, column]), -1, PRIME) % PRIME
        factors = reduced[:, column].copy()
        factors[place] = 0
        touched = np.flatnonzero(factors)
        reduced[touched] = (reduced[touched] - factors[touched, None] * reduced[place]) % PRIME
        pivots.append(column)
    return reduced, pivots


def _reached(
    checks: Matrix,
    new: Matrix,
    people: Sequence[frozenset[str]],
    smallest: int,
    chosen: frozenset[str],
    tries: list[int],
) -> bool:
    """Whether fewer than `smallest` people, `chosen` among them, carry a combination of `new` and what `checks` stand for."""
    violated = np.array([int(np.sum(row[new == 1]) % PRIME) for row in checks], dtype=np.int64)
    if not violated.any():
        return bool(chosen)  # nobody chosen: the sum follows from what was told
    tries[0] -= 1
    if tries[0] < 0:
        return True
    able = [len(chosen | them) < smallest for them in people]
    candidates = [np.flatnonzero((row != 0) & able) for row in checks[violated != 0]]
    for kind in min(candidates, key=len):
        more = chosen | people[int(kind)]
        carried = [place for place, them in enumerate(people) if them <= more]
        reduced, pivots = _echelon(checks, carried)
        if _reached(reduced[len(pivots) :], new, people, smallest, more, tries):
            return True
    return False
