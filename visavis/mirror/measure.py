"""The verb `measure`: computes what the home's `measures/` declare, and what needs no declaration; writes the table `measures`."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from visavis.declarations import Declared, read_folder
from visavis.engine.holding.promise import Promise
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.measuring.examples import Example
from visavis.engine.measuring.selecting import Unmeasurable, slug
from visavis.engine.measuring.values import Figure
from visavis.engine.people import Behind, known_teams
from visavis.engine.steps import Runner
from visavis.engine.tables import CASES, EXAMPLES, FATES, MEASURES, Table, Type
from visavis.mirror.declaration import MeasureDeclaration
from visavis.mirror.guard.conditions import BY_TEAM, by_team, chosen, singled_out
from visavis.mirror.guard.hands import hands
from visavis.mirror.guard.messages import read_messages
from visavis.mirror.guard.messages_conditions import KIND as DIALOGUE
from visavis.mirror.guard.shield import HIDDEN, shield
from visavis.mirror.guard.shield import LEDGER as TOLD
from visavis.mirror.guard.work_or_cases import as_kept, kinds_of_cases
from visavis.mirror.kinds import KINDS
from visavis.mirror.kinds.kind import GROUPS, Bench, Kind, Result
from visavis.mistakes import Words
from visavis.promises.ledger import read_ledger

LEDGER = "measures"
"""Where the manifest's ledger keeps, by name, what the table can't hold: the words and the steps of each measure."""
FACTS_READ = ("events", "exchanges", "ratings")


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure to compute; `file` is where it was declared, None where nobody had to."""

    name: str
    kind: Kind[Any]
    spec: Any
    says: Words | None
    file: str | None


def measure(home: Path, runner: Runner, lake: Lake, manifest: Manifest, run: str, *, secret: bytes = b"") -> Manifest:
    """Compute every measure over the facts of `manifest`; the manifest with tables `measures`, `examples` and `fates` replaced.

    Those of `home/measures` first; then, of every kind that nobody declared, the one that needs no declaration, where the facts
    carry it. A measure that the facts can't carry keeps its row, with the reason. Rows of teams are held against those of all
    runs before (`shield`); `secret` seals what the ledger keeps of them. Raises Mistakes for declarations that are wrong.
    """
    declared = read_folder(home / "measures", MeasureDeclaration)
    ledger: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    behind: dict[str, list[Behind]] = {}
    left: list[Entry] = []
    examples: list[dict[str, Any]] = []
    work: set[tuple[str, str]] = set()
    lake.show(runner, manifest, FACTS_READ)
    asked = [_declared(home, one) for one in declared]
    asked += _unasked(Bench(runner, lake, manifest, "unasked"), asked)
    promises, specs = _held(home, manifest), [(one.kind.name, one.spec) for one in asked]
    teams = by_team(specs, known_teams(runner).people, promises)
    told_of = [*specs, *((BY_TEAM, spec) for _, _, spec in teams)]
    at_last = range(len(specs), len(told_of))
    apart = singled_out(Bench(runner, lake, manifest, "apart"), told_of, promises, last=at_last)
    untold = {(place, team) for at, (place, team, _) in enumerate(teams, start=len(specs)) if at in apart}
    of_some = [one.name for one in asked if one.kind.of_some or chosen(one.kind.name, one.spec)]
    named = [f"measure_{number}_{slug(one.name)}" for number, one in enumerate(asked, start=1)]
    shared: dict[Hashable, str] = {}
    for one, name in sorted(zip(asked, named, strict=True), key=lambda each: each[0].name):
        shared.setdefault((GROUPS, one.kind.name), name)
    for number, one in enumerate(asked, start=1):
        bench = Bench(runner, lake, manifest, named[number - 1], run, shared)
        results = _results(bench, one, alone=number - 1 in apart)
        rows += rows_of(one, [_hidden(each) if (number - 1, each.grouping) in untold else each for each in results])
        left = left or bench.left
        work |= bench.work
        examples += _exemplified(one, bench.examples)
        if bench.behind is None and one.name in of_some and (own := hands(bench, one.name, one.kind.name, one.spec)):
            bench.stand(own)
        if bench.behind is not None:
            behind[one.name] = bench.behind
        ledger[one.name] = {
            "kind": one.kind.name,
            "says": {"fr": one.says.fr, "en": one.says.en} if one.says else None,
            "file": one.file,
            "steps": [{"name": each.name, "sql": each.sql()} for each in bench.ran],
            "of_which": one.kind.of_which(one.spec),
        }
    talks = any(one.kind.name == DIALOGUE and one.name in behind for one in asked)
    shielded = shield(
        runner,
        lake,
        manifest,
        rows,
        secret,
        behind=behind,
        chosen=of_some,
        messages=read_messages(home, runner, lake, manifest) if talks else None,
    )
    entries = [_written(lake, MEASURES, shielded.rows, run)] if rows else []
    shown = tellable_examples(examples, rows, shielded.rows)
    told = {LEDGER: ledger, TOLD: shielded.ledger} | _by_team(runner, lake, manifest, asked, work)
    manifest = manifest.replaced(FATES.name, left)
    manifest = manifest.replaced(EXAMPLES.name, [_written(lake, EXAMPLES, shown, run)] if shown else [])
    return replace(manifest.replaced(MEASURES.name, entries), ledger=manifest.ledger | told)


