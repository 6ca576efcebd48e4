"""From facts to a proposed partition: nodes, normalised input, pairs, scores, clusters.

What is relational runs as portable steps on the run's engine; what is not (normalising, training, scoring, clustering) works on
the Parquet files in between, in a DuckDB session of its own with bounded memory.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB, memory_allowed
from visavis.engine.linking.clusters import clustering
from visavis.engine.linking.clusters.clustering import Ids
from visavis.engine.linking.clusters.decided import NOTHING, Decided
from visavis.engine.linking.clusters.partition import (
    TIES,
    apart,
    attach_addresses,
    ends,
    links,
    make_ties,
    write_clusters,
)
from visavis.engine.linking.comparable.junk import ADDRESSES, BORNE, CROWDS, FREQUENT
from visavis.engine.linking.comparable.nodes import (
    ADDRESS,
    address_steps,
    alias_steps,
    no_address_steps,
    node_steps,
    raw_steps,
)
from visavis.engine.linking.comparable.normalise import BATCH, READ, normalise
from visavis.engine.linking.kept import DIGEST, file_of, scan, seen_anew, write_kept, write_seen
from visavis.engine.linking.scored import evidence
from visavis.engine.linking.scored.comparing import compare, read_once
from visavis.engine.linking.scored.pairs import make_pairs
from visavis.engine.linking.scored.writing import write_edges
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.model import Model
from visavis.engine.linking.weights.sampling import sampled_u, write_sample
from visavis.engine.linking.weights.trained import FREQUENCIES, Trained, write_trained
from visavis.engine.linking.weights.training import train
from visavis.engine.steps import Piece, Runner, literal
from visavis.engine.tables import Type
from visavis.engine.threads import beside

LEAST = 0.05
"""Pairs less probable than this are not kept: nobody would review them."""

BY_REFERENCE, BY_ADDRESS, BY_DECISION = "also known as", "address", "decided"
"""Rules of certain links: a source names the other record's key; a fact names an address that one client holds; people said so."""

MEMORY = "900MB"
"""Memory of the session that scores, unless VISAVIS_MEMORY allows another; what exceeds it goes to disk."""

_SAID = pa.schema([("rid", pa.int64()), ("digest", pa.uint64())])
_NODE_COLUMNS = (("rid", Type.INTEGER), ("source", Type.TEXT), ("key", Type.TEXT), ("origin", Type.TEXT))
_SMALL = {
    FREQUENT: (("field", Type.TEXT), ("value", Type.TEXT)),
    BORNE: tuple((name, Type.TEXT) for name in ("field", "value", "source", "family_name", "name", "company")),
    CROWDS: (("field", Type.TEXT), ("value", Type.TEXT)),
    "junk_births": (("value", Type.TEXT), ("birth_date", Type.DATE)),
    "mending_swapped": (("source", Type.TEXT),),
    **{f"mending_{name}": (("source", Type.TEXT), ("key", Type.TEXT), ("items", Type.TEXTS)) for name in ADDRESSES},
}
"""Steps of what records say that are written once: read several times, or joined with every record, which takes far less memory
where their size is known."""

Learn = Callable[[Model], Model]
"""Refines a model that was trained on the data."""


class WriteEdges(Protocol):
    """Writes EDGES and tells how many there are, as write_edges does (engine/linking/scored/writing.py)."""

    def __call__(
        self,
        connection: duckdb.DuckDBPyConnection,
        target: Path,
        model: Model,
        certain: Mapping[str, str],
        *,
        places: Path,
    ) -> int: ...


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking wrote: rows of the EDGES and CLUSTERS files, the model that scored, how many nodes were looked at anew."""

    edges: int
    clusters: int
    model: Model
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everyone that facts speak of, numbered by (source, key). `kept`: the folder of what the next run needs, where what records say
    stands in comparable form. Parquet files or folders: `nodes`; of what each record `said` a digest (rid, digest); the addresses of
    `crowds` (field, value: engine/linking/comparable/junk.py)."""

    kept: Path
    nodes: Path
    said: Path
    crowds: Path


