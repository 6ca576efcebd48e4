"""The courses of the promises of a run: what publish keeps of them as a document, and what the page of a promise reads."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from visavis.engine.holding.promise import Promise
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.course import Course, Watched, course, course_steps
from visavis.engine.steps import Runner
from visavis.mirror.reflection import Step

_COURSE = TypeAdapter(Course)
_READ = ("cases", "events", "exchanges", "ratings")


@dataclass(frozen=True, slots=True)
class Coursed:
    """The course of one promise, and the steps behind it."""

    course: Course
    steps: list[Step]


def courses_document(runner: Runner, lake: Lake, manifest: Manifest, promises: Sequence[Promise]) -> dict[str, Any]:
    """By promise with a due moment, what became of its cases day by day; and the steps."""
    watched = _watched(promises, manifest.ledger.get("promises", {}))
    if not watched:
        return {"promises": {}, "steps": []}
    lake.show(runner, manifest, _READ)
    steps = course_steps(watched)
    runner.run(steps)
    rows: dict[str, list[tuple[int | None, int, int]]] = defaultdict(list)
    for row in runner.rows("SELECT * FROM case_courses ORDER BY promise, days, state"):
        rows[row["promise"]].append((row["days"], row["state"], row["n"]))
    found = {name: course(*map(list, zip(*own, strict=True))) for name, own in sorted(rows.items())}
    return {
        "promises": {name: _COURSE.dump_python(one, mode="json") for name, one in found.items()},
        "steps": [[each.name, each.sql()] for each in steps],
    }


def course_of(document: Mapping[str, Any] | None, promise: str) -> Coursed | None:
    """The course of a promise as `courses_document` kept it; None where it has none."""
    kept = (document or {}).get("promises", {}).get(promise)
    if document is None or kept is None:
        return None
    return Coursed(_COURSE.validate_python(kept), [Step(*each) for each in document["steps"]])


def _watched(promises: Sequence[Promise], ledger: Mapping[str, Any]) -> list[Watched]:
    found = []
    for promise in promises:
        observed = ledger.get(promise.name, {}).get("observed_day")
        if promise.test.due is None or promise.test.table == "tallies" or not observed:
            continue
        told = promise.test.where.get("instrument" if promise.test.table == "ratings" else "type")
        kinds: list[str | None] = [
            each for each in (told if isinstance(told, list) else [told]) if isinstance(each, str)
        ] or [None]
        until = date.fromisoformat(str(observed)[:10])
        found += [Watched(promise.name, str(promise.test.table), kind, until) for kind in kinds]
    return found
