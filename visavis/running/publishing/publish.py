"""The step *publish*: clients get their ids, and all that pages show of a run is written to the database.

What changes is computed once and written down (the plan) before anything changes; applying a plan is idempotent and goes in
short transactions, so a publication that is killed anywhere is finished by the next one, with the same result.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.mistakes import Words
from visavis.running.deciding import carry_out_again
from visavis.running.publishing.documents import write_documents
from visavis.running.publishing.ids import apply_ids, begin, carry_out, last_decision, plan_ids
from visavis.running.publishing.inputs import IDS, LINKS, fingerprint_of_ids, fingerprint_of_links
from visavis.running.publishing.planning import forget, plan_tables
from visavis.running.publishing.standing import Standing, standing
from visavis.running.publishing.tables import computed_tables
from visavis.running.publishing.writing import take_turns, write_tables

if TYPE_CHECKING:
    from visavis.running.models import Run


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
            plan = plan_ids(session, lake, manifest, run)
            begun, manifest = plan.run, carry_out(session, lake, manifest, plan)
        progress(Words(fr="Publication: recherche des changements", en="Publishing: finding what changed"))
        plan_tables(session, home, lake, manifest, begun, before)
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


def _finish(lake: Lake, run: "Run", progress: Progress, manifest: Manifest) -> None:
    """Write what the plan of `run` says, if it was planned to the end, and forget the plan."""
    plan, decided = lake.folder / run.plan, last_decision()
    if run.published and plan.is_dir():
        decided = run.decided
        write_tables(plan, computed_tables(), run.id, progress)
        write_documents(plan, run.id)
    elif run.published:
        run.published = ""  # its plan is lost with the lake: what the tables hold is not known
    while not _end(run, decided):
        decided = carry_out_again(lake, manifest, after=decided)
    shutil.rmtree(plan, ignore_errors=True)
    forget(lake, standing(lake))


def _end(run: "Run", decided: int) -> bool:
    """Note that `run` is finished, unless people decided anything after `decided`; later decisions heed it themselves."""
    from django.db import transaction
    from django.utils import timezone

    with transaction.atomic():
        take_turns()
        if last_decision() > decided:
            return False
        run.finished_at = timezone.now()
        run.save()
        return True