def link(
    runner: Runner,
    scratch: Path,
    *,
    edges: Path,
    clusters: Path,
    country: str = "FR",
    model: Model | Trained | None = None,
    decided: Decided = NOTHING,
    kept: Path | None = None,
    trained: Path | None = None,
) -> Linked:
    """Propose which records are one client, from the views records, events, exchanges and ratings of `runner`.

    Writes the Parquet files `edges` and `clusters` (engine/tables). `country` (ISO 3166) is assumed of phone numbers
    without a prefix. A `model` that is given is used as it is, with its frequencies if it was trained; else the default model is
    trained on the data, without labels. `decided` pairs hold whatever the model says; those of records that are gone mean
    nothing. The same facts give the same files. `kept`: a folder for what the next run needs to compute only what changed;
    `trained`: one for the model with its frequencies. Intermediate files are left in `scratch`, for the caller to remove.
    """
    everyone = gather(runner, scratch, kept=kept, country=country)
    return link_gathered(
        runner, scratch, everyone, edges=edges, clusters=clusters, model=model, decided=decided, trained=trained
    )


def gather(runner: Runner, scratch: Path, *, kept: Path | None = None, country: str = "FR") -> Gathered:
    """Write what everyone says in comparable form into `kept`, and nodes, digests and crowds into `scratch`, out of the views of
    facts."""
    everyone = Gathered(
        kept or scratch / "kept", *(scratch / f"{name}.parquet" for name in ("nodes", "said", "crowds"))
    )
    runner.run(node_steps())
    runner.write("linking_nodes", everyone.nodes, passing=True)
    runner.show("linking_nodes", [Piece((everyone.nodes,), _NODE_COLUMNS)], _NODE_COLUMNS)
    for each in raw_steps():
        runner.run([each])
        if columns := _SMALL.get(each.name):
            file = everyone.crowds if each.name == CROWDS else scratch / f"{each.name}.parquet"
            runner.write(each.name, file)
            runner.show(each.name, [Piece((file,), columns)], columns)
    _read(runner, scratch, everyone, country)
    return everyone


def _read(runner: Runner, scratch: Path, everyone: Gathered, country: str) -> None:
    """Normalise `linking_raw` of `runner`, and write digests of it: as its rows are computed, where that is in this process."""
    if isinstance(runner, DuckDB):
        _read_rows(runner, everyone, country)
        return
    raw, session = scratch / "raw", DuckDB(scratch / "read", memory=memory_allowed(MEMORY))
    try:
        runner.write("linking_raw", raw, passing=True)
        session.connection.execute(f"CREATE VIEW linking_raw AS FROM {scan(raw)}")
        _read_rows(session, everyone, country)
    finally:
        session.close()


def _read_rows(session: DuckDB, everyone: Gathered, country: str) -> None:
    rows = session.connection.sql(f"SELECT {', '.join(READ)}, {DIGEST} AS digest FROM linking_raw").to_arrow_reader(
        BATCH
    )
    normalise(_digests_written(rows, everyone.said), file_of(everyone.kept, "input"), country=country)


def _digests_written(rows: Iterable[pa.RecordBatch], target: Path) -> Iterator[pa.RecordBatch]:
    """The same rows, of which number and digest are written to `target` on the way."""
    with pq.ParquetWriter(target, _SAID, use_dictionary=False) as writer:
        for batch in rows:
            writer.write_batch(batch.select(_SAID.names).cast(_SAID))
            yield batch


