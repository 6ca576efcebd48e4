"""Where the sources of a home stand: what each delivered, what became of it, up to which day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from visavis.declarations import Declared
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import FACTS
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.ledger import Ledger

DAYS = {"records": "updated_on", "tallies": "period"}
"""The day of a fact, where it is not `occurred_on`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A source: as declared, the files of its last delivery, rows by table, rows refused, the last day it tells of."""

    declared: Declared[SourceDeclaration]
    files: int
    rows: dict[str, int]
    refused: int
    last_day: date | None

    @property
    def fetched(self) -> bool:
        """Whether a run has read it."""
        return bool(self.files or self.rows)

    @property
    def facts(self) -> int:
        """All rows that became facts."""
        return sum(self.rows.values())


def standings(home: Path, declared: list[Declared[SourceDeclaration]]) -> list[Standing]:
    """Where each of these sources stands after the last run."""
    lake = Lake(home / "lake")
    manifest = lake.current() or Manifest(run="")
    last = last_days(lake, manifest)
    refused: dict[str, int] = {}
    for entry in manifest.of("rejects"):
        refused[entry.source] = refused.get(entry.source, 0) + entry.rows
    return [
        Standing(
            each,
            len(Ledger.read(manifest, each.value.name).files),
            _rows(manifest, each.value.name),
            refused.get(each.value.name, 0),
            last.get(each.value.name),
        )
        for each in declared
    ]


def last_days(lake: Lake, manifest: Manifest) -> dict[str, date]:
    """By source, the last day that its facts tell of; sources without a day are left out."""
    session = DuckDB()
    try:
        lake.show(session, manifest, FACTS)
        parts = " UNION ALL ".join(
            f"SELECT source, max({DAYS.get(name, 'occurred_on')}) AS day FROM {name} GROUP BY source" for name in FACTS
        )
        rows = session.rows(f"SELECT source, max(day) AS day FROM ({parts}) GROUP BY source")
    finally:
        session.close()
    return {row["source"]: row["day"] for row in rows if row["day"]}


def _rows(manifest: Manifest, source: str) -> dict[str, int]:
    rows: dict[str, int] = {}
    for entry in manifest.entries:
        if entry.source == source and entry.table in FACTS:
            rows[entry.table] = rows.get(entry.table, 0) + entry.rows
    return {name: rows[name] for name in FACTS if rows.get(name)}
