"""Slices of several promises that look at the same facts, held beside one another.

Where one promise counts all complaints of a team and another those about one product, the difference is what the team did about
all other products. Nodes are a promise in a period of its own grain; those with facts in common are one family, decided at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from visavis.engine.measuring.anonymity import Part, Told
from visavis.engine.portable import month_of
from visavis.engine.steps import Step, literal, step

Row = Mapping[str, Any]
Slice = tuple[str, str, str]
"""Period, side, value."""
Node = tuple[str, str]
"""A promise, and a period of its grain."""

SIDES = ("team", "segment")


def shared_steps(promises: Sequence[str]) -> list[Step]:
    """Steps over `cases`, `felt`, `placed_cases`, `placed_felt` and `team_members` to `shared_facts` and `shared_felt`: promise,
    month, team, segment, staff and `counted`, the months in which each of `promises` counts these facts."""
    views = (
        ("facts", "cases", "on_day", "placed_cases", "p.source = s.source AND p.key = s.key"),
        ("felt", "felt", "felt_on", "placed_felt", "p.source = s.source AND p.key = s.key AND p.felt_on = s.felt_on"),
    )
    found = []
    for what, table, day, placed, same in views:
        by = "source, key" if what == "facts" else f"source, key, {day}"
        months = " || '|' || ".join(
            f"max(CASE WHEN promise = {literal(each)} THEN CAST({month_of(day)} AS VARCHAR) ELSE '' END)"
            for each in promises
        )
        found += [
            step(
                f"counted_{what}",
                f"SELECT {by}, {months} AS counted FROM {table} WHERE NOT {day} IS NULL GROUP BY {by}",
                "which promises count a fact, and in which months",
            ),
            step(
                f"shared_{what}",
                f"""SELECT DISTINCT p.promise, p.month, p.team, p.segment, coalesce(p.staff, t.member) AS staff, s.counted
                FROM {placed} AS p JOIN counted_{what} AS s ON {same} LEFT JOIN team_members AS t ON p.unnamed = t.team
                WHERE NOT coalesce(p.staff, t.member) IS NULL""",
                "who stands behind facts that several promises count",
            ),
        ]
    return found


def families(nodes_of: Iterable[Iterable[Node]]) -> dict[Node, Node]:
    """By node the first of its family: `nodes_of` has for each fact the nodes that count it."""
    first: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        while first.setdefault(node, node) != node:
            node = first[node]
        return node

    for nodes in nodes_of:
        roots = sorted({root(node) for node in nodes})
        for other in roots[1:]:
            first[other] = roots[0]
    return {node: root(node) for node in list(first)}


class Together:
    """The facts that promises share; `grains` is how long the periods of each are."""

    def __init__(self, rows: Sequence[Row], grains: Mapping[str, str]) -> None:
        self.parts: dict[Node, dict[tuple[str, str], set[Part]]] = defaultdict(lambda: defaultdict(set))
        self.months: dict[tuple[Node, str], set[Part]] = defaultdict(set)
        nodes_of: dict[str, set[Node]] = defaultdict(set)
        for row in rows:
            node = row["promise"], block_of(row["month"], grains[row["promise"]])
            part: Part = (row["staff"], (row["team"], row["segment"], row["counted"]))
            nodes_of[row["counted"]].add(node)
            self.months[node, _day(row["month"])].add(part)
            for side in SIDES:
                if row[side]:
                    self.parts[node][side, row[side]].add(part)
        self.family = families(nodes_of.values())

    def tellable(self, told: Mapping[str, frozenset[Slice]]) -> dict[str, frozenset[Slice]]:
        """What of `told`, by promise, may be told beside that of the others and whole months: teams first, the larger before."""
        refused = set[tuple[str, Slice]]()
        members: dict[Node, list[Node]] = defaultdict(list)
        for node, first in self.family.items():
            members[first].append(node)
        for nodes in members.values():
            if len({promise for promise, _ in nodes}) > 1:
                refused |= self._refused(sorted(nodes), told)
        return {name: frozenset(each for each in own if (name, each) not in refused) for name, own in told.items()}

    def _refused(self, nodes: list[Node], told: Mapping[str, frozenset[Slice]]) -> set[tuple[str, Slice]]:
        known, found = Told(), set[tuple[str, Slice]]()
        for (node, _), parts in sorted(self.months.items()):
            if node in nodes:
                known.add(parts)
        asked = [
            (SIDES.index(side), -len({who for who, _ in parts}), promise, (block, side, value), parts)
            for promise, block in nodes
            for (side, value), parts in self.parts[promise, block].items()
            if (block, side, value) in told[promise]
        ]
        for _, _, promise, name, parts in sorted(asked, key=lambda each: each[:4]):
            if known.admits(parts):
                known.add(parts)
            else:
                found.add((promise, name))
        return found

    def standing(self, stale: Mapping[str, frozenset[Slice]]) -> dict[str, frozenset[Slice]]:
        """Slices that stay as they were told: for one of the same team or segment does, in a period that counts the same facts."""
        held = {(self._of(promise, each[0]), *each[1:]) for promise, own in stale.items() for each in own}
        return {
            promise: own
            | {
                (block, side, value)
                for (name, block), slices in self.parts.items()
                for side, value in slices
                if name == promise and (self._of(name, block), side, value) in held
            }
            for promise, own in stale.items()
        }

    def _of(self, promise: str, block: str) -> Node:
        return self.family.get((promise, block), (promise, block))


def _day(month: date | str) -> str:
    return str(month)[:10]


def block_of(month: date | str, grain: str) -> str:
    """The first day of the block of months that a month falls into, ISO; empty for all time."""
    first = date.fromisoformat(str(month)[:10])
    if grain == "all":
        return ""
    starts = {"month": first.month, "quarter": first.month - (first.month - 1) % 3, "year": 1}
    return first.replace(month=starts[grain], day=1).isoformat()