def _by_team(
    runner: Runner, lake: Lake, manifest: Manifest, asked: Iterable[Asked], work: set[tuple[str, str]]
) -> dict[str, Any]:
    """Which events are told by team over all time, and which month by month."""
    if not work and not any(one.kind.name == BY_TEAM for one in asked):
        return {}
    lake.show(runner, manifest, [*FACTS_READ, CASES.name])
    return as_kept(manifest.ledger, kinds_of_cases(runner, manifest.ledger) - work, work)


def _declared(home: Path, one: Declared[MeasureDeclaration]) -> Asked:
    value = one.value
    says = Words(value.says.fr, value.says.en) if value.says else None
    return Asked(value.name, value.kind, value.spec, says, f"{one.file.relative_to(home)}:{one.line}")


def _unasked(bench: Bench, asked: list[Asked]) -> Iterator[Asked]:
    declared, names = {one.kind.name for one in asked}, {one.name for one in asked}
    for kind in KINDS.values():
        spec = kind.unasked(bench) if kind.name not in declared | names else None
        if spec is not None:
            yield Asked(kind.name, kind, spec, kind.title, None)


def _held(home: Path, manifest: Manifest) -> list[Promise]:
    """Promises of which something is told."""
    known: dict[str, Any] = manifest.ledger.get("promises", {})
    untold = {name for name, each in known.items() if each.get("reason") == HIDDEN}
    return [each.value for each in read_ledger(home) if each.value.name in known.keys() - untold]


def _results(bench: Bench, one: Asked, *, alone: bool = False) -> list[Result]:
    """The results, at least one: where there is no figure, a value that says why. `alone`: it would tell of one to four people."""
    try:
        if alone:
            raise Unmeasurable(HIDDEN)
        return one.kind.results(bench, one.spec)
    except Unmeasurable as why:
        return [Result(None, [Figure("value", None, 0, one.kind.unit(one.spec), reason=str(why))])]


def _hidden(result: Result) -> Result:
    return replace(result, figures=[Figure("value", None, 0, result.figures[0].unit, reason=HIDDEN)])


def rows_of(one: Asked, results: list[Result]) -> list[dict[str, Any]]:
    """Rows of the table `measures`, the first of each result being its value."""
    return [
        {
            "name": one.name,
            "kind": one.kind.name,
            "scope": one.kind.scope(one.spec),
            "period": result.period,
            "grouping": result.grouping,
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


def _exemplified(one: Asked, examples: Iterable[Example]) -> Iterator[dict[str, Any]]:
    places: Counter[tuple[str | None, str]] = Counter()
    for each in examples:
        places[each.grouping, each.figure] += 1
        place = {"place": places[each.grouping, each.figure]}
        yield {"name": one.name, "kind": one.kind.name} | asdict(each) | place


def tellable_examples(
    examples: Iterable[dict[str, Any]], rows: Iterable[dict[str, Any]], told: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Those of `examples` whose figures are told as they were computed: lists behind what is hidden, or stands as it was told
    before, would tell what the figure does not."""

    def keys(of: Iterable[dict[str, Any]]) -> set[tuple[Any, ...]]:
        return {
            tuple(row[key] for key in ("name", "grouping", "figure", "value", "n"))
            for row in of
            if row["period"] is None
        }

    kept = {
        (name, grouping, figure) for name, grouping, figure, value, _ in keys(rows) & keys(told) if value is not None
    }
    return [row for row in examples if (row["name"], row["grouping"], row["figure"]) in kept]


def _written(lake: Lake, table: Table, rows: list[dict[str, Any]], run: str) -> Any:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    types = {Type.TEXT: arrow.string(), Type.DECIMAL: arrow.float64(), Type.INTEGER: arrow.int64()}
    schema = arrow.schema([(column.name, types[column.type]) for column in table.columns])
    path = lake.new_file(table.name, run)
    parquet.write_table(arrow.Table.from_pylist(rows, schema=schema), path)
    return lake.entry(table.name, path, len(rows))
