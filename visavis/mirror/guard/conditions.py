"""Declared measures with conditions, held beside one another and beside the promises: none may tell of one to four people (X6).

A condition on a product, a channel or a tag may follow a team of three without naming it. The facts of the kind as a whole are taken
as told: what a condition leaves out follows from them. What became of a fact chooses nobody (`visavis.engine.holding.apart`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from visavis.declarations import Written
from visavis.engine.holding.apart import Looked, choosing, decide, kind_of, looked_at, smallest_of, stated
from visavis.engine.holding.promise import Promise, Where
from visavis.engine.measuring.anonymity import Told
from visavis.engine.measuring.anonymity_blocks import Part
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.steps import Runner
from visavis.mirror.kinds.kind import Bench

TABLES = ("events", "exchanges", "ratings")
OVER = {"dialogue": "exchanges"}
"""What kinds are computed over that do not say so; all others: events."""
BY_TEAM = "roots"
"""The kind that counts events by team, over all time."""


@dataclass(frozen=True, slots=True)
class Look:
    """Some facts that the measure or promise at `place` looks at; promises have places below zero."""

    place: int
    table: str
    where: Where


def singled_out(
    bench: Bench, measures: Sequence[tuple[str, Any]], promises: Sequence[Promise], *, last: Collection[int] = ()
) -> frozenset[int]:
    """Places of those of `measures` (kind, spec) that would tell of one to four people beside `promises`, which are told already;
    those at places in `last` try last."""
    looks = [
        look for place, (kind, spec) in enumerate(measures) for look in looks_of(place, spec, OVER.get(kind, "events"))
    ]
    looks += [
        Look(-1 - place, each.test.table, each.test.where)
        for place, each in enumerate(promises)
        if each.test.select is None
    ]
    refused = set[int]()
    for table in TABLES:
        own = [look for look in looks if look.table == table]
        if any(look.place >= 0 and choosing(look.where) for look in own):
            refused |= _refused(bench.runner, bench.facts(table), own, last)
    return frozenset(refused)


def by_team(
    measures: Sequence[tuple[str, Any]], teams: Collection[str], promises: Sequence[Promise]
) -> list[tuple[int, str, Any]]:
    """Place, team and spec of each figure that measures over events tell of a team, where conditions of others may stand beside it."""
    wheres = [each.test.where for each in promises] + [
        look.where for kind, spec in measures for look in looks_of(0, spec, OVER.get(kind, "events"))
    ]
    if not any(map(choosing, wheres)):
        return []
    return [
        (place, team, spec.model_copy(update={"where": spec.where | {"team": team}}))
        for place, (kind, spec) in enumerate(measures)
        if kind == BY_TEAM and "team" not in spec.where
        for team in sorted(teams)
    ]


def chosen(kind: str, spec: Any) -> bool:
    """Whether the conditions of a measure choose among facts of a kind, whatever became of these."""
    return any(choosing(stated(look.where)) for look in looks_of(0, spec, OVER.get(kind, "events")))


def looks_of(place: int, spec: Written, over: str) -> Iterator[Look]:
    """Everything that a spec looks at, each combination of conditions: those of the whole, and those inside it."""
    table = getattr(spec, "over", None) or over
    base: Where = getattr(spec, "where", None) or {}
    inner: list[Where] = [{}]
    for name, field in type(spec).model_fields.items():
        value = getattr(spec, name)
        if isinstance(value, Written):
            yield from looks_of(place, value, over)
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, Written):
                    yield from looks_of(place, each, over)
        elif name != "where" and value and _conditions(field.annotation):
            inner.append(value)
        elif value and _named_conditions(field.annotation):
            inner += value.values()
    if (stage := getattr(spec, "stage", None)) is not None:
        inner += [{stage: value} for value in spec.order]  # type: ignore[attr-defined]
    if table in TABLES and ("where" in type(spec).model_fields or len(inner) > 1):
        # How many facts inside a measure are in which state is told as it is: counts of what became of cases.
        yield from (Look(place, table, base | each) for each in inner if not each or choosing(stated(each)))


def _conditions(annotation: Any) -> bool:
    return annotation == Where or any(
        each == Where for each in get_args(annotation) if get_origin(annotation) is not dict
    )


def _named_conditions(annotation: Any) -> bool:
    return get_origin(annotation) is dict and get_args(annotation)[1:] == (Where,)


def _refused(runner: Runner, facts: Facts, looks: Sequence[Look], last: Collection[int]) -> set[int]:
    looked = _looked(runner, facts, looks)
    told, smallest = Told(smallest_of(runner)), smallest_of(runner)
    for one in looked.values():
        told.add(one.kind)
    standing = {number: one for number, one in looked.items() if looks[number].place < 0}
    decide(standing, smallest, told=told)
    own = {number: one for number, one in looked.items() if looks[number].place >= 0}
    # What a measure holds over a few of a kind that only few do, as a whole, is about the kind: it was told with it.
    at_last = {number for number in own if looks[number].place in last}
    found = decide(own, smallest, told=told, last=at_last)
    return {looks[number].place for number in found.refused}


def _looked(runner: Runner, facts: Facts, looks: Sequence[Look]) -> Mapping[int, Looked]:
    staff = "staff" if "staff" in facts.columns else "about.staff"
    flags: dict[str, Where] = {}
    known = []
    for number, look in enumerate(looks):
        asked = {"held": look.where, "stated": stated(look.where), "kind": kind_of(look.where)}
        own = {f"{name}_{number}": where for name, where in asked.items()}
        try:
            select_rows("tried", facts, Selection({"staff": staff}, flags=own), "")
        except Unmeasurable:
            continue  # the measure itself says what is missing
        flags |= own
        known.append(number)
    view = f"{facts.view}_looked_at"
    runner.run(select_rows(view, facts, Selection({"staff": staff}, flags=flags), "who stands behind conditions"))
    names = list(flags)
    listed = ", ".join(names)
    rows = runner.rows(f"SELECT DISTINCT staff, {listed} FROM {view} WHERE NOT staff IS NULL") if names else []
    parts: list[Part] = [(row["staff"], tuple(row[name] for name in names)) for row in rows]
    held = {name: frozenset(part for part, row in zip(parts, rows, strict=True) if row[name]) for name in names}
    return {
        number: looked_at(looks[number].where, held[f"held_{number}"], held[f"stated_{number}"], held[f"kind_{number}"])
        for number in known
    }
