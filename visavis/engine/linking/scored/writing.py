"""The EDGES file: edges in the order of their records, in small groups, so that those of one client are read quickly.

Numbers are sorted, names and evidence fetched afterwards by number: of what a file holds, most is said by many of its rows.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from visavis.engine.linking.scored.evidence import TOLD
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import literal
from visavis.engine.threads import ahead

TOGETHER = 1_024
"""Edges that are stored together: why two records are one is read by itself, quickly."""

AT_ONCE = 128 * TOGETHER
"""Edges that are in memory at once, with what they tell."""

_CERTAIN = 1.0
_NOTHING = "[]"
"""Evidence of what nobody weighed."""

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("source_l", "key_l", "source_r", "key_r")),
        ("weight", pa.float64()),
        ("probability", pa.float64()),
        *((name, pa.string()) for name in ("rule", "evidence", "model")),
    ]
)
PLACES = pa.schema(
    [
        ("rid_l", pa.int64()),
        ("rid_r", pa.int64()),
        ("weight", pa.float64()),
        ("probability", pa.float64()),
        ("certain", pa.int8()),
        ("place", pa.int64()),
    ]
)
"""Of every edge the numbers of its records, its weight, its probability, the place of its rule among those that are certain (null where
it was scored), and the place of its row in EDGES."""
_REPEATED = ["source_l", "source_r", "rule", "evidence", "model"]
_ASKED = ["source_l", "key_l", "source_r", "key_r", "weight", "probability"]
"""Columns whose least and greatest value each group of rows tells: readers leave out groups by them."""

Ids = NDArray[np.int64]


def write_edges(
    connection: duckdb.DuckDBPyConnection,
    target: Path,
    model: Model,
    certain: Mapping[str, str],
    *,
    places: Path,
    over: tuple[pa.Table, int] | None = None,
) -> int:
    """Write the EDGES file `target`: `linking_edges`, and the pairs of each table in `certain` (table → rule), weight null; its rows.

    `linking_edges` has `evidence`, or `told`, its number in TOLD (engine/linking/scored/evidence.py). Where each row stands is written
    to `places`, as PLACES says. `over`: where `target` lies over another file, the PLACES of rows that count there, and how many
    rows that file has: they are told first, and places go on from there.
    """
    for file in (target, places):
        file.parent.mkdir(parents=True, exist_ok=True)
    names = _Names(connection)
    told = _told(connection)
    first, begin = over or (None, 0)
    rows = 0
    with (
        pq.ParquetWriter(target, SCHEMA, use_dictionary=_REPEATED, write_statistics=_ASKED) as edges,
        pq.ParquetWriter(places, PLACES, use_dictionary=False) as stands,
    ):
        if first is not None:
            stands.write_table(first.select(PLACES.names).cast(PLACES))
        batches = _in_order(connection, certain, "e.evidence" if told is None else "e.told")
        # What comes next is spelt while this is written.
        for batch, spelt in ahead((batch, _spelt(batch, names, told, model.version)) for batch in batches):
            edges.write_table(spelt, row_group_size=TOGETHER)
            place = pa.array(np.arange(begin + rows, begin + rows + len(batch)))
            stands.write_table(batch.append_column("place", place).select(PLACES.names).cast(PLACES))
            rows += len(batch)
    return rows


def _told(connection: duckdb.DuckDBPyConnection) -> pa.Array | None:
    """The texts of TOLD by number, where edges name theirs so."""
    columns = [row[0] for row in connection.execute("DESCRIBE linking_edges").fetchall()]
    if "evidence" in columns:
        return None
    texts = connection.sql(f"SELECT evidence FROM {TOLD} ORDER BY told").to_arrow_table()["evidence"]
    # Texts of some tens of millions of edges are more than the two gigabytes that one array of `string` holds.
    return pa.chunked_array(texts.chunks, pa.string()).cast(pa.large_string()).combine_chunks()


def _in_order(connection: duckdb.DuckDBPyConnection, certain: Mapping[str, str], evidence: str) -> Iterator[pa.Table]:
    parts = [
        f"SELECT rid_l, rid_r, weight, probability, rule, NULL AS certain, {evidence} AS evidence FROM linking_edges AS e"
    ]
    parts += [
        f"SELECT rid_l, rid_r, NULL, {_CERTAIN}, {literal(rule)}, {at}, NULL FROM {table}"
        for at, (table, rule) in enumerate(certain.items())
    ]
    found = connection.sql(
        "SELECT CAST(rid_l AS BIGINT) AS rid_l, CAST(rid_r AS BIGINT) AS rid_r, CAST(weight AS DOUBLE) AS weight, "
        f"CAST(probability AS DOUBLE) AS probability, rule, CAST(certain AS TINYINT) AS certain, evidence FROM ({' UNION ALL '.join(parts)}) AS e "
        "ORDER BY rid_l, rid_r, rule"
    )
    for batch in found.to_arrow_reader(AT_ONCE):
        if batch.num_rows:
            yield pa.table(batch)


def _spelt(batch: pa.Table, names: "_Names", told: pa.Array | None, version: str) -> pa.Table:
    """The batch as SCHEMA says."""
    evidence = batch["evidence"] if told is None else told.take(batch["evidence"].combine_chunks())
    model = pa.array([version], pa.string()).take(pa.array(np.zeros(len(batch), np.int8), mask=_nulls(batch["weight"])))
    left, right = (names.of(batch[name].to_numpy()) for name in ("rid_l", "rid_r"))
    columns = [*left, *right, batch["weight"], batch["probability"], batch["rule"], evidence.fill_null(_NOTHING), model]
    return pa.table(columns, names=SCHEMA.names).cast(SCHEMA)


def _nulls(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    return np.asarray(column.is_null().to_numpy())


class _Names:
    """Source and key of every node, by its number."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        nodes = connection.sql("SELECT rid, source, key FROM linking_nodes ORDER BY rid").to_arrow_table()
        self._rid: Ids = nodes["rid"].to_numpy().astype(np.int64)
        self._source = nodes["source"].combine_chunks()
        self._key = nodes["key"].combine_chunks()

    def of(self, rid: Ids) -> tuple[pa.Array, pa.Array]:
        """Source and key of each."""
        first = int(self._rid[0])
        dense = int(self._rid[-1]) - first + 1 == len(self._rid)
        place = pa.array(rid - first if dense else np.searchsorted(self._rid, rid))
        return self._source.take(place), self._key.take(place)
