"""What trials and runs told, so that nothing later tells of one to four people beside it (X6): each trial with conditions leaves a
row, each promise with conditions that a run told an entry in the ledger of the run and of all after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from visavis.engine.holding.apart import choosing, stated
from visavis.engine.holding.fields import Columns, condition
from visavis.engine.holding.promise import Promise
from visavis.engine.lake import Manifest
from visavis.engine.measuring.waves import as_ledger, from_ledger, hold
from visavis.engine.steps import Runner
from visavis.promises.alike import mark_of

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


def note(runner: Runner, promise: Promise, columns: Columns, *, whole: bool, secret: bytes) -> bool:
    """Whether a trial may be told: not where it was told before, and one to four people's facts have come or changed since.

    Keeps what it tells. Of what has no condition that chooses among facts nothing is kept: it may always be told.
    """
    from visavis.promises.models import Tried

    test = promise.test
    if test.select is not None or "staff" not in columns[test.table] or not choosing(stated(test.where)):
        return True
    rows = runner.rows(
        f"""SELECT f.staff, count(*) AS n, max(f.key) AS last FROM {test.table} AS f
        WHERE NOT f.staff IS NULL AND ({condition(test.where, test.table, columns)}) GROUP BY f.staff"""
    )
    if not rows:
        return True
    row = Tried.objects.filter(test=mark_of(test)).first() or Tried(test=mark_of(test))
    family = from_ledger(row.told)
    people = {"held": {each["staff"]: f"{each['n']} {each['last']}" for each in rows}}
    smallest = min(5, len(rows))  # of a small company all may stand behind it: `singled_out` saw to that
    if "held" not in hold(family, people, wholes={}, secret=secret, smallest=smallest).fresh:
        return False
    row.promise = _plain(promise)
    row.whole, row.told = whole or row.whole, as_ledger(family)
    row.save()
    return True


def _plain(promise: Promise) -> dict[str, Any]:
    return promise.model_dump(mode="json", by_alias=True, exclude_none=True)
