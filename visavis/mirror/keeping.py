"""The mirror kept as one JSON document, without loss: what publish writes and the pages read."""

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from visavis.mirror.reasons import Reason
from visavis.mirror.reflection import Mirror, Step

_MIRROR = TypeAdapter(Mirror)


def as_document(mirror: Mirror) -> dict[str, Any]:
    """The mirror as plain data for a JSON column. Each step is written once: promises share most of theirs."""
    steps: dict[Step, int] = {}
    bare = replace(mirror, promises=[replace(one, untestable={}, steps=[]) for one in mirror.promises])
    document: dict[str, Any] = _MIRROR.dump_python(bare, mode="json")
    for kept, promise in zip(document["promises"], mirror.promises, strict=True):
        kept["untestable"] = [[why.code, why.detail, n] for why, n in promise.untestable.items()]
        kept["steps"] = [steps.setdefault(step, len(steps)) for step in promise.steps]
    document["steps"] = [[step.name, step.sql] for step in steps]
    return document


def from_document(document: dict[str, Any]) -> Mirror:
    """The mirror that `as_document` wrote; raises pydantic's ValidationError for anything else."""
    steps = [Step(name, sql) for name, sql in document["steps"]]
    bare = [{**kept, "untestable": {}, "steps": []} for kept in document["promises"]]
    mirror = _MIRROR.validate_python({**document, "promises": bare})
    promises = [
        replace(
            promise,
            untestable={Reason(code, detail): n for code, detail, n in kept["untestable"]},
            steps=[steps[place] for place in kept["steps"]],
        )
        for promise, kept in zip(mirror.promises, document["promises"], strict=True)
    ]
    return replace(mirror, promises=promises)
