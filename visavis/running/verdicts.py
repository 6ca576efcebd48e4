"""Verdicts on actions, computed anew by each run that publishes, for pages to show."""

import json
from datetime import date
from pathlib import Path

from visavis import database
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import Runner

NAME = "verdicts"


def write_verdicts(home: Path, runner: Runner, lake: Lake, manifest: Manifest, run: str) -> None:
    """Judge every action over the cases of `manifest` and keep what comes out as the document `verdicts`."""
    database.use(home)
    from visavis.change.judging import judge_actions
    from visavis.running.models import Document

    counted = Document.objects.filter(name="counts").values_list("body", flat=True).first() or {}
    as_of = date.fromisoformat(counted["as_of"]) if counted.get("as_of") else None
    body = json.loads(json.dumps(judge_actions(runner, home, lake, manifest, as_of), default=str))
    Document.objects.update_or_create(name=NAME, defaults={"run": run, "body": body})
