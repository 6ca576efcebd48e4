"""Linking where little changed: new, changed and removed records against what the last run kept, to the same files as in batch.

Scored pairs of records that stayed as they were keep their weight: model and frequencies are frozen. What is scored: pairs that
touch a record that is new or changed, and pairs within blocks whose size crossed their cap. What is clustered anew: components of
the graph of links that any such change touches; those alone can be cut otherwise than before.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.clusters import clustering
from visavis.engine.linking.clusters.clustering import Chosen, Ids
from visavis.engine.linking.clusters.decided import NOTHING, Decided
from visavis.engine.linking.clusters.partition import TIES, apart, ends, links, make_ties, show_numbers
from visavis.engine.linking.comparable.nodes import ADDRESS, REFERENCE, address_steps, alias_steps
from visavis.engine.linking.comparable.normalise import normalise, rows_of
from visavis.engine.linking.crossing import make_pairs, make_pairs_within
from visavis.engine.linking.gathering import Changes, Moves
from visavis.engine.linking.given import input_of, lay_over, write_anew
from visavis.engine.linking.index import Index
from visavis.engine.linking.kept import file_of, scan, write_seen
from visavis.engine.linking.link import LEAST, Linked, write_linked
from visavis.engine.linking.patching import outgrown
from visavis.engine.linking.scored import evidence
from visavis.engine.linking.scored.laying import Kept, lay_edges
from visavis.engine.linking.standing import numbers, patched
from visavis.engine.linking.weights.trained import Trained
from visavis.engine.steps import literal

MOST_CHANGED = 0.25
"""Where more than this share of nodes is new, changed or gone, batch costs less."""


GONE, CAME = "linking_gone", "linking_came"
"""Tables of the normalised rows that changed, as they were and as they are, with their `place` in the index."""


@dataclass(frozen=True, slots=True)
class Former:
    """What the last run left: its EDGES files, the folder of what it kept (engine/linking/kept.py), and its index."""

    edges: tuple[Path, ...]
    kept: Path
    index: Index


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing that linking reads is another: the files of the last run stay."""


def link_changes(
    session: DuckDB,
    scratch: Path,
    changes: Changes,
    former: Former,
    *,
    edges: Path,
    stale: Path,
    clusters: Path,
    trained: Trained,
    kept: Path,
    patch: Path,
    country: str = "FR",
    decided: Decided = NOTHING,
) -> Linked | Unchanged:
    """Propose the partition of all, out of the `changes` that were gathered in `session` since the `former` run, and of what that one
    kept, which `trained` scored as well.

    Writes what batch would write with the same model and frequencies: the Parquet files `edges` and `clusters` and the folder
    `kept`. Where `stale` is written, the first of the former EDGES files stays, but for its rows at those places (column `place`),
    and `edges` is what else there is (engine/linking/scored/laying.py). And the `patch` of the former index, a folder, unless the index is better made anew: then nothing is there. The former
    run must have read its records by the same code and for the same `country`.
    """
    connection, moves = session.connection, changes.moves
    _make_former_ties(connection, former.kept, moves)
    if not changes.changed and _same_decided(connection, decided):
        return Unchanged()
    anew = _make_input(connection, changes.raw, former, kept, scratch, country)
    make_ties(connection, decided)
    trained.show_frequencies(connection)
    target = scratch / "patch-of-this-run" if anew else patch
    index, touched = patched(connection, former.index, target, trained.model, crowds=changes.crowds)
    make_pairs(connection, trained.model, index, touched, numbers(connection, len(index)))
    stood = _score(connection, former, moves, trained)
    parted = _part(connection, trained, former, moves, index)
    connection.execute("DROP TABLE linking_edges")
    _write_seen(connection, kept, anew=anew)
    return write_linked(
        connection, trained.model, parted, edges=edges, clusters=clusters, kept=kept, looked_at=changes.changed,
        write=partial(lay_edges, former=former.edges, kept=stood, stale=stale),
    )  # fmt: skip


def _make_input(
    connection: duckdb.DuckDBPyConnection, raw: Path, former: Former, kept: Path, scratch: Path, country: str
) -> bool:
    """Keep the normalised input: what was kept, and over it what changed, which alone is normalised. Makes the view `linking_every` of
    all of it, the tables that need it whole, and GONE and CAME. Whether the index, and so the input, are better made anew."""
    read = scratch / "late-input.parquet"
    normalise(rows_of(raw), read, country=country)
    gone = "SELECT rid, number, place FROM linking_former ANTI JOIN (SELECT was AS rid FROM linking_nodes WHERE same) AS s USING (rid)"
    connection.execute(
        f"CREATE OR REPLACE TABLE {GONE} AS SELECT i.*, g.place FROM {input_of(former.kept)} AS i JOIN ({gone}) AS g "
        "ON i.rid = g.number"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {CAME} AS SELECT i.* REPLACE (n.rid AS rid), n.place FROM {scan(read)} AS i "
        "JOIN (SELECT rid, number, place FROM linking_nodes WHERE NOT same) AS n ON i.rid = n.number"
    )
    anew = outgrown(former.index, *(_count(connection, table) for table in (CAME, GONE)))
    (write_anew if anew else lay_over)(connection, former.kept, kept, read)
    by = "rid" if anew else "number"
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW linking_every AS SELECT i.* REPLACE (n.rid AS rid), n.place "
        f"FROM {scan(file_of(kept, 'input'))} AS i JOIN linking_nodes AS n ON i.rid = n.{by}"
    )
    _make_ends_told(connection)
    return anew


