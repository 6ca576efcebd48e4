"""What people decided about identities, as pairs that linking must heed: what was decided last holds."""

from collections.abc import Iterable
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from visavis.engine.linking.decided import Decided, End

if TYPE_CHECKING:
    from visavis.clients.models import Decision

DECISIONS = "decisions"
"""In a manifest's ledger: the number of the last decision that its partition knows of."""


def decided_pairs(decisions: "Iterable[Decision]") -> Decided:
    """The pairs that `decisions`, oldest first, leave standing.

    A decision names groups of records: those of one group are one client, those of two are not. About any two records that it
    names, it replaces what was decided before.
    """
    together: set[tuple[End, End]] = set()
    apart: set[tuple[End, End]] = set()
    for decision in decisions:
        groups = groups_of(decision)
        named = {record for group in groups for record in group}
        for pairs in (together, apart):
            pairs -= {pair for pair in pairs if named.issuperset(pair)}
        together |= {pair for group in groups for pair in pairwise(group)}
        apart |= {(min(pair), max(pair)) for one, other in combinations(groups, 2) for pair in product(one, other)}
    return Decided(tuple(sorted(together)), tuple(sorted(apart)))


def groups_of(decision: "Decision") -> list[list[End]]:
    """The groups of records that a decision names, each in order."""
    return [sorted((source, key) for source, key in group) for group in decision.payload["groups"]]


def decided_now() -> tuple[Decided, int]:
    """What stands decided in the database, and the number of the last decision (0: none)."""
    from visavis.clients.models import Decision

    decisions = list(Decision.objects.order_by("id"))
    return decided_pairs(decisions), decisions[-1].id if decisions else 0
