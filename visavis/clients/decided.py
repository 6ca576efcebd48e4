"""What people decided about identities, as pairs that linking must heed: what was decided last holds.

The payload of a decision: `groups`, lists of records (source, key), where those of one group are one client and those of two
are not; and what it did: `moves` (source, key, number of the client left, of the one joined), `became` (number, the one that
takes it over), `minted` (a new number, the one whose records it got), `revived` (a number that is its own again, the one that
had taken it over, since when). `client` is the number it is mostly about, `undoes` the decision that it takes back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from visavis.engine.linking.clusters.decided import Decided, End

if TYPE_CHECKING:
    from visavis.clients.models import Decision

DECISIONS = "decisions"
"""In a manifest's ledger: the number of the last decision that its partition knows of."""

Pair = tuple[End, End]
Pairs = dict[Pair, "Decision"]
"""Pairs, each with the decision that says so."""


def in_force(decisions: "Sequence[Decision]") -> "list[Decision]":
    """Of `decisions`, oldest first, those that nobody took back. Whoever takes back an undoing brings back what it undid."""
    undone: set[int] = set()
    standing = []
    for decision in reversed(decisions):
        if decision.pk not in undone:
            standing.append(decision)
            undone |= {decision.payload["undoes"]} if "undoes" in decision.payload else set()
    return standing[::-1]


def standing_pairs(decisions: "Sequence[Decision]") -> tuple[Pairs, Pairs]:
    """The pairs that `decisions`, oldest first, leave together and apart.

    A decision names groups of records: those of one group are one client, those of two are not. About any two records that it
    names, it replaces what was decided before.
    """
    together: Pairs = {}
    apart: Pairs = {}
    naming: defaultdict[End, set[Pair]] = defaultdict(set)
    for decision in in_force(decisions):
        groups = groups_of(decision)
        named = {record for group in groups for record in group}
        for pair in {pair for record in named for pair in naming[record] if named.issuperset(pair)}:
            together.pop(pair, None)
            apart.pop(pair, None)
        held = {pair: decision for group in groups for pair in pairwise(group)}
        kept_off = {
            (min(pair), max(pair)): decision for one, other in combinations(groups, 2) for pair in product(one, other)
        }
        together |= held
        apart |= kept_off
        for pair in (*held, *kept_off):
            naming[pair[0]].add(pair)
    return together, apart


def decided_pairs(decisions: "Iterable[Decision]") -> Decided:
    """The pairs that `decisions`, oldest first, leave standing."""
    together, apart = standing_pairs(list(decisions))
    return Decided(tuple(sorted(together)), tuple(sorted(apart)))


def groups_of(decision: "Decision") -> list[list[End]]:
    """The groups of records that a decision names, each in order."""
    return [sorted((source, key) for source, key in group) for group in decision.payload.get("groups", ())]


def moves_of(decision: "Decision") -> list[tuple[str, str, int, int]]:
    """The records that it moved: source, key, number of the client left, of the one joined.

    Those made before moves were kept name records by `moved`, and clients by `client`, `new` and `former`.
    """
    told = decision.payload
    if "moved" not in told:
        return [(source, key, left, joined) for source, key, left, joined in told.get("moves", ())]
    left, joined = ("client", "new") if "new" in told else ("former", "client")
    return [(source, key, told[left], told[joined]) for source, key in told["moved"]]


def decided_now() -> tuple[Decided, int]:
    """What stands decided in the database, and the number of the last decision (0: none)."""
    from visavis.clients.models import Decision

    decisions = list(Decision.objects.order_by("id"))
    return decided_pairs(decisions), decisions[-1].id if decisions else 0
