"""The fragments of one language, compiled: split at their slots, spelled by every hand, in pools to draw from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts
from visavis.demo.words.grammar import Choice, Part, Plain, Slot, read_fragment
from visavis.demo.words.hands import HANDS, hand
from visavis.demo.words.joining import PLACES, WAYS, begins_anew, join_of_own, joins
from visavis.demo.words.lists import Pool, read_pools
from visavis.demo.words.slots import FACTS, need_of

CHOICES = 1 << 24
"""Symbols from here on are choices; those below 0 are slots, the others pieces of text."""

_JOIN = "\x1f"
"""Marks the pieces that stand between sentences: every hand writes them as they are."""
_ALWAYS = 1 << FACTS.index("due")
"""What is known wherever it is spoken of."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of unequal length laid end to end."""

    starts: Numbers
    sizes: Numbers
    flat: Numbers


@dataclass(frozen=True, slots=True)
class Joints:
    """Pools of joins by (place, way of the writer), and the one after a sentence that ends in a mark of its own."""

    pools: Rows
    after_own: Numbers
    anew: Flags


@dataclass(frozen=True, slots=True)
class Book:
    """Everything of one language.

    `pieces`: (hand, piece) texts · `slots`: names of slots, slot s is symbol -1 - s · `fragments`: symbols by 2 × fragment
    (+ 1 where it begins a sentence) · `options`: symbols by option, a choice's options for men, then for women ·
    `needs`: facts by bit, `ends`: whether it ends in a mark of its own, by fragment · `pools`: fragments, those first
    that need no fact (`bare` of them).
    """

    english: bool
    pieces: Texts
    slots: tuple[str, ...]
    fragments: Rows
    choice_first: Numbers
    choice_size: Numbers
    options: Rows
    needs: Numbers
    ends: Flags
    pools: Rows
    bare: Numbers
    pool_at: dict[Pool, int]
    joints: Joints


class _Press:
    """Collects what a book is made of."""

    def __init__(self) -> None:
        self.pieces: dict[str, int] = {}
        self.slots: dict[str, int] = {}
        self.choices: dict[Choice, int] = {}
        self.options: list[list[int]] = []
        self.choice_first: list[int] = []

    def symbols(self, parts: tuple[Part, ...] | Plain) -> list[int]:
        return [self._symbol(part) for part in parts]

    def piece(self, text: str) -> int:
        return self.pieces.setdefault(text, len(self.pieces))

    def _symbol(self, part: Part) -> int:
        if isinstance(part, str):
            return self.piece(part)
        if isinstance(part, Slot):
            need_of(part.name)
            return -1 - self.slots.setdefault(part.name, len(self.slots))
        if part not in self.choices:
            self.choices[part] = len(self.choices)
            self.choice_first.append(len(self.options))
            self.options += [self.symbols(option) for option in (*part.men, *part.women)]
        return CHOICES + self.choices[part]


def _begun(parts: tuple[Part, ...] | Plain) -> tuple[Part, ...]:
    """The same, beginning a sentence."""
    first: Part = parts[0]
    if isinstance(first, str):
        quote = len(first) - len(first.lstrip("«“ "))
        first = first[:quote] + first[quote : quote + 1].upper() + first[quote + 1 :]
    elif isinstance(first, Slot):
        first = Slot(f"^{first.name}")
    else:
        men, women = (tuple(_way_begun(way) for way in side) for side in (first.men, first.women))
        first = Choice(men, women)
    return (first, *parts[1:])


def _way_begun(way: Plain) -> Plain:
    return tuple(part for part in _begun(way) if not isinstance(part, Choice))


def _facts(parts: tuple[Part, ...] | Plain) -> set[str]:
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Slot):
            found.add(need_of(part.name))
        elif isinstance(part, Choice):
            for option in (*part.men, *part.women):
                found |= _facts(option)
    return found


def _endings(parts: tuple[Part, ...] | Plain) -> Iterator[bool]:
    last: Part = parts[-1] if parts else ""
    if isinstance(last, Choice):
        for option in (*last.men, *last.women):
            yield from _endings(option) if option else _endings(parts[:-1])
    else:
        yield isinstance(last, str) and last.rstrip()[-1:] in tuple("?!…:.")


def _ended(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The same, with a full stop after the ways that have no mark where others have one of their own."""
    last = parts[-1]
    if not isinstance(last, Choice) or len(set(_endings(parts))) == 1:
        return parts
    men, women = (tuple(way if all(_endings(way)) else (*way, ".") for way in side) for side in (last.men, last.women))
    return (*parts[:-1], Choice(men, women))


def _rows(rows: list[list[int]]) -> Rows:
    sizes = np.asarray([len(row) for row in rows], dtype=np.int64)
    return Rows(np.cumsum(sizes) - sizes, sizes, np.asarray([one for row in rows for one in row], dtype=np.int64))


@cache
def book(english: bool) -> Book:
    """The book of a language, read and compiled once a process (about a second).

    Raises:
        ValueError: a fragment that can not be read, with the fragment.
    """
    language = "en" if english else "fr"
    pools = read_pools(language)
    press = _Press()
    numbers: dict[str, int] = {}
    fragments: list[list[int]] = []
    needs: list[int] = []
    ends: list[bool] = []
    for members in pools.values():
        for written in members:
            if written not in numbers:
                numbers[written] = len(needs)
                try:
                    parts = _ended(read_fragment(written))
                    fragments += [press.symbols(parts), press.symbols(_begun(parts))]
                    needs.append(sum(1 << FACTS.index(fact) for fact in _facts(parts)))
                except (ValueError, KeyError, IndexError) as mistake:
                    raise ValueError(f"{language}: {written!r}: {mistake}") from mistake
                ends.append(all(_endings(parts)))
    needy = [bool(need & ~_ALWAYS) for need in needs]
    drawn = [sorted((numbers[one] for one in members), key=needy.__getitem__) for members in pools.values()]
    joints = _joints(press, english)
    counts = [len(choice.men) for choice in press.choices]
    spelled = [[hand(language, name)(text) for text in press.pieces] for name in HANDS]
    for row in spelled:
        for join in _all_joins(english):
            row[press.pieces[_JOIN + join]] = join
    pieces = np.empty((len(HANDS), len(press.pieces)), dtype=object)
    pieces[:] = spelled
    return Book(
        english=english,
        pieces=pieces,
        slots=tuple(press.slots),
        fragments=_rows(fragments),
        choice_first=np.asarray(press.choice_first, dtype=np.int64),
        choice_size=np.asarray(counts, dtype=np.int64),
        options=_rows(press.options),
        needs=np.asarray(needs, dtype=np.int64),
        ends=np.asarray(ends, dtype=bool),
        pools=_rows(drawn),
        bare=np.asarray([sum(not needy[at] for at in row) for row in drawn], dtype=np.int64),
        pool_at={pool: row for row, pool in enumerate(pools)},
        joints=joints,
    )


def _all_joins(english: bool) -> set[str]:
    every = {one for place in PLACES for way in WAYS for one in joins(place, way, english=english)}
    return every | {join_of_own(place) for place in PLACES}


def _joints(press: _Press, english: bool) -> Joints:
    pools = _rows(
        [[press.piece(_JOIN + one) for one in joins(place, way, english=english)] for place in PLACES for way in WAYS]
    )
    after_own = np.asarray([press.piece(_JOIN + join_of_own(place)) for place in PLACES], dtype=np.int64)
    anew = np.asarray([piece.startswith(_JOIN) and begins_anew(piece[1:]) for piece in press.pieces], dtype=bool)
    return Joints(pools, after_own, anew)
