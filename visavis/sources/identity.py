"""What is the same fact: identical rows are counted, repeated keys are told from contradicting ones.

Only rows whose key occurs more than once are looked at closely; finding them takes one hash per row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from visavis.engine.steps import literal
from visavis.sources.mapping.facts import VERSION
from visavis.sources.staging import Staged, complete

OUTCOMES = "identity_outcomes"
"""Temporary table: place of a file in the list, row number, `drop`, `reject` or `rename`, and the new key."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What identity decides about one file: how many rows go, are refused, or get another key."""

    dropped: int
    refused: int
    renamed: int


def number_identical(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], *, per_file: bool, key: str = "key"
) -> dict[int, int]:
    """Tell identical rows of a fact without key apart: `-1`, `-2` …; renamed rows by place of the file.

    Over all files together, or anew in each file: then a file that is delivered again brings the same keys.
    """
    _forget(connection)
    groups = [[place] for place in range(len(staged))] if per_file else [list(range(len(staged)))]
    for places in groups:
        chosen = [staged[place] for place in places]
        rows = _rows(chosen, places, f"{key} AS key")
        connection.execute(
            f"INSERT INTO {OUTCOMES} SELECT place, row_number, 'rename', left(key, 33) || ordinal FROM ("
            f"SELECT place, row_number, key, row_number() OVER (PARTITION BY key ORDER BY place, row_number) AS ordinal "
            f"FROM ({rows}) WHERE hash(key) IN (SELECT hash(key) FROM ({rows}) GROUP BY hash(key) HAVING count(*) > 1)"
            f") WHERE ordinal > 1"
        )
    return _counts(connection, "rename")


def resolve_keys(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], *, versioned: bool, key: str = "key"
) -> dict[int, Outcome]:
    """Decide which of the rows under one (type, key) stands; outcome by place of the file, files in order.

    Equal content counts once. Of different contents the latest version stands, or the first where there are no versions: the
    others are refused.
    """
    _forget(connection)
    types = "type" in dict(staged[0].columns)
    identity = f"type, {key}" if types else key
    rows = _rows(staged, range(len(staged)), identity)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE identity_suspects AS SELECT hash({identity}) AS h FROM ({rows}) "
        f"GROUP BY ALL HAVING count(*) > 1"
    )
    if not connection.execute("SELECT count(*) FROM identity_suspects").fetchall()[0][0]:
        return {}
    suspected = {
        int(row[0])
        for row in connection.execute(
            f"SELECT DISTINCT place FROM ({rows}) WHERE hash({identity}) IN (FROM identity_suspects)"
        ).fetchall()
    }
    for place in suspected:
        if staged[place].new and not staged[place].final:
            complete(connection, staged[place])
    _decide(connection, staged, sorted(suspected), identity, versioned)
    counted = {name: _counts(connection, name) for name in ("drop", "reject")}
    return {
        place: Outcome(counted["drop"].get(place, 0), counted["reject"].get(place, 0), 0)
        for place in {*counted["drop"], *counted["reject"]}
    }


def _decide(
    connection: duckdb.DuckDBPyConnection,
    staged: Sequence[Staged],
    suspected: Sequence[int],
    identity: str,
    versioned: bool,
) -> None:
    """Compare the rows that share a key; row numbers are taken anew, as files may just have been completed."""
    parts = []
    for place in suspected:
        each = staged[place]
        names = ", ".join(f'"{name}"' for name, _ in sorted(each.columns) if name != "place")
        version = f"{VERSION}_at, {VERSION}_number, {VERSION}_text" if versioned else "NULL AS a, NULL AS b, NULL AS c"
        parts.append(
            f"SELECT {place} AS place, file_row_number AS row_number, {identity}, md5(CAST(row({names}) AS VARCHAR)) AS content, "
            f"{version} FROM read_parquet({literal(str(each.path))}, file_row_number=true) WHERE {each.sound} "
            f"AND hash({identity}) IN (FROM identity_suspects)"
        )
    latest = f"{VERSION}_at DESC NULLS LAST, {VERSION}_number DESC NULLS LAST, {VERSION}_text DESC NULLS LAST, "
    order = f"{latest}place DESC, row_number DESC" if versioned else "place, row_number"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE identity_ranked AS SELECT place, row_number, content, "
        f"row_number() OVER same AS rank, first_value(content) OVER same AS standing "
        f"FROM ({' UNION ALL '.join(parts)}) WINDOW same AS (PARTITION BY {identity} ORDER BY {order})"
    )
    verdict = "'drop'" if versioned else "CASE WHEN content = standing THEN 'drop' ELSE 'reject' END"
    connection.execute(
        f"INSERT INTO {OUTCOMES} SELECT place, row_number, {verdict}, NULL FROM identity_ranked WHERE rank > 1"
    )


def _forget(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {OUTCOMES} (place BIGINT, row_number BIGINT, verdict VARCHAR, key VARCHAR)"
    )


def _rows(staged: Sequence[Staged], places: Sequence[int] | range, columns: str) -> str:
    return " UNION ALL ".join(
        f"SELECT {place} AS place, file_row_number AS row_number, {columns} "
        f"FROM read_parquet({literal(str(each.path))}, file_row_number=true) WHERE {each.sound}"
        for place, each in zip(places, staged, strict=True)
    )


def _counts(connection: duckdb.DuckDBPyConnection, verdict: str) -> dict[int, int]:
    found = connection.execute(
        f"SELECT place, count(*) FROM {OUTCOMES} WHERE verdict = '{verdict}' GROUP BY place"
    ).fetchall()
    return {int(place): int(n) for place, n in found}
