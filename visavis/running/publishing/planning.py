"""The plan of a publication: the new rows are computed, and which of them change what stands is written down.

Tables whose inputs are what they were are not computed; of others, where little of that changed, only the rows of it.
"""

import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from visavis.clients.believing.survivorship import rules_of
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.promises.ledger import read_ledger
from visavis.running.deciding.effects import effects_of
from visavis.running.publishing.changes import keep_new_rows, show_rows, write_changes, write_no_changes
from visavis.running.publishing.documents import plan_documents
from visavis.running.publishing.inputs import (
    IDS,
    LINKS,
    QUALITY,
    fingerprint_of_ids,
    fingerprint_of_links,
    fingerprint_of_quality,
    fingerprints,
    write_inputs,
)
from visavis.running.publishing.kept import keep_again, keep_same, kept_rows
from visavis.running.publishing.origins import ORIGINS, Origin, find_touched, origin_of, places_of
from visavis.running.publishing.slicing import slice_mirror
from visavis.running.publishing.standing import FOLDER, Standing, write_unsure
from visavis.running.publishing.tables import Computed, computed_tables, new_row_steps, show_view
from visavis.running.publishing.writing import writer

if TYPE_CHECKING:
    from visavis.running.models import Run

READ = (
    "records",
    "exchanges",
    "events",
    "ratings",
    "readings",
    "routes",
    "personal",
    "alike",
    "topics",
    "fates",
    "cases",
    "felt",
)


def plan_tables(session: DuckDB, home: Path, lake: Lake, manifest: Manifest, run: "Run", before: Standing) -> None:
    """Write the plan of `run`; then the run has planned its tables."""
    forget(lake, before)
    plan = lake.folder / run.plan
    published = lake.folder / FOLDER / f"{run.id}-{uuid.uuid4().hex[:8]}"
    published.mkdir(parents=True)
    decided = _clients_decided_since(before)
    former = _show(session, lake, manifest)
    ahead, tables = new_row_steps([each.value for each in read_ledger(home)], rules_of(home)), computed_tables()
    slicing = slice_mirror(session, home, lake, manifest)
    inputs = fingerprints(tables, ahead, manifest, former, slicing.given) | {QUALITY: fingerprint_of_quality(manifest)}
    same = {name for name in inputs if before.inputs.get(name) == inputs[name]}
    changing = [table for table in tables if decided or table.name not in same or before.known(table) is None]
    unsure = {
        table.name: write_unsure(
            table, session.scratch / f"unsure-{table.name}.parquet", decided if before.known(table) else None
        )
        for table in changing
    }
    touched: dict[str, str | None] = {}
    for table in tables:
        if table not in changing and before.folder:
            keep_same(table.name, before.folder, published)
            write_no_changes(table, plan)
            del ahead[table.view]
            show_rows(session, table, kept_rows(published, table.name))
            continue
        origin = origin_of(table.model)
        if origin and origin.view not in touched:
            show_view(session, origin.view, ahead)
            known = before if origin.view in same else Standing(None)
            touched[origin.view] = _touched(session, origin, known, published, unsure)
        show_view(session, table.view, ahead)
        _compute(session, table, before, unsure[table.name], touched[origin.view] if origin else None, plan, published)
    for origin in ORIGINS:
        if before.folder and origin.view not in touched:
            keep_same(origin.view, before.folder, published)
    plan_documents(session, home, lake, manifest, run.id, plan, slicing.documents, same_quality=QUALITY in same)
    ids = {IDS: fingerprint_of_ids(manifest), LINKS: fingerprint_of_links(manifest)}
    write_inputs(inputs | ids, published)
    run.published = published.relative_to(lake.folder).as_posix()
    run.save()


def _touched(
    session: DuckDB, origin: Origin, before: Standing, published: Path, unsure: dict[str, Path | None]
) -> str | None:
    tables = [table for table in computed_tables() if table.model in origin.models]
    known = {table.name: rows for table in tables if (rows := before.known(table))}
    doubtful = [
        places_of(origin, table, known[table.name], keys)
        for table in tables
        if table.name in known and (keys := unsure.get(table.name))
    ]
    folder = before.folder if len(known) == len(tables) else None
    return find_touched(session, origin, folder, published, doubtful)


def _compute(
    session: DuckDB,
    table: Computed,
    before: Standing,
    unsure: Path | None,
    touched: str | None,
    plan: Path,
    published: Path,
) -> None:
    """Compute the rows of `table`, or those of the places `touched` alone; write their changes, and keep all its rows."""
    known = before.known(table)
    keep_new_rows(session, table, session.scratch if touched else published)
    if touched:
        known = f"SELECT k.* FROM ({known}) AS k SEMI JOIN {touched} AS t ON k.place = t.place"
    write_changes(session, table, known=known, unsure=unsure, formatted=writer().formatted, into=plan)
    if touched and before.folder:
        keep_again(session, table, touched, before.folder, published)
        show_rows(session, table, kept_rows(published, table.name))


def _show(session: DuckDB, lake: Lake, manifest: Manifest) -> list[tuple[int, int]]:
    """Make the views that publishing reads: facts, results, whose each record is, which numbers clients had (returned too)."""
    from visavis.clients.models import ClientAlias

    lake.show(session, manifest, (*READ, "links"))
    session.connection.execute(
        "CREATE OR REPLACE TEMP VIEW members AS SELECT source, key, CAST(substr(client_id, 3) AS BIGINT) AS client FROM links"
    )
    former = list(ClientAlias.objects.values_list("former", "client_id"))
    columns = {"former": [each for each, _ in former], "client": [each for _, each in former]}
    schema = pa.schema([("former", pa.int64()), ("client", pa.int64())])
    session.connection.register("former_clients", pa.table(columns, schema))
    return former


def _clients_decided_since(before: Standing) -> tuple[int, ...]:
    """Clients whose rows people's decisions moved since they were last published."""
    from visavis.clients.models import ClientAlias, Decision

    told = {
        number
        for decision in Decision.objects.filter(id__gt=before.decided)
        for number in (decision.payload["client"], *effects_of(decision).numbers)
    }
    return tuple(sorted(told | set(ClientAlias.objects.filter(former__in=told).values_list("client_id", flat=True))))


def forget(lake: Lake, now: Standing) -> None:
    """Remove what was published before."""
    for folder in (lake.folder / FOLDER).glob("*"):
        if folder != now.folder:
            shutil.rmtree(folder, ignore_errors=True)
