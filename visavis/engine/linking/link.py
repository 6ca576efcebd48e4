"""From facts to a proposed partition: nodes, normalised input, pairs, scores, clusters.

What is relational runs as portable steps on the run's engine; what is not (normalising, training, scoring, clustering) works on
the Parquet files in between, in a DuckDB session of its own with bounded memory.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from visavis.engine.duckdb import DuckDB
from visavis.engine.linking import clustering, evidence
from visavis.engine.linking.decided import NOTHING, Decided, End
from visavis.engine.linking.defaults import DEFAULT
from visavis.engine.linking.model import Model
from visavis.engine.linking.nodes import address_steps, alias_steps, node_steps, raw_steps
from visavis.engine.linking.normalise import COLUMNS, normalise
from visavis.engine.linking.pairs import pair_steps
from visavis.engine.linking.training import train
from visavis.engine.steps import Piece, Runner, literal
from visavis.engine.tables import Type

LEAST = 0.05
"""Pairs less probable than this are not kept: nobody would review them."""

BY_REFERENCE, BY_ADDRESS, BY_DECISION = "also known as", "address", "decided"
"""Rules of certain links: a source names the other record's key; a fact names an address that one client holds; people said so."""

MEMORY = "900MB"
"""Memory of the session that scores; what exceeds it goes to disk."""

