"""Blocks: parts of several people that lie in the very same sums, so that one look decides for all of them.

A family of figures has many more parts (somebody's facts in a cell) than cells; whoever came to a cell in the same wave, and left it
or changed in the same, stands in the same sums for ever. Work on sums of blocks grows with the cells, not with the people in them.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

Part = tuple[str, Hashable]
"""A person (pseudonym), and which of their facts."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A part of each of `people` (one or more), the facts of theirs that `key` names. No part is in two blocks; a block equals itself alone."""

    people: frozenset[str]
    key: Hashable

    @property
    def parts(self) -> Iterable[Part]:
        """What it is made of, in order."""
        return ((who, self.key) for who in sorted(self.people))


def people_of(blocks: Iterable[Block]) -> frozenset[str]:
    """Who stands behind them."""
    return frozenset().union(*(block.people for block in blocks))


def many(blocks: Iterable[Block], smallest: int) -> bool:
    """Whether `smallest` people or more stand behind them; looks no further than it must."""
    found = set[str]()
    for block in blocks:
        found |= block.people
        if len(found) >= smallest:
            return True
    return False
