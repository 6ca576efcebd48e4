"""Figures of groups told again and again, each wave held against all waves before: what moves between two is a figure too.

For every family of figures (a measure in a period) a ledger keeps whose facts stood where when something was told: group by
group, the people whose facts came or changed since the wave before, as keyed hashes. A group's figure is told anew only where
no combination of waves, of groups and of the whole comes to rest on one to four people; else the one told last stands.

The whole itself is always told: it is about the company, not about a part of its people. What is guarded is every combination
in which a group has a share.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from visavis.engine.measuring.anonymity import Part, Told
from visavis.vocabulary import SMALLEST_GROUP

WHOLE = "*"
MOST_ROWS = 240
"""Sums that a family's ledger holds before it is folded, or else told anew no more."""

People = Mapping[str, Collection[str] | Mapping[str, object]]
"""By group the people behind its figure, each, where known, with what tells whether their facts changed: their number, a hash."""


@dataclass(slots=True)
class Family:
    """What was told of one family. `came` lists for each group and wave whose facts came or changed; `rows` (group, wave)."""

    wave: int = -1
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    came: dict[str, list[tuple[int, list[str]]]] = field(default_factory=dict)
    rows: list[tuple[str, int]] = field(default_factory=list)
    sealed: set[str] = field(default_factory=set)

    def parts(self, group: str, wave: int) -> set[Part]:
        """The parts of a group's sum, or of the whole, as they stood in a wave."""
        groups = self.came if group == WHOLE else [group]
        return {
            (who, (name, when))
            for name in groups
            for when, people in self.came.get(name, ())
            if when <= wave
            for who in people
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """Groups told anew, and groups whose figure stays what was told last; of all others nothing may be told."""

    fresh: frozenset[str]
    stale: frozenset[str]


def hold(family: Family, people: People, *, secret: bytes = b"", smallest: int = SMALLEST_GROUP) -> Verdict:
    """Which groups may be told in a new wave; `family` takes note of it. The largest groups go first.

    A person may stand in several groups, and a group's name may be empty: facts of the whole that are of no group.
    """
    named = {_sealed(secret, name): name for name in people}
    family.wave += 1
    _note(family, {_sealed(secret, name): _marks(secret, them) for name, them in people.items()})
    told = Told(smallest)
    for group, wave in family.rows:
        told.add(family.parts(group, wave))
    _tell(family, told, WHOLE)
    fresh = set()
    order = sorted(named, key=lambda group: (-len(people[named[group]]), named[group]))
    former = {group for group, _ in family.rows}
    for group in order:
        now = family.parts(group, family.wave)
        if not named[group] or group in family.sealed or not now or len(family.rows) > 2 * MOST_ROWS:
            continue
        moved = _moved(family, group, now)
        if not moved or (len({who for who, _ in moved}) >= smallest and told.admits(now)):
            _tell(family, told, group)
            fresh.add(group)
    _fold(family, fresh)
    return Verdict(
        frozenset(named[group] for group in fresh),
        frozenset(named[group] for group in order if group in former - fresh and group not in family.sealed),
    )


def _note(family: Family, now: Mapping[str, Mapping[str, str]]) -> None:
    for group in now.keys() | family.seen.keys():
        before, after = family.seen.get(group, {}), now.get(group, {})
        changed = sorted(who for who in before.keys() | after.keys() if before.get(who) != after.get(who))
        if changed:
            family.came.setdefault(group, []).append((family.wave, changed))
    family.seen = {group: dict(marks) for group, marks in now.items()}


def _moved(family: Family, group: str, now: set[Part]) -> set[Part]:
    """What a group's sum gained since it was told last; all of it, where it never was. Even where the whole told as much
    already, that it moved in this group is news."""
    last = max((wave for name, wave in family.rows if name == group), default=None)
    return now if last is None else now - family.parts(group, last)


def _tell(family: Family, told: Told, group: str) -> None:
    now = family.parts(group, family.wave)
    if _moved(family, group, now):
        told.add(now)
        family.rows.append((group, family.wave))


def _fold(family: Family, fresh: Collection[str]) -> None:
    """Forget earlier waves once all that was ever told is told as it stands now: what comes later rests on other facts.

    Groups that were never told stay so from then on: what their parts of the whole were, wave by wave, is forgotten.
    """
    told = {group for group, _ in family.rows} - {WHOLE}
    if len(family.rows) <= MOST_ROWS or not told <= set(fresh):
        return
    family.sealed |= family.came.keys() - told
    family.came = {
        group: [(family.wave, sorted({who for _, people in waves for who in people}))]
        for group, waves in family.came.items()
    }
    family.rows = [(WHOLE, family.wave), *((group, family.wave) for group in sorted(told))]


def _marks(secret: bytes, people: Collection[str] | Mapping[str, object]) -> dict[str, str]:
    told = people if isinstance(people, Mapping) else dict.fromkeys(people, "")
    return {_sealed(secret, who): str(mark) and _sealed(secret, str(mark)) for who, mark in told.items()}


def _sealed(secret: bytes, name: str) -> str:
    return blake2b(name.encode(), key=secret[:64], digest_size=6).hexdigest()


def as_ledger(family: Family) -> dict[str, Any]:
    """The family as plain data for JSON."""
    return {
        "wave": family.wave,
        "seen": family.seen,
        "came": {group: [[wave, people] for wave, people in waves] for group, waves in family.came.items()},
        "rows": [list(row) for row in family.rows],
        "sealed": sorted(family.sealed),
    }


def from_ledger(kept: Mapping[str, Any] | None) -> Family:
    """The family that `as_ledger` gave; of None, one of which nothing was told yet."""
    if not kept:
        return Family()
    return Family(
        kept["wave"],
        {group: dict(marks) for group, marks in kept["seen"].items()},
        {group: [(wave, list(people)) for wave, people in waves] for group, waves in kept["came"].items()},
        [(group, wave) for group, wave in kept["rows"]],
        set(kept["sealed"]),
    )
