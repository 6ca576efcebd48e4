"""The lake: immutable Parquet files, one manifest per run, one pointer file.

A reader opens the pointer, then the manifest that it names, then the files that the manifest lists: it never sees half a run,
and a run that was killed leaves the last one standing. Nothing is renamed but single files over themselves, so an object
store serves as well as a disk.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from visavis.declarations.writing import write_atomically as write_atomically
from visavis.engine.steps import Piece, Runner
from visavis.engine.tables import ALL, EXTRA, RESULTS, Table, Type


@dataclass(frozen=True, slots=True)
class Entry:
    """One Parquet file of the lake, and how many of its rows count. `extra` are the (name, type) of columns beyond the table's own.
    `stale`: where a later run left the file as it is though some rows count no longer, the path of a file of their places."""

    table: str
    path: str
    rows: int
    source: str = ""
    fact: int = 0
    extra: tuple[tuple[str, str], ...] = ()
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run left: its files, and the ledger of what was fetched (per source, opaque to the lake)."""

    run: str
    finished_at: str = ""
    entries: tuple[Entry, ...] = ()
    ledger: dict[str, Any] = field(default_factory=dict)

    def of(self, table: str, *, source: str | None = None) -> tuple[Entry, ...]:
        """Entries of `table`, of one source or of all."""
        return tuple(e for e in self.entries if e.table == table and source in (None, e.source))

    def replaced(self, table: str, entries: Iterable[Entry], *, source: str | None = None) -> "Manifest":
        """The manifest with the entries of `table` (of one source or of all) replaced."""
        gone = set(self.of(table, source=source))
        return replace(self, entries=(*(e for e in self.entries if e not in gone), *entries))


Counted = tuple[Path, Path | None]
"""A Parquet file, and where not all of its rows count, the file of the places of those that do not."""


