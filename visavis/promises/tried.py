"""What trials and runs told, so that nothing later tells of one to four people beside it (X6): each trial with conditions leaves a
row, each promise with conditions that a run told an entry in the ledger of the run and of all after it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from visavis.engine.holding.apart import choosing, kind_of, stated
from visavis.engine.holding.fields import Columns, condition
from visavis.engine.holding.promise import Promise
from visavis.engine.lake import Manifest
from visavis.engine.measuring.retelling import as_kept, hold_retold, retold_of
from visavis.engine.steps import Runner
from visavis.mistakes import Mistake
from visavis.promises.alike import mark_of
from visavis.promises.tried_facts import TriedFacts, read_facts
from visavis.vocabulary import SMALLEST_GROUP

if TYPE_CHECKING:
    from visavis.promises.models import Tried

LEDGER = "promises_told"
"""Where a manifest's ledger keeps what runs told of promises with conditions."""


@dataclass(frozen=True, slots=True)
class Before:
    """A promise that was told: the mark of its test, and whether what its conditions leave out was told."""

    test: str
    promise: Promise
    whole: bool


def tried_before() -> tuple[Before, ...]:
    """All that trials told, the earliest first; what promises no longer mean is left out. The database must be in use."""
    from visavis.promises.models import Tried

    found = []
    for row in Tried.objects.order_by("pk"):
        try:
            found.append(Before(row.test, Promise.model_validate(row.promise), row.whole))
        except ValidationError:
            continue
    return tuple(found)


def told_by_runs(manifest: Manifest) -> tuple[Before, ...]:
    """All that runs told, of promises that stand and of those that stood; what promises no longer mean is left out."""
    found = []
    for row in manifest.ledger.get(LEDGER, []):
        try:
            found.append(Before(row["test"], Promise.model_validate(row["promise"]), row["whole"]))
        except ValidationError:
            continue
    return tuple(found)


def told_now(before: Sequence[Before], told: Iterable[tuple[Promise, bool]]) -> list[dict[str, Any]]:
    """What the ledger keeps after a run that told `told`, each with whether what its conditions leave out was told."""
    known = {each.test: each for each in before}
    for promise, whole in told:
        if promise.test.select is None and choosing(stated(promise.test.where)):
            mark = mark_of(promise.test)
            former = known.get(mark)
            known[mark] = Before(mark, promise, whole or (former is not None and former.whole))
    return [{"test": each.test, "promise": _plain(each.promise), "whole": each.whole} for each in known.values()]


def secret_of_staff() -> bytes:
    """The key of this home by which employees become pseudonyms. The database must be in use."""
    from visavis.sources.models import Secret

    return bytes(Secret.objects.get_or_create(name="staff")[0].value)


@dataclass(frozen=True, slots=True)
class Noted:
    """Whether a trial may be told, and with it what its conditions leave out."""

    told: bool
    whole: bool


def note(
    runner: Runner, promise: Promise, columns: Columns, *, standing: Sequence[Before], whole: bool, secret: bytes
) -> Noted:
    """What may be told of a trial beside all that trials ever told of the same table of facts: nothing that, with any of it, tells what
    one to four people did, or what of theirs changed since, however the conditions are put.

    `standing` is what runs tell. Keeps what it tells: trials over a table are one family of sums (`retelling`), each over
    the facts that its conditions choose. Of what has no condition that chooses among facts nothing is kept: it may always be told.
    """
    test, table = promise.test, promise.test.table
    if test.select is not None or "staff" not in columns[test.table] or not choosing(stated(test.where)):
        return Noted(True, whole)
    for _ in range(TRIES):
        family = _row(f"{TABLE}{table}")
        read = family.tried_at
        noted = _held(runner, promise, columns, family, standing=standing, whole=whole, secret=secret)
        if noted is None:
            return Noted(True, whole)
        if _kept(promise, noted, family, read):
            return noted
    return Noted(False, False)  # others try all the time: what stands beside them is not known


TRIES = 5
"""How often a trial looks again because another one was told meanwhile."""


