"""The step *publish*: clients get their ids, and all that pages show of a run is written to the database.

What changes is computed once and written down (the plan) before anything changes; applying a plan is idempotent and goes in
short transactions, so a publication that is killed anywhere is finished by the next one, with the same result.
"""

import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.mistakes import Words
from visavis.promises.ledger import read_ledger
from visavis.running.deciding import carry_out_again
from visavis.running.publishing.changes import keep_new_rows, stay, write_changes, write_known
from visavis.running.publishing.documents import plan_documents, write_documents
from visavis.running.publishing.ids import apply_ids, begin, last_decision, plan_ids, with_links
from visavis.running.publishing.inputs import (
    IDS,
    LINKS,
    fingerprint_of_ids,
    fingerprint_of_links,
    fingerprints,
    write_inputs,
)
from visavis.running.publishing.standing import FOLDER, Standing, standing, write_unsure
from visavis.running.publishing.tables import computed_tables, show_new_rows
from visavis.running.publishing.writing import write_tables, writer

if TYPE_CHECKING:
    from visavis.running.models import Run

READ = ("records", "exchanges", "events", "ratings", "readings", "cases")


def publish(home: Path, lake: Lake, manifest: Manifest, run: str, progress: Progress = silent) -> Manifest:
    """The manifest with `links` (source, key, client_id), after the database holds all that pages show of it.

    Changed rows only. Finishes first what a killed run had begun. Raises Mistake where the database can't be used.
    """
    database.use(home)
    from visavis.running.models import Run

    session = DuckDB(lake.folder / "scratch" / f"publish-{run}")
    try:
        for begun in Run.objects.filter(finished_at=None).order_by("started_at", "id"):
            apply_ids(lake, begun)
            _finish(lake, begun, progress, manifest)
        progress(Words(fr="Publication: attribution des clients", en="Publishing: assigning clients"))
        before = standing(lake)
        if _same_ids(manifest, before):
            begun = begin(lake, run)
            begun.decided = before.decided
        else:
            begun = plan_ids(session, lake, manifest, run)
            apply_ids(lake, begun)
            begun.decided = last_decision()
            manifest = with_links(session, lake, manifest, run)
        progress(Words(fr="Publication: recherche des changements", en="Publishing: finding what changed"))
        _plan(session, home, lake, manifest, begun, before)
        _finish(lake, begun, progress, manifest)
        return manifest
    finally:
        session.close()
        shutil.rmtree(session.scratch, ignore_errors=True)


def _same_ids(manifest: Manifest, before: Standing) -> bool:
    """Whether every client has its number, and the lake's links say so: nothing of that changed since the last publication."""
    return (
        before.latest
        and before.inputs.get(IDS) == fingerprint_of_ids(manifest)
        and before.inputs.get(LINKS) == fingerprint_of_links(manifest)
        and before.decided == last_decision()
    )


def _plan(session: DuckDB, home: Path, lake: Lake, manifest: Manifest, run: "Run", before: Standing) -> None:
    """Compute the new rows and write down which of them change what stands; then the run has planned its tables.

    Tables whose inputs are what they were are not computed.
    """
    _forget(lake, before)
    plan = lake.folder / run.plan
    published = lake.folder / FOLDER / f"{run.id}-{uuid.uuid4().hex[:8]}"
    published.mkdir(parents=True)
    touched = _clients_decided_since(before)
    former = _show(session, lake, manifest)
    steps = show_new_rows(session, [declared.value for declared in read_ledger(home)])
    tables = computed_tables()
    inputs = fingerprints(tables, steps, manifest, former)
    formatted = writer().formatted
    for table in tables:
        known, target = before.known(table), published / f"{table.name}.parquet"
        if known and not touched and before.inputs.get(table.name) == inputs[table.name]:
            stay(session, table, known=known, formatted=formatted, into=plan, target=target)
            continue
        keep_new_rows(session, table, session.scratch)
        unsure = write_unsure(table, session.scratch / f"unsure-{table.name}.parquet", touched if known else None)
        write_changes(session, table, known=known, unsure=unsure, formatted=formatted, into=plan)
        write_known(session, table, target)
    plan_documents(session, home, lake, manifest, run.id, plan)
    ids = {IDS: fingerprint_of_ids(manifest), LINKS: fingerprint_of_links(manifest)}
    write_inputs(inputs | ids, published)
    run.published = published.relative_to(lake.folder).as_posix()
    run.save()


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


def _finish(lake: Lake, run: "Run", progress: Progress, manifest: Manifest) -> None:
    """Write what the plan of `run` says, if it was planned to the end, and forget the plan."""
    from django.utils import timezone

    plan = lake.folder / run.plan
    if run.published and plan.is_dir():
        write_tables(plan, computed_tables(), run.id, progress)
        write_documents(plan, run.id)
        carry_out_again(lake, manifest, after=run.decided)
    elif run.published:
        run.published = ""  # its plan is lost with the lake: what the tables hold is not known
    run.finished_at = timezone.now()
    run.save()
    shutil.rmtree(plan, ignore_errors=True)
    _forget(lake, standing(lake))


def _clients_decided_since(before: Standing) -> tuple[int, ...]:
    """Clients whose rows people's decisions moved since they were last published."""
    from visavis.clients.models import ClientAlias, Decision

    names = ("client", "new", "former")
    payloads = Decision.objects.filter(id__gt=before.decided).values_list("payload", flat=True)
    told = {payload[name] for payload in payloads for name in names if name in payload}
    return tuple(sorted(told | set(ClientAlias.objects.filter(former__in=told).values_list("client_id", flat=True))))


def _forget(lake: Lake, now: Standing) -> None:
    """Remove what was published before."""
    for folder in (lake.folder / FOLDER).glob("*"):
        if folder != now.folder:
            shutil.rmtree(folder, ignore_errors=True)
