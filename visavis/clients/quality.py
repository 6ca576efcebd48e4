"""Data quality made visible (S5): what is missing, what is stale, what sources contradict. Portable steps, and the verb."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import RECORDS, Type

DESCRIBING = tuple(
    column.name
    for column in RECORDS.columns
    if column.name not in ("source", "key") and not column.name.startswith("updated_")
)
"""Columns of records whose fill rate is told."""

CONTRADICTABLE = ("birth_date", "family_name", "postcode", "emails", "phones")
"""Columns of which two records of one client should say the same."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How many of a source's records fill a column."""

    source: str
    column: str
    filled: int
    records: int

    @property
    def rate(self) -> float:
        """Filled / records, 0 to 1."""
        return self.filled / self.records


@dataclass(frozen=True, slots=True)
class Freshness:
    """The latest day that a source's records bear; None where they bear none. `undated` of `records` bear none."""

    source: str
    latest: str | None
    undated: int
    records: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """How many clients, of those with two or more records that fill `column`, have records that differ there."""

    column: str
    clients: int
    of: int


@dataclass(frozen=True, slots=True)
class Quality:
    """What doctor tells about the data."""

    fill: tuple[Fill, ...]
    freshness: tuple[Freshness, ...]
    contradictions: tuple[Contradiction, ...]


@cache
def quality_steps() -> list[Step]:
    """Steps over the views `records` and `links` that end in `quality_fill`, `quality_freshness`, `quality_contradictions`."""
    fill = " UNION ALL ".join(
        f"SELECT source, {literal(name)} AS column_name, CAST(count({name}) AS BIGINT) AS filled, "
        "CAST(count(*) AS BIGINT) AS records FROM records GROUP BY source"
        for name in DESCRIBING
    )
    differ = " UNION ALL ".join(_differing(name) for name in CONTRADICTABLE)
    return [
        step("quality_fill", fill, "records that fill each column, per source"),
        step(
            "quality_freshness",
            "SELECT source, max(coalesce(updated_on, CAST(updated_at AS DATE))) AS latest, "
            "CAST(sum(CASE WHEN updated_on IS NULL AND updated_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS undated, "
            "CAST(count(*) AS BIGINT) AS records FROM records GROUP BY source",
            "the latest change that each source knows of",
        ),
        step("quality_contradictions", differ, "clients whose records differ, per column"),
    ]


def _differing(name: str) -> str:
    listed = RECORDS.column(name).type is Type.TEXTS
    values = (
        f"(SELECT source, key, unnest({name}) AS value FROM records)"
        if listed
        else f"(SELECT source, key, CAST({name} AS VARCHAR) AS value FROM records)"
    )
    return (
        f"SELECT {literal(name)} AS column_name, CAST(coalesce(sum(CASE WHEN variants > 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS clients, "
        "CAST(count(*) AS BIGINT) AS of_clients FROM (SELECT l.client_id, count(DISTINCT lower(trim(v.value))) AS variants, "
        f"count(DISTINCT v.source || '/' || v.key) AS records FROM {values} AS v "
        "JOIN links AS l ON v.source = l.source AND v.key = l.key WHERE v.value IS NOT NULL GROUP BY l.client_id) AS c "
        "WHERE records > 1"
    )


def quality(home: Path) -> Quality:
    """What the last run's records lack, how old they are and where they contradict; empty before the first run."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    if manifest is None:
        return Quality((), (), ())
    session = DuckDB()
    try:
        return quality_of(session, lake, manifest)
    finally:
        session.close()


def quality_of(session: DuckDB, lake: Lake, manifest: Manifest) -> Quality:
    """What the records of `manifest` lack, how old they are and where they contradict."""
    lake.show(session, manifest, ("records", "links"))
    session.run(quality_steps())
    fill = session.rows("FROM quality_fill ORDER BY source, column_name")
    fresh = session.rows("FROM quality_freshness ORDER BY source")
    differ = session.rows("FROM quality_contradictions ORDER BY column_name")
    return Quality(
        tuple(Fill(r["source"], r["column_name"], r["filled"], r["records"]) for r in fill),
        tuple(
            Freshness(r["source"], r["latest"] and r["latest"].isoformat(), r["undated"], r["records"]) for r in fresh
        ),
        tuple(Contradiction(r["column_name"], r["clients"], r["of_clients"]) for r in differ),
    )
