"""The pairs whose answer by a person would tell most: uncertain ones that much hangs on, and of every kind.

A pair is asked about for what its answer decides (its uncertainty in bits, times how much would change client) and for what it
teaches (how many doubtful pairs agree and differ as it does). Only one pair is asked about between two clients, the strongest;
and only one within a client, the weakest of those that hold it together: the others would follow.
"""

import heapq
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from visavis.engine.linking.clusters.bridges import bridges
from visavis.engine.linking.clusters.clustering import CERTAIN, Ids
from visavis.engine.linking.clusters.decided import NOTHING, Decided
from visavis.engine.linking.doubted import PAIRS, Graph, Numbered, evidence_of, read_graph, show_pairs
from visavis.engine.steps import literal

MOST = 500
"""Pairs of the queue."""

CONSIDERED = 20_000
"""Pairs that are weighed against each other; the others decide less."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that could be asked about: its place among `uncertain`, what it decides, and how it agrees and differs."""

    edge: int
    together: bool
    records: int
    facts: int
    gain: float
    pattern: tuple[str, ...]


def write_doubts(
    connection: duckdb.DuckDBPyConnection,
    target: Path,
    *,
    threshold: float,
    decided: Decided = NOTHING,
    most: int = MOST,
    numbered: Numbered | None = None,
) -> int:
    """Write the DOUBTS file out of the views edges, clusters, events, exchanges and ratings; the number of rows.

    `threshold` is that of the model that the partition came out of. What is `decided` is not asked again. The same views give
    the same file, and sooner where what their run wrote is `numbered`.
    """
    graph = read_graph(connection, decided, numbered)
    within, _ = _within(graph, threshold)
    chosen = in_turn(_with_patterns(connection, graph, [_across(graph), within]), most)
    columns = {
        "place": pa.array(range(1, len(chosen) + 1), pa.int64()),
        "edge": pa.array([each.edge for each in chosen], pa.int64()),
        "together": pa.array([each.together for each in chosen], pa.bool_()),
        "records": pa.array([each.records for each in chosen], pa.int64()),
        "facts": pa.array([each.facts for each in chosen], pa.int64()),
        "gain": pa.array([each.gain for each in chosen], pa.float64()),
    }
    connection.register("review_chosen", pa.table(columns))
    show_pairs(connection, graph, columns["edge"].to_numpy())
    target.parent.mkdir(parents=True, exist_ok=True)
    done = connection.execute(
        "COPY (SELECT c.place, source_l, key_l, source_r, key_r, weight, probability, rule, evidence, model, together, records, "
        f"facts, gain FROM review_chosen AS c JOIN ({PAIRS}) AS u ON c.edge = u.edge ORDER BY c.place) "
        f"TO {literal(str(target))} (FORMAT parquet)"
    ).fetchall()
    return int(done[0][0])


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Pairs that could be asked about: their places in the graph, what would change client, and the gain."""

    edge: Ids
    together: bool
    records: Ids
    facts: Ids
    gain: NDArray[np.float64]


def _across(graph: Graph) -> _Weighed:
    """The strongest doubtful pair between every two clusters that people have not parted."""
    one, other = graph.cluster[graph.left], graph.cluster[graph.right]
    edge = np.flatnonzero(graph.doubted & (one != other))
    size = int(graph.cluster.max(initial=0)) + 1
    between = np.minimum(one, other)[edge] * size + np.maximum(one, other)[edge]
    order = np.lexsort((edge, -graph.weight[edge], between))
    first = order[np.flatnonzero(np.r_[True, np.diff(between[order]) != 0][: len(order)])]
    ends = [graph.cluster[each] for each in graph.apart]
    parted = np.minimum(*ends) * size + np.maximum(*ends)
    edge = np.sort(edge[first[~np.isin(between[first], parted)]])
    records = np.bincount(graph.cluster, minlength=size)
    facts = np.bincount(graph.cluster, weights=graph.facts, minlength=size).astype(np.int64)
    (n, f), (others, other_facts) = ((records[each[edge]], facts[each[edge]]) for each in (one, other))
    moved = np.stack([n + f, others + other_facts])
    # The smaller side would move: fewer records and facts, else fewer records.
    less = (moved[0] < moved[1]) | ((moved[0] == moved[1]) & (n <= others))
    fewest, told = np.where(less, n, others), np.where(less, f, other_facts)
    return _Weighed(edge, False, fewest, told, gains(graph.probability[edge], moved.min(axis=0)))


def _within(graph: Graph, threshold: float) -> tuple[_Weighed, Ids]:
    """The weakest pair that holds each cluster together, where it is in doubt; and all such pairs, decided ones too."""
    cluster = graph.cluster[graph.left]
    certain = np.isnan(graph.weight)
    holds = (cluster == graph.cluster[graph.right]) & (certain | (graph.probability >= threshold))
    contested = np.zeros(int(graph.cluster.max(initial=0)) + 1, dtype=np.bool_)
    contested[cluster[holds & graph.doubted]] = True  # only clusters in which one is in doubt are looked through
    edge = np.flatnonzero(holds & contested[cluster])
    bits = np.where(certain, CERTAIN, np.minimum(graph.weight, CERTAIN))[edge]
    order = np.lexsort((bits, graph.right[edge], graph.left[edge]))
    edge, bits = edge[order], bits[order]
    nodes, ends = np.unique(np.concatenate([graph.left[edge], graph.right[edge]]), return_inverse=True)
    low, high = ends.reshape(2, -1)
    found = bridges(low, high, bits, cluster[edge], 1.0 + graph.facts[nodes])
    at = edge[found.place]
    asked = graph.doubted[at]
    moved, records = np.minimum(found.one, found.other)[asked], found.fewest[asked]
    facts = np.round(moved).astype(np.int64) - records
    return _Weighed(at[asked], True, records, facts, gains(graph.probability[at[asked]], moved)), at


def implied(connection: duckdb.DuckDBPyConnection, decided: Decided, threshold: float) -> tuple[list[str], int]:
    """The evidence of doubtful pairs that need no answer, as their cluster hangs together without them; and how many doubtful
    pairs are left. Arguments as for `write_doubts`."""
    graph = read_graph(connection, decided)
    _, bridging = _within(graph, threshold)
    settled = graph.doubted & (graph.cluster[graph.left] == graph.cluster[graph.right])
    settled[bridging] = False
    told = evidence_of(connection, graph, np.flatnonzero(settled))
    return [told[edge] for edge in sorted(told)], int(np.count_nonzero(graph.doubted)) - len(told)


def gain(probability: float, moved: float) -> float:
    """What an answer decides: the entropy of `probability` in bits, times log2(1 + records and facts that would move)."""
    return float(gains(np.array([probability]), np.array([moved]))[0])


def gains(probability: NDArray[np.float64], moved: NDArray[Any]) -> NDArray[np.float64]:
    """`gain` of each."""
    p = np.clip(probability, 1e-9, 1 - 1e-9)
    return np.asarray(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)) * np.log2(1.0 + moved), dtype=np.float64)


def _with_patterns(connection: duckdb.DuckDBPyConnection, graph: Graph, every: Sequence[_Weighed]) -> list[Candidate]:
    bests = [np.lexsort((found.edge, -found.gain))[:CONSIDERED] for found in every]
    # Evidence of all at once: most of what that takes is to read through the file.
    asked = np.concatenate([found.edge[best] for found, best in zip(every, bests, strict=True)])
    told = evidence_of(connection, graph, asked)
    patterns = {text: pattern_of(json.loads(text)) for text in set(told.values())}
    candidates = []
    for found, best in zip(every, bests, strict=True):
        columns = (column[best].tolist() for column in (found.edge, found.records, found.facts, found.gain))
        candidates += [
            Candidate(edge, found.together, records, facts, decides, patterns[told[edge]])
            for edge, records, facts, decides in zip(*columns, strict=True)
        ]
    return candidates


def pattern_of(evidence: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """How a pair agrees and differs: the level of each comparison that weighs anything."""
    return tuple(f"{part['comparison']}/{part['level']}" for part in evidence if part["comparison"] != "prior")


def in_turn(candidates: Iterable[Candidate], most: int) -> list[Candidate]:
    """The first `most` to ask about. Each answer makes further pairs of its pattern worth less, frequent patterns more at first:
    a pair counts for its gain times the root of how many show its pattern, divided by 1 + how many of them stand before it."""
    by_pattern: dict[tuple[str, ...], list[Candidate]] = {}
    for each in sorted(candidates, key=lambda one: (-one.gain, one.edge)):
        by_pattern.setdefault(each.pattern, []).append(each)
    shows = Counter({pattern: len(found) for pattern, found in by_pattern.items()})

    def worth(pattern: tuple[str, ...], taken: int) -> tuple[float, int, tuple[str, ...], int]:
        head = by_pattern[pattern][taken]
        return (-head.gain * shows[pattern] ** 0.5 / (1 + taken), head.edge, pattern, taken)

    heads = [worth(pattern, 0) for pattern in by_pattern]
    heapq.heapify(heads)
    chosen: list[Candidate] = []
    while heads and len(chosen) < most:
        _, _, pattern, taken = heapq.heappop(heads)
        chosen.append(by_pattern[pattern][taken])
        if taken + 1 < shows[pattern]:
            heapq.heappush(heads, worth(pattern, taken + 1))
    return chosen
