"""A quick proof that a sum may be told: people dealt into five hands, each of which alone shows that it says something new.

Say that a new sum *r* would isolate people *S*, fewer than five: *r* less some combination of what was told is zero on everybody
else. One of five hands then holds nobody of *S*, and in that hand *r* is that combination. So where in no hand *r* is a
combination of what was told, there is no such *S*. The proof asks for five ranks instead of a search among sets of people; it
says nothing where it fails, and another deal may succeed: any deal will do for any sum.

Ranks are of *sketches*: each part goes, with a weight, into one of WIDTH places. What is new in a sketch is new in what was
sketched; the reverse may fail, which only loses proofs. Sketches are orthogonalised in floating point, those of which less than
half is left twice. A direction counts
as told from a length of 1e-9 on, as new from 1e-5 on: rounding stays under 1e-6 of the one, so it can't make the other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.anonymity_blocks import Block

Places = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

WIDTH = 1_024
TOLD_FROM, NEW_FROM, HALF = 1e-9, 1e-5, 0.5


@dataclass(slots=True)
class Deal:
    """One way of dealing people into hands, and what each hand was told. `places` says at which place each person sits: those who
    sit beside one another come into different hands, others by chance."""

    number: int
    hands: int
    places: Mapping[str, int] = field(default_factory=dict)
    seen: int = 0
    _bases: list[Numbers] = field(default_factory=list)
    _ranks: list[int] = field(default_factory=list)
    _known: dict[Block, tuple[Places, Numbers]] = field(default_factory=dict)

    def proves(self, told: Sequence[Collection[Block]], new: Collection[Block]) -> bool:
        """Whether a sum over `new` says something new in every hand, beside sums over each of `told`, the ones before first."""
        self._learn(told)
        return all(self._left(hand, vector)[1] > NEW_FROM for hand, vector in enumerate(_of_length_1(self.sketch(new))))

    def _learn(self, told: Sequence[Collection[Block]]) -> None:
        if not self._bases:
            self._bases, self._ranks = [np.zeros((16, WIDTH)) for _ in range(self.hands)], [0] * self.hands
        for row in told[self.seen :]:
            for hand, vector in enumerate(_of_length_1(self.sketch(row))):
                left, length = self._left(hand, vector)
                if length > TOLD_FROM:
                    self._takes(hand, left / length)
        self.seen = len(told)

    def _left(self, hand: int, vector: Numbers) -> tuple[Numbers, float]:
        """What of a vector of length 1 no combination of a hand's basis is, and how long that is; what is short is looked at twice."""
        basis = self._bases[hand][: self._ranks[hand]]
        left = vector - (basis @ vector) @ basis
        length = float(np.linalg.norm(left))
        if length < HALF:
            left -= (basis @ left) @ basis
            length = float(np.linalg.norm(left))
        return left, length

    def _takes(self, hand: int, vector: Numbers) -> None:
        basis, rank = self._bases[hand], self._ranks[hand]
        if rank == len(basis):
            basis = self._bases[hand] = np.concatenate([basis, np.zeros_like(basis)])
        basis[rank] = vector
        self._ranks[hand] = rank + 1

    def sketch(self, blocks: Iterable[Block]) -> Numbers:
        """A row per hand: the sketch of a sum."""
        drawn = [self._known.get(block) or self._drawn(block) for block in blocks]
        at = np.concatenate([places for places, _ in drawn] or [np.zeros(0, np.int64)])
        weights = np.concatenate([own for _, own in drawn] or [np.zeros(0)])
        return np.bincount(at, weights, minlength=self.hands * WIDTH).astype(float).reshape(self.hands, WIDTH)

    def _drawn(self, block: Block) -> tuple[Places, Numbers]:
        """Of each part of a block, where it goes and with which weight."""
        places, weights = list[int](), list[float]()
        for part in block.parts:
            who = part[0]
            hand = (self.places[who] if who in self.places else crc32(f"{who}{self.number}".encode())) % self.hands
            drawn = crc32(repr(part).encode(), self.number)
            places.append(hand * WIDTH + drawn % WIDTH)
            weights.append(0.5 + (drawn >> 12) / (1 << 20))
        found = self._known[block] = np.array(places, np.int64), np.array(weights)
        return found


def dealt(number: int, hands: int, homes: Mapping[str, str]) -> Deal:
    """The deal `number` of people with the group that each is at home in: those of one group sit beside one another."""
    order = sorted(homes, key=lambda who: (homes[who], crc32(f"{who}{number}".encode()), who))
    return Deal(number, hands, {who: place for place, who in enumerate(order)})


def follows(told: Sequence[Collection[Block]], new: Collection[Block], deal: Deal) -> bool:
    """Whether a sum over `new` is the sum of some of `told` less that of others: nobody learns anything from it.

    Guessed from the sketches of one hand, `deal`; then decided in whole numbers.
    """
    if not told or deal.proves(told, new):
        return False
    sketches = np.array([deal.sketch(row)[0] for row in told])
    guess = np.linalg.lstsq(sketches.T, deal.sketch(new)[0], rcond=None)[0]
    left: dict[Block, int] = dict.fromkeys(new, 1)
    for weight, row in zip(np.rint(guess).astype(int).tolist(), told, strict=True):
        for block in row if weight else ():
            left[block] = left.get(block, 0) - weight
    return not any(left.values())


def _of_length_1(sketch: Numbers) -> Numbers:
    lengths = np.linalg.norm(sketch, axis=1, keepdims=True)
    return np.divide(sketch, lengths, out=np.zeros_like(sketch), where=lengths > 0)