def _make_ends_told(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `linking_aliases` and `linking_holders` of all that stands in `linking_every`."""
    connection.execute("CREATE OR REPLACE TEMP VIEW linking_input AS FROM linking_every")
    addresses = f"SELECT 1 FROM linking_nodes WHERE origin = {literal(ADDRESS)} LIMIT 1"
    named = "SELECT 1 FROM linking_input WHERE len(also_known_as) > 0 LIMIT 1"
    # Where facts refer to no address, nobody holds one; where no record names another, none need be looked for.
    held = address_steps() if connection.execute(addresses).fetchall() else []
    aliases = alias_steps() if connection.execute(named).fetchall() else []
    for each in (*aliases, *held):
        whole = "TABLE" if each.name in ("linking_aliases", "linking_holders") else "TEMP VIEW"
        connection.execute(f"CREATE OR REPLACE {whole} {each.name} AS {each.sql(pretty=False)}")
    if not held:
        connection.execute("CREATE OR REPLACE TABLE linking_holders (address BIGINT, holder BIGINT)")
    if not aliases:
        connection.execute("CREATE OR REPLACE TABLE linking_aliases (rid_l BIGINT, rid_r BIGINT)")
    connection.execute("DROP VIEW linking_input")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _columns(connection: duckdb.DuckDBPyConnection, kept: Path, part: str) -> dict[str, Any]:
    """The columns of a part that was kept."""
    return {
        name: np.asarray(column)
        for name, column in connection.execute(f"FROM {scan(file_of(kept, part))}").fetchnumpy().items()
    }


def _make_former_ties(connection: duckdb.DuckDBPyConnection, kept: Path, moves: Moves) -> None:
    """Make the views `linking_former_ties`, of pairs that both stand there still, and `linking_untied`: who stays of the others."""
    ties = _columns(connection, kept, "ties")
    left, right = moves.rid[ties["rid_l"]], moves.rid[ties["rid_r"]]
    both = (left > 0) & (right > 0)
    found = {"rid_l": left[both], "rid_r": right[both], "kind": pa.array(ties["kind"][both], pa.string())}
    connection.register("linking_former_ties", pa.table(found))
    others = np.concatenate([left[~both], right[~both]])
    show_numbers(connection, "linking_untied", rid=others[others > 0])


_OTHER_TIES = f"((FROM {TIES} EXCEPT FROM linking_former_ties) UNION ALL (FROM linking_former_ties EXCEPT FROM {TIES}))"


def _same_decided(connection: duckdb.DuckDBPyConnection, decided: Decided) -> bool:
    """Whether the same was decided where nothing else changed: the same records name one another then."""
    connection.execute("CREATE OR REPLACE TEMP VIEW linking_aliases AS FROM linking_former_ties WHERE kind = 'alias'")
    make_ties(connection, decided)
    connection.execute("DROP VIEW linking_aliases")
    return not connection.execute(f"FROM {_OTHER_TIES} LIMIT 1").fetchall()


def _score(connection: duckdb.DuckDBPyConnection, former: Former, moves: Moves, trained: Trained) -> Kept:
    """Make `linking_late_edges` of what is scored now, of `linking_pairs`, and the table `linking_scored` of those pairs with `foe` where
    they can't be one client; the view `linking_stayed` of what was kept, and `linking_left`: who stays of links that did not. What
    was kept is returned as well."""
    model = trained.model
    evidence.make_edges(connection, model, least=LEAST)
    connection.execute("ALTER TABLE linking_edges RENAME TO linking_late_edges")
    connection.execute(
        "CREATE OR REPLACE TABLE linking_scored AS SELECT p.rid_l, p.rid_r, f.rid_l IS NOT NULL AS foe FROM linking_pairs AS p "
        "LEFT JOIN linking_foes AS f ON p.rid_l = f.rid_l AND p.rid_r = f.rid_r"
    )
    rows = connection.sql(f"FROM {scan(file_of(former.kept, 'edges'))}").to_arrow_table()
    before = [rows[name].to_numpy() for name in ("rid_l", "rid_r")]
    left, right = (moves.rid[each] for each in before)
    scored = np.asarray(rows["certain"].is_null().to_numpy())
    both = scored & moves.same[before[0]] & moves.same[before[1]]
    parted = scored & ~both & (rows["probability"].to_numpy() >= model.threshold)
    others = np.concatenate([left[parted], right[parted]])
    show_numbers(connection, "linking_left", rid=others[others > 0])
    crossed = ends(connection, "SELECT rid_l, rid_r FROM linking_crossed")
    width = len(moves.rid) + _count(connection, "linking_nodes") + 1
    stayed = both.copy()
    asked = np.flatnonzero(both & _of_one_of(left, crossed[0]))  # few: np.isin takes its time for each
    stayed[asked] = ~np.isin(left[asked] * width + right[asked], crossed[0] * width + crossed[1])
    numbers = {"rid_l": pa.array(left), "rid_r": pa.array(right)}
    moved = pa.table({name: numbers.get(name, rows[name]) for name in rows.column_names})
    narrow = moved.select(["rid_l", "rid_r", "weight", "probability"])
    connection.register("linking_stayed", narrow.filter(pa.array(stayed)))
    return Kept(moved, stayed, (left > 0) & (right > 0))


def _write_seen(connection: duckdb.DuckDBPyConnection, kept: Path, *, anew: bool) -> None:
    """Keep nodes as they are now, numbered and placed anew where input and index are written anew."""
    ranked = f"CASE WHEN origin <> {literal(REFERENCE)} THEN row_number() OVER (PARTITION BY origin = {literal(REFERENCE)} ORDER BY rid) - 1 END"
    place, number = (ranked, "rid") if anew else ("place", "number")
    nodes = f"SELECT rid, source, key, origin, digest, {place} AS place, {number} AS number FROM linking_nodes"
    write_seen(connection, kept, nodes)


_NARROW = (
    "(SELECT rid_l, rid_r, weight, probability FROM linking_stayed UNION ALL "
    "SELECT rid_l, rid_r, weight, probability FROM linking_late_edges)"
)
"""Edges without their evidence."""


def _part(
    connection: duckdb.DuckDBPyConnection, trained: Trained, former: Former, moves: Moves, index: Index
) -> tuple[Ids, Ids]:
    """Nodes that stand in a link and their clusters before addresses join: computed where anything touched their component."""
    every = links(connection, trained.model.threshold, scored=_NARROW)
    nodes, component = clustering.components(every.left, every.right)
    again = _of_one_of(component, component[_of_one_of(nodes, _touched(connection))])
    show_numbers(connection, "linking_touched", rid=nodes[again], component=component[again])
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_near AS SELECT rid_l, rid_r, weight FROM {_NARROW} AS n "
        "SEMI JOIN linking_touched AS l ON n.rid_l = l.rid SEMI JOIN linking_touched AS r ON n.rid_r = r.rid"
    )
    foes = _foes_within(connection, trained, index)
    if not len(nodes):
        return nodes, component
    some = every.of(again[np.searchsorted(nodes, every.left)])
    within, label = clustering.constrained(some.left, some.right, some.bits, *foes, apart=apart(connection))
    labels = _former_labels(connection, former, moves, nodes)
    labels[again] = component[again]
    labels[np.searchsorted(nodes, within)] = label
    return nodes, labels


def _of_one_of(numbers: Ids, some: Ids) -> Chosen:
    """Which of `numbers` are among `some`: small ones, told by a table."""
    there = np.zeros(1 + max(int(numbers.max(initial=0)), int(some.max(initial=0))), dtype=np.bool_)
    there[some] = True
    return np.asarray(there[numbers])


def _touched(connection: duckdb.DuckDBPyConnection) -> Ids:
    """Nodes whose component may be cut otherwise than before."""
    decided = " UNION ALL ".join(
        f"SELECT unnest([rid_l, rid_r]) AS rid FROM {table}" for table in (_OTHER_TIES, "linking_crossed")
    )
    found = connection.execute(
        "SELECT DISTINCT rid FROM (SELECT rid FROM linking_late UNION ALL FROM linking_left UNION ALL FROM linking_untied "
        f"UNION ALL {decided}) AS t WHERE rid IS NOT NULL ORDER BY rid"
    ).fetchnumpy()
    return np.asarray(found["rid"], dtype=np.int64)


def _foes_within(connection: duckdb.DuckDBPyConnection, trained: Trained, index: Index) -> tuple[Ids, Ids]:
    """Pairs of one touched component that can't be one client: known of those scored before, computed for the others."""
    make_pairs_within(connection, trained.model, index, "linking_near")
    evidence.make_edges(connection, trained.model, least=LEAST)
    return ends(
        connection,
        "SELECT rid_l, rid_r FROM linking_foes UNION SELECT rid_l, rid_r FROM linking_scored WHERE foe UNION "
        f"SELECT rid_l, rid_r FROM linking_near WHERE weight < {trained.model.repels} ORDER BY ALL",
    )


def _former_labels(connection: duckdb.DuckDBPyConnection, former: Former, moves: Moves, nodes: Ids) -> Ids:
    """The labels that the former run gave `nodes`; 0 where it gave none, or one that is gone."""
    parted = _columns(connection, former.kept, "parted")
    rid, label = moves.rid[parted["rid"]], moves.rid[parted["label"]]
    known = np.zeros(max(int(nodes.max(initial=0)), int(rid.max(initial=0))) + 1, dtype=np.int64)
    known[rid] = label
    return np.asarray(known[nodes])
