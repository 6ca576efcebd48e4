"""The pairs whose answer by a person would tell most: uncertain ones that much hangs on, and of every kind.

A pair is asked about for what its answer decides (its uncertainty in bits, times how much would change client) and for what it
teaches (how many doubtful pairs agree and differ as it does). Only one pair is asked about between two clients, the strongest;
and only one within a client, the weakest of those that hold it together: the others would follow.
"""

import heapq
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from visavis.engine.linking.clusters.bridges import bridges
from visavis.engine.linking.clusters.clustering import CERTAIN
from visavis.engine.linking.clusters.decided import NOTHING, Decided
from visavis.engine.linking.comparable.nodes import ADDRESS_SOURCES
from visavis.engine.steps import literal

MOST = 500
"""Pairs of the queue."""

CONSIDERED = 20_000
"""Pairs that are weighed against each other; the others decide less."""

SURE = 0.99
"""Linked pairs more probable than this are not asked about."""

_ENDS = "source_l, key_l, source_r, key_r"


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
) -> int:
    """Write the DOUBTS file out of the views edges, clusters, events, exchanges and ratings; the number of rows.

    `threshold` is that of the model that the partition came out of. What is `decided` is not asked again. The same views give
    the same file.
    """
    prepare(connection, decided)
    chosen = in_turn([*_across(connection), *_within(connection, threshold)], most)
    columns = {
        "place": pa.array(range(1, len(chosen) + 1), pa.int64()),
        "edge": pa.array([each.edge for each in chosen], pa.int64()),
        "together": pa.array([each.together for each in chosen], pa.bool_()),
        "records": pa.array([each.records for each in chosen], pa.int64()),
        "facts": pa.array([each.facts for each in chosen], pa.int64()),
        "gain": pa.array([each.gain for each in chosen], pa.float64()),
    }
    connection.register("review_chosen", pa.table(columns))
    target.parent.mkdir(parents=True, exist_ok=True)
    done = connection.execute(
        f"COPY (SELECT c.place, {_ENDS}, weight, probability, rule, evidence, model, together, records, facts, gain "
        "FROM review_chosen AS c JOIN review_uncertain AS u ON c.edge = u.edge ORDER BY c.place) "
        f"TO {literal(str(target))} (FORMAT parquet)"
    ).fetchall()
    return int(done[0][0])


def prepare(connection: duckdb.DuckDBPyConnection, decided: Decided) -> None:
    """Make the tables review_uncertain (pairs in doubt, numbered), review_nodes (who stands in their clusters, with their facts)."""
    settled = (*decided.together, *decided.apart)
    both_ways = (*settled, *((other, one) for one, other in settled))
    for name, pairs in (("review_decided", both_ways), ("review_apart", decided.apart)):
        rows = list(zip(*(one + other for one, other in pairs), strict=True)) or [(), (), (), ()]
        names = ("source_l", "key_l", "source_r", "key_r")
        connection.register(name, pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, rows, strict=True)}))
    address = f"source IN ({', '.join(map(literal, ADDRESS_SOURCES))})"
    referred = " UNION ALL ".join(f"SELECT client_ref FROM {table}" for table in ("events", "exchanges", "ratings"))
    for name, sql in (
        (
            "review_uncertain",
            f"SELECT row_number() OVER (ORDER BY {_ENDS}) - 1 AS edge, * FROM edges AS e ANTI JOIN review_decided AS d "
            "USING (source_l, key_l, source_r, key_r) "
            f"WHERE weight IS NOT NULL AND probability < {SURE}",
        ),
        (
            "review_contested",
            "SELECT DISTINCT c.cluster FROM clusters AS c SEMI JOIN (SELECT source_l AS source, key_l AS key FROM review_uncertain "
            "UNION SELECT source_r, key_r FROM review_uncertain) AS u ON c.source = u.source AND c.key = u.key",
        ),
        (
            "review_members",
            f"SELECT c.*, CASE WHEN {address} THEN '' ELSE 'record/' END || source || '/' || key AS ref "
            "FROM clusters AS c SEMI JOIN review_contested AS d ON c.cluster = d.cluster",
        ),
        (
            "review_facts",
            f"SELECT client_ref, count(*) AS facts FROM ({referred}) AS f SEMI JOIN review_members AS m "
            "ON f.client_ref = m.ref GROUP BY client_ref",
        ),
        (
            "review_nodes",
            "SELECT row_number() OVER (ORDER BY source NULLS FIRST, key NULLS FIRST) - 1 AS node, m.source, m.key, m.cluster, "
            "dense_rank() OVER (ORDER BY m.cluster) - 1 AS number, coalesce(f.facts, 0) AS facts "
            "FROM review_members AS m LEFT JOIN review_facts AS f ON m.ref = f.client_ref",
        ),
    ):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


_JOINED = (
    "JOIN review_nodes AS l ON e.source_l = l.source AND e.key_l = l.key "
    "JOIN review_nodes AS r ON e.source_r = r.source AND e.key_r = r.key"
)


