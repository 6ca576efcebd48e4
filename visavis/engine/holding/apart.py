"""Conditions on facts, held beside one another: none, and no difference of two, may tell of one to four people (X6).

A condition need not name a team to pick one: a region, a product, a shop may follow a team that has three people. So people are
counted behind what every promise looks at, whatever its conditions are on, and behind every combination of promises.

What became of a case chooses nobody: *not cancelled* is about orders, not about whoever took them, and each order with its state
stands in the list of cases anyway, without anybody's name. So a condition on the state counts as none, as long as everybody
who stands behind the facts without it stands behind them with it; where it leaves somebody out whole, it chooses people after all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from visavis.engine.holding.facts import KIND
from visavis.engine.holding.fields import Columns, condition
from visavis.engine.holding.promise import Promise, Where
from visavis.engine.measuring.anonymity import Told
from visavis.engine.measuring.anonymity_blocks import Part
from visavis.engine.steps import Runner
from visavis.mistakes import Mistake
from visavis.vocabulary import SMALLEST_GROUP

STATE = ("status", "direction")
"""Fields that tell what became of a fact, or which way it went: they are the fact's own, not those of whoever handled it."""

Parts = frozenset[Part]
NOTHING: Mapping[int, bool] = {}


@dataclass(frozen=True, slots=True)
class Apart:
    """Places of promises that can't be told (`refused`), and of those of which what their conditions leave out can't (`whole`)."""

    refused: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Looked:
    """Whose facts a condition looks at: those that it holds over, those of the same kind; `chosen` where it chooses among these."""

    held: Parts
    kind: Parts
    chosen: bool


def singled_out(
    runner: Runner,
    promises: Sequence[Promise],
    columns: Columns,
    *,
    newcomers: Collection[int] = (),
    always: Mapping[int, bool] = NOTHING,
) -> Apart:
    """Those of `promises` that would tell of one to four people; the views of facts must stand. One look per table.

    What is promised of a kind of facts as a whole is told, whoever stands behind it: it is about the promise, not about some
    of us. Facts that name nobody single out nobody. Those at places in `newcomers` try last, beside those that stand. Those at
    places in `always` were told already, with what they leave out where that is true.
    """
    refused, whole = set[int](), set[int]()
    for table in ("events", "exchanges"):
        held = [
            (place, each)
            for place, each in enumerate(promises)
            if each.test.table == table and each.test.select is None and _known(each, columns)
        ]
        if "staff" in columns[table] and any(choosing(each.test.where) for _, each in held):
            looked = _looked(runner, table, held, columns)
            found = decide(looked, smallest_of(runner), last=newcomers, always=always)
            refused |= found.refused
            whole |= found.whole
    return Apart(frozenset(refused), frozenset(whole))


def choosing(where: Where) -> set[str]:
    """Fields of `where` that choose among facts of a kind."""
    return {field for field in where if _bare(field) not in KIND}


def stated(where: Where) -> Where:
    """`where` without what it says of states."""
    return {field: each for field, each in where.items() if _bare(field) not in STATE}


def kind_of(where: Where) -> Where:
    """What `where` says of the kind of facts."""
    return {field: each for field, each in where.items() if _bare(field) in KIND}


def _bare(field: str) -> str:
    """A field without the way to it: what became of the thing that a fact is about is its state likewise."""
    return field.removeprefix("about.")


def smallest_of(runner: Runner) -> int:
    """How few people a combination may be about: five; in a company of fewer than five, all of them."""
    named = """SELECT count(DISTINCT staff) AS people FROM (SELECT staff FROM events UNION ALL SELECT staff FROM exchanges) AS t
    WHERE NOT staff IS NULL"""
    return min(SMALLEST_GROUP, max(1, int(runner.rows(named)[0]["people"])))


def looked_at(where: Where, held: Parts, without_state: Parts, kind: Parts) -> Looked:
    """What a condition looks at, its state left aside where it leaves nobody out."""
    if people_of(held) == people_of(without_state):
        return Looked(without_state, kind, bool(choosing(stated(where))))
    return Looked(held, kind, bool(choosing(where)))


def decide(
    looked: Mapping[int, Looked],
    smallest: int,
    *,
    last: Collection[int] = (),
    told: Told | None = None,
    always: Mapping[int, bool] = NOTHING,
) -> Apart:
    """Which of `looked` can't be told beside one another, those at `last` trying last; `told` takes those that can.

    Of a kind of facts that few people do, something may be told where all of them stand behind it and nothing else is told of
    them; with `told`, which has the kinds as a whole, that is never so.
    """
    known, shown = told or Told(smallest), set[Part]()
    for one in looked.values():
        if not one.chosen:
            known.add(one.held)
            shown |= one.held
    refused, whole = set[int](), set[int]()
    filtered = [place for place, one in looked.items() if one.chosen]
    for place in sorted(filtered, key=lambda at: (at in last, at in always, -len(people_of(looked[at].held)), at)):
        parts, everybody = looked[place].held, people_of(looked[place].kind)
        few = told is None and len(everybody) < SMALLEST_GROUP and people_of(parts) == everybody and not shown & parts
        if few or place in always or known.admits(parts):
            known.add(parts)
            shown |= parts
        else:
            refused.add(place)
    for place in sorted(set(filtered) - refused, key=lambda at: (at in last, at in always, at)):
        if not always.get(place, True):
            continue
        if place in always or known.admits(looked[place].kind):
            known.add(looked[place].kind)
        else:
            whole.add(place)
    return Apart(frozenset(refused), frozenset(whole))


def people_of(parts: Parts) -> frozenset[str]:
    """Who stands behind them."""
    return frozenset(who for who, _ in parts)


def _known(promise: Promise, columns: Columns) -> bool:
    """Whether the lake has what the conditions name; else holding the promise says so."""
    try:
        condition(promise.test.where, promise.test.table, columns)
    except Mistake:
        return False
    return True


def _looked(runner: Runner, table: str, held: Sequence[tuple[int, Promise]], columns: Columns) -> dict[int, Looked]:
    """By promise, what it looks at: a row per person and answer to all conditions."""
    flags = {}
    for place, promise in held:
        where = promise.test.where
        for name, conditions in (("held", where), ("stated", stated(where)), ("kind", kind_of(where))):
            flags[place, name] = f"coalesce({condition(conditions, table, columns)}, FALSE)"
    listed = ", ".join(f"CASE WHEN {sql} THEN 1 ELSE 0 END AS {name}_{place}" for (place, name), sql in flags.items())
    rows = runner.rows(f"SELECT DISTINCT f.staff, {listed} FROM {table} AS f WHERE NOT f.staff IS NULL")
    names = list(flags)
    parts = [(row["staff"], tuple(row[f"{name}_{place}"] for place, name in names)) for row in rows]
    found = {key: frozenset(part for part in parts if part[1][place]) for place, key in enumerate(names)}
    return {
        place: looked_at(promise.test.where, found[place, "held"], found[place, "stated"], found[place, "kind"])
        for place, promise in held
    }
