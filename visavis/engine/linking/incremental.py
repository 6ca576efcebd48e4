"""Linking where little changed: new, changed and removed records against what the last run kept, to the same files as in batch.

Scored pairs of records that stayed as they were keep their weight: model and frequencies are frozen. What is scored: pairs that
touch a record that is new or changed, and pairs within blocks whose size crossed their cap. What is clustered anew: components of
the graph of links that any such change touches; those alone can be cut otherwise than before.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from visavis.engine.duckdb import DuckDB, memory_allowed
from visavis.engine.linking.clusters import clustering
from visavis.engine.linking.clusters.clustering import Chosen, Ids
from visavis.engine.linking.clusters.decided import NOTHING, Decided
from visavis.engine.linking.clusters.partition import TIES, apart, ends, links, make_ties, show_numbers
from visavis.engine.linking.comparable.nodes import address_steps, alias_steps
from visavis.engine.linking.comparable.normalise import normalise
from visavis.engine.linking.crossing import make_pairs, make_pairs_within
from visavis.engine.linking.index import Index
from visavis.engine.linking.kept import file_of, make_seen, scan
from visavis.engine.linking.link import LEAST, MEMORY, Gathered, Linked, write_linked
from visavis.engine.linking.scored import evidence
from visavis.engine.linking.scored.scoring import columns_of
from visavis.engine.linking.standing import numbers, patched
from visavis.engine.linking.weights.model import Model
from visavis.engine.linking.weights.trained import Trained
from visavis.engine.steps import literal

MOST_CHANGED = 0.25
"""Where more than this share of nodes is new, changed or gone, batch costs less."""


@dataclass(frozen=True, slots=True)
class Former:
    """What the last run left: its EDGES file, the folder of what it kept (engine/linking/kept.py), and its index."""

    edges: Path
    kept: Path
    index: Index


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing that linking reads is another: the files of the last run stay."""


class TooMuch(Exception):
    """So much changed that batch is the shorter way."""


def link_changes(
    scratch: Path,
    everyone: Gathered,
    former: Former,
    *,
    edges: Path,
    clusters: Path,
    trained: Trained,
    kept: Path,
    patch: Path,
    country: str = "FR",
    decided: Decided = NOTHING,
    most: float = MOST_CHANGED,
) -> Linked | Unchanged:
    """Propose the partition of those that were gathered, out of what the `former` run kept, which `trained` scored as well.

    Writes what batch would write with the same model and frequencies: the Parquet files `edges` and `clusters` and the folder
    `kept`; and the `patch` of the former index, a folder, unless the index is better made anew: then nothing is there. The former
    run must have read its records by the same code and for the same `country`. Raises TooMuch where more than the share `most` of
    nodes changed.
    """
    session = DuckDB(scratch / "spill", memory=memory_allowed(MEMORY))
    try:
        connection = session.connection
        make_seen(connection, everyone.nodes, everyone.raw)
        changed = _make_moves(connection, former.kept, most)
        _make_former_ties(connection, former.kept)
        if not changed and _same_decided(connection, decided):
            return Unchanged()
        _make_input(connection, everyone.raw, former, file_of(kept, "input"), scratch, country)
        make_ties(connection, decided)
        trained.show_frequencies(connection)
        index, touched = patched(connection, former.index, patch, scratch, trained.model, crowds=everyone.crowds)
        make_pairs(connection, trained.model, index, touched, numbers(connection, len(index)))
        _score(connection, former, trained)
        parted = _part(connection, trained, former, index)
        _show_edges(connection, former)
        return write_linked(
            connection, trained.model, parted, edges=edges, clusters=clusters, kept=kept, looked_at=changed
        )
    finally:
        session.close()


def _make_moves(connection: duckdb.DuckDBPyConnection, kept: Path, most: float) -> int:
    """Make `linking_moves`: the former number of every node (`was`) and its number now (`rid`), null where it is none, its `place`
    in the former index, and whether it says the `same`; how many do not."""
    connection.execute(
        "CREATE OR REPLACE TABLE linking_moves AS SELECT f.rid AS was, n.rid AS rid, f.place, f.rid IS NOT NULL AND n.rid IS NOT NULL "
        "AND f.origin = n.origin AND f.digest IS NOT DISTINCT FROM n.digest AS same "
        f"FROM {scan(file_of(kept, 'seen'))} AS f FULL JOIN linking_seen AS n ON f.source = n.source AND f.key = n.key"
    )
    changed, nodes = connection.execute(
        "SELECT count(*) FILTER (NOT same), (SELECT count(*) FROM linking_seen) FROM linking_moves"
    ).fetchall()[0]
    if changed > most * nodes:
        raise TooMuch
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW linking_late AS SELECT rid FROM linking_moves WHERE NOT same AND rid IS NOT NULL"
    )
    return int(changed)


