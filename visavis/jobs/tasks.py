"""What a worker can be asked for, by name (`visavis.work.asking.ask`): each calls the verb that pages and commands call.

A job may be done twice (its worker may be killed after the work and before the note of it), so verbs here are idempotent.
"""

import datetime
from typing import Any

from visavis.mistakes import Words
from visavis.work.backend import Working, task
from visavis.work.finishing import Later


@task(once=True)
def run(context: Working, only: list[str] | None = None) -> dict[str, Any]:
    """Compute everything in the home, or the steps `only`; returns `{run, lines: [{fr, en}], lost: [source]}`."""
    from visavis.running.lock import AnotherRun
    from visavis.running.run import run as run_all

    try:
        report = run_all(context.home, only=only or (), progress=context.progress)
    except AnotherRun:
        raise Later(WAITS, after=datetime.timedelta(seconds=10)) from None
    lines = [{"fr": line.fr, "en": line.en} for line in report.lines(files=False)]
    return {"run": report.run, "lines": lines, "lost": list(report.lost)}


@task(once=True)
def prepare(context: Working) -> dict[str, Any]:
    """Read the sources and propose promises that the facts can test; returns what `run` returns."""
    from visavis.promises.adopting import remember_proposals
    from visavis.running.home import settings_of

    told: dict[str, Any] = run.func(context, only=["fetch", "link", "read"])
    context.progress(Words(fr="Recherche de promesses vérifiables", en="Looking for promises that can be tested"))
    remember_proposals(context.home, settings_of(context.home).country)
    return told


@task(once=True, priority=10)
def look(context: Working, drop: int) -> None:
    """Look at the files of a drop and propose sources for them; before runs, as somebody waits in front of the page."""
    from visavis.running.home import settings_of
    from visavis.sources.proposing import look_at_drop

    look_at_drop(context.home, drop, context.progress, lang=settings_of(context.home).language)


@task(once=True, priority=5)
def learn(context: Working, question: str) -> dict[str, Any]:
    """Learn from what people answered to `question`; returns `{version, adopted, labels}`."""
    from visavis.running.home import larger_model
    from visavis.voices.teaching import learn as teach
    from visavis.work.models import Job

    job = Job.objects.select_related("user").get(pk=context.task_result.id)
    lesson = teach(context.home, question, user=job.user, model=larger_model(context.home), progress=context.progress)
    return {"version": lesson.version, "adopted": lesson.adopted, "labels": lesson.labels}


@task(priority=10)
def try_promises(context: Working, file: str, text: str) -> list[dict[str, Any]]:
    """Try the promises in `text` on past data; each trial as plain data (`visavis.promises.trial.Trial.as_json`)."""
    from visavis.promises.rewriting import try_text

    context.progress(Words(fr="Essai à blanc sur les données passées", en="Dry-run on past data"))
    return try_text(context.home, file, text)


WAITS = Words(
    fr="Une autre exécution est en cours: celle-ci commencera quand elle aura fini",
    en="Another run is at work: this one starts when it has ended",
)
