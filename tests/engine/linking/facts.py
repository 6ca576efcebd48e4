"""Facts written by hand, shown to a runner as the lake would show them, and what linking makes of them."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.linking.link import Linked, link
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import Piece, Runner
from visavis.engine.tables import EVENTS, EXCHANGES, RATINGS, RECORDS, Table, Type

ARROW = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DECIMAL: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
    Type.TEXTS: pa.list_(pa.string()),
}


def show_facts(
    runner: Runner, folder: Path, records: Iterable[dict[str, Any]], references: Sequence[str | None] = ()
) -> None:
    """Views of all facts: those records, and one event for each reference (`client_ref`)."""
    events = [{"source": "log", "key": str(n), "client_ref": ref} for n, ref in enumerate(references)]
    for table, rows in ((RECORDS, list(records)), (EVENTS, events), (EXCHANGES, []), (RATINGS, [])):
        _show(runner, folder, table, rows)


def _show(runner: Runner, folder: Path, table: Table, rows: list[dict[str, Any]]) -> None:
    schema = pa.schema([(column.name, ARROW[column.type]) for column in table.columns])
    file = folder / f"{table.name}.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist([{name: row.get(name) for name in table.names} for row in rows], schema), file)
    columns = tuple((column.name, column.type) for column in table.columns)
    runner.show(table.name, [Piece((file,), columns)], columns)


def link_facts(
    runner: Runner,
    folder: Path,
    records: Iterable[dict[str, Any]],
    references: Sequence[str | None] = (),
    model: Model | None = None,
) -> tuple[list[set[str]], list[dict[str, Any]], Linked]:
    """Clusters as sets of `source/key` in order, edges as rows with their evidence read, and what linking said."""
    show_facts(runner, folder / "facts", records, references)
    edges, clusters = folder / "edges.parquet", folder / "clusters.parquet"
    linked = link(runner, folder / "work", edges=edges, clusters=clusters, model=model)
    groups: dict[str, set[str]] = {}
    for row in pq.read_table(clusters).to_pylist():
        groups.setdefault(row["cluster"], set()).add(f"{row['source']}/{row['key']}")
    rows = [row | {"evidence": json.loads(row["evidence"])} for row in pq.read_table(edges).to_pylist()]
    return sorted(groups.values(), key=min), rows, linked


def person(key: str, given: str | None = None, family: str | None = None, **more: Any) -> dict[str, Any]:
    """A record: `key` is `source/key`; `email` and `phone` may stand for lists of one."""
    source, _, own = key.partition("/")
    for one, many in (("email", "emails"), ("phone", "phones")):
        if one in more:
            more[many] = [more.pop(one)]
    return {"source": source, "key": own, "given_name": given, "family_name": family, **more}
