"""Promises with conditions, held beside one another: none, and no difference of two, may tell of one to four people (X6).

A condition need not name a team to pick one: a region, a product, a shop may follow a team that has three people. So people are
counted behind what every promise looks at, whatever its conditions are on, and behind every combination of promises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visavis.engine.holding.facts import KIND
from visavis.engine.holding.fields import Columns, condition
from visavis.engine.holding.promise import Promise
from visavis.engine.measuring.anonymity import Part, Told
from visavis.engine.steps import Runner
from visavis.mistakes import Mistake
from visavis.vocabulary import SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Apart:
    """Places of promises that can't be told (`refused`), and of those of which what their conditions leave out can't (`whole`)."""

    refused: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()


def singled_out(runner: Runner, promises: Sequence[Promise], columns: Columns, *, newcomer: bool = False) -> Apart:
    """Those of `promises` that would tell of one to four people; the views of facts must stand. One look per table.

    What is promised of a kind of facts as a whole is told, whoever stands behind it: it is about the promise, not about some
    of us. Facts that name nobody single out nobody. With `newcomer`, the last promise is tried beside those that stand.
    """
    refused, whole = set[int](), set[int]()
    for table in ("events", "exchanges"):
        held = [
            (place, each)
            for place, each in enumerate(promises)
            if each.test.table == table and each.test.select is None and _known(each, columns)
        ]
        if "staff" in columns[table] and any(_others(each) for _, each in held):
            found = _apart(runner, table, held, columns, len(promises) - 1 if newcomer else None)
            refused |= found.refused
            whole |= found.whole
    return Apart(frozenset(refused), frozenset(whole))


def _known(promise: Promise, columns: Columns) -> bool:
    """Whether the lake has what the conditions name; else holding the promise says so."""
    try:
        condition(promise.test.where, promise.test.table, columns)
    except Mistake:
        return False
    return True


def _others(promise: Promise) -> bool:
    return any(field not in KIND for field in promise.test.where)


def _apart(
    runner: Runner, table: str, held: Sequence[tuple[int, Promise]], columns: Columns, newcomer: int | None
) -> Apart:
    cells = _cells(runner, table, held, columns)
    told, shown = Told(), set[Part]()
    for place, promise in held:
        if not _others(promise):
            told.add(cells[place, "held"])
            shown |= cells[place, "held"]
    refused, whole = set[int](), set[int]()
    filtered = [place for place, each in held if _others(each)]
    for place in sorted(filtered, key=lambda at: (at == newcomer, -len(_people(cells[at, "held"])), at)):
        parts, everybody = cells[place, "held"], _people(cells[place, "kind"])
        few = len(everybody) < SMALLEST_GROUP and _people(parts) == everybody and not shown & parts
        if few or told.admits(parts):
            told.add(parts)
            shown |= parts
        else:
            refused.add(place)
    for place in sorted(set(filtered) - refused, key=lambda at: (at == newcomer, at)):
        if told.admits(cells[place, "kind"]):
            told.add(cells[place, "kind"])
        else:
            whole.add(place)
    return Apart(frozenset(refused), frozenset(whole))


def _cells(
    runner: Runner, table: str, held: Sequence[tuple[int, Promise]], columns: Columns
) -> Mapping[tuple[int, str], frozenset[Part]]:
    """By promise, the parts of what it is held over (`held`), and of all facts of its kind (`kind`)."""
    flags = {}
    for place, promise in held:
        where = promise.test.where
        kinds = {field: each for field, each in where.items() if field in KIND}
        for name, conditions in (("held", where), ("kind", kinds)):
            flags[place, name] = f"coalesce({condition(conditions, table, columns)}, FALSE)"
    listed = ", ".join(f"CASE WHEN {sql} THEN 1 ELSE 0 END AS {name}_{place}" for (place, name), sql in flags.items())
    rows = runner.rows(f"SELECT DISTINCT f.staff, {listed} FROM {table} AS f WHERE NOT f.staff IS NULL")
    names = list(flags)
    parts = [(row["staff"], tuple(row[f"{name}_{place}"] for place, name in names)) for row in rows]
    return {key: frozenset(part for part in parts if part[1][place]) for place, key in enumerate(names)}


def _people(parts: frozenset[Part]) -> frozenset[str]:
    return frozenset(who for who, _ in parts)
