"""Reads the delivered files of one source: opens each, learns from samples, stages every fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from visavis.declarations import Declared
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.progress import Progress
from visavis.engine.steps import Runner
from visavis.engine.tables import Type
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.rows import Arrival, Rows
from visavis.sources.locating import located
from visavis.sources.mapping.facts import plan_fact
from visavis.sources.mapping.folds import plan_fold
from visavis.sources.mapping.moments import Hint
from visavis.sources.mapping.rows import RowReader
from visavis.sources.registry import KINDS
from visavis.sources.sampling import Sample, date_hints, sample, undeclared_types
from visavis.sources.staging import Staged, stage, tentative_refusals

Types = dict[int, dict[str, Type]]
"""Types of extra fields that declare none, by number of the fact, then name."""


@dataclass(slots=True)
class Reading:
    """One source being read. `types` and `staged` are complete after `read`."""

    declared: Declared[SourceDeclaration]
    lake: Lake
    runner: Runner
    run: str
    session: DuckDB
    progress: Progress
    notes: list[Words]
    before: int = 0
    """How many files of the source were read in former runs."""
    settled: Types | None = None
    """Types that former deliveries gave undeclared extra fields: they stay, whatever the new files look like."""
    types: Types = field(default_factory=dict)
    staged: list[Staged] = field(default_factory=list)
    opened: dict[Arrival, Rows] = field(default_factory=dict)
    hints: Mapping[str, Hint] = field(default_factory=dict)

    @property
    def source(self) -> SourceDeclaration:
        """The declaration."""
        return self.declared.value

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The session that reads."""
        return self.session.connection

    def read(self, work: Sequence[tuple[Path, Arrival]]) -> None:
        """Open and stage all files; raises Mistake where one can't be read or lacks a column."""
        values: Sample = {}
        for path, arrival in work:
            rows = self._open(path)
            if not rows.columns:
                self.notes.append(Words(fr=f"{arrival.name}: fichier vide", en=f"{arrival.name}: empty file"))
                continue
            if not self.source.facts:
                self.opened[arrival] = rows
                continue
            self.notes += [Words(fr=f"{arrival.name}: {w.fr}", en=f"{arrival.name}: {w.en}") for w in rows.said]
            for column, texts in self._sample(arrival, rows).items():
                values.setdefault(column, []).extend(texts)
        self.hints = date_hints(values, self.source.read.day_first)
        inferred = undeclared_types(self.source, values, self.source.read.day_first)
        self.types = inferred if self.settled is None else self.settled
        for rows in self.opened.values():
            if rows.together is not None:
                rows.together()
        for number in range(len(self.source.facts)):
            self._stage(number)
        if self.source.facts:
            self._note_empty()

    def _note_empty(self) -> None:
        """Say which files have a header and nothing else."""
        for arrival, rows in self.opened.items():
            mine = [each for each in self.staged if each.file == arrival.name]
            if rows.said or any(each.rows for each in mine) or self._count(mine[0], rows):
                continue
            self.notes.append(Words(fr=f"{arrival.name}: aucune ligne", en=f"{arrival.name}: no row"))

    def _open(self, path: Path) -> Rows:
        try:
            connector = KINDS[self.source.kind]
            return connector.open(self.connection, path, self.source, self.source.columns(), self.session.scratch)
        except Mistake as mistake:
            raise located(mistake, self.declared) from None

    def _sample(self, arrival: Arrival, rows: Rows) -> Sample:
        wanted, missing = self.source.columns(), self.source.read.missing
        try:
            found = sample(self.connection, rows, wanted, missing)
        except duckdb.InvalidInputException:
            rows = self._mended(rows)
            found = sample(self.connection, rows, wanted, missing)
        self.opened[arrival] = rows
        return found

    def _mended(self, rows: Rows) -> Rows:
        if rows.mend is None:
            raise AssertionError("only text tables can be broken")
        return rows.mend()

    def _stage(self, number: int) -> None:
        """Stage a fact out of every file; anew, if the type found for an extra field does not hold for all rows."""
        mine: list[Staged] = []
        for place, arrival in enumerate(list(self.opened)):
            self.progress(
                Words(
                    fr=f"{self.source.name}: lecture de {arrival.name}",
                    en=f"{self.source.name}: reading {arrival.name}",
                ),
                (number + place / len(self.opened)) / len(self.source.facts),
            )
            staged = self._stage_file(number, arrival)
            mine.append(staged)
            open_to_change = staged.refused and self.settled is None
            wrong = tentative_refusals(self.connection, staged) if open_to_change else set()
            if wrong:
                for each in mine:
                    each.path.unlink()
                for name in wrong:
                    self.types[number].pop(name, None)
                self._stage(number)
                return
        self.staged += mine

    def _stage_file(self, number: int, arrival: Arrival) -> Staged:
        rows = self.opened[arrival]
        try:
            staged = self._write(number, arrival, rows)
            if number or rows.is_whole is None or rows.is_whole(self._count(staged, rows)):
                return staged
            staged.path.unlink()
        except duckdb.InvalidInputException as error:
            if rows.mend is None or "CSV" not in str(error):
                raise
        self.opened[arrival] = self._mended(rows)
        return self._write(number, arrival, self.opened[arrival])

    def _count(self, staged: Staged, rows: Rows) -> int:
        if staged.complete:
            return staged.rows
        return int(self.connection.execute(f"SELECT count(*) FROM {rows.relation}").fetchall()[0][0])

    def _write(self, number: int, arrival: Arrival, rows: Rows) -> Staged:
        fact = self.source.facts[number]
        types = self.types.get(number, {})
        reader = RowReader(self.source.name, self.source.read, rows.columns, self.hints, rows.marked, rows.joined)
        place = (self.before + list(self.opened).index(arrival)) if self.source.delivery == "log" else None
        plan = plan_fold(reader, fact, types) if fact.fold else plan_fact(reader, fact, self.source, types, place)
        table = "log" if fact.fold else fact.table
        return stage(self.connection, self.lake, self.run, arrival.name, number, table, plan, rows)


def no_room(error: Exception, place: Path) -> Mistake | None:
    """The mistake that a full disk or a read-only folder is; None if the error is something else."""
    text = str(error).lower()
    if any(sign in text for sign in ("no space left", "disk quota", "file too large", "not enough space")):
        return Mistake(
            Words(
                fr="le disque est plein: rien n’est publié, l’exécution d’avant reste lisible",
                en="the disk is full: nothing is published, the run before stays readable",
            ),
            remedy=Words(
                fr="faites de la place, puis relancez visavis run", en="make room, then start visavis run again"
            ),
            file=place,
        )
    if "read-only" in text or "permission denied" in text:
        return Mistake(
            Words(fr="impossible d’écrire dans ce dossier", en="this folder can't be written to"),
            remedy=Words(
                fr="donnez-vous les droits d’écriture, ou choisissez un autre dossier",
                en="get the right to write there, or choose another folder",
            ),
            file=place,
        )
    return None