_NODE_COLUMNS = (("rid", Type.INTEGER), ("source", Type.TEXT), ("key", Type.TEXT), ("origin", Type.TEXT))

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking wrote: rows of the EDGES and CLUSTERS files, and the model that scored."""

    edges: int
    clusters: int
    model: Model


def link(
    runner: Runner,
    scratch: Path,
    *,
    edges: Path,
    clusters: Path,
    country: str = "FR",
    model: Model | None = None,
    decided: Decided = NOTHING,
) -> Linked:
    """Propose which records are one client, from the views records, events, exchanges and ratings of `runner`.

    Writes the Parquet files `edges` and `clusters` (engine/tables.py). `country` (ISO 3166) is assumed of phone numbers
    without a prefix. A `model` that is given is used as it is; else the default model is trained on the data, without labels.
    `decided` pairs hold whatever the model says; those of records that are gone mean nothing. The same facts give the same files. Intermediate files are left in `scratch`, for the caller to remove.
    """
    nodes, raw, given = scratch / "nodes.parquet", scratch / "raw.parquet", scratch / "input.parquet"
    runner.run(node_steps())
    runner.write("linking_nodes", nodes)
    runner.show("linking_nodes", [Piece((nodes,), _NODE_COLUMNS)], _NODE_COLUMNS)
    runner.run(raw_steps())
    runner.write("linking_raw", raw)
    normalise(raw, given, country=country)
    runner.show("linking_input", [Piece((given,), COLUMNS)], COLUMNS)
    base = model or DEFAULT
    runner.run([*pair_steps(base), *alias_steps(), *address_steps()])
    files = {"linking_input": given, "linking_nodes": nodes}
    for view in ("linking_pairs", "linking_aliases", "linking_holders"):
        files[view] = scratch / f"{view}.parquet"
        runner.write(view, files[view])
    session = DuckDB(scratch / "spill", memory=MEMORY)
    try:
        return _score_and_cluster(session.connection, files, edges, clusters, model, decided)
    finally:
        session.close()


def _score_and_cluster(
    connection: duckdb.DuckDBPyConnection,
    files: dict[str, Path],
    edges: Path,
    clusters: Path,
    given: Model | None,
    decided: Decided,
) -> Linked:
    for view, file in files.items():
        pattern = str(file / "*.parquet") if file.is_dir() else str(file)
        order = "ORDER BY ALL" if view != "linking_input" else "ORDER BY rid"
        connection.execute(f"CREATE TABLE {view} AS FROM read_parquet({literal(pattern)}) {order}")
    model = given or train(connection, DEFAULT)
    evidence.make_edges(connection, model, least=LEAST)
    certain = _numbers(connection, "SELECT rid_l, rid_r FROM linking_aliases ORDER BY ALL")
    likely = _numbers(
        connection,
        f"SELECT rid_l, rid_r FROM linking_edges WHERE probability >= {model.threshold} ORDER BY rid_l, rid_r",
    )
    bits = connection.sql(
        f"SELECT weight FROM linking_edges WHERE probability >= {model.threshold} ORDER BY rid_l, rid_r"
    ).to_arrow_table()["weight"]
    together, apart = _decided(connection, "together", decided.together), _decided(connection, "apart", decided.apart)
    left, right = (np.concatenate(pair) for pair in zip(together, certain, likely, strict=True))
    weights = np.concatenate(
        [np.full(len(together[0]), np.inf), np.full(len(certain[0]), clustering.CERTAIN), bits.to_numpy()]
    )
    foes = _numbers(connection, "SELECT rid_l, rid_r FROM linking_foes ORDER BY ALL")
    found, label = clustering.constrained(left, right, weights, foes[0], foes[1], apart=apart)
    held = _numbers(connection, "SELECT address, holder FROM linking_holders ORDER BY ALL")
    address, holder = clustering.only_holder(held[0], held[1], found, label, apart=apart)
    _register(connection, "linking_attached", rid_l=np.minimum(address, holder), rid_r=np.maximum(address, holder))
    # Each record of a cluster is tied to its smallest one: the cuts made above hold when addresses join.
    found, label = clustering.components(np.concatenate([found, address]), np.concatenate([label, holder]))
    _register(connection, "linking_labels", rid=found, label=label)
    return Linked(
        evidence.write_edges(
            connection,
            edges,
            model,
            {"linking_aliases": BY_REFERENCE, "linking_attached": BY_ADDRESS, "linking_together": BY_DECISION},
        ),
        _write_clusters(connection, clusters),
        model,
    )


def _decided(
    connection: duckdb.DuckDBPyConnection, name: str, pairs: Sequence[tuple[End, End]]
) -> tuple[clustering.Ids, clustering.Ids]:
    """Make the table `linking_<name>` (rid_l < rid_r) of the pairs whose records both stand there."""
    columns = list(zip(*((*one, *other) for one, other in pairs), strict=True)) or [(), (), (), ()]
    names = ("source_l", "key_l", "source_r", "key_r")
    connection.register(
        "linking_decided", pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)})
    )
    connection.execute(
        f"CREATE TABLE linking_{name} AS SELECT DISTINCT least(l.rid, r.rid) AS rid_l, greatest(l.rid, r.rid) AS rid_r "
        "FROM linking_decided AS d JOIN linking_nodes AS l ON d.source_l = l.source AND d.key_l = l.key "
        "JOIN linking_nodes AS r ON d.source_r = r.source AND d.key_r = r.key WHERE l.rid <> r.rid"
    )
    left, right = _numbers(connection, f"SELECT rid_l, rid_r FROM linking_{name} ORDER BY ALL")
    return left, right


def _numbers(connection: duckdb.DuckDBPyConnection, sql: str) -> list[clustering.Ids]:
    table = connection.sql(sql).to_arrow_table()
    return [column.to_numpy().astype(np.int64) for column in table.columns]


def _register(connection: duckdb.DuckDBPyConnection, name: str, **columns: clustering.Ids) -> None:
    connection.register(name, pa.table({key: pa.array(value, pa.int64()) for key, value in columns.items()}))


def _write_clusters(connection: duckdb.DuckDBPyConnection, target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    done = connection.execute(
        "COPY (SELECT n.source, n.key, CAST(coalesce(l.label, n.rid) AS VARCHAR) AS cluster FROM linking_nodes AS n "
        f"LEFT JOIN linking_labels AS l ON n.rid = l.rid ORDER BY n.rid) TO {literal(str(target))} (FORMAT parquet)"
    ).fetchall()
    return int(done[0][0])
