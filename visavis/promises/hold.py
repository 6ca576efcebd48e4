"""The verb of a run: hold every promise of a home against the facts of the lake."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from visavis.engine.holding.apart import Apart, singled_out
from visavis.engine.holding.fields import Columns, lake_columns
from visavis.engine.holding.hold import ready
from visavis.engine.holding.promise import Promise
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.steps import Runner, literal
from visavis.engine.tables import CASES, FACTS, FELT, Table
from visavis.promises.alike import mark_of
from visavis.promises.ledger import mistakes_of, read_ledger
from visavis.promises.tried import LEDGER, Before, told_by_runs, told_now
from visavis.vocabulary import MISSED, Outcome

FEW = "fewer_than_five"
"""Why nothing is told of a promise: it would tell of one to four people."""


def hold(
    home: Path, runner: Runner, lake: Lake, manifest: Manifest, run: str, *, tried: Sequence[Before] = ()
) -> Manifest:
    """The manifest with `cases` and `felt` of every promise of `home`, and what is known of each in `ledger["promises"]`.

    That is, by name: `sources`, `observed_until` (ISO, UTC) and `observed_day`, `reason` (a code, where no figure can be
    given), `dropped` (what the filter leaves out: see `summary_of_dropped`), `steps` (SQL texts by name). Promises are held beside
    what runs told before, and trials (`tried`): none tells of one to four people by what another leaves. Raises Mistake where
    a promise names what the lake has not.
    """
    declared = read_ledger(home)
    lake.show(runner, manifest, FACTS)
    at = At(runner, lake, manifest, lake_columns(manifest), run, lake, lake.folder / "scratch" / f"hold-{run}")
    entries: list[Entry] = []
    known: dict[str, Any] = {}
    try:
        before = told_by_runs(manifest)
        apart = _apart(at, [each.value for each in declared], before, tried)
        for number, each in enumerate(declared, start=1):
            with mistakes_of(each):
                found = hold_one(
                    at, each.value, number, alone=number - 1 in apart.refused, whole=number - 1 not in apart.whole
                )
                known[each.value.name], written = found
            entries += written
    finally:
        shutil.rmtree(at.scratch, ignore_errors=True)
    for table in (CASES.name, FELT.name):
        manifest = manifest.replaced(table, [entry for entry in entries if entry.table == table])
    told = [
        (each.value, number not in apart.whole) for number, each in enumerate(declared) if number not in apart.refused
    ]
    return replace(manifest, ledger=manifest.ledger | {"promises": known, LEDGER: told_now(before, told)})


def _apart(at: "At", promises: Sequence[Promise], before: Sequence[Before], tried: Sequence[Before]) -> Apart:
    """What can't be told of `promises`: those that stood in the run before go first, those that stand anew come last."""
    known = {each.test for each in before}
    newcomers = [place for place, each in enumerate(promises) if mark_of(each.test) not in known]
    former = [*before, *tried]
    always = {len(promises) + place: each.whole for place, each in enumerate(former)}
    beside = [*promises, *(each.promise for each in former)]
    return singled_out(at.runner, beside, at.columns, newcomers=newcomers, always=always)


@dataclass(frozen=True, slots=True)
class At:
    """What holding one promise needs to know: the facts (`lake`, `manifest`, `columns`), and where results go (`into`)."""

    runner: Runner
    lake: Lake
    manifest: Manifest
    columns: Columns
    run: str
    into: Lake
    scratch: Path


def hold_one(
    at: At, promise: Promise, number: int, *, alone: bool = False, whole: bool = True
) -> tuple[dict[str, Any], list[Entry]]:
    """Write the cases of one promise and what was felt: what is known of it (see `hold`), and the entries of the files.

    `alone`: beside the other promises it would tell of one to four people; without `whole`, what its conditions leave out would,
    and is not told. A promise of which nothing may be told has no cases: a list of them, with what was due and done, would be that
    figure, and what it lacks beside another list the other people's.
    """
    held = ready(at.runner, promise, number, at.columns, at.scratch, reason=FEW if alone else None)
    observed, cases = held.observed, list[Entry]()
    felt, dropped = list[Entry](), list[dict[str, Any]]()
    if observed.reason != FEW:
        at.runner.run(held.steps)
        cases = _write_cases(at, promise, number)
        # What clients felt is joined to the cases as written: they are not computed twice.
        at.runner.show(f"cases_{number}", at.into.pieces(cases, CASES), [(c.name, c.type) for c in CASES.columns])
        if promise.test.select is not None and _hidden(at, number):
            observed, cases = replace(observed, reason=FEW), []
    if observed.reason != FEW:
        at.runner.run(held.felt)
        felt = _write(at, FELT, f"felt_{number}", promise.name) if held.felt else []
        at.runner.run(held.dropped)
        telling = held.dropped and whole
        dropped = at.runner.rows(f"SELECT * FROM dropped_{number} ORDER BY status, outcome") if telling else []
    selected = {"select": promise.test.select} if promise.test.select else {}
    known = {
        "sources": list(observed.sources),
        "observed_until": observed.end_at.isoformat() if observed.end_at else None,
        "observed_day": observed.end_on.isoformat() if observed.end_on else None,
        "reason": observed.reason,
        "dropped": summary_of_dropped(dropped),
        "steps": {each.name: each.sql() for each in (*held.steps, *held.felt)} | selected,
    }
    return known, [*cases, *felt]


def _hidden(at: At, number: int) -> bool:
    """Whether a SELECT gave cases of which nothing may be told."""
    return bool(at.runner.rows(f"SELECT count(*) AS n FROM cases_{number} WHERE reason = {literal(FEW)}")[0]["n"])


def summary_of_dropped(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a filter leaves out: `cases`, of which `called_off`; `kept` and `missed` among the others; and the `rows`."""

    def count(*outcomes: str) -> int:
        return sum(row["n"] for row in rows if not row["cancelled"] and row["outcome"] in outcomes)

    return {
        "cases": sum(row["n"] for row in rows),
        "called_off": sum(row["n"] for row in rows if row["cancelled"]),
        "kept": count(Outcome.KEPT),
        "missed": count(*MISSED),
        "rows": list(rows),
    }


def _write_cases(at: At, promise: Promise, number: int) -> list[Entry]:
    if promise.test.select is None:
        return _write(at, CASES, f"cases_{number}", promise.name)
    from visavis.engine.holding.selecting import write_selected_cases

    target = at.into.new_file(CASES.name, at.run)
    pieces = {name: at.lake.pieces(at.manifest.of(name), table) for name, table in FACTS.items()}
    rows = write_selected_cases(promise.test.select, promise.name, pieces, at.columns, target)
    return [at.into.entry(CASES.name, target, rows, source=promise.name)]


def _write(at: At, table: Table, view: str, promise: str) -> list[Entry]:
    target = at.into.new_file(table.name, at.run)
    rows = at.runner.write(view, target)
    if target.is_file():
        return [at.into.entry(table.name, target, rows, source=promise)]
    import pyarrow.parquet as pq

    parts = sorted(target.glob("part-*.parquet"))
    return [at.into.entry(table.name, part, pq.read_metadata(part).num_rows, source=promise) for part in parts]
