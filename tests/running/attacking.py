"""What an attacker makes of published numbers: each is a sum over parts, a person's facts of one sort as long as their number is the same."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.measuring.anonymity_blocks import Part
from visavis.mirror.guard.shield import HIDDEN


def published(home: Path, kind: str) -> list[dict[str, Any]]:
    """Rows of a kind of measure as the lake publishes them, without those that say that nothing is told."""
    lake, session = Lake(home / "lake"), DuckDB(home / "scratch")
    try:
        manifest = lake.current()
        assert manifest is not None
        lake.show(session, manifest, ["measures"])
        rows = session.rows(f"SELECT * FROM measures WHERE kind = '{kind}'")
    finally:
        session.close()
    return [row for row in rows if row["reason"] != HIDDEN]


class Fact(NamedTuple):
    """Something that somebody did; `what` is a product, a step, or what else a table tells apart."""

    sort: str
    who: str
    team: str
    month: int
    what: str
    segment: str = ""


class Sums:
    """All that was published of some sorts of facts: sums of groups, and sums of the company as a whole or of one of its months.

    Facts only come, none goes: so a number tells in which run it was told last, and of which facts.
    """

    def __init__(self) -> None:
        self.groups: list[frozenset[Part]] = []
        self.wholes: list[frozenset[Part]] = []
        self.runs: list[Sequence[Fact]] = []

    def takes(self, n: int, keeps: Callable[[Fact], bool], *, whole: bool = False) -> None:
        """Note that `n` facts were told of, those that `keeps` keeps."""
        for facts in reversed(self.runs):
            kept = Counter(fact for fact in facts if keeps(fact))
            if kept.total() == n:
                parts = frozenset((fact.who, (*fact._replace(who=""), times)) for fact, times in kept.items())
                (self.wholes if whole else self.groups).append(parts)
                return
        raise AssertionError(f"no run has {n} of it")

    def of_sort(self, sort: str) -> tuple[list[frozenset[Part]], list[frozenset[Part]]]:
        """What of the sums of groups, and of the wholes, is facts of one sort."""

        def only(sums: Sequence[frozenset[Part]]) -> list[frozenset[Part]]:
            kept = (
                frozenset(part for part in each if isinstance(part[1], tuple) and part[1][0] == sort) for each in sums
            )
            return list(dict.fromkeys(each for each in kept if each))

        return only(self.groups), only(self.wholes)


class Remembered:
    """Sums whose parts each run has anew: of a number that is told, the parts are those of the run that told it."""

    def __init__(self) -> None:
        self.groups: list[frozenset[Part]] = []
        self.wholes: list[frozenset[Part]] = []
        self.told: dict[Hashable, tuple[object, frozenset[Part]]] = {}

    def takes(
        self, group: Hashable, number: object, runs: Sequence[tuple[object, frozenset[Part]]], *, whole: bool = False
    ) -> None:
        """Note that `number` is told of `group`; `runs` tells which number each run has of it, and of which parts. One that is told
        as it was before is the same sum, as far as anybody knows."""
        former = self.told.get(group)
        if former is not None and former[0] == number and not whole:
            return
        for n, parts in reversed(runs):
            if n == number:
                self.told[group] = n, parts
                (self.wholes if whole else self.groups).append(parts)
                return
        raise AssertionError(f"no run has {number} of {group}")
