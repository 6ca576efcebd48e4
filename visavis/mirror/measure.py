"""The verb `measure`: computes what the home's `measures/` declare and writes the table `measures`."""

import shutil
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from visavis.declarations import Declared, read_folder
from visavis.engine.lake import Lake, Manifest, extra_columns
from visavis.engine.measuring import concentration as on_people
from visavis.engine.measuring import delay as waits
from visavis.engine.measuring import funnel as stages
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, slug
from visavis.engine.measuring.values import Figure
from visavis.engine.steps import Runner, Step
from visavis.engine.tables import FACTS, MEASURES, Type
from visavis.mirror.anonymity import check_teams
from visavis.mirror.declaration import Concentration, Delay, Funnel, MeasureDeclaration, scope

LEDGER = "measures"
"""Where the manifest's ledger keeps, by name, what the table can't hold: the words and the steps of each measure."""


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one measure in one period; the first is its value."""

    period: str | None
    figures: list[Figure]


def measure(home: Path, runner: Runner, lake: Lake, manifest: Manifest, run: str) -> Manifest:
    """Compute every measure of `home/measures` over the facts of `manifest`; the manifest with table `measures` replaced.

    A measure that the facts can't carry keeps its row, with the reason. Raises Mistakes for declarations that are wrong.
    """
    declared = read_folder(home / "measures", MeasureDeclaration)
    ledger: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    if declared:
        lake.show(runner, manifest, sorted({"events", "exchanges", *(one.value.spec.over for one in declared)}))
    for number, one in enumerate(declared, start=1):
        bench = Bench(runner, lake, manifest, f"measure_{number}_{slug(one.value.name)}")
        results = bench.results(one.value)
        rows += _rows(one.value, results)
        ledger[one.value.name] = {
            "kind": one.value.kind,
            "says": one.value.says.model_dump() if one.value.says else None,
            "file": _place(home, one),
            "steps": [{"name": each.name, "sql": each.sql()} for each in bench.ran],
            "of_which": list(one.value.funnel.of_which) if one.value.funnel else [],
        }
    entries = [_written(lake, rows, run)] if rows else []
    return replace(manifest.replaced(MEASURES.name, entries), ledger=manifest.ledger | {LEDGER: ledger})


class Bench:
    """Runs one measure's steps and fetches what they leave."""

    def __init__(self, runner: Runner, lake: Lake, manifest: Manifest, name: str) -> None:
        self.runner, self.lake, self.manifest, self.name = runner, lake, manifest, name
        self.ran: list[Step] = []

    def results(self, declared: MeasureDeclaration) -> list[Result]:
        """The results, at least one: where there is no figure, a value that says why."""
        spec = declared.spec
        unit = spec.unit if isinstance(spec, Delay) else "share"
        try:
            if isinstance(spec, Concentration):
                return [self._concentration(spec)]
            check_teams(self.runner, self.name, self._facts(spec.over), spec)
            return [self._delay(spec)] if isinstance(spec, Delay) else self._funnel(spec)
        except Unmeasurable as why:
            return [Result(None, [Figure("value", None, 0, unit, reason=str(why))])]

    def _facts(self, view: str) -> Facts:
        return Facts(view, self._columns(view), self._columns("events"))

    def _columns(self, table: str) -> dict[str, Type]:
        own = {column.name: column.type for column in FACTS[table].columns}
        return own | dict(extra_columns(self.manifest.of(table)))

    def _run(self, steps: list[Step]) -> None:
        self.ran += steps
        self.runner.run(steps)

    def _concentration(self, spec: Concentration) -> Result:
        pairs = spec.count == "about"
        fields = {"client": spec.client, "person": spec.person} | ({"about": "about"} if pairs else {})
        selection = Selection(fields=fields, where=spec.where)
        self._run(on_people.concentration_steps(self.name, self._facts(spec.over), selection, pairs=pairs))
        self._run([on_people.people_step(self.name, spec.min_cases)])
        people = self.runner.rows(f"SELECT * FROM {self.name}_people")[0]
        rows = self.runner.rows(f"SELECT * FROM {self.name}_rows_known")[0]
        table = self._fetch(f"{self.name}_by_client", ["cases", "persons", "top_share", "hhi"])
        if rows["n"] and not rows["known"]:
            raise Unmeasurable("nobody_named")
        clients = on_people.ByClient(
            *(table[name].astype(np.float64) for name in ("cases", "persons", "top_share", "hhi"))
        )
        value, distribution = on_people.concentration(
            clients, people=people["people"], people_counted=people["people_counted"], min_cases=spec.min_cases
        )
        left_out = Figure("left_out", rows["n"] - rows["known"], rows["n"], "row")
        return Result(None, [value, *distribution, left_out])

    def _delay(self, spec: Delay) -> Result:
        moments = {"started": spec.from_, "ended": spec.to} | ({"seen": spec.censored_at} if spec.censored_at else {})
        selection = Selection(moments=moments, where=spec.where)
        censored = spec.censored_at is not None
        self._run(waits.delay_steps(self.name, self._facts(spec.over), selection, unit=spec.unit, censored=censored))
        table = self._fetch(f"{self.name}_durations", ["state", "duration", "n"])
        counted = np.isin(table["state"], ["ended", "waiting"])
        states, counts = table["state"][~counted], table["n"][~counted]
        left_out = {str(state): int(counts[states == state].sum()) for state in set(states)}
        durations = waits.Durations(
            table["duration"][counted].astype(np.float64),
            table["state"][counted] == "ended",
            table["n"][counted].astype(np.int64),
            left_out,
        )
        value, distribution = waits.delay(durations, spec.unit)
        return Result(None, [value, *distribution])

    def _funnel(self, spec: Funnel) -> list[Result]:
        flags = {f"flag_{number}": where for number, where in enumerate(spec.of_which.values())}
        moments = {"happened": "occurred_at"} if spec.period else {}
        selection = Selection({"stage": spec.stage}, moments, flags, spec.where)
        self._run(
            stages.funnel_steps(self.name, self._facts(spec.over), selection, order=spec.order, period=spec.period)
        )
        by_period: dict[str | None, list[dict[str, Any]]] = {}
        for row in self.runner.rows(f"SELECT * FROM {self.name}_stages"):
            if spec.period is None or row["year"] is not None:
                by_period.setdefault(_period(row), []).append(row)
        if not by_period:
            raise Unmeasurable("no_rows")
        return [self._stages(spec, period, list(flags), by_period[period]) for period in sorted(by_period, key=str)]

    def _stages(self, spec: Funnel, period: str | None, flags: list[str], rows: list[dict[str, Any]]) -> Result:
        known = [row for row in rows if row["stage"] is not None]
        of_which = {name: sum(row[flag] for row in known) for name, flag in zip(spec.of_which, flags, strict=True)}
        try:
            found = stages.funnel(
                {row["stage"]: row["n"] for row in rows}, spec.order, of_which, cumulative=spec.cumulative
            )
        except Unmeasurable as why:
            return Result(period, [Figure("value", None, 0, "share", reason=str(why))])
        return Result(period, [found.value, *found.stages, *found.of_which])

    def _fetch(self, view: str, columns: list[str]) -> dict[str, Any]:
        """The columns of `view` as NumPy arrays, through a scratch file: it may have millions of rows."""
        import pyarrow.parquet as parquet

        scratch = self.lake.folder / "scratch" / f"{uuid.uuid4().hex}.parquet"
        scratch.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.runner.write(view, scratch)
            table = parquet.read_table(scratch, columns=columns)
            return {name: table[name].to_numpy() for name in columns}
        finally:
            if scratch.is_dir():
                shutil.rmtree(scratch)
            scratch.unlink(missing_ok=True)


