"""Why records are together: the strongest edges that hold a client's records, with the weight of each comparison."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from visavis.clients.who import find
from visavis.engine.duckdb import DuckDB


def why(home: Path, who: str) -> dict[str, Any]:
    """The edges that hold the records of the client called `who` together, ready for JSON.

    Of all accepted edges between its records, the strongest ones that connect them (a maximum spanning tree), strongest first:
    keys source_l, key_l, source_r, key_r, weight (bits; null where the link is certain), probability, rule, evidence (comparison,
    level, bits, rarity), model. `apart` lists records that no edge of the last run holds. Raises Mistake for an unknown client.
    """
    client = find(home, who)
    present = [(r.source, r.key) for r in client.records if r.vanished_run is None]
    session = DuckDB()
    try:
        client.lake.show(session, client.manifest, ("edges",))
        columns = {"source": [s for s, _ in present], "key": [k for _, k in present]}
        session.connection.register(
            "mine", pa.table(columns, pa.schema([("source", pa.string()), ("key", pa.string())]))
        )
        edges = session.rows(
            "SELECT e.* FROM edges AS e JOIN mine AS l ON e.source_l = l.source AND e.key_l = l.key "
            "JOIN mine AS r ON e.source_r = r.source AND e.key_r = r.key "
            "ORDER BY e.probability DESC, e.weight DESC NULLS FIRST, e.source_l, e.key_l, e.source_r, e.key_r"
        )
    finally:
        session.close()
    strongest = _spanning(edges)
    held = {end for edge in strongest for end in _ends(edge)}
    return {
        "id": client.id,
        "records": [f"{source}/{key}" for source, key in present],
        "edges": [edge | {"evidence": json.loads(edge["evidence"])} for edge in strongest],
        "apart": [f"{s}/{k}" for s, k in present if (s, k) not in held] if len(present) > 1 else [],
    }


End = tuple[str, str]


def _ends(edge: dict[str, Any]) -> tuple[End, End]:
    return (edge["source_l"], edge["key_l"]), (edge["source_r"], edge["key_r"])


def _spanning(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Kruskal: edges, strongest first, that connect what was not connected yet."""
    root: dict[End, End] = {}

    def find_root(node: End) -> End:
        while root.get(node, node) != node:
            node = root[node]
        return node

    chosen = []
    for edge in edges:
        left, right = map(find_root, _ends(edge))
        if left != right:
            root[left] = right
            chosen.append(edge)
    return chosen