def _make_input(
    connection: duckdb.DuckDBPyConnection, raw: Path, former: Former, target: Path, scratch: Path, country: str
) -> None:
    """Write the normalised input to `target`: what was kept, and what changed, which alone is normalised; make the view
    `linking_every` of it, the tables that need it whole, and those of the rows that changed: `linking_gone`, the former ones, and
    `linking_came`, with their places in the index; `linking_places` are all that stand there."""
    late, read = scratch / "late.parquet", scratch / "late-input.parquet"
    connection.execute(
        f"COPY (SELECT r.* FROM {scan(raw)} AS r SEMI JOIN (SELECT rid FROM linking_moves WHERE NOT same) AS m USING (rid) "
        f"ORDER BY rid) TO {literal(str(late))} (FORMAT parquet)"
    )
    normalise(late, read, country=country)
    before = f"{scan(file_of(former.kept, 'input'))} AS i JOIN linking_moves AS m ON i.rid = m.was"
    target.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(
        f"COPY (SELECT i.* REPLACE (m.rid AS rid) FROM {before} WHERE m.same UNION ALL BY NAME FROM {scan(read)}) "
        f"TO {literal(str(target))} (FORMAT parquet)"
    )
    connection.execute(f"CREATE OR REPLACE TABLE linking_gone AS SELECT i.*, m.place FROM {before} WHERE NOT m.same")
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_came AS SELECT *, {len(former.index)} + row_number() OVER (ORDER BY rid) - 1 AS place "
        f"FROM {scan(read)}"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_places AS SELECT rid, place FROM linking_moves WHERE same AND place IS NOT NULL "
        "UNION ALL SELECT rid, place FROM linking_came"
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW linking_every AS FROM {scan(target)}")
    connection.execute("CREATE OR REPLACE TEMP VIEW linking_input AS FROM linking_every")
    for each in (*alias_steps(), *address_steps()):
        whole = "TABLE" if each.name in ("linking_aliases", "linking_holders") else "TEMP VIEW"
        connection.execute(f"CREATE OR REPLACE {whole} {each.name} AS {each.sql(pretty=False)}")
    connection.execute("DROP VIEW linking_input")


def _make_former_ties(connection: duckdb.DuckDBPyConnection, kept: Path) -> None:
    """Make `linking_former_ties`, of pairs that both stand there still, and `linking_untied`: who stays of the others."""
    moved = (
        f"{scan(file_of(kept, 'ties'))} AS t JOIN linking_moves AS l ON t.rid_l = l.was "
        "JOIN linking_moves AS r ON t.rid_r = r.was"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_former_ties AS SELECT l.rid AS rid_l, r.rid AS rid_r, t.kind FROM {moved} "
        "WHERE l.rid IS NOT NULL AND r.rid IS NOT NULL"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_untied AS SELECT unnest([l.rid, r.rid]) AS rid FROM {moved} "
        "WHERE l.rid IS NULL OR r.rid IS NULL"
    )


_OTHER_TIES = f"((FROM {TIES} EXCEPT FROM linking_former_ties) UNION ALL (FROM linking_former_ties EXCEPT FROM {TIES}))"


def _same_decided(connection: duckdb.DuckDBPyConnection, decided: Decided) -> bool:
    """Whether the same was decided where nothing else changed: the same records name one another then."""
    connection.execute("CREATE OR REPLACE TEMP VIEW linking_aliases AS FROM linking_former_ties WHERE kind = 'alias'")
    make_ties(connection, decided)
    connection.execute("DROP VIEW linking_aliases")
    return not connection.execute(f"FROM {_OTHER_TIES} LIMIT 1").fetchall()


