"""Which of a client's records hang together, by the edges of the last run and by what stands decided."""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np

from visavis.clients.linking.frozen import frozen
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.clusters.clustering import CERTAIN, constrained
from visavis.engine.linking.clusters.decided import End
from visavis.engine.linking.link import BY_DECISION
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.mistakes import Mistake
from visavis.running.deciding.turn import EDGES

Pairs = Iterable[tuple[End, End]]


def gathered(
    home: Path,
    session: DuckDB,
    records: Iterable[End],
    *,
    groups: Sequence[Sequence[End]],
    together: Pairs,
    likely: Pairs = (),
    apart: Pairs,
) -> dict[End, int]:
    """Each of `records` and a number, the same for those that hang together.

    Records of one of `groups` do, those of two do not: the weakest edges between them give way, as in every run. So it is with
    the pairs `together` and `apart`; what is `likely` holds more than edges do, and less than those.
    """
    ordered = sorted(records)
    number = {record: place for place, record in enumerate(ordered)}
    firm = [*together, *(pair for group in groups for pair in pairwise(group))]
    never = [*apart, *((one[0], other[0]) for one, other in combinations([group for group in groups if group], 2))]
    weighed = [(*_ends(pair, number), float("inf")) for pair in firm]
    weighed += [(*_ends(pair, number), CERTAIN) for pair in likely]
    least = _accepted(home)
    for row in session.rows(f"SELECT * FROM {EDGES} WHERE rule <> '{BY_DECISION}' ORDER BY ALL"):
        tied = (row["source_l"], row["key_l"]), (row["source_r"], row["key_r"])
        if row["weight"] is None or row["probability"] >= least:
            weighed.append((*_ends(tied, number), CERTAIN if row["weight"] is None else row["weight"]))
    known = [each for each in weighed if min(each[:2]) >= 0]
    kept_off = [ends for pair in never if min(ends := _ends(pair, number)) >= 0]
    left, right = (np.array([row[side] for row in known], dtype=np.int64) for side in (0, 1))
    nobody = np.empty(0, dtype=np.int64)
    foes = [np.array([each[side] for each in kept_off], dtype=np.int64) for side in (0, 1)]
    bits = np.array([each[2] for each in known], dtype=np.float64)
    nodes, labels = constrained(left, right, bits, nobody, nobody, apart=(foes[0], foes[1]))
    label = dict(zip(nodes.tolist(), labels.tolist(), strict=True))
    return {record: label.get(place, place) for record, place in number.items()}


def _ends(pair: tuple[End, End], number: dict[End, int]) -> tuple[int, int]:
    """The numbers of a pair, the smaller first; -1 for a record that is not concerned."""
    one, other = number.get(pair[0], -1), number.get(pair[1], -1)
    return min(one, other), max(one, other)


def _accepted(home: Path) -> float:
    """The probability from which on the last run took two records for one client."""
    try:
        return frozen(home).index.model.threshold
    except Mistake:
        return DEFAULT.threshold
