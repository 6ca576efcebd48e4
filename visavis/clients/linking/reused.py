"""Keys that a source gave again to somebody else: told by the run, for their client’s history is not the newcomer’s."""

from pathlib import Path

from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.given import show_input
from visavis.engine.linking.reused import NAMED, reused_steps
from visavis.mistakes import Words


def reused_keys(scratch: Path, former: Path, present: Path) -> list[str]:
    """Records (`source/key`, in order) that describe somebody else in the run that kept the folder `present` than in the one that
    kept `former` (engine/linking/kept.py)."""
    session = DuckDB(scratch)
    try:
        for view, kept in (("former_input", former), ("linking_input", present)):
            show_input(session, kept, view)
        return _found(session)
    finally:
        session.close()


def reused_among(session: DuckDB, gone: str, came: str) -> list[str]:
    """As `reused_keys`, of the tables of `session` that have what changed alone, as it was and as it is."""
    for view, table in (("former_input", gone), ("linking_input", came)):
        session.connection.execute(f"DROP TABLE IF EXISTS {view}")
        session.connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS FROM {table}")
    return _found(session)


def _found(session: DuckDB) -> list[str]:
    session.run(reused_steps())
    rows = session.rows("SELECT source, key FROM reused ORDER BY source, key")
    return [f"{row['source']}/{row['key']}" for row in rows]


def told_of(keys: list[str]) -> Words:
    """What the run says of them."""
    examples = ", ".join(keys[:NAMED]) + ("…" if len(keys) > NAMED else "")
    return Words(
        fr=f"{len(keys)} fiche(s) désignent maintenant quelqu’un d’autre, leur source a réutilisé la clé: {examples}. L’historique "
        "reste au client d’avant: vérifiez, puis séparez-les (visavis client split).",
        en=f"{len(keys)} record(s) now describe somebody else, their source gave the key again: {examples}. The history stays "
        "with the former client: check, then part them (visavis client split).",
    )
