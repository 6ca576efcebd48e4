"""Rows of measures about a group, held against each other and against all runs before: the last thing before they are written.

Kinds compute, and tell who stands behind the figures of each group (`Behind`); here is decided, for all of them alike, which group
may be told of, and whether anew. A channel that one person answers is that person, a step that one person does likewise: every
group counts, whatever it is called. Where a figure moved by what one to four people did since it was told last, that one stands.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.retelling import as_kept, retold_of
from visavis.engine.measuring.waves import Family, Verdict, as_ledger, from_ledger, hold
from visavis.engine.people import Behind
from visavis.engine.steps import Runner
from visavis.mirror.guard.messages import FAMILY, LEDGER, Messages, decide, key_of
from visavis.mirror.guard.messages_conditions import KIND
from visavis.mirror.guard.standing import FACTS, NO_PART, SHARED, Standing, Stood, Which
from visavis.mirror.guard.withheld import HIDDEN, Before, Held, Row, told_rows

__all__ = ["HIDDEN", "LEDGER", "shield"]

OVER = "\x1b"
"""What stands between figures and the name of a measure, where figures of several facts are decided together."""


@dataclass(frozen=True, slots=True)
class Shielded:
    """The rows that may be written, and what the ledger keeps of them."""

    rows: list[Row]
    ledger: dict[str, Any]


def shield(
    runner: Runner,
    lake: Lake,
    manifest: Manifest,
    rows: Sequence[Row],
    secret: bytes = b"",
    smallest: int = 5,
    *,
    behind: Mapping[str, Sequence[Behind]] | None = None,
    chosen: Collection[str] = (),
    messages: Messages | None = None,
) -> Shielded:
    """`rows` of the table `measures`, those of groups as they may be told; `manifest` has the table and ledger of the run before.

    `behind` tells by name of a measure who stands behind its groups. Of a measure that is not in it, groups that bear the name of
    a team have those people behind them whom the team's facts name in the period of the row; its other groups are not about us.
    Measures of one kind are held against one another; those in `chosen` have conditions that choose among facts, and are, over
    all, a group like others. With `messages`, dialogue is held in their family, against what else counts them. In a company of fewer than five people, a group that is no team may be told where all of them stand
    behind it.
    """
    kept: dict[str, Any] = dict(manifest.ledger.get(LEDGER, {}))
    families: dict[tuple[str, str | None], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        families[row["kind"], row["period"]][row["name"]].append(row)
    people, before = Standing(runner, behind or {}), Before(lake, manifest)
    shared = _shared(kept, chosen, people, secret, smallest)
    found: list[Row] = []
    for (kind, period), measures in families.items():
        stood: dict[Which, dict[str, Stood]] = defaultdict(dict)
        for name, own in measures.items():
            groups = {row["grouping"] for row in own if row["grouping"] is not None}
            if name not in people.told:
                teams = people.of(period)[NO_PART] if groups & people.teams.keys() else {}
                if any(set(cell) & groups for cell in teams):
                    stood[NO_PART][name] = teams
            else:
                for which, cells in people.behind(name, period).items():
                    if which != SHARED:
                        stood[which][name] = cells
        held = {SHARED: shared[period]} if period in shared else {}
        for together in _by_part(stood):
            if together == [NO_PART] and kind == KIND and messages is not None:
                continue
            part, figures = together[0]
            key = "|".join((kind, period or "", *((part,) if part else figures)))
            known = from_ledger(kept.get(key))
            held |= _decide_together(known, {each: stood[each] for each in together}, chosen, people, secret, smallest)
            kept[key] = as_ledger(known)
        if messages is not None and kind == KIND and stood:
            held = _of_messages(held, messages, list(stood[NO_PART]), chosen, kept, people, secret, smallest)
        for own in measures.values():
            found += told_rows(own, held, before, chosen)
    return Shielded(found, kept)


def _decide(
    known: Family,
    by_name: Mapping[str, Stood],
    chosen: Collection[str],
    people: Standing,
    secret: bytes,
    smallest: int,
) -> Held:
    cells, inside = _joined(by_name)
    known_by_name = people.staff.issuperset(set[str]().union(*cells.values()))
    few = (min(smallest, len(people.staff)) or smallest) if known_by_name else smallest  # sheets are nobody's by name
    named = set[str]()
    wholes: dict[str, list[str]] = {}
    apart: dict[str, list[str]] = {}
    sides: list[dict[str, list[str]]] = [apart]
    for name, own in by_name.items():
        every = [inside[name, cell] for cell in own]
        (apart if name in chosen else wholes)[key_of(name, "")] = every
        own_sides: list[dict[str, list[str]]] = [{} for _ in range(max(map(len, own), default=0))]
        for cell, them in own.items():
            for side, group in zip(own_sides, cell, strict=False):
                if group.startswith(FACTS):
                    continue
                if them:
                    named |= {key_of(name, group), key_of(name, "")}
                if group and (few == smallest or group not in people.teams):
                    side.setdefault(key_of(name, group), []).append(inside[name, cell])
        sides += own_sides
    verdict = hold(known, cells, sides, wholes=wholes, secret=secret, smallest=few)
    return Held(verdict, frozenset(named))


def _by_part(stood: Mapping[Which, Mapping[str, Stood]]) -> list[list[Which]]:
    """Figures that are decided together, for they are over some of the same facts: those over the most cells first."""
    found: dict[Which, list[Which]] = defaultdict(list)
    for which in sorted(stood, key=lambda each: (-sum(map(len, stood[each].values())), each)):
        part, figures = which
        found[part, () if part else figures].append(which)
    return [found[each] for each in sorted(found)]


def _decide_together(
    known: Family,
    stood: Mapping[Which, Mapping[str, Stood]],
    chosen: Collection[str],
    people: Standing,
    secret: bytes,
    smallest: int,
) -> dict[Which, Held]:
    """What is decided of figures that have facts in common; a measure is one of its own for each of them."""
    marks = {which: f"{'|'.join(which[1])}{OVER}" if len(stood) > 1 else "" for which in stood}
    by_name = {marks[which] + name: cells for which, own in stood.items() for name, cells in own.items()}
    apart = {mark + name for mark in marks.values() for name in chosen}
    held = _decide(known, by_name, apart, people, secret, smallest)

    def own(mark: str, keys: Collection[str]) -> frozenset[str]:
        return frozenset(key.removeprefix(mark) for key in keys if key.startswith(mark))

    return {
        which: Held(Verdict(own(mark, held.verdict.fresh), own(mark, held.verdict.stale)), own(mark, held.named))
        for which, mark in marks.items()
    }


def _shared(
    kept: dict[str, Any],
    chosen: Collection[str],
    people: Standing,
    secret: bytes,
    smallest: int,
) -> dict[str | None, Held]:
    """By period, what is decided of the figures of all measures whose facts have names; `kept` takes note of it."""
    found = {}
    for period in sorted({one.period for told in people.told.values() for one in told}, key=lambda at: at or ""):
        stood = {name: people.behind(name, period) for name in people.told}
        by_name = {name: each[SHARED] for name, each in stood.items() if SHARED in each}
        if not by_name:
            continue
        key = f"{SHARED[0]}|{period or ''}"
        known = from_ledger(kept.get(key))
        found[period] = _decide(known, by_name, chosen, people, secret, smallest)
        kept[key] = as_ledger(known)
    return found


def _of_messages(
    held: Mapping[Which, Held],
    messages: Messages,
    names: Collection[str],
    chosen: Collection[str],
    kept: dict[str, Any],
    people: Standing,
    secret: bytes,
    smallest: int,
) -> dict[Which, Held]:
    """What is decided of dialogue: of messages in their family; of other figures, only of groups told there too."""
    few = min(smallest, len(people.staff)) or smallest
    sides, wholes = messages.of_measures({name: name in chosen for name in names})
    if few < smallest:
        sides = [{key: own for key, own in side.items() if key.rpartition("\x1d")[2] not in people.teams} for side in sides]  # fmt: skip
    known = retold_of(kept.get(FAMILY))
    verdict = decide(known, messages, sides, wholes, secret=secret, smallest=few)
    kept[FAMILY] = as_kept(known)
    named = messages.named({name: cells for side in (wholes, *sides) for name, cells in side.items()})
    found = {NO_PART: Held(verdict, named)}
    for which, own in held.items():
        both = own.verdict.fresh & (verdict.fresh | (own.named - named))
        once = (own.verdict.fresh | own.verdict.stale) & (verdict.fresh | verdict.stale | (own.named - named))
        found[which] = Held(Verdict(both, once - both), own.named)
    return found


def _joined(by_name: Mapping[str, Stood]) -> tuple[dict[str, dict[str, str]], dict[tuple[str, tuple[str, ...]], str]]:
    """The cells of all measures, and how each is called: those with the very same facts are one, and
    those whose facts have one name."""
    cells: dict[str, dict[str, str]] = {}
    inside: dict[tuple[str, tuple[str, ...]], str] = {}
    for name, own in by_name.items():
        for cell, them in own.items():
            called = cell[-1] if cell[-1].startswith(FACTS) else "\x1f".join(cell)
            while called in cells and cells[called] != them:
                called += "\x1e"
            cells[called] = them
            inside[name, cell] = called
    return cells, inside
