"""The mirror's slices, decided before any row is computed: a case bears its team and segment only where these may be told."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from visavis.clients.publishing import reference_steps
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.mirror.guard.slices import sliced
from visavis.promises.ledger import read_ledger
from visavis.promises.publishing import SEGMENTS, TOLD_SLICES
from visavis.running.fetch import secret_of_staff
from visavis.running.publishing.inputs import LINKS, paths_of

TOLD = "told"
"""The document of whose facts stood behind what was told of teams: hashes alone, which no page reads."""

_LISTED = pa.schema(
    [
        ("promise", pa.string()),
        ("side", pa.string()),
        ("value", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
    ]
)


@dataclass(frozen=True, slots=True)
class Slicing:
    """The documents of the slices, and what else the rows of cases are made of, by view."""

    documents: dict[str, Any]
    given: dict[str, list[str]]


def slice_mirror(session: DuckDB, home: Path, lake: Lake, manifest: Manifest) -> Slicing:
    """The mirror by month, team and segment, beside what was told of teams before; shows TOLD_SLICES and SEGMENTS.

    The view `members` must stand.
    """
    session.run(reference_steps())
    felt_by = {each.value.name: each.value.test.felt_by for each in read_ledger(home)}
    kept_when = {name: by.kept_when.at_least for name, by in felt_by.items() if by and by.kept_when}
    former, before = _standing("slices"), _standing(TOLD)
    told, ledger, listed = sliced(session, lake, manifest, kept_when, former, before, secret_of_staff(home))
    session.connection.register(TOLD_SLICES, pa.Table.from_pylist(listed, schema=_LISTED))
    digest = hashlib.sha256(json.dumps(listed, default=str).encode()).hexdigest()
    return Slicing(
        {"slices": told, TOLD: ledger},
        {TOLD_SLICES: [digest], SEGMENTS: [*paths_of(manifest, "records"), *paths_of(manifest, LINKS)]},
    )


def _standing(name: str) -> Any:
    from visavis.running.models import Document

    return Document.objects.filter(name=name).values_list("body", flat=True).first()
