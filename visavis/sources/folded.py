"""Facts that several rows tell: the rows go into the lake as a log, and the log is folded into cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as parquet

from visavis.engine.folding import fold_steps, refold_steps
from visavis.engine.lake import Entry, Lake
from visavis.engine.steps import Runner, literal
from visavis.engine.tables import FACTS, Type
from visavis.sources import identity, rejects
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.rows import natural
from visavis.sources.mapping.facts import extra_columns
from visavis.sources.mapping.folds import ROW_ID, folded_fields, order_names
from visavis.sources.staging import Staged, settle

LOG = "log"
PLACE = (("_file", Type.TEXT), ("_row", Type.INTEGER))


@dataclass(frozen=True, slots=True)
class Folding:
    """One folded fact of a source; `types` are those of its extra fields that declare none."""

    connection: duckdb.DuckDBPyConnection
    lake: Lake
    runner: Runner
    run: str
    source: SourceDeclaration
    number: int
    types: Mapping[str, Type]

    def fold(self, staged: list[Staged], logs: Sequence[Entry], cases: Sequence[Entry]) -> list[Entry]:
        """Entries of the log and of its cases, out of new files and former entries of both."""
        for each in staged:
            if each.refused:
                rejects.add_refused(self.connection, self.source, each)
        fresh = self._log(staged, logs)
        return [*logs, *fresh, *(self._cases(fresh, logs, cases) if fresh else cases)]

    def _log(self, staged: list[Staged], logs: Sequence[Entry]) -> list[Entry]:
        """Write the new rows, each with its file and place; rows that were delivered before are left out."""
        dropped: dict[int, str] = {}
        if self.source.delivery != "full" and staged:
            self._number(staged)
            dropped = self._delivered_before(staged, [self._former(entry) for entry in logs])
        entries = []
        for place, each in enumerate(staged):
            added = f", {literal(natural(each.file))} AS _file, file_row_number + 1 AS _row"
            target = self.lake.new_file(LOG, self.run)
            settle(self.connection, each, target, dropped=dropped.get(place), added=added)
            extra = tuple((name, str(type_)) for name, type_ in (*each.columns, *PLACE))
            entries.append(
                self.lake.entry(LOG, target, each.rows, source=self.source.name, fact=self.number, extra=extra)
            )
        return [entry for entry in entries if entry.rows]

    def _number(self, staged: list[Staged]) -> None:
        for place in identity.number_identical(self.connection, staged, per_file=True, key=ROW_ID):
            keys = f"SELECT row_number, key FROM {identity.OUTCOMES} WHERE place = {place}"
            settle(self.connection, staged[place], self.lake.new_file(LOG, self.run), renamed=keys, key=ROW_ID)

    def _delivered_before(self, staged: list[Staged], former: list[Staged]) -> dict[int, str]:
        outcomes = identity.resolve_keys(self.connection, [*former, *staged], versioned=False, key=ROW_ID)
        return {
            place - len(former): f"SELECT row_number FROM {identity.OUTCOMES} WHERE place = {place}"
            for place in outcomes
        }

    def _former(self, entry: Entry) -> Staged:
        path = self.lake.folder / entry.path
        return Staged("", self.number, LOG, path, entry.rows, entry.extra, new=False, final=True)

    def _cases(self, fresh: Sequence[Entry], logs: Sequence[Entry], former: Sequence[Entry]) -> list[Entry]:
        fact = self.source.facts[self.number]
        fields = [field for _, _, field in folded_fields(fact, self.types)]
        table = FACTS[fact.table]
        extra = extra_columns(fact, self.types)
        outputs = (*((column.name, column.type) for column in table.columns), *extra)
        order = self._order([*logs, *fresh])
        self._show("fold_log", [*logs, *fresh])
        if former:
            self._show("fold_fresh", fresh)
            self.runner.show("fold_former", self.lake.pieces(former, table), outputs)
            steps = refold_steps("fold_log", "fold_fresh", "fold_former", fields, order, outputs, self.source.name)
        else:
            steps = fold_steps("fold_log", fields, order, outputs, self.source.name)
        self.runner.run(steps)
        target = self.lake.new_file(table.name, self.run)
        rows = self.runner.write(steps[-1].name, target)
        named = tuple((name, str(type_)) for name, type_ in extra)
        parts = [(target, rows)] if target.is_file() else _parts(target)
        return [
            self.lake.entry(table.name, path, n, source=self.source.name, fact=self.number, extra=named)
            for path, n in parts
            if n
        ]

    def _show(self, view: str, entries: Sequence[Entry]) -> None:
        columns = [(name, Type(type_)) for name, type_ in entries[-1].extra]
        self.runner.show(view, self.lake.pieces(entries, None), columns)

    def _order(self, entries: Sequence[Entry]) -> list[str]:
        """The order columns that are not null everywhere: a column of moments has no numbers."""
        fold = self.source.facts[self.number].fold
        names = [name for place in range(len(fold.order if fold else ())) for name, _ in order_names(place)]
        if not names:
            return []
        files = ", ".join(literal(str(self.lake.folder / entry.path)) for entry in entries)
        counts = ", ".join(f"count({name})" for name in names)
        found = self.connection.execute(f"SELECT {counts} FROM read_parquet([{files}])").fetchall()[0]
        return [name for name, n in zip(names, found, strict=True) if n]


def _parts(folder: Path) -> list[tuple[Path, int]]:
    """The files that a cluster wrote into a folder, with their rows."""
    return [(part, parquet.read_metadata(part).num_rows) for part in sorted(folder.glob("part-*.parquet"))]
