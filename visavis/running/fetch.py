"""The step *fetch*, over all sources of a home; the names behind pseudonyms go to the database, never to the lake."""

from dataclasses import replace
from pathlib import Path

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.progress import Progress
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import read_sources
from visavis.sources.fetch import TABLES, fetch, has_staff

CHUNK = 2_000


def fetch_all(
    home: Path, lake: Lake, runner: DuckDB, manifest: Manifest, run: str, progress: Progress, *, country: str
) -> tuple[Manifest, list[Words]]:
    """The manifest with the facts of every declared source, and notes; facts of sources no longer declared are gone.

    The draft is saved after each source, so that a killed run goes on from there. Raises Mistake where a home has no source,
    or where declarations or files are wrong.
    """
    declared = read_sources(home)
    if not declared:
        raise Mistake(
            Words(fr="ce dossier n’a pas encore de source", en="this home has no source yet"),
            remedy=Words(
                fr="ajoutez vos fichiers: visavis source add FICHIER…", en="add your files: visavis source add FILE…"
            ),
            file=home / "sources",
        )
    database.use(home)
    from visavis.running.erasing.returning import without_returning

    secret = secret_of_staff(home)
    manifest = _without_undeclared(manifest, {one.value.name for one in declared})
    notes: list[Words] = []
    for one in declared:
        progress(Words(fr=f"{one.value.name}: recherche de nouveautés", en=f"{one.value.name}: looking for news"))
        fetched = fetch(
            home,
            one,
            lake=lake,
            runner=runner,
            manifest=manifest,
            run=run,
            secret=secret,
            country=country,
            others_name_staff=any(has_staff(other.value) for other in declared),
            progress=progress,
        )
        notes += fetched.notes
        if fetched.changed:
            _keep_names(fetched.names)
            manifest = fetched.manifest
            lake.save_draft(manifest)
    manifest, left_out = without_returning(lake, manifest, run)
    return manifest, [*notes, left_out] if left_out else notes


def secret_of_staff(home: Path) -> bytes:
    """The key of this home by which employees become pseudonyms."""
    database.use(home)
    from visavis.sources.models import Secret

    return bytes(Secret.objects.get_or_create(name="staff")[0].value)


def _keep_names(names: tuple[tuple[str, str, str], ...]) -> None:
    from visavis.sources.models import StaffPseudonym

    rows = [StaffPseudonym(pseudonym=pseudonym, source=source, name=name) for pseudonym, source, name in names]
    for start in range(0, len(rows), CHUNK):
        StaffPseudonym.objects.bulk_create(rows[start : start + CHUNK], ignore_conflicts=True)


def _without_undeclared(manifest: Manifest, names: set[str]) -> Manifest:
    entries = tuple(e for e in manifest.entries if e.table not in TABLES or e.source in names)
    known = manifest.ledger.get("sources", {})
    ledger = manifest.ledger | {"sources": {name: each for name, each in known.items() if name in names}}
    return replace(manifest, entries=entries, ledger=ledger)