def link_gathered(
    runner: Runner,
    scratch: Path,
    everyone: Gathered,
    *,
    edges: Path,
    clusters: Path,
    model: Model | Trained | None = None,
    decided: Decided = NOTHING,
    trained: Path | None = None,
    learn: Learn | None = None,
) -> Linked:
    """As `link`, of those that were gathered; a model that is trained goes through `learn`, where it is given."""
    runner.show("linking_nodes", [Piece((everyone.nodes,), _NODE_COLUMNS)], _NODE_COLUMNS)
    used = model.model if isinstance(model, Trained) else model or DEFAULT
    frozen = model.folder / FREQUENCIES if isinstance(model, Trained) else None
    sample, records = scratch / "linking_sample.parquet", 0
    with read_once(runner, used, file_of(everyone.kept, "input")):
        make_pairs(runner, used, scratch)
        files = compare(runner, used, scratch, frequencies=frozen)
        if model is None:
            records = write_sample(runner, used, sample)
    runner.run([*alias_steps(), *(address_steps() if _addressed(runner) else no_address_steps())])
    for view in ("linking_aliases", "linking_holders"):
        files[view] = scratch / f"{view}.parquet"
        runner.write(view, files[view])
    session = DuckDB(scratch / "spill", memory=memory_allowed(MEMORY))
    try:
        connection = session.connection
        connection.execute(f"CREATE TABLE linking_nodes AS FROM {scan(everyone.nodes)} ORDER BY rid")
        levels = files.pop("linking_levels")  # many, and read from where they stand
        for view, file in files.items():
            connection.execute(f"CREATE TABLE {view} AS FROM {scan(file)} ORDER BY ALL")
        if model is None:
            connection.execute(f"CREATE TABLE linking_input AS FROM {scan(sample)} ORDER BY rid")
            sampled = sampled_u(connection, used)
        connection.execute(f"CREATE TEMP VIEW linking_levels AS FROM {scan(levels)}")
        scored_by = used
        if model is None:
            scored_by = train(connection, used, records, sampled)
            scored_by = learn(scored_by) if learn else scored_by
        evidence.weigh(connection, scored_by, least=LEAST)
        if trained:
            write_trained(connection, scored_by, trained)
        make_ties(connection, decided)
        every = links(connection, scored_by.threshold)
        foes = ends(connection, "SELECT rid_l, rid_r FROM linking_foes ORDER BY ALL")
        links_and_foes = (every.left, every.right, every.bits, *foes)
        with beside(clustering.constrained, *links_and_foes, apart=apart(connection)) as parting:
            write_seen(connection, everyone.kept, seen_anew(everyone.said))
        parted = parting.result()
        return write_linked(connection, scored_by, parted, edges=edges, clusters=clusters, kept=everyone.kept)
    finally:
        session.close()


def _addressed(runner: Runner) -> bool:
    """Whether facts refer to an address: where they do not, what all records hold need not be read."""
    return bool(runner.rows(f"SELECT count(*) AS n FROM linking_nodes WHERE origin = {literal(ADDRESS)}")[0]["n"])


def write_linked(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    parted: tuple[Ids, Ids],
    *,
    edges: Path,
    clusters: Path,
    kept: Path,
    looked_at: int | None = None,
    write: WriteEdges = write_edges,
) -> Linked:
    """Join addresses to those who hold them; write EDGES (by `write`), and at the same time, in a thread, CLUSTERS and what the next run
    needs: tables of `connection` are read there, its views are not."""
    labelled = attach_addresses(connection, *parted)
    certain = {"linking_aliases": BY_REFERENCE, "linking_attached": BY_ADDRESS, "linking_together": BY_DECISION}
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW linking_together AS SELECT rid_l, rid_r FROM {TIES} WHERE kind = 'together'"
    )

    def write_partition(session: duckdb.DuckDBPyConnection) -> int:
        write_kept(session, kept, parted)
        return write_clusters(session, clusters, labelled)

    with connection.cursor() as session, beside(write_partition, session) as writing:
        pairs = write(connection, edges, model, certain, places=file_of(kept, "edges"))
    nodes = writing.result()
    return Linked(pairs, nodes, model, nodes if looked_at is None else looked_at)