def _period(row: dict[str, Any]) -> str | None:
    if row["year"] is None:
        return None
    return f"{row['year']:04d}" + (f"-{row['month']:02d}" if row["month"] is not None else "")


def _rows(declared: MeasureDeclaration, results: list[Result]) -> list[dict[str, Any]]:
    return [
        {
            "name": declared.name,
            "kind": declared.kind,
            "scope": scope(declared.spec),
            "period": result.period,
            "figure": figure.name if position else "value",
            "position": position,
            "value": figure.value,
            "n": figure.n,
            "unit": figure.unit,
            "low": figure.interval[0] if figure.interval else None,
            "high": figure.interval[1] if figure.interval else None,
            "method": figure.method,
            "reason": figure.reason,
        }
        for result in results
        for position, figure in enumerate(result.figures)
    ]


def _written(lake: Lake, rows: list[dict[str, Any]], run: str) -> Any:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    types = {Type.TEXT: arrow.string(), Type.DECIMAL: arrow.float64(), Type.INTEGER: arrow.int64()}
    schema = arrow.schema([(column.name, types[column.type]) for column in MEASURES.columns])
    path = lake.new_file(MEASURES.name, run)
    parquet.write_table(arrow.Table.from_pylist(rows, schema=schema), path)
    return lake.entry(MEASURES.name, path, len(rows))


def _place(home: Path, one: Declared[MeasureDeclaration]) -> str:
    return f"{one.file.relative_to(home)}:{one.line}"
