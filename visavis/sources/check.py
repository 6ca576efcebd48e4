"""Check sources without fetching them: files there, readable, with the columns that the mapping names."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from visavis.declarations import Declared
from visavis.engine.duckdb import DuckDB
from visavis.mistakes import Mistake, Mistakes, Words
from visavis.sources.declaration import SourceDeclaration, read_sources
from visavis.sources.forms import KeyReference, RecordReference
from visavis.sources.kinds.rows import Unread
from visavis.sources.locating import located
from visavis.sources.reasons import REASONS
from visavis.sources.registry import KINDS


@dataclass(frozen=True, slots=True)
class Checked:
    """A source that is sound: its files, and what should be known about it."""

    name: str
    files: tuple[str, ...]
    facts: tuple[str, ...]
    notes: tuple[Words, ...]


def check_sources(home: Path) -> Iterator[Words]:
    """A sentence for each sound source and each remark; raises Mistakes for all that is wrong, after the sound ones."""
    declared = read_sources(home)
    if not declared:
        raise Mistake(
            Words(fr="aucune source n’est déclarée ici", en="no source is declared here"),
            remedy=Words(
                fr="ajoutez des fichiers: visavis source add FICHIER…", en="add files: visavis source add FILE…"
            ),
            file=home / "sources",
        )
    mistakes: list[Mistake] = []
    for each in declared:
        try:
            checked = check(home, each)
        except Mistakes as found:
            mistakes += found.mistakes
            continue
        except Mistake as found:
            mistakes.append(found)
            continue
        yield Words(
            fr=f"{checked.name}: {len(checked.files)} fichier(s), {', '.join(checked.facts)}: en ordre",
            en=f"{checked.name}: {len(checked.files)} file(s), {', '.join(checked.facts)}: in order",
        )
        yield from checked.notes
    yield from _unknown_sources(declared)
    if mistakes:
        raise Mistakes(mistakes)


def check(home: Path, declared: Declared[SourceDeclaration]) -> Checked:
    """Open every file of a source and look for its columns; raises Mistakes for all files that fail."""
    source = declared.value
    files, notes = KINDS[declared.value.kind].arrived(home, declared)
    scratch = home / "lake" / "scratch" / uuid.uuid4().hex
    session = DuckDB(scratch)
    mistakes = []
    try:
        for path, arrival in files:
            try:
                rows = KINDS[source.kind].peek(session.connection, path, source, source.columns(), scratch)
            except Mistake as found:
                mistakes.append(located(found, declared))
                continue
            if not rows.columns:
                notes.append(Words(fr=f"  {arrival.name}: fichier vide", en=f"  {arrival.name}: empty file"))
            if source.kind == "documents":
                notes += [_unread(arrival.name, each) for each in rows.unread()]
    finally:
        session.close()
        shutil.rmtree(scratch, ignore_errors=True)
    if mistakes:
        raise Mistakes(mistakes)
    tables = tuple(dict.fromkeys(fact.table for fact in source.facts)) or ("documents",)
    return Checked(source.name, tuple(arrival.name for _, arrival in files), tables, tuple(notes))


def _unread(name: str, unread: Unread) -> Words:
    why = REASONS[unread.reason]
    page = "" if unread.line is None else f", page {unread.line}"
    return Words(fr=f"  {name}{page}: {why.fr}", en=f"  {name}{page}: {why.en}")


def _unknown_sources(declared: list[Declared[SourceDeclaration]]) -> Iterator[Words]:
    """References to sources that are not declared: allowed (ids given elsewhere), but often a slip."""
    names = {each.value.name for each in declared}
    for each in declared:
        for fact in each.value.facts:
            for field, form in fact.fields.forms():
                of = form.of if isinstance(form, RecordReference | KeyReference) else None
                if of is not None and of not in names and field != "also_known_as":
                    yield Words(
                        fr=f"  {each.value.name}: {field} renvoie à « {of} », qui n’est pas une source déclarée",
                        en=f"  {each.value.name}: {field} refers to “{of}”, which is no declared source",
                    )
