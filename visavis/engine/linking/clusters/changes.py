"""What another partition changes for those who stand in both: how many clients are merged and parted, and examples of each."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from visavis.engine.linking.kept import scan

MOST_EXAMPLES = 20
MOST_NAMED = 10
"""Records that an example names of each client."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Of `records` that stand in both partitions: `clients_before` and `clients_after`; `merged`: clients of now that hold several
    of before; `parted`: clients of before whose records stand in several now; `moved`: records of either. Examples are lists of
    clients, each a list of some of its records, as `source/key`."""

    records: int
    clients_before: int
    clients_after: int
    merged: int
    parted: int
    moved: int
    merged_examples: tuple[tuple[tuple[str, ...], ...], ...]
    parted_examples: tuple[tuple[tuple[str, ...], ...], ...]

    def plain(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


def changes_between(before: Path, after: Path) -> Changes:
    """What the CLUSTERS file `after` changes for the records of `before`."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE both_of AS SELECT b.source || '/' || b.key AS record, b.cluster AS was, a.cluster AS \"is\" "
            f"FROM {scan(before)} AS b JOIN {scan(after)} AS a ON b.source = a.source AND b.key = a.key"
        )
        counted = 'SELECT count(*), count(DISTINCT was), count(DISTINCT "is") FROM both_of'
        records, clients_before, clients_after = connection.execute(counted).fetchall()[0]
        merged, parted = (_crossed(connection, *columns) for columns in (("is", "was"), ("was", "is")))
        moved = connection.execute(
            'SELECT count(*) FROM both_of SEMI JOIN (SELECT was, "is" FROM both_of WHERE '
            '"is" IN (SELECT name FROM crossed_is) OR was IN (SELECT name FROM crossed_was)) AS c USING (was, "is")'
        ).fetchall()[0][0]
    return Changes(records, clients_before, clients_after, merged[0], parted[0], moved, merged[1], parted[1])


def _crossed(
    connection: duckdb.DuckDBPyConnection, name: str, other: str
) -> tuple[int, tuple[tuple[tuple[str, ...], ...], ...]]:
    """How many clusters of the column `name` hold several of `other`, and examples, the smallest first."""
    connection.execute(
        f'CREATE TABLE crossed_{name} AS SELECT "{name}" AS name, count(*) AS size, min(record) AS first FROM both_of '
        f'GROUP BY "{name}" HAVING count(DISTINCT "{other}") > 1'
    )
    rows = connection.execute(
        f"SELECT c.name, list(b.record ORDER BY b.record) FROM (FROM crossed_{name} ORDER BY size, first LIMIT {MOST_EXAMPLES}) AS c "
        f'JOIN both_of AS b ON b."{name}" = c.name GROUP BY c.name, c.size, c.first, b."{other}" '
        "ORDER BY c.size, c.first, min(b.record)"
    ).fetchall()
    examples: dict[str, list[tuple[str, ...]]] = {}
    for cluster, records in rows:
        examples.setdefault(cluster, []).append(tuple(records[:MOST_NAMED]))
    count = connection.execute(f"SELECT count(*) FROM crossed_{name}").fetchall()[0][0]
    return count, tuple(tuple(each) for each in examples.values())
