"""What a source brings again of clients who were erased: left out as it is fetched, counted, and said."""

import shutil

from visavis.clients.marks import RECORD, REFERENCE, mark
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import literal
from visavis.mistakes import Words
from visavis.running.erasing.lake_files import nameless_once, show_marks, without_marked
from visavis.running.erasing.rules import rule_of


def without_returning(lake: Lake, manifest: Manifest, run: str) -> tuple[Manifest, Words | None]:
    """The manifest without what files that are new since the last run bring of erased clients, and what there is to say of it."""
    from visavis.clients.erasing import Mark

    digests = set(Mark.objects.values_list("digest", flat=True))
    if not digests:
        return manifest, None
    current = lake.current()
    stay = {entry.path for entry in current.entries} if current else set()
    if all(entry.path in stay for entry in manifest.entries):
        return manifest, None
    session = DuckDB(lake.folder / "scratch" / f"returning-{run}")
    try:
        show_marks(session, digests)
        new = _mark_others(session, lake, manifest, stay)
        if new:
            show_marks(session, digests | new)
        before = {entry.path for entry in manifest.entries}
        swept = without_marked(session, lake, manifest, run, stay=() if new else stay)
        fresh = {e.path for e in swept.manifest.entries} - (stay & before)
        found = nameless_once(session, lake, swept.manifest, fresh, run)
    finally:
        session.close()
        shutil.rmtree(session.scratch, ignore_errors=True)
    kept = {entry.path for entry in found.entries}
    for path in before - kept - stay:
        (lake.folder / path).unlink(missing_ok=True)
    return found, _said(sum(swept.rows.values()))


def _mark_others(session: DuckDB, lake: Lake, manifest: Manifest, stay: set[str]) -> set[str]:
    """Mark records that hold an erased client's address under a key that was not theirs, so that facts about them go as well."""
    from visavis.clients.erasing import Mark, secret_of_marks

    known = dict(Mark.objects.values_list("digest", "client"))
    rows: set[str] = set()
    for entry in manifest.of("records"):
        if entry.path in stay:
            continue
        listed = f"read_parquet([{', '.join(literal(str(file)) for file in lake.files(entry))}])"
        columns = {row[0]: row[1] for row in session.connection.execute(f"DESCRIBE SELECT * FROM {listed}").fetchall()}
        rule = rule_of("records", columns)
        assert rule is not None
        found = session.connection.execute(f"SELECT source || '/' || key FROM {listed} WHERE {rule.when}").fetchall()
        rows |= {name for (name,) in found}
    secret = secret_of_marks()
    new = {
        mark(secret, kind, f"{prefix}{name}")
        for name in rows
        for kind, prefix in ((RECORD, ""), (REFERENCE, "record/"))
    }
    client = min(known.values())
    fresh = new - set(known)
    Mark.objects.bulk_create([Mark(digest=each, client=client) for each in sorted(fresh)], ignore_conflicts=True)
    return fresh


def _said(count: int) -> Words | None:
    if not count:
        return None
    return Words(
        fr=f"{count} ligne{'s' if count > 1 else ''} de clients effacés laissée{'s' if count > 1 else ''} de côté",
        en=f"{count} row{'s' if count > 1 else ''} of erased clients left out",
    )
