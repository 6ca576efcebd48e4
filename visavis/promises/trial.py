"""A promise tried on past data before it is adopted: nothing of the lake is written."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.holding.apart import choosing, singled_out, stated
from visavis.engine.holding.counting import count_steps
from visavis.engine.holding.fields import lake_columns
from visavis.engine.holding.promise import Promise
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.intervals import wilson
from visavis.engine.tables import CASES, FACTS, FELT
from visavis.mistakes import Mistake, Words
from visavis.promises.alike import mark_of
from visavis.promises.hold import FEW, At, hold_one
from visavis.promises.ledger import mistakes_of, read_ledger, read_promises
from visavis.promises.tried import Before, note, secret_of_staff, told_by_runs, tried_before
from visavis.vocabulary import MISSED, Outcome

SAMPLES_PER_OUTCOME = 3


@dataclass(frozen=True, slots=True)
class Rate:
    """A kept rate from 0 to 1 with its Wilson interval (95 %); None where no case is due."""

    kept: int
    missed: int
    value: float | None
    interval: tuple[float, float] | None

    @classmethod
    def of(cls, kept: int, missed: int) -> "Rate":
        """The rate of `kept` among `kept + missed`; impossible counts (tallies) have no interval."""
        due = kept + missed
        if due <= 0:
            return cls(kept, missed, None, None)
        return cls(kept, missed, kept / due, wilson(kept, due) if kept >= 0 and missed >= 0 else None)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a promise would have shown on the facts of the last run.

    `outcomes` counts cases by outcome, all six; `reasons` the untestable ones by code (FEW with 0: nothing may be told, not how many
    either); `with_dropped` is the rate when the
    cases that the filter leaves out count too (but for those called off); `samples` are a few cases of each outcome.
    """

    promise: Promise
    outcomes: dict[str, int]
    reasons: dict[str, int]
    rate: Rate
    dropped: dict[str, Any]
    with_dropped: Rate
    observed_until: str | None
    felt: dict[str, dict[str, Any]]
    samples: list[dict[str, Any]]

    @property
    def cases(self) -> int:
        """All cases, also those open or untestable."""
        return sum(self.outcomes.values())

    def as_json(self) -> dict[str, Any]:
        """The trial as plain data; days and moments as ISO texts."""
        return {
            "name": self.promise.name,
            "says": self.promise.says.model_dump(exclude_none=True),
            "cases": self.cases,
            **self.outcomes,
            "missed": self.rate.missed,
            "kept_rate": self.rate.value,
            "interval": self.rate.interval,
            "method": "wilson",
            "reasons": self.reasons,
            "dropped_by_filter": self.dropped,
            "kept_rate_with_dropped": self.with_dropped.value,
            "with_dropped": asdict(self.with_dropped),
            "observed_until": self.observed_until,
            "felt": self.felt,
            "sample": [{name: _plain(value) for name, value in row.items()} for row in self.samples],
        }


