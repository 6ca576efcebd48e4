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

from visavis.vocabulary import SMALLEST_GROUP

SMALLEST_FOR_TEXTS = 8
"""Of how many people texts may be told: words give away more than figures do."""

PRIME = 2_147_483_647
"""Ranks are computed in the field of 2³¹ − 1 elements: exact integers, no rounding to argue about."""

MOST_TRIES = 4_000
"""Sets of people that are tried before a cell is refused: beyond, nobody proved that it is safe."""

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
class Told:
    """Everything that was told so far. `smallest` is the fewest people that a combination may be about."""

    smallest: int = SMALLEST_GROUP
    told: int = 0
    _within: dict[Part, int] = field(default_factory=dict)

    def admits(self, parts: Collection[Part]) -> bool:
        """Whether a sum over `parts` may be told beside all the others."""
        if not parts:
            return True
        if len({who for who, _ in parts}) < self.smallest:
            return False
        kinds = self._kinds(frozenset(parts))
        if all(len(people) >= self.smallest for people in kinds.values()):
            return True
        signatures = sorted(kinds)
        rows = [[signature >> row & 1 for signature in signatures] for row in range(self.told)]
        told = np.array(rows, dtype=np.int64).reshape(self.told, len(signatures))
        new = np.array([signature >> self.told & 1 for signature in signatures], dtype=np.int64)
        people = [kinds[signature] for signature in signatures]
        return not _reached(_checks(told), new, people, self.smallest, frozenset(), [MOST_TRIES])

    def add(self, parts: Iterable[Part]) -> None:
        """Note that a sum over `parts` is told."""
        for part in set(parts):
            self._within[part] = self._within.get(part, 0) | 1 << self.told
        self.told += 1

    def _kinds(self, parts: frozenset[Part]) -> dict[int, frozenset[str]]:
        """People of the parts that lie in the very same cells; bit *i* of a key is the *i*-th cell told, the last bit `parts`."""
        kinds: dict[int, set[str]] = {}
        for part, signature in self._within.items():
            kinds.setdefault(signature | (1 << self.told if part in parts else 0), set()).add(part[0])
        for part in parts - self._within.keys():
            kinds.setdefault(1 << self.told, set()).add(part[0])
        return {signature: frozenset(people) for signature, people in kinds.items()}


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
