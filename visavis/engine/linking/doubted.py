"""Pairs of records, clusters and facts as numbers, with the pairs that are in doubt: what the queue of questions is computed from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from visavis.engine.linking.clusters.clustering import Bits, Chosen, Ids
from visavis.engine.linking.clusters.decided import Decided, End
from visavis.engine.linking.comparable.nodes import ADDRESS_SOURCES
from visavis.engine.linking.kept import file_of, scan
from visavis.engine.linking.scored.laying import placed
from visavis.engine.steps import literal

SURE = 0.99
"""Linked pairs more probable than this are not asked about."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Of each pair, in order of its records: the nodes `left` and `right`, its `weight` in bits (NaN: certain), its probability, and
    whether it is in doubt and undecided; and its `place` in `review_edges`. Of each node its cluster and how many facts name it, where its cluster is in doubt. Nodes
    that people keep `apart`."""

    left: Ids
    right: Ids
    place: Ids
    weight: Bits
    probability: NDArray[np.float64]
    doubted: Chosen
    cluster: Ids
    facts: NDArray[np.float64]
    apart: tuple[Ids, Ids]


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the run whose views are read wrote: its EDGES files, and the folder of what it kept (engine/linking/kept.py), where every
    pair that counts is told by numbers already."""

    edges: tuple[Path, ...]
    kept: Path


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs in order of their nodes, as in a Graph."""

    left: Ids
    right: Ids
    place: Ids
    weight: Bits
    probability: NDArray[np.float64]


def read_graph(connection: duckdb.DuckDBPyConnection, decided: Decided, numbered: Numbered | None = None) -> Graph:
    """The views edges, clusters, events, exchanges and ratings as a graph, sooner where they are `numbered`; makes `review_nodes`
    (node, source, key) and the view `review_edges`, which PAIRS reads."""
    if numbered:
        cluster, pairs = _kept_nodes(connection, numbered), _kept_pairs(connection, numbered)
    else:
        cluster, pairs = _named_nodes(connection), _named_pairs(connection)
    apart, together = (_nodes(connection, ends) for ends in (decided.apart, decided.together))
    doubted = ~np.isnan(pairs.weight) & (pairs.probability < SURE)
    size = len(cluster) + 1
    settled = [one * size + other for a, b in (apart, together) for one, other in ((a, b), (b, a))]
    if any(map(len, settled)):
        doubted &= ~np.isin(pairs.left * size + pairs.right, np.concatenate(settled))
    contested = np.zeros(size, dtype=np.bool_)
    contested[cluster[pairs.left[doubted]]] = contested[cluster[pairs.right[doubted]]] = True
    facts = _facts(connection, np.flatnonzero(contested[cluster]), len(cluster))
    return Graph(pairs.left, pairs.right, pairs.place, pairs.weight, pairs.probability, doubted, cluster, facts, apart)


def _kept_nodes(connection: duckdb.DuckDBPyConnection, numbered: Numbered) -> Ids:
    """The cluster of each node; CLUSTERS has them in the order of their numbers."""
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW review_nodes AS SELECT rid - 1 AS node, source, key FROM {scan(file_of(numbered.kept, 'seen'))}"
    )
    named = connection.execute("SELECT CAST(cluster AS BIGINT) - 1 AS cluster FROM clusters").fetchnumpy()["cluster"]
    return np.asarray(named, dtype=np.int64)


def _named_nodes(connection: duckdb.DuckDBPyConnection) -> Ids:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE review_named AS SELECT row_number() OVER (ORDER BY source NULLS FIRST, key NULLS FIRST) - 1 "
        "AS node, source, key, cluster FROM clusters"
    )
    connection.execute("CREATE OR REPLACE TEMP VIEW review_nodes AS FROM review_named")
    found = connection.sql("SELECT cluster FROM review_nodes ORDER BY node").to_arrow_table()["cluster"]
    named = pa.array(found.combine_chunks().to_pylist(), pa.string()).dictionary_encode()
    return np.asarray(named.indices, dtype=np.int64)


_JOINED = (
    "JOIN review_nodes AS l ON e.source_l = l.source AND e.key_l = l.key "
    "JOIN review_nodes AS r ON e.source_r = r.source AND e.key_r = r.key"
)


def _kept_pairs(connection: duckdb.DuckDBPyConnection, numbered: Numbered) -> _Pairs:
    connection.execute(f"CREATE OR REPLACE TEMP VIEW review_edges AS {placed(numbered.edges)}")
    found = connection.execute(
        "SELECT rid_l - 1 AS one, rid_r - 1 AS other, coalesce(weight, CAST('nan' AS DOUBLE)) AS weight, probability, place "
        f"FROM {scan(file_of(numbered.kept, 'edges'))}"
    ).fetchnumpy()
    return _in_order({name: np.asarray(column) for name, column in found.items()})


def _named_pairs(connection: duckdb.DuckDBPyConnection) -> _Pairs:
    # A table: computed again, rows need not come in the same order.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE review_edges AS SELECT row_number() OVER () - 1 AS place, * FROM edges"
    )
    found = connection.execute(
        "SELECT l.node AS one, r.node AS other, coalesce(e.weight, CAST('nan' AS DOUBLE)) AS weight, e.probability, e.place "
        f"FROM review_edges AS e {_JOINED}"
    ).fetchnumpy()
    return _in_order({name: np.asarray(column) for name, column in found.items()})


def _in_order(found: dict[str, NDArray[Any]]) -> _Pairs:
    left, right = (found[name].astype(np.int64) for name in ("one", "other"))
    weight = found["weight"].astype(np.float64)
    width = 1 + max(int(left.max(initial=0)), int(right.max(initial=0)))
    # What is in order already is sorted at once so; of one pair, what is certain comes last.
    order = np.argsort((left * width + right) * 2 + np.isnan(weight), kind="stable")
    place, probability = found["place"].astype(np.int64), found["probability"].astype(np.float64)
    return _Pairs(left[order], right[order], place[order], weight[order], probability[order])


def _nodes(connection: duckdb.DuckDBPyConnection, pairs: tuple[tuple[End, End], ...]) -> tuple[Ids, Ids]:
    """The nodes of those pairs of records that both stand there."""
    if not pairs:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    names = ("source_l", "key_l", "source_r", "key_r")
    columns = zip(*(one + other for one, other in pairs), strict=True)
    connection.register(
        "review_decided", pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)})
    )
    found = connection.execute(
        "SELECT l.node AS one, r.node AS other FROM review_decided AS d "
        "JOIN review_nodes AS l ON d.source_l = l.source AND d.key_l = l.key "
        "JOIN review_nodes AS r ON d.source_r = r.source AND d.key_r = r.key"
    ).fetchnumpy()
    one, other = (np.asarray(found[name], dtype=np.int64) for name in ("one", "other"))
    return one, other


def _facts(connection: duckdb.DuckDBPyConnection, nodes: Ids, size: int) -> NDArray[np.float64]:
    """How many facts name each of `nodes`, of `size` in all."""
    address = f"source IN ({', '.join(map(literal, ADDRESS_SOURCES))})"
    referred = " UNION ALL ".join(f"SELECT client_ref FROM {table}" for table in ("events", "exchanges", "ratings"))
    connection.register("review_contested", pa.table({"node": nodes}))
    found = connection.execute(
        "SELECT m.node, count(*) AS facts FROM "
        f"(SELECT node, CASE WHEN {address} THEN '' ELSE 'record/' END || source || '/' || key AS ref "
        "FROM review_nodes SEMI JOIN review_contested USING (node)) AS m "
        f"JOIN ({referred}) AS f ON f.client_ref = m.ref GROUP BY m.node"
    ).fetchnumpy()
    facts = np.zeros(size, dtype=np.float64)
    facts[np.asarray(found["node"], dtype=np.int64)] = found["facts"]
    return facts


def show_pairs(connection: duckdb.DuckDBPyConnection, graph: Graph, edge: Ids) -> None:
    """Make the view that PAIRS reads, of the pairs at those places of the graph."""
    columns = {"edge": edge, "place": graph.place[edge]}
    connection.register("review_pairs", pa.table({name: pa.array(each, pa.int64()) for name, each in columns.items()}))


PAIRS = "SELECT p.edge, e.* FROM review_pairs AS p JOIN review_edges AS e ON p.place = e.place"
"""SQL of those pairs: `edge`, the place of each in the graph, and the columns of EDGES."""


def evidence_of(connection: duckdb.DuckDBPyConnection, graph: Graph, edge: Ids) -> dict[int, str]:
    """The evidence of the pairs at those places."""
    show_pairs(connection, graph, edge)
    found = connection.sql(f"SELECT edge, evidence FROM ({PAIRS}) AS u").to_arrow_table()
    return dict(zip(found["edge"].to_pylist(), found["evidence"].to_pylist(), strict=True))
