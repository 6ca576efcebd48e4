"""Fetch: what a source's files say becomes facts in the lake; nothing of the run before is touched."""

import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from visavis.declarations import Declared
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.steps import Runner
from visavis.engine.tables import FACTS
from visavis.mistakes import Words
from visavis.sources import ledger, rejects
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.flat import Flat
from visavis.sources.folded import Folding
from visavis.sources.kinds.rows import Arrival
from visavis.sources.ledger import Ledger
from visavis.sources.names import register
from visavis.sources.reading import Reading, no_room
from visavis.sources.registry import KINDS

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
    others_name_staff: bool = False,
    progress: Progress = silent,
) -> Fetched:
    """Fetch one source; files that are known are not read again. Raises Mistake where declaration or files are wrong.

    `secret` keys the pseudonyms of employees; `country` (ISO 3166) is assumed for phone numbers without a prefix. The caller
    holds the lock, says whether other sources of the home have a `staff` column (the same file may feed them: rows that
    could not be read are then kept without their text), stores `names`, and saves the manifest as draft.
    """
    source = declared.value
    known = Ledger.read(manifest, source.name)
    files, notes = KINDS[declared.value.kind].arrived(home, declared)
    work = ledger.to_read(files, known, declared)
    if work is None:
        return Fetched(manifest, changed=False, notes=tuple(notes))
    scratch = lake.folder / "scratch" / uuid.uuid4().hex
    session = None
    try:
        session = DuckDB(scratch, memory=MEMORY)
        names = register(session.connection, source.name, secret, country)
        afresh = ledger.starts_afresh(known, source)
        former = [] if afresh else [e for e in manifest.entries if e.source == source.name and e.table in TABLES]
        reading = Reading(declared, lake, runner, run, session, progress, notes)
        if not afresh:
            reading.before, reading.settled = len(known.files), known.typed()
        shown = not (others_name_staff or has_staff(source))
        entries = _entries(reading, work, former, shown=shown)
        rejects.write_csv(session.connection, lake, home, source.name, [e for e in entries if e.table == "rejects"])
        others = tuple(e for e in manifest.entries if e.source != source.name or e.table not in TABLES)
        arrivals = tuple(arrival for _, arrival in work)
        types = tuple((f"{n}.{name}", str(t)) for n, each in sorted(reading.types.items()) for name, t in each.items())
        now = Ledger(ledger.mapping_of(source), arrivals if afresh else (*known.files, *arrivals), types)
        fresh = replace(manifest, entries=(*others, *entries), ledger=now.written(manifest, source.name))
        return Fetched(fresh, True, names.pairs(), rejects.summary(session.connection), tuple(notes))
    except (OSError, duckdb.IOException) as error:
        raise no_room(error, home) or error from None
    finally:
        if session:
            session.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _entries(
    reading: Reading, work: Sequence[tuple[Path, Arrival]], former: Sequence[Entry], *, shown: bool
) -> list[Entry]:
    """Entries of the source's facts, logs and rejects after `work` was read, `former` ones that stay among them."""
    connection, source = reading.connection, reading.source
    rejects.forget(connection)
    reading.read(work)
    for arrival, rows in reading.opened.items():
        rejects.add_unread(connection, source.name, arrival.name, rows, shown=shown)
    entries = _settled(reading, former)
    entries += rejects.write(connection, reading.lake, reading.run, source.name)
    return [*entries, *(entry for entry in former if entry.table == "rejects")]


def _settled(reading: Reading, former: Sequence[Entry]) -> list[Entry]:
    """Make staged files final, former entries beside them: facts of one row, then facts of several."""
    source, connection = reading.source, reading.connection
    folds = [number for number, fact in enumerate(source.facts) if fact.fold]
    flat = Flat(connection, reading.lake, reading.run, source)
    entries = flat.settle(
        [each for each in reading.staged if each.number not in folds],
        [entry for entry in former if entry.table in FACTS and entry.fact not in folds],
    )
    for number in folds:
        reading.progress(
            Words(fr=f"{source.name}: regroupement par cas", en=f"{source.name}: folding into cases"), None
        )
        types = reading.types.get(number, {})
        folding = Folding(connection, reading.lake, reading.runner, reading.run, source, number, types)
        mine = [entry for entry in former if entry.fact == number and entry.table != "rejects"]
        entries += folding.fold(
            [each for each in reading.staged if each.number == number],
            [entry for entry in mine if entry.table == "log"],
            [entry for entry in mine if entry.table != "log"],
        )
    return entries


def has_staff(source: SourceDeclaration) -> bool:
    """Whether a column of the source names employees."""
    return any("staff" in fact.fields.written() for fact in source.facts)
