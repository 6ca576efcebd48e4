"""Rows that could not become facts, as the last run left them: how many and why, and the first of them."""

from dataclasses import dataclass
from pathlib import Path

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.steps import literal
from visavis.mistakes import Words
from visavis.sources.reasons import REASONS

FIRST = 50
"""Rows that a page shows; the file has them all."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """So many rows of a source refused for one reason."""

    source: str
    code: str
    n: int

    @property
    def words(self) -> Words:
        """The reason in words; its code where nobody put it into words."""
        return REASONS.get(self.code) or Words(fr=self.code, en=self.code)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row: where it stands, which column was refused, what stood there, which fact it was meant for."""

    file: str
    line: int | None
    column: str | None
    value: str | None
    fact: str | None


def refusals(home: Path) -> list[Refusal]:
    """By source and reason, the most frequent first within each source."""
    session = _session(home)
    try:
        rows = session.rows(
            "SELECT source, reason, count(*) AS n FROM rejects GROUP BY source, reason ORDER BY source, n DESC, reason"
        )
    finally:
        session.close()
    return [Refusal(row["source"], row["reason"], row["n"]) for row in rows]


def first_rows(home: Path, source: str, code: str) -> list[RefusedRow]:
    """The first rows of `source` refused for `code`, in the order of its files."""
    session = _session(home)
    try:
        rows = session.rows(
            f"""SELECT file, line, "column", value, fact FROM rejects WHERE source = {literal(source)}
            AND reason = {literal(code)} ORDER BY file, line, fact, value LIMIT {FIRST}"""
        )
    finally:
        session.close()
    return [RefusedRow(row["file"], row["line"], row["column"], row["value"], row["fact"]) for row in rows]


def csv_of(home: Path, source: str) -> Path | None:
    """The file with all refused rows of `source`, its cells harmless to spreadsheets; None where there is none."""
    folder = home / "rejects"
    return next((file for file in folder.glob("*.csv") if file.stem == source), None)


def _session(home: Path) -> DuckDB:
    lake = Lake(home / "lake")
    session = DuckDB()
    manifest = lake.current()
    if manifest is None:
        session.connection.execute(
            "CREATE VIEW rejects AS SELECT NULL::VARCHAR AS source, NULL::VARCHAR AS file, NULL::BIGINT AS line, "
            'NULL::VARCHAR AS "column", NULL::VARCHAR AS reason, NULL::VARCHAR AS value, NULL::VARCHAR AS fact WHERE FALSE'
        )
    else:
        lake.show(session, manifest, ["rejects"])
    return session