class Lake:
    """The lake in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def pointer(self) -> Path:
        """The one file whose replacement publishes a run."""
        return self.folder / "current.json"

    def current(self) -> Manifest | None:
        """The last published run; None before the first."""
        return self._read(self.pointer)

    def former(self) -> Manifest | None:
        """The run that was published before the current one; None where there is none."""
        return self._read(self.folder / "former.json")

    def draft(self) -> Manifest | None:
        """What an unfinished run had fetched when it stopped; None if the last run was published."""
        return self._read(self.folder / "draft.json")

    def save_draft(self, manifest: Manifest) -> None:
        """Remember an unfinished run, so that the next one goes on from there."""
        self._write(self.folder / "draft.json", manifest)

    def publish(self, manifest: Manifest) -> None:
        """Make `manifest` the current run: one file is replaced, at once. The former one is kept for those who still read it."""
        if former := self.current():
            self._write(self.folder / "former.json", former)
        self._write(self.pointer, manifest)
        (self.folder / "draft.json").unlink(missing_ok=True)

    def new_file(self, table: str, run: str) -> Path:
        """A path that no file has yet, for a Parquet file of `table`."""
        folder = self.folder / "data" / table
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{run}-{uuid.uuid4().hex[:12]}.parquet"

    def entry(self, table: str, path: Path, rows: int, **more: Any) -> Entry:
        """The entry of a written file."""
        return Entry(table, path.relative_to(self.folder).as_posix(), rows, **more)

    def sweep(self) -> int:
        """Delete data files that no run lists: current, former, draft; how many. Call under the lock only."""
        kept = {self.folder / path for m in self._known() for e in m.entries for path in (e.path, e.stale) if path}
        gone = [
            path
            for path in sorted((self.folder / "data").glob("**/*"))
            if path.is_file() and kept.isdisjoint((path, *path.parents))
        ]
        for path in gone:
            path.unlink()
        for folder in sorted((self.folder / "data").glob("*/**/"), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()
        return len(gone)

    def _known(self) -> list[Manifest]:
        found = (self.current(), self.former(), self.draft())
        return [manifest for manifest in found if manifest]

    def files(self, entry: Entry) -> list[Path]:
        """The Parquet files of an entry: one, or those in its folder where a cluster wrote several. Raises ValueError where not all
        of their rows count: who reads them must ask for `counted`, or `show` them."""
        if entry.stale:
            raise ValueError(f"of {entry.path} some rows count no longer")
        return [file for file, _ in self.counted(entry)]

    def counted(self, entry: Entry) -> list[Counted]:
        """The Parquet files of an entry, each with the file of the places (column `place`, from 0) of rows that count no longer."""
        path = self.folder / entry.path
        if entry.stale:
            return [(path, self.folder / entry.stale)]
        return [(each, None) for each in (sorted(path.glob("*.parquet")) if path.is_dir() else [path])]

    def same_rows(self, one: Entry, other: Entry) -> bool:
        """Whether two entries hold the same rows, in whatever order; of rows that count no longer nobody is asked: then, whether they
        are one entry."""
        import duckdb

        if one.rows != other.rows or one.table != other.table:
            return False
        if one.stale or other.stale:
            return one == other
        tables = [pq.read_table([str(file) for file in self.files(each)]) for each in (one, other)]
        if tables[0].schema.names != tables[1].schema.names:
            return False
        with duckdb.connect() as session:
            session.register("one", tables[0])
            session.register("other", tables[1])
            return not session.execute("(FROM one EXCEPT ALL FROM other) LIMIT 1").fetchall()

    def pieces(self, entries: Sequence[Entry], table: Table | None) -> list[Piece]:
        """The entries grouped by their set of columns, in order of first appearance."""
        groups: dict[tuple[Path | None, tuple[tuple[str, Type], ...]], list[Path]] = {}
        for entry in entries:
            extra = tuple((name, Type(type_)) for name, type_ in entry.extra)
            counted = self.counted(entry)
            own = _own_columns(table, [file for file, _ in counted])
            for file, stale in counted:
                groups.setdefault((stale, (*own, *extra)), []).append(file)
        return [Piece(tuple(files), columns, stale) for (stale, columns), files in groups.items()]

    def show(self, runner: Runner, manifest: Manifest, tables: Iterable[str]) -> None:
        """Make a view of each of `tables`, named like it, with all declared extra fields of all sources."""
        for name in tables:
            table = ALL[name]
            entries = manifest.of(name)
            columns = (*((c.name, c.type) for c in table.columns), *extra_columns(entries))
            runner.show(name, self.pieces(entries, table), columns)

    def _read(self, path: Path) -> Manifest | None:
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        entries = tuple(Entry(**(e | {"extra": tuple(map(tuple, e["extra"]))})) for e in plain.pop("entries"))
        return Manifest(entries=entries, **plain)

    def _write(self, path: Path, manifest: Manifest) -> None:
        write_atomically(path, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


def _own_columns(table: Table | None, files: Sequence[Path]) -> list[tuple[str, Type]]:
    """Columns of `table` that the files have: results that an earlier version computed may lack some."""
    columns = [(column.name, column.type) for column in table.columns] if table else []
    if table is None or table.name not in RESULTS or not files:
        return columns
    held = set(pq.read_schema(files[0]).names)
    return [each for each in columns if each[0] in held]


def extra_columns(entries: Iterable[Entry]) -> list[tuple[str, Type]]:
    """Extra columns over all `entries`, by name; text where sources disagree on the type."""
    types: dict[str, set[Type]] = {}
    for entry in entries:
        for name, type_ in entry.extra:
            types.setdefault(name, set()).add(Type(type_))
    return [(name, found.pop() if len(found) == 1 else Type.TEXT) for name, found in sorted(types.items())]


def extra_name(column: str) -> str:
    """`extra.made_sla` as people write it, out of `extra_made_sla`."""
    return f"extra.{column.removeprefix(EXTRA)}" if column.startswith(EXTRA) else column
