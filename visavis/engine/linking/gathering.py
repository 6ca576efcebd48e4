"""Who came, changed and went since the last run: told by what records say, so that of those alone anything else is read.

What identifies nobody, and whose columns are swapped, is found among all records, as in batch; then a digest of what each says is
compared with the one that the last run kept.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.clusters.clustering import Chosen, Ids
from visavis.engine.linking.comparable.junk import ADDRESSES, CROWD, CROWDS
from visavis.engine.linking.comparable.mending import mending_steps
from visavis.engine.linking.comparable.nodes import RECORD, REFERENCE, node_steps, raw_steps
from visavis.engine.linking.comparable.normalise import READ
from visavis.engine.linking.given import highest
from visavis.engine.linking.kept import DIGEST, file_of, scan
from visavis.engine.steps import literal

_OF_RECORDS = ", ".join(name for name in READ if name not in ("rid", "origin"))

_BEARERS = "linking_bearers"


class TooMuch(Exception):
    """So much changed that batch is the shorter way."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Of every node of the last run, at the place of its number then: its number now (`rid`, 0 where it is gone), and whether it says
    the `same`."""

    rid: Ids
    same: Chosen


@dataclass(frozen=True, slots=True)
class Changes:
    """How many nodes there are, how many of them are `records`, how many nodes are new, `changed` or gone, and where nodes stand now.
    Parquet files: `raw` has what the new and changed ones say, under their number in the kept input; `crowds` the addresses of
    crowds (engine/linking/comparable/junk.py)."""

    nodes: int
    records: int
    changed: int
    moves: Moves
    raw: Path
    crowds: Path


def gather_changes(session: DuckDB, scratch: Path, kept: Path, *, places: int, most: float) -> Changes:
    """Compare the views records, events, exchanges and ratings of `session` with what the last run `kept` (engine/linking/kept.py),
    whose index has so many `places`.

    Makes the tables `linking_nodes`, every node of now: rid, source, key, origin, digest, number and place as they are kept, behind all
    others where it is new or changed, its former rid (`was`) and whether it says the `same`; `linking_former`, those that were kept;
    and `linking_late` (rid, number), those that do not. Raises TooMuch where more than the share `most` of nodes changed, or where one
    key names two of them.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    connection = session.connection
    connection.execute(f"CREATE OR REPLACE TABLE linking_former AS FROM {scan(file_of(kept, 'seen'))}")
    _make_said(session)
    _make_nodes(connection, highest(connection, kept), places)
    moves = _moves(connection)
    nodes, records, late = connection.execute(
        "SELECT count(*), (SELECT count(*) FROM linking_said), (SELECT count(*) FROM linking_late) FROM linking_nodes"
    ).fetchall()[0]
    gone = _count(connection, "linking_former") - int(np.count_nonzero(moves.rid))
    if late + gone > most * nodes:
        raise TooMuch
    raw, crowds = scratch / "late.parquet", scratch / "crowds.parquet"
    _write_late(connection, raw)
    connection.execute(f"COPY (SELECT field, value FROM {CROWDS}) TO {literal(str(crowds))} (FORMAT parquet)")
    return Changes(int(nodes), int(records), int(late) + gone, moves, raw, crowds)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _make_said(session: DuckDB) -> None:
    """Make the tables `linking_said` (source, key, digest), of all records, and `linking_others` (source, key, origin), whom facts name
    and no record describes; and all that `linking_raw` needs to mend `linking_written`."""
    connection = session.connection
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW linking_written AS SELECT 0 AS rid, {literal(RECORD)} AS origin, {_OF_RECORDS} FROM records"
    )
    _make_bearers(connection)
    *found, mended = mending_steps("linking_written", "linking_raw", _BEARERS)
    for each in found:
        connection.execute(f"CREATE OR REPLACE TABLE {each.name} AS {each.sql(pretty=False)}")
    session.run([mended])
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_said AS SELECT source, key, {DIGEST} AS digest FROM linking_raw"
    )
    session.run(node_steps()[:2])
    connection.execute("CREATE OR REPLACE TABLE linking_others AS FROM linking_named")
    if _count(connection, "linking_others"):
        connection.execute(
            "CREATE OR REPLACE TABLE linking_others AS SELECT o.* FROM linking_named AS o ANTI JOIN linking_said USING (source, key)"
        )