@dataclass(frozen=True, slots=True)
class PastData:
    """The facts of the last run, shown as views, for trials that leave the lake as it is."""

    at: At
    standing: tuple[Promise, ...] = ()
    """What is held already: what is tried must not tell of one to four people beside it."""
    tried: tuple[Before, ...] = ()
    """What earlier trials told, and earlier runs: likewise."""
    secret: bytes = b""

    def try_promise(self, promise: Promise, number: int = 1, *, noted: bool = False) -> Trial:
        """Hold `promise` against the facts; raises Mistake where it names what the lake has not.

        Where it is `noted` that it was told, it is held against those noted before, and against what it told of other facts.
        """
        tried = [each for each in self.tried if each.test != mark_of(promise.test)]
        others = [*self.standing, *(each.promise for each in tried)]
        always = {len(self.standing) + place: each.whole for place, each in enumerate(tried)}
        apart = singled_out(self.at.runner, [*others, promise], self.at.columns, newcomers=[len(others)], always=always)
        alone, whole = len(others) in apart.refused, len(others) not in apart.whole
        if noted and not alone:
            told = note(
                self.at.runner, promise, self.at.columns, standing=self._of_runs(), whole=whole, secret=self.secret
            )
            alone, whole = not told.told, told.whole
        known, entries = hold_one(self.at, promise, number, alone=alone, whole=whole)
        manifest = Manifest(self.at.run, entries=tuple(entries))
        self.at.into.show(self.at.runner, manifest, [CASES.name, FELT.name])
        kept_when = promise.test.felt_by.kept_when if promise.test.felt_by else None
        self.at.runner.run(count_steps(kept_when={promise.name: kept_when.at_least} if kept_when else None))
        return self._told(promise, known)

    def _of_runs(self) -> list[Before]:
        """What runs tell: what their ledger keeps, and promises without conditions, of which it keeps nothing."""
        plain = (each for each in self.standing if each.test.select is None and not choosing(stated(each.test.where)))
        return [*told_by_runs(self.at.manifest), *(Before(mark_of(each.test), each, True) for each in plain)]

    def _told(self, promise: Promise, known: dict[str, Any]) -> Trial:
        rows = self.at.runner.rows("SELECT outcome, reason, n FROM outcome_counts ORDER BY outcome, reason")
        outcomes = {str(o): sum(row["n"] for row in rows if row["outcome"] == o) for o in Outcome}
        missed = sum(outcomes[outcome] for outcome in MISSED)
        dropped = known["dropped"]
        felt = self.at.runner.rows("SELECT side, n, mean, said_kept FROM felt_means ORDER BY side")
        return Trial(
            promise=promise,
            outcomes=outcomes,
            reasons={row["reason"]: row["n"] for row in rows if row["reason"]}
            or ({FEW: 0} if known["reason"] == FEW else {}),
            rate=Rate.of(outcomes[Outcome.KEPT], missed),
            dropped=dropped,
            with_dropped=Rate.of(outcomes[Outcome.KEPT] + dropped["kept"], missed + dropped["missed"]),
            observed_until=known["observed_until"] or known["observed_day"],
            felt={row.pop("side"): row for row in felt},
            samples=self._samples(),
        )

    def _samples(self) -> list[dict[str, Any]]:
        return self.at.runner.rows(
            f"""SELECT outcome, reason, source, key, on_day, due_at, due_on, done_at, done_on, n FROM (
            SELECT *, row_number() OVER (PARTITION BY outcome ORDER BY on_day DESC NULLS LAST, key) AS position FROM cases)
            WHERE position <= {SAMPLES_PER_OUTCOME} ORDER BY outcome, position"""
        )


@contextmanager
def past_data(home: Path) -> Iterator[PastData]:
    """The facts of the home's last run; raises Mistake before the first one."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    if manifest is None:
        raise Mistake(
            Words(fr="aucun fait n’a encore été lu ici", en="no facts were read here yet"),
            remedy=Words(fr="lancez d’abord: visavis run --only fetch", en="first start: visavis run --only fetch"),
        )
    with tempfile.TemporaryDirectory(prefix="visavis-trial-") as folder:
        scratch = Path(folder)
        runner = DuckDB(scratch)
        try:
            lake.show(runner, manifest, FACTS)
            at = At(runner, lake, manifest, lake_columns(manifest), "trial", Lake(scratch / "lake"), scratch)
            yield PastData(at, _standing(home), *_tried(home, manifest))
        finally:
            runner.close()


def _standing(home: Path) -> tuple[Promise, ...]:
    try:
        return tuple(declared.value for declared in read_ledger(home))
    except Mistake:
        return ()  # who tries is told of what is wrong elsewhere


def _tried(home: Path, manifest: Manifest) -> tuple[tuple[Before, ...], bytes]:
    database.use(home)
    return (*told_by_runs(manifest), *tried_before()), secret_of_staff()


def try_file(home: Path, file: Path) -> list[Trial]:
    """Try every promise written in `file` on the facts of the last run; raises Mistake for what is wrong in it."""
    declared = read_promises(file)
    if not declared:
        raise Mistake(
            Words(fr="aucune promesse dans ce fichier", en="there is no promise in this file"),
            remedy=Words(fr="voyez visavis promise propose", en="see visavis promise propose"),
            file=file,
        )
    trials: list[Trial] = []
    with past_data(home) as past:
        for number, each in enumerate(declared, start=1):
            with mistakes_of(each):
                trials.append(past.try_promise(each.value, number, noted=True))
                past = replace(past, tried=(*told_by_runs(past.at.manifest), *tried_before()))
    return trials


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else value.isoformat()
