"""What the facts of the last run know: kinds, statuses, moments and flags that a promise may name."""

from dataclasses import dataclass
from pathlib import Path

from visavis.engine.duckdb import DuckDB
from visavis.engine.holding.fields import lake_columns
from visavis.engine.lake import Lake, extra_name
from visavis.engine.tables import EXTRA, Type

MOST = 100
"""Statuses that are offered; more would be no choice."""


@dataclass(frozen=True, slots=True)
class Known:
    """Names to choose from; all empty before the first run."""

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    moments: tuple[str, ...] = ("occurred_at", "due_at", "done_at")
    flags: tuple[str, ...] = ()


_known: dict[tuple[Path, str], Known] = {}
"""Of the last run of each home, so that opening the form again reads nothing."""


def known(home: Path) -> Known:
    """What the facts of the last run know."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    if manifest is None:
        return Known()
    if (home, manifest.run) not in _known:
        for key in [each for each in _known if each[0] == home]:
            del _known[key]
        columns = lake_columns(manifest)["events"]
        session = DuckDB()
        try:
            lake.show(session, manifest, ["events", "tallies"])
            types = session.rows("SELECT type FROM events UNION SELECT type FROM tallies ORDER BY type")
            statuses = session.rows(f"SELECT DISTINCT status FROM events ORDER BY status LIMIT {MOST}")
        finally:
            session.close()
        extra = {name: type_ for name, type_ in columns.items() if name.startswith(EXTRA)}
        _known[home, manifest.run] = Known(
            types=tuple(row["type"] for row in types if row["type"]),
            statuses=tuple(row["status"] for row in statuses if row["status"]),
            moments=(
                *Known().moments,
                *(extra_name(name) for name, type_ in sorted(extra.items()) if type_ in (Type.DATE, Type.TIMESTAMP)),
            ),
            flags=tuple(extra_name(name) for name in sorted(extra)),
        )
    return _known[home, manifest.run]
