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

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from visavis.engine.measuring.anonymity_blocks import Block, Part, many, people_of
from visavis.engine.measuring.anonymity_search import isolates
from visavis.engine.measuring.hands import Deal, dealt, follows
from visavis.vocabulary import SMALLEST_GROUP

MOST_KINDS, MOST_DEALS = 400, 6
"""Kinds of parts among which sets of people are searched, and deals of people that are tried before: beyond, a cell is refused."""

NO_KIND = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """A sum that somebody wants told: what it is called, and whose facts it is made of."""

    name: tuple[Hashable, ...]
    parts: frozenset[Part]

    @property
    def people(self) -> frozenset[str]:
        """Who stands behind it."""
        return frozenset(who for who, _ in self.parts)


Blocks = dict[Block, None]
"""Blocks, each once."""


@dataclass(slots=True)
class _Kind:
    """Blocks that lie in the very same sums: bit *i* of `within` is the *i*-th; `few`: fewer people than may be told of."""

    within: int
    blocks: Blocks
    few: bool


@dataclass(slots=True)
class Told:
    """Everything that was told so far. `smallest` is the fewest people that a combination may be about; `homes` has the group
    that each person is at home in, as far as known: proofs are found sooner with it."""

    smallest: int = SMALLEST_GROUP
    homes: Mapping[str, str] = field(default_factory=dict)
    rows: list[Blocks] = field(default_factory=list)
    _single: dict[Part, Block] = field(default_factory=dict)
    _kind_of: dict[Block, int] = field(default_factory=dict)
    _kinds: dict[int, _Kind] = field(default_factory=dict)
    _made: int = 0
    _few: int = 0
    _deals: list[Deal] = field(default_factory=list)
    _one: Deal = field(default_factory=lambda: Deal(0, 1))

    def admits(self, parts: Collection[Part]) -> bool:
        """Whether a sum over `parts` may be told beside all the others."""
        return self.admits_blocks(self._singles(parts))

    def add(self, parts: Iterable[Part]) -> None:
        """Note that a sum over `parts` is told."""
        self.add_blocks(self._singles(parts))

    def admits_blocks(self, blocks: Iterable[Block]) -> bool:
        """Whether a sum over `blocks` may be told beside all the others."""
        new = dict.fromkeys(blocks)
        if not new:
            return True
        if not many(new, self.smallest):
            return False
        inside = self._cut(new)
        if not self._few and all(self._splits_well(kind, own) for kind, own in inside.items()):
            return True
        return self._proved(new) or self._searched(inside)

    def add_blocks(self, blocks: Iterable[Block]) -> None:
        """Note that a sum over `blocks` is told."""
        new = dict.fromkeys(blocks)
        bit = 1 << len(self.rows)
        for number, own in self._cut(new).items():
            kind = self._kinds.get(number)
            if kind is not None and len(own) == len(kind.blocks):
                kind.within |= bit
                continue
            made = self._kinds[self._made] = _Kind(
                (kind.within if kind else 0) | bit, own, not many(own, self.smallest)
            )
            self._few += made.few
            self._kind_of |= dict.fromkeys(own, self._made)
            self._made += 1
            if kind is not None:
                kind.blocks = {block: None for block in kind.blocks if block not in own}
                self._few -= kind.few
                kind.few = not many(kind.blocks, self.smallest)
                self._few += kind.few
        self.rows.append(new)

    def _singles(self, parts: Iterable[Part]) -> list[Block]:
        """A block of its own for each part: nobody said which of them go together."""
        found = []
        for part in parts:
            block = self._single.get(part)
            if block is None:
                block = self._single[part] = Block(frozenset([part[0]]), part[1])
            found.append(block)
        return found

    def _cut(self, blocks: Blocks) -> dict[int, Blocks]:
        """What of each kind lies in `blocks`."""
        inside: dict[int, Blocks] = {}
        for block in blocks:
            inside.setdefault(self._kind_of.get(block, NO_KIND), {})[block] = None
        return inside

    def _splits_well(self, number: int, inside: Blocks) -> bool:
        """Whether five people stand behind both parts of a kind, or behind one and nobody behind the other."""
        if not many(inside, self.smallest):
            return False
        kind = self._kinds.get(number)
        if kind is None or len(kind.blocks) == len(inside):
            return True
        return many((block for block in kind.blocks if block not in inside), self.smallest)

    def _proved(self, new: Blocks) -> bool:
        for number in range(MOST_DEALS):
            if number == len(self._deals):
                self._deals.append(dealt(number, self.smallest, self.homes))
            if self._deals[number].proves(self.rows, new):
                return True
        return follows(self.rows, new, self._one)

    def _searched(self, inside: Mapping[int, Blocks]) -> bool:
        """Whether no few people carry the new sum less what was told; exactly, as long as that is a matter of moments."""
        kinds: dict[int, frozenset[str]] = {}
        bit = 1 << len(self.rows)
        for number, kind in self._kinds.items():
            own = inside.get(number, {})
            if own:
                kinds[kind.within | bit] = people_of(own)
            if len(own) < len(kind.blocks):
                kinds[kind.within] = people_of(block for block in kind.blocks if block not in own)
        if NO_KIND in inside:
            kinds[bit] = people_of(inside[NO_KIND])
        if len(kinds) > MOST_KINDS:
            return False
        signatures = sorted(kinds)
        return not isolates(signatures, [kinds[each] for each in signatures], len(self.rows), self.smallest)


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
