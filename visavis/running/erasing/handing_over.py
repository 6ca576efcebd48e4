"""All facts of one client, for the client: machine-readable, as the sources told them."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from visavis.clients.show import WITHHELD
from visavis.clients.who import find
from visavis.declarations.writing import write_atomically
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import extra_name
from visavis.mistakes import Mistake, Words
from visavis.running.erasing.person import find_person

TABLES = ("records", "exchanges", "ratings", "events")


def facts_of(home: Path, who: str) -> dict[str, Any]:
    """Every fact of the client called `who`, ready for JSON: id, former_ids, and rows by table, as the lake holds them.

    Employees are left out, and so is what they wrote among themselves. Raises Mistake for an unknown client, Erased for one
    who is gone.
    """
    client = find(home, who)
    from visavis.clients.models import number_of

    number = number_of(client.id)
    assert number is not None
    session = DuckDB()
    try:
        find_person(session, client.lake, client.manifest, number)
        rows = {table: _rows(session, table) for table in TABLES}
    finally:
        session.close()
    return {"id": client.id, "former_ids": list(client.former_ids), **rows}


def hand_over(home: Path, who: str, out: Path) -> dict[str, int]:
    """Write the facts of a client to `out`: `.json`, or `.zip` with one JSON file a table; how many rows of each.

    Raises Mistake for another ending, or where it can't be written.
    """
    if out.suffix not in (".json", ".zip"):
        raise Mistake(
            Words(fr=f"format inconnu: {out.name}", en=f"unknown format: {out.name}"),
            remedy=Words(fr="finissez le nom par .json ou .zip", en="end the name with .json or .zip"),
        )
    facts = facts_of(home, who)
    try:
        write_atomically(out, _zipped(facts) if out.suffix == ".zip" else as_json(facts))
    except OSError as error:
        raise Mistake(
            Words(fr=f"ce fichier ne s’écrit pas: {error.strerror}", en=f"can't write: {error.strerror}"),
            remedy=Words(fr="choisissez un autre dossier", en="choose another folder"),
            file=out,
        ) from None
    return {table: len(facts[table]) for table in TABLES}


def as_json(facts: Any) -> str:
    """As a file holds it."""
    return json.dumps(facts, ensure_ascii=False, indent=1, default=str)


def _zipped(facts: dict[str, Any]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("client.json", as_json({name: facts[name] for name in ("id", "former_ids")}))
        for table in TABLES:
            archive.writestr(f"{table}.json", as_json(facts[table]))
    return held.getvalue()


def _rows(session: DuckDB, table: str) -> list[dict[str, Any]]:
    among_us = " WHERE f.direction IS DISTINCT FROM 'internal'" if table == "exchanges" else ""
    rows = session.rows(
        f"SELECT f.* FROM {table} AS f SEMI JOIN their_{table} AS t ON f.source = t.source AND f.key = t.key"
        f"{among_us} ORDER BY f.source, f.key"
    )
    return [
        {extra_name(name): value for name, value in row.items() if name not in WITHHELD and value is not None}
        for row in rows
    ]
