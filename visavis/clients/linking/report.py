"""What a run linked, by which rules and how surely, what was left out, and what people decided: counted, for a report."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from visavis import database
from visavis.clients.linking.link import KEPT
from visavis.clients.linking.refitting import LEDGER, last_report, model_now
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.clusters.changes import changes_between
from visavis.engine.linking.comparable.junk import junk_in
from visavis.engine.linking.given import show_input
from visavis.engine.linking.scored.pairs import pair_steps
from visavis.engine.linking.weights.model import Model
from visavis.engine.linking.weights.trained import MODEL, Trained
from visavis.mistakes import Mistake, Words

SURENESS = ((0.999, "almost certain"), (0.99, "very likely"), (0.9, "likely"), (0.0, "fragile"))
"""Least probability of each degree."""


def link_report(home: Path) -> dict[str, Any]:
    """Ready for JSON: `run`, `records`, `nodes`, `clients`, `links` (rule, certainty, n), `model`, `capped` (key, blocks, records,
    largest), `junk`, `doubts` (open, decided), `decisions` (kind → n in force), `changes` since the run before, `refit` (what the
    last one changed). Raises Mistake where nothing was linked yet."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    trained = model_now(lake, manifest) if manifest else None
    if manifest is None or trained is None or not manifest.of("edges") or not database.exists(home):
        raise Mistake(
            Words(fr="aucun rapprochement n’a encore été calculé ici", en="nothing was linked here yet"),
            remedy=Words(fr="lancez: visavis link", en="start: visavis link"),
        )
    database.use(home)
    session = DuckDB()
    try:
        lake.show(session, manifest, ("records", "edges", "clusters"))
        return {
            "run": manifest.run,
            **_counted(session),
            "links": _links(session, trained.model.threshold),
            "model": _model(trained, manifest.ledger.get(LEDGER, {})),
            "capped": _capped(session, lake, manifest, trained.model),
            "junk": [asdict(each) for each in junk_in(session)],
            "doubts": _doubts(home),
            "decisions": _decisions(),
            "changes": _changes(lake, manifest),
            "refit": last_report(lake, manifest),
        }
    finally:
        session.close()


def _counted(session: DuckDB) -> dict[str, int]:
    return session.rows(
        "SELECT (SELECT count(*) FROM records) AS records, count(*) AS nodes, count(DISTINCT cluster) AS clients FROM clusters"
    )[0]


def _links(session: DuckDB, threshold: float) -> list[dict[str, Any]]:
    """Pairs that linking accepted, by the key that brought them together and how sure they are; a rule without weight is certain."""
    cases = " ".join(f"WHEN probability >= {least} THEN '{name}'" for least, name in SURENESS)
    return session.rows(
        f"SELECT rule, CASE WHEN weight IS NULL THEN 'certain' {cases} END AS certainty, count(*) AS n, min(probability) AS least "
        f"FROM edges WHERE weight IS NULL OR probability >= {threshold} GROUP BY 1, 2 ORDER BY n DESC, rule, certainty"
    )


def _model(trained: Trained, told: Mapping[str, Any]) -> dict[str, Any]:
    model = trained.model
    return {
        "version": model.version,
        "file": str(trained.folder / MODEL),
        "trained_at": told.get("trained_at"),
        "trained_on": told.get("records"),
        "given": told.get("base") is None,
        "threshold": model.threshold,
        "prior_bits": round(model.prior_bits, 2),
        "weights": [
            {"comparison": each.name, "level": level.name, "bits": round(level.weight, 2)}
            for each in model.comparisons
            for level in each.levels
            if level.m is not None
        ],
    }


def _capped(session: DuckDB, lake: Lake, manifest: Manifest, model: Model) -> list[dict[str, Any]]:
    """Keys with values that too many records share: how many values, records in all, and in the largest block. The values
    themselves, which may be personal details, are not told."""
    entries = manifest.of(KEPT)
    if not entries:
        return []
    show_input(session, lake.folder / entries[0].path)
    session.run(pair_steps(model)[:1])
    caps = " ".join(f"WHEN {place} THEN {key.cap}" for place, key in enumerate(model.keys))
    rows = session.rows(
        "SELECT rule, count(*) AS blocks, CAST(sum(n) AS BIGINT) AS records, max(n) AS largest FROM (SELECT rule, value, kind, "
        f"count(*) AS n FROM linking_keys GROUP BY rule, value, kind HAVING count(*) > CASE rule {caps} END) AS b "
        "GROUP BY rule ORDER BY records DESC, rule"
    )
    return [{"key": model.keys[row["rule"]].name, "cap": model.keys[row["rule"]].cap} | row for row in rows]


def _doubts(home: Path) -> dict[str, int]:
    from visavis.clients.doubts.reviewing import queue

    now = queue(home)
    return {"open": len(now.open), "decided": now.decided}


def _decisions() -> dict[str, int]:
    """Decisions in force, by kind."""
    from visavis.clients.decided import in_force
    from visavis.clients.models import Decision

    found: dict[str, int] = {}
    for each in in_force(list(Decision.objects.order_by("id"))):
        found[each.kind] = found.get(each.kind, 0) + 1
    return found


def _changes(lake: Lake, manifest: Manifest) -> dict[str, Any] | None:
    """What changed for records that the run before knew too; None where it left nothing to compare with."""
    before = lake.former()
    if before is None or not before.of("clusters"):
        return None
    one, other = (lake.folder / each.of("clusters")[0].path for each in (before, manifest))
    return changes_between(one, other).plain() if one.exists() and one != other else None
