"""What pages show as a whole, computed once per run: the mirror, counts, quality, rejects."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from visavis.clients.quality import quality_of
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.reading.selection import VERBATIMS
from visavis.engine.tables import FACTS
from visavis.mirror import answers, teams
from visavis.mirror.courses import courses_document
from visavis.mirror.examples import examples_documents
from visavis.mirror.grouped import grouped_document
from visavis.mirror.keeping import as_document
from visavis.mirror.reflect import reflect_manifest
from visavis.mirror.words import trends as wordtrends
from visavis.mirror.words.trends import word_trends
from visavis.promises.ledger import read_ledger
from visavis.questions.waves import waves_document
from visavis.voices.acting import teams_in_facts
from visavis.voices.carried import voices_carried
from visavis.voices.telling import voices_documents

FILE = "documents.json"


def plan_documents(
    session: DuckDB,
    home: Path,
    lake: Lake,
    manifest: Manifest,
    run: str,
    into: Path,
    slices: dict[str, Any],
    *,
    same_quality: bool,
) -> None:
    """Write the documents of `run`, and those of its `slices`, into the folder of its plan; the views of new rows must stand.

    With `same_quality`, all that data quality is told from is what it was: the document that stands is taken.
    """
    from visavis.attention.counting import count_today
    from visavis.promises.saying import sayings

    mirror = reflect_manifest(home, lake, manifest)
    named = teams_in_facts(session)
    documents = {
        "mirror": as_document(mirror),
        "counts": _counts(session, manifest, run, mirror.as_of.isoformat() if mirror.as_of else None)
        | count_today(session, mirror.as_of, sayings(home)),
        "quality": (same_quality and _standing("quality")) or asdict(quality_of(session, lake, manifest)),
        "rejects": _rejects(session, lake, manifest),
        "words": _words(session, lake, manifest),
        **voices_documents(session, lake, manifest),
        "answers": answers.as_document(session, lake, manifest),
        "teams": {"named": named},
        "teams-told": teams.as_document(session, lake, manifest),
        "chain": {
            "measured": grouped_document(session, lake, manifest, "chain"),
            "voices": voices_carried(
                session, lake, manifest, masked={each["name"] for each in named if each["masked"]}
            ),
        },
        "waves": waves_document(session, lake, manifest),
        "process": grouped_document(session, lake, manifest, "process"),
        "relation": grouped_document(session, lake, manifest, "relation"),
        "fates": grouped_document(session, lake, manifest, "voices"),
        "dialogue": {
            "measured": grouped_document(session, lake, manifest, "dialogue"),
            "canned": _canned(session, lake, manifest),
        },
        "courses": courses_document(session, lake, manifest, [each.value for each in read_ledger(home)]),
        **slices,
        **examples_documents(session, lake, manifest),
    }
    (into / FILE).write_text(json.dumps(documents, ensure_ascii=False, default=str), encoding="utf-8")


def write_documents(folder: Path, run: str) -> None:
    """Put the documents of the plan in `folder` into the database."""
    from django.db import transaction

    from visavis.running.models import Document

    with transaction.atomic():
        for name, body in json.loads((folder / FILE).read_text(encoding="utf-8")).items():
            Document.objects.update_or_create(name=name, defaults={"run": run, "body": body})


def _standing(name: str) -> Any:
    from visavis.running.models import Document

    return Document.objects.filter(name=name).values_list("body", flat=True).first()


def _counts(session: DuckDB, manifest: Manifest, run: str, as_of: str | None) -> dict[str, Any]:
    sources: dict[str, dict[str, int]] = {}
    for entry in manifest.entries:
        if entry.table in FACTS:
            told = sources.setdefault(entry.source, {})
            told[entry.table] = told.get(entry.table, 0) + entry.rows
    rows = {name: sum(entry.rows for entry in manifest.of(name)) for name in (*FACTS, "links", "rejects")}
    counted = {
        name: session.rows(f"SELECT count(*) AS n FROM {view}")[0]["n"]
        for name, view in (
            ("clients", "new_cards"),
            ("voices", "new_voices"),
            ("cases", "new_cases"),
            ("waiting", "new_waiting"),
        )
    }
    counted["unread"] = _unread(session, manifest)
    return {"run": run, "as_of": as_of, **rows, **counted, "sources": dict(sorted(sources.items()))}


def _unread(session: DuckDB, manifest: Manifest) -> int:
    """How many verbatims are still to be read, where reading follows later."""
    session.run([VERBATIMS])
    texts: int = session.rows("SELECT count(*) AS n FROM verbatims")[0]["n"]
    return max(0, texts - sum(entry.rows for entry in manifest.of("readings")))


def _words(session: DuckDB, lake: Lake, manifest: Manifest) -> dict[str, Any]:
    trends = word_trends(session, lake, manifest)
    return wordtrends.as_document(trends) if trends else {}


def _canned(session: DuckDB, lake: Lake, manifest: Manifest) -> dict[str, Any] | None:
    """Replies in a form that many got, over the last year that may be told of; None where there is none."""
    lake.show(session, manifest, ["wording"])
    rows = session.rows(
        """SELECT share, low, high, messages FROM wording WHERE direction = 'out' AND dimension = 'all' AND list = 'canned'
        AND grain = 'year' ORDER BY period DESC LIMIT 1"""
    )
    return rows[0] if rows else None


def _rejects(session: DuckDB, lake: Lake, manifest: Manifest) -> list[dict[str, Any]]:
    lake.show(session, manifest, ["rejects"])
    return session.rows(
        "SELECT source, reason, count(*) AS n FROM rejects GROUP BY source, reason ORDER BY n DESC, source, reason"
    )
