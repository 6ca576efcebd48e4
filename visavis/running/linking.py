"""Linking by itself: the facts as they are, linked and published; or what a refit would change, without doing it."""

from pathlib import Path

from visavis import database
from visavis.clients.decided import decided_now
from visavis.clients.linking.link import dry_refit
from visavis.clients.linking.refitting import Refit
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.linking.weights.model import Model
from visavis.engine.progress import Progress, silent
from visavis.mistakes import Mistake, Words
from visavis.running.home import settings_of
from visavis.running.lock import running_alone
from visavis.running.report import RunReport
from visavis.running.run import new_run, run

STEPS = ("link", "publish")


def link_now(home: Path, *, refit: bool = False, model: Model | None = None, progress: Progress = silent) -> RunReport:
    """Link and publish the facts as they are; arguments as for `visavis.running.run.run`."""
    return run(home, only=STEPS, refit=refit, model=model, progress=progress)


def refit_unapplied(home: Path, *, model: Model | None = None) -> Refit:
    """What linking by a model trained anew (or by `model`) would change; nothing is changed. Raises Mistake where nothing was
    linked yet, or a run is at work."""
    settings = settings_of(home)
    with running_alone(home):
        lake = Lake(home / "lake")
        manifest = lake.current()
        if manifest is None:
            raise _nothing()
        database.use(home)
        session = DuckDB(home / "lake" / "scratch")
        try:
            told = dry_refit(
                session, lake, manifest, new_run(), country=settings.country, decided=decided_now()[0], model=model
            )
        finally:
            session.close()
    if told is None:
        raise _nothing()
    return told


def _nothing() -> Mistake:
    return Mistake(
        Words(fr="aucun rapprochement n’a encore été calculé ici", en="nothing was linked here yet"),
        remedy=Words(fr="lancez: visavis link", en="start: visavis link"),
    )
