"""Whether the verdicts on the demonstrations' actions are those that were planted."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from benchmarks.finding import Ask, Line, kept_rate, state_of, told


def helped(home: Path, ask: Ask) -> Line:
    """The action that helped is told improved."""
    return _line(home, "effect", "an action that helped", "improved")


def changed_nothing(home: Path, ask: Ask) -> Line:
    """The action that changed nothing is told not to be distinguishable from noise."""
    return _line(home, "non_effect", "an action that changed nothing", "noise")


def _line(home: Path, which: str, truth: str, meant: str) -> Line:
    planted = told(home, "changes.json")[which]
    found = _verdict(home, planted["promise"], planted["since"])
    rates = (
        f"kept {kept_rate(planted['before']):.2f} before and {kept_rate(planted['after']):.2f} since {planted['since']}"
    )
    if found is None:
        return Line(truth, state_of(False), f"{planted['what']}: {rates}; no action is judged by {planted['promise']}")
    effect = found["effect"]
    figures = (
        f"{effect['value']:+.3f} beside the control ({effect['low']:+.3f} to {effect['high']:+.3f}), p {found['p_adjusted']:.1e} "
        f"over {found['compared']} actions"
        if effect and found["p_adjusted"] is not None
        else f"no verdict: {found['reason']}"
    )
    return Line(
        truth, state_of(found["verdict"] == meant), f"{planted['what']}: {found['verdict']}, {figures}; {rates}"
    )


def _verdict(home: Path, promise: str, since: str) -> dict[str, Any] | None:
    """What the last run found of the action that begins on that day for that promise; None where there is none."""
    with sqlite3.connect(f"file:{home / 'visavis.sqlite3'}?mode=ro", uri=True) as database:
        numbers = database.execute(
            "SELECT action_id FROM visavis_actionversion WHERE starts_on = ? AND json_extract(outcome, '$.promise') = ?",
            (since, promise),
        ).fetchall()
        bodies = database.execute("SELECT body FROM visavis_document WHERE name = 'verdicts'").fetchall()
    if not numbers or not bodies:
        return None
    found: dict[str, Any] | None = json.loads(bodies[0][0])["actions"].get(str(numbers[0][0]))
    return found
