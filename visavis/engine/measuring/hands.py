"""A quick proof that a sum may be told: people dealt into five hands, each of which alone shows that it says something new.

Say that a new sum *r* would isolate people *S*, fewer than five: *r* less some combination of what was told is zero on everybody
else. One of five hands then holds nobody of *S*, and in that hand *r* is that combination. So where in no hand *r* is a
combination of what was told, there is no such *S*. The proof asks for five ranks instead of a search among sets of people; it
says nothing where it fails, and another deal may succeed: any deal will do for any sum.

Ranks are of *sketches*: what a hand holds of a block (people of it lie in the very same sums) goes, with weights, into DRAWS of
WIDTH places. What is new in a sketch is new in what was sketched; the reverse may fail, which only loses proofs. Sketches are
orthogonalised in floating point, those of which less than half is left twice. A direction counts as told from a length of 1e-9 on,
as new from 1e-5 on: rounding stays under 1e-6 of the one, so it can't make the other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from zlib import crc32

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.anonymity_blocks import Block

Numbers = npt.NDArray[np.float64]

WIDTH, DRAWS = 1_024, 4
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
    _coefficients: list[Numbers] = field(default_factory=list)
    _independent: list[tuple[int, float]] = field(default_factory=list)
    _known: dict[Block, int] = field(default_factory=dict)
    _hand_of: dict[str, int] = field(default_factory=dict)
    _at: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    _weights: Numbers = field(default_factory=lambda: np.zeros((0, 0)))

    def proves(self, told: Sequence[Collection[Block]], new: Collection[Block]) -> bool:
        """Whether a sum over `new` says something new in every hand, beside sums over each of `told`, the ones before first."""
        self._learn(told)
        return all(self._left(hand, vector)[1] > NEW_FROM for hand, vector in enumerate(_of_length_1(self.sketch(new))))

    def guess(self, new: Collection[Block]) -> list[tuple[int, int]]:
        """Of a deal of one hand, which learnt sums, and how often each, are together a sum over `new`, if any are: place and number."""
        rank, (sketch,) = self._ranks[0], self.sketch(new)
        triangle = np.zeros((rank, rank))
        for place, own in enumerate(self._coefficients):
            triangle[place, : len(own)] = own
        found = np.linalg.solve(triangle.T, self._bases[0][:rank] @ sketch)
        return [
            (place, round(float(each) / length)) for each, (place, length) in zip(found, self._independent, strict=True)
        ]

    def _learn(self, told: Sequence[Collection[Block]]) -> None:
        if not self._bases:
            self._bases, self._ranks = [np.zeros((16, WIDTH)) for _ in range(self.hands)], [0] * self.hands
        for place, row in enumerate(told[self.seen :], start=self.seen):
            sketch = self.sketch(row)
            for hand, vector in enumerate(_of_length_1(sketch)):
                left, length = self._left(hand, vector)
                if length > TOLD_FROM:
                    self._takes(hand, left / length)
                    if self.hands == 1:
                        self._coefficients.append(self._bases[0][: self._ranks[0]] @ vector)
                        self._independent.append((place, float(np.linalg.norm(sketch))))
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

    def sketch(self, blocks: Collection[Block]) -> Numbers:
        """A row per hand: the sketch of a sum."""
        self._draw([block for block in blocks if block not in self._known])
        drawn = np.fromiter(map(self._known.__getitem__, blocks), np.int64, len(blocks))
        size = self.hands * WIDTH
        at, weights = self._at[drawn].ravel(), self._weights[drawn].ravel()
        return np.bincount(at, weights, minlength=size).astype(float).reshape(self.hands, WIDTH)

    def _draw(self, blocks: Sequence[Block]) -> None:
        """Where each of `blocks` goes in every hand, and with which weights: none where the hand holds nobody of it."""
        if not blocks:
            return
        seeds = np.array([_seed(block) for block in blocks], np.uint64)
        drawn = _mixed(
            seeds[:, None] + np.arange(1, 1 + self.hands * DRAWS, dtype=np.uint64) * ODD * np.uint64(1 + self.number)
        )
        hands = np.repeat(np.arange(self.hands), DRAWS)
        held = np.zeros((len(blocks), self.hands))
        for place, block in enumerate(blocks):
            self._known[block] = len(self._at) + place
            held[place, list({self._hand(who) for who in block.people})] = 1
        at = hands * WIDTH + (drawn % np.uint64(WIDTH)).astype(np.int64)
        weights = (0.5 + (drawn >> np.uint64(44)) / (1 << 20)) * held[:, hands]
        self._at = np.concatenate([self._at.reshape(-1, len(hands)), at])
        self._weights = np.concatenate([self._weights.reshape(-1, len(hands)), weights])

    def _hand(self, who: str) -> int:
        if who not in self._hand_of:
            place = self.places[who] if who in self.places else crc32(f"{who}{self.number}".encode())
            self._hand_of[who] = place % self.hands
        return self._hand_of[who]


def _seed(block: Block) -> int:
    """A number for each block: no part is in two of them."""
    return int.from_bytes(blake2b(repr((min(block.people), block.key)).encode(), digest_size=8).digest(), "big")


ODD = np.uint64(0x9E3779B97F4A7C15)


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Numbers of which no bit tells another (the last step of SplitMix64; Steele, Lea and Flood 2014)."""
    mixed = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


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
    left: dict[Block, int] = dict.fromkeys(new, 1)
    for place, weight in deal.guess(new):
        for block in told[place] if weight else ():
            left[block] = left.get(block, 0) - weight
    return not any(left.values())


def _of_length_1(sketch: Numbers) -> Numbers:
    lengths = np.linalg.norm(sketch, axis=1, keepdims=True)
    return np.divide(sketch, lengths, out=np.zeros_like(sketch), where=lengths > 0)