def _score(connection: duckdb.DuckDBPyConnection, former: Former, trained: Trained) -> None:
    """Make `linking_edges` of what was kept and what is scored now, of `linking_pairs`, and the table `linking_scored` of those
    pairs with `foe` where they can't be one client."""
    model = trained.model
    _show_their_input(connection, trained.model)
    evidence.make_edges(connection, model, least=LEAST)
    connection.execute("ALTER TABLE linking_edges RENAME TO linking_late_edges")
    connection.execute(
        "CREATE OR REPLACE TABLE linking_scored AS SELECT p.rid_l, p.rid_r, f.rid_l IS NOT NULL AS foe FROM linking_pairs AS p "
        "LEFT JOIN linking_foes AS f ON p.rid_l = f.rid_l AND p.rid_r = f.rid_r"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_stayed AS SELECT l.rid AS rid_l, r.rid AS rid_r, s.weight, s.probability, s.place "
        f"FROM {scan(file_of(former.kept, 'scored'))} AS s JOIN linking_moves AS l ON s.rid_l = l.was AND l.same "
        "JOIN linking_moves AS r ON s.rid_r = r.was AND r.same "
        "ANTI JOIN linking_crossed AS c ON l.rid = c.rid_l AND r.rid = c.rid_r"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE linking_left AS SELECT DISTINCT unnest([l.rid, r.rid]) AS rid "
        f"FROM {scan(file_of(former.kept, 'scored'))} AS s JOIN linking_moves AS l ON s.rid_l = l.was "
        f"JOIN linking_moves AS r ON s.rid_r = r.was WHERE s.probability >= {model.threshold} AND NOT (l.same AND r.same)"
    )


def _show_edges(connection: duckdb.DuckDBPyConnection, former: Former) -> None:
    """Make the view `linking_edges`: the rows of the former file that stay, and those scored now."""
    written = f"read_parquet({literal(str(former.edges))}, file_row_number = true)"
    connection.execute("DROP TABLE linking_edges")
    connection.execute(
        "CREATE TEMP VIEW linking_edges AS SELECT s.rid_l, s.rid_r, s.weight, s.probability, e.rule, e.evidence "
        f"FROM {written} AS e JOIN linking_stayed AS s ON e.file_row_number = s.place UNION ALL "
        "SELECT rid_l, rid_r, weight, probability, rule, evidence FROM linking_late_edges"
    )


_NARROW = (
    "(SELECT rid_l, rid_r, weight, probability FROM linking_stayed UNION ALL "
    "SELECT rid_l, rid_r, weight, probability FROM linking_late_edges)"
)
"""Edges without their evidence."""


def _show_their_input(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make the table `linking_input` of the records that stand in `linking_pairs`, with what the model reads of them."""
    read = ", ".join(sorted({"rid", *columns_of(model)}))
    connection.execute(
        f"CREATE OR REPLACE TABLE linking_input AS SELECT {read} FROM linking_every SEMI JOIN "
        "(SELECT rid_l AS rid FROM linking_pairs UNION SELECT rid_r FROM linking_pairs) AS p USING (rid) ORDER BY rid"
    )


def _part(connection: duckdb.DuckDBPyConnection, trained: Trained, former: Former, index: Index) -> tuple[Ids, Ids]:
    """Nodes that stand in a link and their clusters before addresses join: computed where anything touched their component."""
    every = links(connection, trained.model.threshold, scored=_NARROW)
    nodes, component = clustering.components(every.left, every.right)
    again = np.isin(component, np.unique(component[np.isin(nodes, _touched(connection))]))
    show_numbers(connection, "linking_touched", rid=nodes[again], component=component[again])
    foes = _foes_within(connection, trained, index)
    if not len(nodes):
        return nodes, component
    some = every.of(again[np.searchsorted(nodes, every.left)])
    within, label = clustering.constrained(some.left, some.right, some.bits, *foes, apart=apart(connection))
    labels = component.copy()
    labels[np.searchsorted(nodes, within)] = label
    return nodes, _with_former(connection, former, nodes, labels, again)


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
    make_pairs_within(connection, trained.model, index, _NARROW)
    _show_their_input(connection, trained.model)
    evidence.make_edges(connection, trained.model, least=LEAST)
    return ends(
        connection,
        "SELECT rid_l, rid_r FROM linking_foes UNION SELECT rid_l, rid_r FROM linking_scored WHERE foe UNION "
        f"SELECT rid_l, rid_r FROM {_NARROW} AS s WHERE weight < {trained.model.repels} ORDER BY ALL",
    )


def _with_former(connection: duckdb.DuckDBPyConnection, former: Former, nodes: Ids, labels: Ids, again: Chosen) -> Ids:
    """`labels`; those of nodes that were not clustered `again`, as the former run had them."""
    found = connection.execute(
        f"SELECT m.rid, l.rid AS label FROM {scan(file_of(former.kept, 'parted'))} AS p JOIN linking_moves AS m "
        "ON p.rid = m.was JOIN linking_moves AS l ON p.label = l.was WHERE m.rid IS NOT NULL AND l.rid IS NOT NULL "
        "ORDER BY m.rid"
    ).fetchnumpy()
    rid, label = (np.asarray(found[name], dtype=np.int64) for name in ("rid", "label"))
    stays = np.flatnonzero(~again)
    if len(stays):
        labels[stays] = label[np.searchsorted(rid, nodes[stays])]
    return labels
