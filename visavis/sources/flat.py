"""Facts that one row tells: refused rows set aside, identical and repeated ones resolved, files made final."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from visavis.engine.lake import Entry, Lake
from visavis.engine.tables import FACTS
from visavis.sources import identity, rejects
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.mapping.facts import VERSION
from visavis.sources.staging import Staged, settle

VERSIONS = tuple(f"{VERSION}_{part}" for part in ("at", "number", "text"))


@dataclass(frozen=True, slots=True)
class Flat:
    """The facts without fold of one source that share a table and a way to treat repeated keys."""

    connection: duckdb.DuckDBPyConnection
    lake: Lake
    run: str
    source: SourceDeclaration

    def settle(self, staged: list[Staged], former: Sequence[Entry]) -> list[Entry]:
        """Make the staged files final; entries of all files of these facts, former ones included."""
        for each in staged:
            if each.refused:
                rejects.add_refused(self.connection, self.source, each)
        self._number(staged)
        olds = [self._former(entry) for entry in former]
        for group in self._groups(staged, olds):
            self._resolve(*group)
        for each in staged:
            if each.refused and not each.final:
                settle(self.connection, each, self.lake.new_file(each.table, self.run))
        return [
            self._entry(each, entry)
            for each, entry in zip([*olds, *staged], [*former, *[None] * len(staged)], strict=True)
            if each.rows
        ]

    def _number(self, staged: Sequence[Staged]) -> None:
        for number, fact in enumerate(self.source.facts):
            mine = [each for each in staged if each.number == number]
            if fact.keyed_by or not mine:
                continue
            renamed = identity.number_identical(self.connection, mine, per_file=self.source.delivery != "full")
            for place in renamed:
                keys = f"SELECT row_number, key FROM {identity.OUTCOMES} WHERE place = {place}"
                settle(self.connection, mine[place], self.lake.new_file(mine[place].table, self.run), renamed=keys)

    def _groups(self, staged: Sequence[Staged], olds: Sequence[Staged]) -> list[tuple[list[Staged], bool]]:
        """Files whose keys must be compared, in order, and whether versions decide."""
        groups: dict[tuple[str, bool], list[Staged]] = {}
        for each in (*olds, *staged):
            fact = self.source.facts[each.number]
            if fact.keyed_by or self.source.delivery != "full":
                groups.setdefault((each.table, fact.version_by is not None), []).append(each)
        return [(files, versioned) for (_, versioned), files in groups.items() if any(each.new for each in files)]

    def _resolve(self, files: list[Staged], versioned: bool) -> None:
        outcomes = identity.resolve_keys(self.connection, files, versioned=versioned)
        for place, outcome in outcomes.items():
            each = files[place]
            rows = f"SELECT row_number FROM {identity.OUTCOMES} WHERE place = {place}"
            if outcome.refused:
                rejects.add_contradicting(self.connection, self.source, each, f"{rows} AND verdict = 'reject'")
            settle(self.connection, each, self.lake.new_file(each.table, self.run), dropped=rows)

    def _former(self, entry: Entry) -> Staged:
        columns = (*((c.name, str(c.type)) for c in FACTS[entry.table].columns), *entry.extra)
        versions = VERSIONS if self.source.facts[entry.fact].version_by else ()
        path = self.lake.folder / entry.path
        return Staged("", entry.fact, entry.table, path, entry.rows, columns, new=False, final=True, versions=versions)

    def _entry(self, each: Staged, former: Entry | None) -> Entry:
        if former is not None and not each.new:
            return former
        extra = tuple((name, str(type_)) for name, type_ in each.columns[len(FACTS[each.table].columns) :])
        return self.lake.entry(each.table, each.path, each.rows, source=self.source.name, fact=each.number, extra=extra)
