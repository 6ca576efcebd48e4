"""The cases and clients that figures of measures are about, as documents that one page reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest

DOCUMENT = "examples-"
"""What stands before the kind in a document's name."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One case or client on a list: the client's number, the case (empty: the client itself), the day, and what else is told."""

    client: int
    about: str
    on_day: date | None
    note: Mapping[str, str]


def examples_documents(session: DuckDB, lake: Lake, manifest: Manifest) -> dict[str, Any]:
    """A document by kind of measure; `client_refs` must stand in the session. Who is no client is left out."""
    lake.show(session, manifest, ["examples"])
    rows = session.rows(
        """SELECT e.kind, e.grouping, e.figure, c.client, e.about, e.on_day, e.note FROM examples AS e
        JOIN client_refs AS c ON e.ref = c.ref
        WHERE e.name = (SELECT min(o.name) FROM examples AS o WHERE o.kind = e.kind)
        ORDER BY e.kind, e.grouping, e.figure, e.place"""
    )
    found: dict[str, dict[str, list[list[Any]]]] = {}
    for row in rows:
        lists = found.setdefault(DOCUMENT + row["kind"], {})
        lists.setdefault(_key(row["grouping"], row["figure"]), []).append(
            [row["client"], row["about"] or "", row["on_day"], row["note"] or ""]
        )
    kinds = ("chain", "process", "relation", "retention")
    return {DOCUMENT + kind: {"lists": found.get(DOCUMENT + kind, {})} for kind in kinds}


def listed(document: Mapping[str, Any], grouping: str | None, figure: str) -> list[Listed]:
    """The list behind one figure; empty where there is none."""
    return [
        Listed(int(client), about, date.fromisoformat(day) if day else None, json.loads(note) if note else {})
        for client, about, day, note in document.get("lists", {}).get(_key(grouping, figure), [])
    ]


def addresses(document: Mapping[str, Any], kind: str) -> dict[tuple[str | None, str], str]:
    """By what a figure is about and its name, where the list behind it stands."""
    found = {}
    for key in document.get("lists", {}):
        grouping, figure = json.loads(key)
        asked = {"of": kind, "about": grouping or "", "figure": figure}
        found[grouping, figure] = f"/mirror/cases?{urlencode(asked)}"
    return found


def _key(grouping: str | None, figure: str) -> str:
    return json.dumps([grouping, figure], ensure_ascii=False)
