"""Whether few people carry a combination of a new sum and of all that was told: searched among sets of people, exactly.

Linear algebra in the field of PRIME elements: whole numbers, no rounding to argue about. `visavis.engine.measuring.anonymity` says why.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

PRIME = 2_147_483_647
"""2³¹ − 1: products of two elements fit into 64 bits."""

MOST_TRIES = 4_000
"""Sets of people that are tried before a sum is refused: beyond, nobody proved that it is safe."""

Matrix = npt.NDArray[np.int64]


def isolates(signatures: Sequence[int], people: Sequence[frozenset[str]], told: int, smallest: int) -> bool:
    """Whether the new sum would tell of fewer than `smallest` people beside the sums told, or whether that takes too long to tell.

    `signatures` says of each kind of parts in which sums it lies: bit *i* for the *i*-th of `told` sums, the bit after them for
    the new one; `people` who has such parts.
    """
    rows = [[signature >> row & 1 for signature in signatures] for row in range(told)]
    known = np.array(rows, dtype=np.int64).reshape(told, len(signatures))
    new = np.array([signature >> told & 1 for signature in signatures], dtype=np.int64)
    return _reached(_checks(known), new, people, smallest, frozenset(), [MOST_TRIES])


def _checks(rows: Matrix) -> Matrix:
    """Vectors that span what is orthogonal to `rows`, modulo PRIME."""
    reduced, pivots = _echelon(rows)
    width = rows.shape[1]
    free = [column for column in range(width) if column not in set(pivots)]
    checks = np.zeros((len(free), width), dtype=np.int64)
    for place, column in enumerate(free):
        checks[place, column] = 1
        checks[place, pivots] = -reduced[: len(pivots), column] % PRIME
    return checks


def _echelon(rows: Matrix, columns: Iterable[int] | None = None) -> tuple[Matrix, list[int]]:
    """`rows` with each pivot alone in its column (pivots on `columns` only), and where the pivots are."""
    reduced, pivots = rows % PRIME, list[int]()
    for column in range(rows.shape[1]) if columns is None else columns:
        place = len(pivots)
        if place == len(reduced):
            break
        found = np.flatnonzero(reduced[place:, column])
        if not len(found):
            continue
        other = place + int(found[0])
        reduced[[place, other]] = reduced[[other, place]]
        reduced[place] = reduced[place] * pow(int(reduced[place, column]), -1, PRIME) % PRIME
        factors = reduced[:, column].copy()
        factors[place] = 0
        touched = np.flatnonzero(factors)
        reduced[touched] = (reduced[touched] - factors[touched, None] * reduced[place]) % PRIME
        pivots.append(column)
    return reduced, pivots


def _reached(
    checks: Matrix,
    new: Matrix,
    people: Sequence[frozenset[str]],
    smallest: int,
    chosen: frozenset[str],
    tries: list[int],
) -> bool:
    """Whether fewer than `smallest` people, `chosen` among them, carry a combination of `new` and what `checks` stand for."""
    violated = np.array([int(np.sum(row[new == 1]) % PRIME) for row in checks], dtype=np.int64)
    if not violated.any():
        return bool(chosen)  # nobody chosen: the sum follows from what was told
    tries[0] -= 1
    if tries[0] < 0:
        return True
    able = [len(chosen | them) < smallest for them in people]
    candidates = [np.flatnonzero((row != 0) & able) for row in checks[violated != 0]]
    for kind in min(candidates, key=len):
        more = chosen | people[int(kind)]
        carried = [place for place, them in enumerate(people) if them <= more]
        reduced, pivots = _echelon(checks, carried)
        if _reached(reduced[len(pivots) :], new, people, smallest, more, tries):
            return True
    return False
