"""Small lakes out of a few written facts, for tests."""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.holding.fields import Columns, lake_columns
from visavis.engine.holding.hold import Held, ready
from visavis.engine.holding.promise import Promise
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import EXTRA, FACTS, Type

ARROW = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DECIMAL: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
    Type.TEXTS: pa.list_(pa.string()),
}


def when(stem: str, text: str | None, zone: str = "UTC") -> dict[str, Any]:
    """The three columns of a moment written as local time ("2024-03-31 10:00") or as a day ("2024-03-31")."""
    if text is None:
        return {}
    local = datetime.datetime.fromisoformat(text)
    utc = local.replace(tzinfo=ZoneInfo(zone)).astimezone(datetime.UTC).replace(tzinfo=None)
    return {f"{stem}_at": utc if len(text) > 10 else None, f"{stem}_on": local.date(), f"{stem}_zone": zone}


def event(key: str, *, zone: str = "UTC", source: str = "s", **more: Any) -> dict[str, Any]:
    """An event; `occurred`, `due`, `done` are local times as `when` reads them."""
    row = {"source": source, "key": key, "type": "case"}
    for stem in ("occurred", "due", "done"):
        row |= when(stem, more.pop(stem, None), zone)
    return row | more


def write_lake(
    folder: Path, types: dict[str, str] | None = None, **tables: Sequence[dict[str, Any]]
) -> tuple[Lake, Manifest]:
    """A lake with these rows; `types` gives the type of each extra field."""
    lake, entries = Lake(folder), []
    for name, rows in tables.items():
        table = FACTS[name]
        for source in sorted({str(row["source"]) for row in rows}):
            own = [row for row in rows if row["source"] == source]
            extra = tuple(sorted({(k, (types or {})[k]) for row in own for k in row if k.startswith(EXTRA)}))
            fields = [(c.name, c.type) for c in table.columns] + [(n, Type(t)) for n, t in extra]
            data = {n: pa.array([row.get(n) for row in own], ARROW[t]) for n, t in fields}
            path = lake.new_file(name, "r")
            pq.write_table(pa.table(data), path)
            entries.append(lake.entry(name, path, len(own), source=source, extra=extra))
    return lake, Manifest("r", entries=tuple(entries))


def shown(
    folder: Path, types: dict[str, str] | None = None, **tables: Sequence[dict[str, Any]]
) -> tuple[DuckDB, Columns]:
    """A runner that shows a lake of these rows, and its columns."""
    lake, manifest = write_lake(folder, types, **tables)
    runner = DuckDB(folder / "scratch")
    lake.show(runner, manifest, FACTS)
    return runner, lake_columns(manifest)


def promise(**test: Any) -> Promise:
    """A promise with this test."""
    until = test.pop("observed_until", None)
    return Promise.model_validate({"name": "p", "says": {"en": "We do"}, "test": test, "observed_until": until})


def hold(
    folder: Path, test: Promise, types: dict[str, str] | None = None, **tables: Sequence[dict[str, Any]]
) -> DuckDB:
    """Hold `test` against these rows as promise 1; a runner with cases_1 and what follows from it."""
    runner, columns = shown(folder, types, **tables)
    held: Held = ready(runner, test, 1, columns, folder / "scratch")
    runner.run([*held.steps, *held.felt, *held.dropped])
    return runner


def outcomes(runner: DuckDB, what: str = "outcome") -> dict[str, Any]:
    """The outcome (or another column) of each case, by key."""
    return {row["key"]: row["it"] for row in runner.rows(f"SELECT key, {what} AS it FROM cases_1 ORDER BY key")}


def tuples(rows: Iterable[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Rows without their column names."""
    return [tuple(row.values()) for row in rows]
