"""Which pairs must be scored where little changed: those that touch a late record, and those within blocks that crossed their cap.

Blocks are those of the index (engine/linking/index.py): a block is *open* while no more records share it than its cap. Steps over
`linking_every` (the normalised records) and `linking_late` (rid of records that are new or changed).
"""

import duckdb
import numpy as np
import pyarrow as pa

from visavis.engine.linking.freezing import keys_of
from visavis.engine.linking.index import Index, Numbers
from visavis.engine.linking.patching import Touched
from visavis.engine.linking.scored.scoring import columns_of
from visavis.engine.linking.weights.model import Model
from visavis.engine.linking.weights.read_columns import read_by_keys


def make_pairs(
    connection: duckdb.DuckDBPyConnection, model: Model, index: Index, touched: Touched, rid: Numbers
) -> None:
    """Make `linking_pairs` (rid_l < rid_r, rule), `linking_input` of the records that stand there, with what the model reads of them,
    and `linking_crossed` (rid_l, rid_r): pairs of records that stayed as they were, in a block that opened or closed, whether or
    not another block keeps them together.

    `touched` are the blocks in which records came or went since the former run, `index` all as they are now; `rid` is the number
    of the record at each place.
    """
    _make_members(connection, touched, rid)
    connection.execute(
        "CREATE OR REPLACE TABLE linking_crossed AS SELECT DISTINCT l.rid AS rid_l, r.rid AS rid_r FROM linking_members AS l "
        "JOIN linking_members AS r ON l.block = r.block AND l.rid < r.rid "
        "WHERE l.crossed AND NOT l.late AND NOT r.late"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_pairs AS SELECT rid_l, rid_r, min(rule) AS rule FROM "
        "(SELECT least(l.rid, r.rid) AS rid_l, greatest(l.rid, r.rid) AS rid_r, l.rule FROM linking_members AS l "
        "JOIN linking_members AS r ON l.block = r.block WHERE l.late AND l.open AND l.rid <> r.rid) AS p "
        "GROUP BY rid_l, rid_r"
    )
    crossed, found = (
        f"SELECT unnest([rid_l, rid_r]) AS rid FROM {pairs}" for pairs in ("linking_crossed", "linking_pairs")
    )
    _read_records(connection, model, f"{crossed} UNION {found}")
    _make_open_keys(connection, model, index, crossed)
    connection.execute(
        "INSERT INTO linking_pairs SELECT p.rid_l, p.rid_r, min(l.rule) AS rule FROM linking_crossed AS p "
        "JOIN linking_open_keys AS l ON p.rid_l = l.rid JOIN linking_open_keys AS r ON p.rid_r = r.rid AND l.block = r.block "
        "GROUP BY p.rid_l, p.rid_r"
    )


def _make_members(connection: duckdb.DuckDBPyConnection, touched: Touched, rid: Numbers) -> None:
    """Make the table `linking_members` (rid, block, rule, open, crossed, late) of touched blocks that are open or were."""
    crossed = touched.open != touched.was_open
    looked_at = (touched.rule >= 0) & (touched.open & (touched.came > 0) | crossed)
    chosen = looked_at[touched.of]
    block = touched.of[chosen]
    members = {
        "rid": rid[touched.place[chosen]],
        "block": block,
        "rule": touched.rule[block],
        "open": touched.open[block],
        "crossed": crossed[block],
    }
    # Mere references stand in no block, and may have greater numbers than all who do.
    numbers = np.asarray(connection.execute("SELECT rid FROM linking_late").fetchnumpy()["rid"], dtype=np.int64)
    late = np.zeros(1 + max(int(rid.max(initial=0)), int(numbers.max(initial=0))), dtype=np.bool_)
    late[numbers] = True
    members["late"] = late[members["rid"]]
    connection.register("linking_looked_at", pa.table(members))
    connection.execute("CREATE OR REPLACE TABLE linking_members AS FROM linking_looked_at")
    connection.unregister("linking_looked_at")


def make_pairs_within(connection: duckdb.DuckDBPyConnection, model: Model, index: Index, known: str) -> None:
    """Make `linking_pairs` of the records of one component in `linking_touched` (rid, component) that share an open block and
    that neither `known` (SQL of rid_l, rid_r) nor `linking_scored` have; and `linking_input` of all of those records."""
    # Late records were scored with all whom they share an open block with; most of the others are alone with them, or known.
    connection.execute(
        "CREATE OR REPLACE TABLE linking_staying AS SELECT t.rid, t.component FROM linking_touched AS t "
        "ANTI JOIN linking_late AS n ON t.rid = n.rid"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_unsure AS SELECT s.rid, s.component FROM linking_staying AS s JOIN "
        "(SELECT component, count(*) AS n FROM linking_staying GROUP BY component) AS c USING (component) LEFT JOIN "
        f"(SELECT l.component, count(*) AS pairs FROM (SELECT DISTINCT rid_l, rid_r FROM {known} AS d) AS k "
        "JOIN linking_staying AS l ON k.rid_l = l.rid JOIN linking_staying AS r ON k.rid_r = r.rid AND l.component = r.component "
        "GROUP BY l.component) AS k USING (component) WHERE coalesce(k.pairs, 0) < c.n * (c.n - 1) / 2"
    )
    unsure = "SELECT rid FROM linking_unsure"
    _read_records(connection, model, unsure)
    _make_open_keys(connection, model, index, unsure)
    connection.execute(
        "CREATE OR REPLACE TABLE linking_inside AS SELECT k.rid, k.block, k.rule, t.component FROM linking_open_keys AS k "
        "JOIN linking_unsure AS t ON k.rid = t.rid"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_pairs AS SELECT l.rid AS rid_l, r.rid AS rid_r, min(l.rule) AS rule "
        "FROM linking_inside AS l JOIN linking_inside AS r ON l.block = r.block AND l.component = r.component AND l.rid < r.rid "
        f"ANTI JOIN (SELECT rid_l, rid_r FROM {known} AS k) AS k ON l.rid = k.rid_l AND r.rid = k.rid_r "
        "ANTI JOIN linking_scored AS s ON l.rid = s.rid_l AND r.rid = s.rid_r GROUP BY l.rid, r.rid"
    )


def _read_records(connection: duckdb.DuckDBPyConnection, model: Model, records: str) -> None:
    """Make the table `linking_input` of the `records` (SQL of rid): what keys and comparisons read of them, read once."""
    read = ", ".join(sorted({"rid", *read_by_keys(model), *columns_of(model)}))
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_input AS SELECT {read} FROM linking_every SEMI JOIN ({records}) AS r USING (rid) ORDER BY rid"
    )


def _make_open_keys(connection: duckdb.DuckDBPyConnection, model: Model, index: Index, records: str) -> None:
    """Make the table `linking_open_keys` (rid, rule, block) of the `records` (SQL of rid), which `linking_input` has: their keys
    that no more share than may."""
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_asking AS FROM linking_input SEMI JOIN ({records}) AS r USING (rid)"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_keys AS SELECT rid, rule, digest AS block FROM ({keys_of(model, 'linking_asking', names='rid')}) AS k"
    )
    found = connection.execute("SELECT block FROM linking_keys GROUP BY block HAVING count(*) > 1").fetchnumpy()
    blocks = np.asarray(found["block"], dtype=np.uint64)
    connection.register("linking_open_blocks", pa.table({"block": blocks[index.fits(blocks)]}))
    connection.execute(
        "CREATE OR REPLACE TABLE linking_open_keys AS FROM linking_keys SEMI JOIN linking_open_blocks USING (block)"
    )
    connection.unregister("linking_open_blocks")
