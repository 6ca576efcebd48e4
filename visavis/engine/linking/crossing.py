"""Which pairs must be scored where little changed: those that touch a late record, and those within blocks that crossed their cap.

Steps over `linking_keys` (rid, rule, block) of every record and `linking_gone_keys` of the former versions of those that changed or
went; `linking_late` (rid) are records that are new or changed. A block is *open* while no more records share it than its cap.
"""

import duckdb

from visavis.engine.linking.weights.model import Model


def make_pairs(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `linking_pairs` (rid_l < rid_r, rule) and `linking_crossed` (rid_l, rid_r): pairs of records that stayed as they were,
    in a block that opened or closed, whether or not another block keeps them together."""
    cap = _cap(model)
    connection.execute(
        "CREATE OR REPLACE TABLE linking_blocks AS SELECT block, rule, came, went, size, size <= cap AS open, "
        f"size - came + went <= cap AS was_open FROM (SELECT c.*, coalesce(s.size, 0) AS size, {cap} AS cap FROM "
        "(SELECT block, min(rule) AS rule, sum(came) AS came, sum(went) AS went FROM "
        "(SELECT block, rule, 1 AS came, 0 AS went FROM linking_keys SEMI JOIN linking_late USING (rid) "
        "UNION ALL SELECT block, rule, 0, 1 FROM linking_gone_keys) AS k GROUP BY block) AS c LEFT JOIN "
        "(SELECT block, count(*) AS size FROM linking_keys SEMI JOIN (SELECT block FROM linking_keys SEMI JOIN linking_late "
        "USING (rid) UNION SELECT block FROM linking_gone_keys) AS touched USING (block) GROUP BY block) AS s USING (block)) AS b"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_members AS SELECT k.rid, k.block, b.rule, b.open, b.open <> b.was_open AS crossed, "
        "l.rid IS NOT NULL AS late FROM linking_keys AS k JOIN linking_blocks AS b ON k.block = b.block "
        "LEFT JOIN linking_late AS l ON k.rid = l.rid WHERE b.open OR b.was_open"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_crossed AS SELECT DISTINCT l.rid AS rid_l, r.rid AS rid_r FROM linking_members AS l "
        "JOIN linking_members AS r ON l.block = r.block AND l.rid < r.rid "
        "WHERE l.crossed AND NOT l.late AND NOT r.late"
    )
    make_shared(connection, model, "linking_crossed", "linking_kept_together")
    connection.execute(
        "CREATE OR REPLACE TABLE linking_pairs AS SELECT rid_l, rid_r, min(rule) AS rule FROM "
        "(SELECT least(l.rid, r.rid) AS rid_l, greatest(l.rid, r.rid) AS rid_r, l.rule FROM linking_members AS l "
        "JOIN linking_members AS r ON l.block = r.block WHERE l.late AND l.open AND l.rid <> r.rid) AS p "
        "GROUP BY rid_l, rid_r UNION ALL FROM linking_kept_together"
    )


def make_pairs_within(connection: duckdb.DuckDBPyConnection, model: Model, known: str) -> None:
    """Make `linking_pairs` of the records of one component in `linking_touched` (rid, component) that share an open block and
    that neither `known` (SQL of rid_l, rid_r) nor `linking_scored` have."""
    # A block of which one component alone holds more than its cap is closed; left in, its pairs would be as many as its size squared.
    connection.execute(
        "CREATE OR REPLACE TABLE linking_inside AS SELECT k.rid, k.block, k.rule, t.component FROM linking_keys AS k "
        "JOIN linking_touched AS t ON k.rid = t.rid "
        f"QUALIFY count(*) OVER (PARTITION BY k.block, t.component) <= {_cap(model, 'k.rule')}"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_maybe AS SELECT l.rid AS rid_l, r.rid AS rid_r, l.block, l.rule "
        "FROM linking_inside AS l JOIN linking_inside AS r ON l.block = r.block AND l.component = r.component AND l.rid < r.rid "
        f"ANTI JOIN (SELECT rid_l, rid_r FROM {known} AS k) AS k ON l.rid = k.rid_l AND r.rid = k.rid_r "
        "ANTI JOIN linking_scored AS s ON l.rid = s.rid_l AND r.rid = s.rid_r"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_pairs AS SELECT m.rid_l, m.rid_r, min(m.rule) AS rule FROM linking_maybe AS m "
        "JOIN (SELECT k.block, count(*) AS size FROM linking_keys AS k SEMI JOIN linking_maybe USING (block) GROUP BY k.block) AS s "
        f"ON m.block = s.block WHERE s.size <= {_cap(model, 'm.rule')} GROUP BY m.rid_l, m.rid_r"
    )


def make_shared(connection: duckdb.DuckDBPyConnection, model: Model, pairs: str, target: str) -> None:
    """Make the table `target` of those `pairs` that share an open block, with the first rule by which they do."""
    connection.execute(
        "CREATE OR REPLACE TABLE linking_their_keys AS SELECT k.* FROM linking_keys AS k SEMI JOIN "
        f"(SELECT rid_l AS rid FROM {pairs} UNION SELECT rid_r FROM {pairs}) AS p USING (rid)"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {target} AS SELECT p.rid_l, p.rid_r, min(l.rule) AS rule FROM {pairs} AS p "
        "JOIN linking_their_keys AS l ON p.rid_l = l.rid JOIN linking_their_keys AS r ON p.rid_r = r.rid AND l.block = r.block "
        "JOIN (SELECT k.block, count(*) AS size FROM linking_keys AS k SEMI JOIN linking_their_keys USING (block) "
        f"GROUP BY k.block) AS s ON l.block = s.block WHERE s.size <= {_cap(model, 'l.rule')} GROUP BY p.rid_l, p.rid_r"
    )


def _cap(model: Model, rule: str = "rule") -> str:
    caps = " ".join(f"WHEN {position} THEN {key.cap}" for position, key in enumerate(model.keys))
    return f"CASE {rule} {caps} END"
