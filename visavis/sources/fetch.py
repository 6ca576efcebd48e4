"""Fetch: what a source's files say becomes facts in the lake; nothing of the run before is touched."""

import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from visavis.declarations import Declared
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.steps import Runner
from visavis.engine.tables import FACTS, Type
from visavis.mistakes import Words
from visavis.sources import ledger, rejects
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.flat import Flat
from visavis.sources.folded import Folding
from visavis.sources.kinds.files.opening import open_rows
from visavis.sources.kinds.files.rows import Rows
from visavis.sources.ledger import Arrival, Ledger
from visavis.sources.mapping.facts import plan_fact
from visavis.sources.mapping.folds import plan_fold
from visavis.sources.mapping.rows import RowReader
from visavis.sources.names import register
from visavis.sources.sampling import Sample, date_hints, sample, undeclared_types
from visavis.sources.staging import Staged, stage

MEMORY = "900MB"
TABLES = (*FACTS, "log", "rejects")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What fetching a source gave: the new manifest, the employees met, and what there is to say.

    `names` are (pseudonym, source, name as written): store them in the database before the manifest is saved, the lake holds
    the pseudonym only. `rejected` counts this fetch's rejected rows by reason; `changed` is False if nothing new was there.
    """

    manifest: Manifest
    changed: bool
    names: tuple[tuple[str, str, str], ...] = ()
    rejected: dict[str, int] = field(default_factory=dict)
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetching:
    """One source being fetched."""

    source: SourceDeclaration
    lake: Lake
    runner: Runner
    run: str
    session: DuckDB
    progress: Progress


def fetch(
    home: Path,
    declared: Declared[SourceDeclaration],
    *,
    lake: Lake,
    runner: Runner,
    manifest: Manifest,
    run: str,
    secret: bytes,
    country: str = "FR",
    progress: Progress = silent,
) -> Fetched:
    """Fetch one source; files that are known are not read again. Raises Mistake where declaration or files are wrong.

    `secret` keys the pseudonyms of employees; `country` (ISO 3166) is assumed for phone numbers without a prefix. The caller
    holds the lock, stores `names`, and saves the manifest as draft.
    """
    source = declared.value
    known = Ledger.read(manifest, source.name)
    files, notes = ledger.arrived(home, ledger.delivered(home, declared))
    work = ledger.to_read(files, known, declared)
    if work is None:
        return Fetched(manifest, changed=False, notes=tuple(notes))
    scratch = lake.folder / "scratch" / uuid.uuid4().hex
    session = DuckDB(scratch, memory=MEMORY)
    try:
        names = register(session.connection, source.name, secret, country)
        rejects.forget(session.connection)
        afresh = ledger.starts_afresh(known, source)
        former = [] if afresh else [e for e in manifest.entries if e.source == source.name and e.table in TABLES]
        fetching = Fetching(source, lake, runner, run, session, progress)
        entries = _read(fetching, work, former, notes)
        rejects.write_csv(session.connection, lake, home, source.name, [e for e in entries if e.table == "rejects"])
        others = tuple(e for e in manifest.entries if e.source != source.name or e.table not in TABLES)
        arrivals = tuple(arrival for _, arrival in work)
        now = Ledger(ledger.mapping_of(source), arrivals if afresh else (*known.files, *arrivals))
        fresh = replace(manifest, entries=(*others, *entries), ledger=now.written(manifest, source.name))
        return Fetched(fresh, True, names.pairs(), rejects.summary(session.connection), tuple(notes))
    finally:
        session.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _read(
    fetching: Fetching, work: Sequence[tuple[Path, Arrival]], former: Sequence[Entry], notes: list[Words]
) -> list[Entry]:
    source, session = fetching.source, fetching.session
    opened: list[tuple[Arrival, Rows]] = []
    values: Sample = {}
    for path, arrival in work:
        rows = open_rows(session.connection, path, source.read, source.columns(), session.scratch)
        if not rows.columns:
            notes.append(Words(fr=f"{arrival.name}: fichier vide", en=f"{arrival.name}: empty file"))
            continue
        opened.append((arrival, rows))
        for column, texts in sample(session.connection, rows, source.columns(), source.read.missing).items():
            values.setdefault(column, []).extend(texts[:200] if len(work) > 5 else texts)
    staged: list[Staged] = []
    types = undeclared_types(source, values, source.read.day_first)
    hints = date_hints(values, source.read.day_first)
    for place, (arrival, rows) in enumerate(opened):
        fetching.progress(
            Words(fr=f"{source.name}: lecture de {arrival.name}", en=f"{source.name}: reading {arrival.name}"),
            place / len(opened),
        )
        for number in range(len(source.facts)):
            staged.append(_stage(fetching, arrival, rows, number, hints, types.get(number, {})))
        rejects.add_unread(session.connection, source.name, arrival.name, rows, shown=not _has_staff(source))
    entries = _settle(fetching, staged, former, types)
    entries += rejects.write(session.connection, fetching.lake, fetching.run, source.name)
    return [*entries, *(e for e in former if e.table == "rejects")]


def _settle(
    fetching: Fetching, staged: list[Staged], former: Sequence[Entry], types: Mapping[int, Mapping[str, Type]]
) -> list[Entry]:
    """Make staged files final, former entries beside them: facts of one row, then facts of several."""
    source, connection = fetching.source, fetching.session.connection
    folds = [number for number, fact in enumerate(source.facts) if fact.fold]
    flat = Flat(connection, fetching.lake, fetching.run, source)
    entries = flat.settle(
        [each for each in staged if each.number not in folds],
        [entry for entry in former if entry.table in FACTS and entry.fact not in folds],
    )
    for number in folds:
        fetching.progress(
            Words(fr=f"{source.name}: regroupement par cas", en=f"{source.name}: folding into cases"), None
        )
        folding = Folding(
            connection, fetching.lake, fetching.runner, fetching.run, source, number, types.get(number, {})
        )
        mine = [entry for entry in former if entry.fact == number and entry.table != "rejects"]
        entries += folding.fold(
            [each for each in staged if each.number == number],
            [entry for entry in mine if entry.table == "log"],
            [entry for entry in mine if entry.table != "log"],
        )
    return entries


def _stage(
    fetching: Fetching, arrival: Arrival, rows: Rows, number: int, hints: Mapping[str, str], types: Mapping[str, Type]
) -> Staged:
    source = fetching.source
    fact = source.facts[number]
    reader = RowReader(source.name, source.read, rows.columns, hints, rows.marked)
    plan = plan_fold(reader, fact, types) if fact.fold else plan_fact(reader, fact, source, types)
    return stage(fetching.session.connection, fetching.lake, fetching.run, arrival.name, number, fact.table, plan, rows)


def _has_staff(source: SourceDeclaration) -> bool:
    return any("staff" in fact.fields.written() for fact in source.facts)