def _across(connection: duckdb.DuckDBPyConnection) -> list[Candidate]:
    """The strongest doubtful pair between every two clusters that people have not parted."""
    rows = connection.execute(
        "WITH sizes AS (SELECT number, count(*) AS records, sum(facts) AS facts FROM review_nodes GROUP BY number), "
        "parted AS (SELECT DISTINCT least(l.number, r.number) AS one, greatest(l.number, r.number) AS other "
        f"FROM review_apart AS e {_JOINED}), "
        "between AS (SELECT e.edge, e.probability, least(l.number, r.number) AS one, greatest(l.number, r.number) AS other, "
        f"e.weight FROM review_uncertain AS e {_JOINED} WHERE l.number <> r.number "
        "QUALIFY row_number() OVER (PARTITION BY least(l.number, r.number), greatest(l.number, r.number) "
        "ORDER BY e.weight DESC, e.edge) = 1) "
        "SELECT b.edge, b.probability, a.records, a.facts, c.records, c.facts FROM between AS b "
        "JOIN sizes AS a ON b.one = a.number JOIN sizes AS c ON b.other = c.number "
        "ANTI JOIN parted AS p ON b.one = p.one AND b.other = p.other ORDER BY b.edge"
    ).fetchall()
    kept = []
    for edge, probability, records, facts, others, other_facts in rows:
        fewest = min((records + facts, records, facts), (others + other_facts, others, other_facts))
        kept.append((edge, False, int(fewest[1]), int(fewest[2]), gain(probability, float(fewest[0]))))
    return _with_patterns(connection, kept)


def _within(connection: duckdb.DuckDBPyConnection, threshold: float) -> list[Candidate]:
    """The weakest pair that holds each cluster together, where it is in doubt."""
    held = connection.sql(
        "SELECT l.node AS low, r.node AS high, coalesce(e.weight, CAST('infinity' AS DOUBLE)) AS bits, l.number, "
        f"coalesce(u.edge, -1) AS edge, e.probability FROM edges AS e {_JOINED} "
        "LEFT JOIN review_uncertain AS u ON e.weight IS NOT NULL AND e.source_l = u.source_l AND e.key_l = u.key_l "
        "AND e.source_r = u.source_r AND e.key_r = u.key_r "
        f"WHERE l.number = r.number AND (e.weight IS NULL OR e.probability >= {threshold}) "
        # Only clusters in which one is in doubt are looked through.
        "QUALIFY bool_or(u.edge IS NOT NULL) OVER (PARTITION BY l.number) ORDER BY l.node, r.node, bits"
    ).to_arrow_table()
    facts = connection.execute("SELECT facts FROM review_nodes ORDER BY node").fetchnumpy()["facts"].astype(np.float64)
    low, high, bits, number, edge, probability = (column.to_numpy() for column in held.columns)
    found = bridges(low, high, np.minimum(bits, CERTAIN), number, 1.0 + facts)
    connection.register("review_bridges", pa.table({"edge": pa.array(edge[found.place], pa.int64())}))
    kept = []
    for place, one, other, records in zip(found.place, found.one, found.other, found.fewest, strict=True):
        if edge[place] < 0:
            continue
        moved = min(float(one), float(other))
        told = gain(float(probability[place]), moved)
        kept.append((int(edge[place]), True, int(records), round(moved) - int(records), told))
    return _with_patterns(connection, kept)


def implied(connection: duckdb.DuckDBPyConnection, decided: Decided, threshold: float) -> tuple[list[str], int]:
    """The evidence of doubtful pairs that need no answer, as their cluster hangs together without them; and how many doubtful
    pairs are left. Arguments as for `write_doubts`."""
    prepare(connection, decided)
    _within(connection, threshold)
    rows = connection.execute(
        f"SELECT e.evidence FROM review_uncertain AS e {_JOINED} ANTI JOIN review_bridges AS b ON e.edge = b.edge "
        "WHERE l.number = r.number ORDER BY e.edge"
    ).fetchall()
    every = connection.execute("SELECT count(*) FROM review_uncertain").fetchall()[0][0]
    return [evidence for (evidence,) in rows], int(every) - len(rows)


def gain(probability: float, moved: float) -> float:
    """What an answer decides: the entropy of `probability` in bits, times log2(1 + records and facts that would move)."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return float(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)) * np.log2(1 + moved))


def _with_patterns(
    connection: duckdb.DuckDBPyConnection, kept: Iterable[tuple[int, bool, int, int, float]]
) -> list[Candidate]:
    best = sorted(kept, key=lambda each: (-each[4], each[0]))[:CONSIDERED]
    connection.register("review_best", pa.table({"edge": pa.array([each[0] for each in best], pa.int64())}))
    evidence = dict(
        connection.execute(
            "SELECT edge, evidence FROM review_uncertain AS u SEMI JOIN review_best AS b ON u.edge = b.edge"
        ).fetchall()
    )
    return [Candidate(*each, pattern_of(json.loads(evidence[each[0]]))) for each in best]


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
