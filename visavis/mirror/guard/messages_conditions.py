"""Conditions of measures of dialogue, those of now and those of before: they tell apart the cells of our messages."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from visavis.declarations import read_folder
from visavis.engine.holding.promise import Where as Conditions
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.mirror.declaration import MeasureDeclaration

KIND = "dialogue"

_CONDITIONS: TypeAdapter[Conditions] = TypeAdapter(Conditions)


def measures_of(home: Path, facts: Facts) -> dict[str, Conditions]:
    """By name of a declared measure of dialogue what it looks at; a condition that can't be met tells of nothing."""
    found: dict[str, Conditions] = {}
    for declared in read_folder(home / "measures", MeasureDeclaration):
        if declared.value.kind.name == KIND:
            where: Conditions = declared.value.spec.where
            if _can_be_met(where, facts):
                found[declared.value.name] = where
    return found or {KIND: {}}


def _can_be_met(where: Conditions, facts: Facts) -> bool:
    try:
        select_rows("tried", facts, Selection({"staff": "staff"}, where=where), "")
    except Unmeasurable:
        return False
    return True


def written(where: Conditions) -> str:
    """Conditions as text, the same for the same ones."""
    return json.dumps(_CONDITIONS.dump_python(where, mode="json", by_alias=True), sort_keys=True, ensure_ascii=False)


def answerable(apart: Sequence[str], facts: Facts) -> dict[int, Conditions]:
    """By place in `apart` what the facts can still be asked for."""
    found: dict[int, Conditions] = {}
    for place, text in enumerate(apart):
        try:
            where = _CONDITIONS.validate_json(text)
        except ValidationError:
            continue  # conditions no longer mean it
        if _can_be_met(where, facts):
            found[place] = where
    return found
