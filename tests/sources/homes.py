"""A home for tests: files written, sources declared, fetched, and asked."""

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import Runner
from visavis.sources.declaration import read_sources
from visavis.sources.fetch import Fetched, fetch

SECRET = b"a secret of this home, 32 bytes."


class Place:
    """A home in a folder, with what was fetched into it so far."""

    def __init__(self, folder: Path, runner: Runner | None = None) -> None:
        self.home = folder
        self.lake = Lake(folder / "lake")
        self.duckdb = DuckDB(folder / "lake" / "scratch")
        self.runner: Runner = runner or self.duckdb
        self.manifest = Manifest("r0")
        self.runs = 0

    def declare(self, text: str, name: str = "s") -> None:
        """Write `sources/<name>.yaml`."""
        target = self.home / "sources" / f"{name}.yaml"
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def put(self, name: str, content: str | bytes, *, encoding: str = "utf-8", packed: bool = False) -> Path:
        """Write a file below the home."""
        target = self.home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        plain = content.encode(encoding) if isinstance(content, str) else content
        target.write_bytes(gzip.compress(plain) if packed else plain)
        return target

    def fetch(self) -> list[Fetched]:
        """Fetch every source and publish; what each gave."""
        self.runs += 1
        results = []
        for declared in read_sources(self.home):
            fetched = fetch(
                self.home,
                declared,
                lake=self.lake,
                runner=self.runner,
                manifest=self.manifest,
                run=f"r{self.runs}",
                secret=SECRET,
            )
            self.manifest = fetched.manifest
            results.append(fetched)
        self.lake.publish(self.manifest)
        self.lake.sweep()
        return results

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Ask the facts and the rejects that were fetched."""
        self.lake.show(self.duckdb, self.manifest, ["records", "exchanges", "events", "ratings", "tallies", "rejects"])
        return self.duckdb.rows(sql)

    def values(self, sql: str) -> list[Any]:
        """The one column of a query."""
        return [next(iter(row.values())) for row in self.rows(sql)]


def csv_of(rows: list[Mapping[str, object]], delimiter: str = ",") -> str:
    """Rows as CSV, quoted where needed."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