def _held(
    runner: Runner,
    promise: Promise,
    columns: Columns,
    family: "Tried",
    *,
    standing: Sequence[Before],
    whole: bool,
    secret: bytes,
) -> Noted | None:
    """As `note`, with `family`, the row of the table of facts, as it is to be kept; None where nobody did any of these facts."""
    mark, kind, table = mark_of(promise.test), kind_mark(promise), str(promise.test.table)
    of_table = [each for each in standing if each.promise.test.select is None and str(each.promise.test.table) == table]
    always = {_name(each.promise): each.promise for each in of_table}
    always |= {kind_mark(each.promise): each.promise for each in of_table if each.whole}
    known = _known(family.promise) | always | {mark: promise, kind: promise}
    facts = _facts(runner, table, columns, known)
    if not facts.inside(mark):
        return None
    retold = retold_of(family.told)
    asked = [mark] if kind in always or not whole else [mark, kind]
    # Of a small company all may stand behind it: `singled_out` saw to that.
    smallest = min(SMALLEST_GROUP, len(facts.behind(mark)))
    verdict = hold_retold(
        retold,
        facts.cells,
        [{name: facts.inside(name)} for name in asked],
        wholes={name: facts.inside(name) for name in sorted(always) if name != mark},
        groups={name: facts.behind(name) for name in asked},
        once=facts.once(retold.apart),
        secret=secret,
        smallest=smallest,
        most=MOST_SUMS,
    )
    retold.apart = sorted(facts.names)
    # What runs tell of facts as they are now counts, even where the trial is not told.
    family.promise = {name: _plain(each) for name, each in known.items()}
    family.told = as_kept(retold)
    told = mark in verdict.fresh
    return Noted(told, told and whole and (kind in always or kind in verdict.fresh))


def _kept(promise: Promise, noted: Noted, family: "Tried", read: datetime | None) -> bool:
    """Whether `family` is kept, and with it the trial where it is told: not where another trial was kept since it was `read`."""
    from django.db import transaction

    from visavis.clients.turns import take_turns
    from visavis.promises.models import Tried

    with transaction.atomic():
        take_turns()
        if Tried.objects.filter(test=family.test).values_list("tried_at", flat=True).first() != read:
            return False
        if noted.told:
            row = _row(mark_of(promise.test))
            row.promise, row.whole, row.told = _plain(promise), noted.whole or row.whole, {}
            row.save()
        family.save()
    return True


def _row(test: str) -> "Tried":
    from visavis.promises.models import Tried

    return Tried.objects.filter(test=test).first() or Tried(test=test, promise={}, told={})


MOST_SUMS = 1_000
"""Sums that trials over one table may have told before the ledger is folded; at twice as many, nothing is told anew."""

TABLE, KIND = "table:", "kind:"
"""What begins the name of the row that keeps what was told of a table of facts, and of a kind of facts."""


def kind_mark(promise: Promise) -> str:
    """The name of the facts that a promise is about, its conditions left aside."""
    where = promise.test.model_dump(mode="json")["where"]
    told = {field: where[field] for field in kind_of(promise.test.where)}
    return f"{KIND}{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()}"


def _name(promise: Promise) -> str:
    """What a promise that runs tell is a sum of."""
    return mark_of(promise.test) if choosing(stated(promise.test.where)) else kind_mark(promise)


def _known(kept: dict[str, Any]) -> dict[str, Promise]:
    """What facts were told apart by when trials told of them; what promises no longer mean is left out."""
    found = {}
    for name, promise in kept.items():
        try:
            found[name] = Promise.model_validate(promise)
        except ValidationError:
            continue
    return found


def _facts(runner: Runner, table: str, columns: Columns, known: Mapping[str, Promise]) -> TriedFacts:
    """The facts of `table` that somebody did, told apart by `known`; what asks for a column that is gone tells nothing apart."""
    wheres = {}
    for name, each in known.items():
        where = kind_of(each.test.where) if name.startswith(KIND) else stated(each.test.where)
        try:
            wheres[name] = condition(where, table, columns)
        except Mistake:
            continue
    return read_facts(runner, table, wheres)


def _plain(promise: Promise) -> dict[str, Any]:
    return promise.model_dump(mode="json", by_alias=True, exclude_none=True)
