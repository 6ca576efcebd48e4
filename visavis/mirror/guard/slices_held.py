"""Slices of all promises held together, in one run and over all runs: which may be told anew, and which stand as they were told.

Cells are the facts of a team and segment that the same promises count, each in the same month. A promise that is declared later
tells cells apart more finely (`retelling`). Facts that nothing told has in common are systems of their own: what can't be combined is
decided apart, so that a ledger of many months stays a ledger of small systems.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visavis.engine.measuring.retelling import Once, as_kept, hold_retold, retold_of
from visavis.engine.measuring.waves import MOST_ROWS, Verdict
from visavis.mirror.guard.slices_apart import Part, joined, parted
from visavis.mirror.guard.slices_together import SIDES, Slice, block_of, day_of

Row = Mapping[str, Any]
Groups = dict[str, list[str]]
Counts = dict[tuple[str, ...], list[int]]
"""How many facts of somebody, and how they ended, by what tells them apart."""


@dataclass(frozen=True, slots=True)
class Stood:
    """Who stands behind the facts of `promises`, in their order: a row per promise, month, team, segment, staff and `counted` (the
    months in which each promise counts these facts), with `columns` that count."""

    promises: Sequence[str]
    rows: Sequence[Row]
    columns: Sequence[str]

    def cell(self, row: Row, among: Collection[str]) -> str:
        """What the cell of a row is called, as far as promises `among` all tell cells apart; empty where none of them counts it."""
        months = zip(self.promises, str(row["counted"]).split("|"), strict=True)
        counted = [f"{name}\x1d{month}" for name, month in months if month and name in among]
        return "\x1f".join((row["team"], row["segment"], *counted)) if counted else ""

    def cells(self, among: Collection[str]) -> dict[str, dict[str, str]]:
        """By cell the people behind it, each with what tells when these facts are others."""
        found: dict[str, dict[str, Counts]] = defaultdict(lambda: defaultdict(dict))
        for row in self.rows:
            if row["promise"] in among:
                self._add(found[self.cell(row, among)][row["staff"]], row, ("promise", "month"))
        return _marked(found)

    def groups(self, key_of: Mapping[tuple[str, Slice], str], grains: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """By group the people behind it as a whole, however its facts are told apart."""
        found: dict[str, dict[str, Counts]] = defaultdict(lambda: defaultdict(dict))
        for row in self.rows:
            for each in _slices(row, grains):
                if each in key_of:
                    self._add(found[key_of[each]][row["staff"]], row, ("month", "team", "segment"))
        return _marked(found)

    def _add(self, counts: Counts, row: Row, by: Sequence[str]) -> None:
        own = [int(row[name]) for name in self.columns]
        name = tuple(str(row[each]) for each in by)
        counts[name] = [a + b for a, b in zip(counts[name], own, strict=True)] if name in counts else own


def hold_slices(
    stood: Stood,
    told: Mapping[str, frozenset[Slice]],
    grains: Mapping[str, str],
    kept: Mapping[str, Any] | None,
    *,
    secret: bytes,
) -> tuple[dict[str, frozenset[Slice]], dict[str, frozenset[Slice]], dict[str, Any]]:
    """By promise the slices of `told` that may be told anew, those of which the ones told last stand, and what the ledger keeps.

    `grains` tells how long the periods of each promise are. Slices behind which nobody is named single out nobody: they are told.
    """
    retold = retold_of(kept)
    once = None
    if newcomers := set(stood.promises) - set(retold.apart):
        known = set(stood.promises) - newcomers
        once = Once({stood.cell(row, stood.promises): stood.cell(row, known) for row in stood.rows}, stood.cells(known))
        once = Once({cell: former for cell, former in once.cells.items() if former}, once.people)
    retold.apart = sorted(stood.promises)
    keys = {(name, each): _key(name, grains[name], each) for name, own in told.items() for each in own}
    whole = Part(retold, stood.cells(stood.promises), *_groups(stood, keys, grains), once)
    behind = stood.groups(keys, grains)
    parts = parted(whole, secret)
    verdicts = [_held(part, behind, secret) for part in parts]
    fresh = {name for verdict in verdicts for name in verdict.fresh}
    stale = {name for verdict in verdicts for name in verdict.stale}
    return (
        {name: frozenset(each for each in own if keys[name, each] in fresh or keys[name, each] not in behind) for name, own in told.items()},
        {name: frozenset(each for each in own if keys[name, each] in stale) for name, own in told.items()},
        as_kept(joined(whole, parts)),
    )  # fmt: skip


def _held(part: Part, behind: Mapping[str, Mapping[str, str]], secret: bytes) -> Verdict:
    groups = {name: behind[name] for side in part.sides for name in side}
    most = max(MOST_ROWS, 4 * len(groups))
    return hold_retold(part.retold, part.people, part.sides, wholes=part.wholes, groups=groups, once=part.once, secret=secret, most=most)  # fmt: skip


def _key(promise: str, grain: str, each: Slice) -> str:
    block, side, value = each
    return f"{promise}\x1d{grain}|{block}|{side}:{value}"


def _slices(row: Row, grains: Mapping[str, str]) -> Iterable[tuple[str, Slice]]:
    block = block_of(row["month"], grains[row["promise"]])
    return [(row["promise"], (block, side, row[side])) for side in SIDES if row[side]]


def _groups(
    stood: Stood, keys: Mapping[tuple[str, Slice], str], grains: Mapping[str, str]
) -> tuple[list[Groups], Groups]:
    """The cells of teams and segments that are asked for, a side of each; and of months as wholes."""
    sides: dict[str, dict[str, dict[str, None]]] = {side: defaultdict(dict) for side in SIDES}
    months: dict[str, dict[str, None]] = defaultdict(dict)
    for row in stood.rows:
        cell = stood.cell(row, stood.promises)
        months[f"{row['promise']}\x1d{day_of(row['month'])}"][cell] = None
        for each in _slices(row, grains):
            if each in keys:
                sides[each[1][1]][keys[each]][cell] = None
    return [_listed(sides[side]) for side in SIDES], _listed(months)


def _listed(groups: Mapping[str, Iterable[str]]) -> Groups:
    return {name: sorted(cells) for name, cells in sorted(groups.items())}


def _marked(found: Mapping[str, Mapping[str, Counts]]) -> dict[str, dict[str, str]]:
    return {name: {who: str(sorted(counts.items())) for who, counts in them.items()} for name, them in found.items()}
