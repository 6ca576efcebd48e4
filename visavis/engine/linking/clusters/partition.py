"""From scored pairs to clusters: what links, what parts, who holds an address. Works on numbers in a DuckDB session.

The session has `linking_nodes` (rid, source, key, origin), `linking_edges` (rid_l, rid_r, weight, probability), `linking_aliases`
and `linking_holders`. The whole graph of links is small beside the data: batch and incremental linking both hold it in arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from visavis.engine.duckdb import FEW_REPEAT
from visavis.engine.linking.clusters import clustering
from visavis.engine.linking.clusters.clustering import Bits, Chosen, Ids
from visavis.engine.linking.clusters.decided import Decided, End
from visavis.engine.steps import literal

IN_ORDER = "visavis_in_order"
"""In the metadata of a file of CLUSTERS: that its rows are in order of source and key."""

TIES = "linking_ties"
"""Table of pairs that no model scored: rid_l, rid_r, kind (`alias`, `together`, `apart`)."""


@dataclass(frozen=True, slots=True)
class Links:
    """Accepted pairs with their weight in bits."""

    left: Ids
    right: Ids
    bits: Bits

    def of(self, chosen: Chosen) -> "Links":
        """Those that are chosen."""
        return Links(self.left[chosen], self.right[chosen], self.bits[chosen])


def make_ties(connection: duckdb.DuckDBPyConnection, decided: Decided) -> None:
    """Make the table TIES: records that name one another, and decided pairs whose records both stand there; rid_l < rid_r."""
    connection.execute(
        f"CREATE OR REPLACE TABLE {TIES} AS SELECT DISTINCT CAST(rid_l AS BIGINT) AS rid_l, CAST(rid_r AS BIGINT) AS rid_r, "
        "'alias' AS kind FROM linking_aliases"
    )
    for kind, pairs in (("together", decided.together), ("apart", decided.apart)):
        _show_pairs(connection, pairs)
        connection.execute(
            f"INSERT INTO {TIES} SELECT DISTINCT least(l.rid, r.rid), greatest(l.rid, r.rid), {literal(kind)} "
            "FROM linking_decided AS d JOIN linking_nodes AS l ON d.source_l = l.source AND d.key_l = l.key "
            "JOIN linking_nodes AS r ON d.source_r = r.source AND d.key_r = r.key WHERE l.rid <> r.rid"
        )


def _show_pairs(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[End, End]]) -> None:
    columns = list(zip(*((*one, *other) for one, other in pairs), strict=True)) or [(), (), (), ()]
    names = ("source_l", "key_l", "source_r", "key_r")
    table = pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)})
    connection.register("linking_decided", table)


def links(connection: duckdb.DuckDBPyConnection, threshold: float, *, scored: str = "linking_edges") -> Links:
    """Every accepted pair: those decided or told by a source, and of those `scored` (a table, or SQL) those as probable as
    `threshold`."""
    found = connection.sql(
        f"SELECT rid_l, rid_r, CASE kind WHEN 'together' THEN 'inf'::DOUBLE ELSE {clustering.CERTAIN!r} END AS weight "
        f"FROM {TIES} WHERE kind <> 'apart' UNION ALL "
        f"SELECT rid_l, rid_r, weight FROM {scored} AS s WHERE probability >= {threshold} ORDER BY rid_l, rid_r, weight"
    ).to_arrow_table()
    left, right = (found[name].to_numpy().astype(np.int64) for name in ("rid_l", "rid_r"))
    return Links(left, right, found["weight"].to_numpy().astype(np.float64))


def apart(connection: duckdb.DuckDBPyConnection) -> tuple[Ids, Ids]:
    """Pairs that people keep apart."""
    return ends(connection, f"SELECT rid_l, rid_r FROM {TIES} WHERE kind = 'apart' ORDER BY ALL")


def ends(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Ids, Ids]:
    """The two columns of numbers that `sql` selects."""
    left, right = (column.to_numpy().astype(np.int64) for column in connection.sql(sql).to_arrow_table().columns)
    return left, right


def attach_addresses(connection: duckdb.DuckDBPyConnection, nodes: Ids, labels: Ids) -> tuple[Ids, Ids]:
    """Join addresses to the one client who holds them: makes `linking_attached` (rid_l, rid_r); nodes and labels with addresses.

    `labels` are those of `nodes` once foes and pairs kept apart are parted. Each record of a cluster is tied to its smallest
    one: the cuts that were made hold when addresses join.
    """
    held = ends(connection, "SELECT address, holder FROM linking_holders ORDER BY ALL")
    address, holder = clustering.only_holder(held[0], held[1], nodes, labels, apart=apart(connection))
    show_numbers(connection, "linking_attached", rid_l=np.minimum(address, holder), rid_r=np.maximum(address, holder))
    return clustering.components(np.concatenate([nodes, address]), np.concatenate([labels, holder]))


def show_numbers(connection: duckdb.DuckDBPyConnection, name: str, **columns: Ids) -> None:
    """Make the view `name` of those columns of numbers."""
    connection.register(name, pa.table({key: pa.array(value, pa.int64()) for key, value in columns.items()}))


def write_clusters(connection: duckdb.DuckDBPyConnection, target: Path, labelled: tuple[Ids, Ids]) -> int:
    """Write the CLUSTERS file, in the order of records, of nodes and their labels: each one's cluster is named by the number of its
    smallest record. Its rows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    show_numbers(connection, "linking_labels", rid=labelled[0], label=labelled[1])
    done = connection.execute(
        "COPY (SELECT n.source, n.key, CAST(coalesce(l.label, n.rid) AS VARCHAR) AS cluster FROM linking_nodes AS n "
        f"LEFT JOIN linking_labels AS l ON n.rid = l.rid ORDER BY n.rid) TO {literal(str(target))} (FORMAT parquet, {FEW_REPEAT}, KV_METADATA {{{IN_ORDER}: 'yes'}})"
    ).fetchall()
    return int(done[0][0])