def _make_bearers(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table _BEARERS: records that bear an address which as many bear as make a crowd, found by numbers, and a few more
    where two addresses or two records have one hash. What an address is costs the most to tell: it is told once of each."""
    record = "hash(source, key) AS record"
    told = " UNION ALL ".join(
        f"SELECT record, {literal(column)} AS field, hash({value.format('item')}) AS value FROM "
        f"(SELECT {record}, unnest({column}) AS item FROM records) AS i"
        for column, value in ADDRESSES.items()
    )
    connection.execute(f"CREATE OR REPLACE TABLE linking_borne AS {told}")
    connection.execute(
        f"CREATE OR REPLACE TABLE {_BEARERS} AS SELECT r.* EXCLUDE (record) FROM (SELECT {record}, source, key, "
        f"family_name, name, company, {', '.join(ADDRESSES)} FROM records) AS r SEMI JOIN (SELECT record FROM linking_borne SEMI JOIN "
        f"(SELECT field, value FROM linking_borne GROUP BY field, value HAVING count(*) >= {CROWD}) AS f USING (field, value)) AS t "
        "USING (record)"
    )
    connection.execute("DROP TABLE linking_borne")


def _make_nodes(connection: duckdb.DuckDBPyConnection, highest: int, places: int) -> None:
    """Make `linking_nodes` and `linking_late`; new numbers are above `highest`, new places begin with `places`."""
    record, reference = literal(RECORD), literal(REFERENCE)
    connection.execute(
        "CREATE OR REPLACE TABLE linking_met AS SELECT s.*, f.rid AS was, f.number, f.place FROM linking_said AS s LEFT JOIN "
        f"linking_former AS f ON s.digest = f.digest AND s.key = f.key AND s.source = f.source AND f.origin = {record}"
    )
    unmet = (
        f"SELECT source, key, digest, {record} AS origin FROM linking_met WHERE was IS NULL UNION ALL "
        "SELECT source, key, NULL, origin FROM linking_others"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_unmet AS SELECT u.*, f.rid AS was, f.number, f.place, "
        f"coalesce(f.origin = u.origin AND f.origin <> {record}, FALSE) AS same "
        f"FROM ({unmet}) AS u LEFT JOIN linking_former AS f ON u.source = f.source AND u.key = f.key"
    )
    behind = "row_number() OVER (PARTITION BY NOT same{} ORDER BY source NULLS FIRST, key NULLS FIRST)"
    connection.execute(
        "CREATE OR REPLACE TABLE linking_nodes AS SELECT row_number() OVER (ORDER BY source NULLS FIRST, key NULLS FIRST) AS rid, "
        f"source, key, origin, digest, number, place, was, same FROM (SELECT source, key, {record} AS origin, digest, number, "
        "place, was, TRUE AS same FROM linking_met WHERE was IS NOT NULL UNION ALL SELECT source, key, origin, digest, "
        f"CASE WHEN same THEN number ELSE {highest} + {behind.format('')} END, CASE WHEN same THEN place "
        f"WHEN origin <> {reference} THEN {places - 1} + {behind.format(f', origin = {reference}')} END, was, same "
        "FROM linking_unmet) AS n"
    )
    connection.execute("CREATE OR REPLACE TABLE linking_late AS SELECT rid, number FROM linking_nodes WHERE NOT same")
    connection.execute("DROP TABLE linking_met")
    connection.execute("DROP TABLE linking_unmet")


def _moves(connection: duckdb.DuckDBPyConnection) -> Moves:
    found = connection.execute("SELECT was, rid, same FROM linking_nodes WHERE was IS NOT NULL").fetchnumpy()
    was = np.asarray(found["was"], dtype=np.int64)
    most = connection.execute("SELECT coalesce(max(rid), 0) FROM linking_former").fetchall()[0][0]
    rid, same = np.zeros(int(most) + 1, dtype=np.int64), np.zeros(int(most) + 1, dtype=np.bool_)
    rid[was], same[was] = found["rid"], found["same"]
    late = "SELECT source, key FROM linking_nodes WHERE NOT same GROUP BY source, key HAVING count(*) > 1 LIMIT 1"
    if np.count_nonzero(rid) < len(was) or connection.execute(late).fetchall():
        raise TooMuch  # one key names two nodes: nothing tells which is which
    return Moves(rid, same)


def _write_late(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write what nodes that are new or changed say, mended, under their number."""
    connection.execute("ALTER TABLE linking_nodes RENAME TO linking_all_nodes")
    connection.execute(
        "CREATE TEMP VIEW linking_nodes AS SELECT number AS rid, source, key, origin FROM linking_all_nodes WHERE NOT same"
    )
    [written] = [each for each in raw_steps() if each.name == "linking_written"]
    connection.execute(f"CREATE OR REPLACE TEMP VIEW linking_written AS {written.sql(pretty=False)}")
    connection.execute(f"COPY (FROM linking_raw ORDER BY rid) TO {literal(str(target))} (FORMAT parquet)")
    connection.execute("DROP VIEW linking_nodes")
    connection.execute("ALTER TABLE linking_all_nodes RENAME TO linking_nodes")
