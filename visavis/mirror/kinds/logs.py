"""What the kinds `process` and `chain` share: which logs they are computed over, and their steps, performed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import Field

from visavis.declarations import Written
from visavis.engine.measuring.examples import Example, tellable_lists
from visavis.engine.measuring.process import KINDS, Log, activity_steps, find_logs, root_step, settled
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.people import known_teams, without
from visavis.engine.settling import perform
from visavis.engine.steps import Step, literal, step
from visavis.mirror.kinds.kind import Bench


class Logged(Written):
    """Which logs: without any key, every log that is found among the events."""

    cases: str | None = Field(None, description="The source of the cases that the log is about")
    log: str | None = Field(None, description="The source of the log itself")
    types: list[str] = Field(
        default_factory=list, description="Types of events that are the log; without them, all that were found"
    )


def logs_of(bench: Bench, spec: Logged) -> list[Log]:
    """The logs that the spec means, those whose steps tell when they end first. Raises Unmeasurable where there is none."""
    bench.run([KINDS])
    kinds = [
        kind
        for kind in bench.rows(KINDS.name)
        if (not spec.cases or kind["root"] == spec.cases)
        and (not spec.log or kind["source"] == spec.log)
        and (not spec.types or kind["type"] in spec.types)
    ]
    found = find_logs(kinds)
    if not found:
        raise Unmeasurable("no_log")
    return found


def performed(bench: Bench, name: str, log: Log) -> None:
    """Run the steps of the log's cases, under `name`; teams of too few people are not told apart. They are written into files:
    what another measure of the run wrote down already is read again, not computed again."""
    masked = known_teams(bench.runner).masked
    steps = [root_step(name, log), *activity_steps(name, log, masked)]
    bench.ran += steps
    former = bench.shared.setdefault((log, masked), name)
    if former != name:
        steps = [step(each.name, f"SELECT * FROM {former}{each.name.removeprefix(name)}") for each in steps]
    perform(bench.runner, steps, settled(name) if former == name else {}, bench.lake.folder / "scratch")


@dataclass(frozen=True, slots=True)
class Hand:
    """How many rows of a log somebody has at a step: `team` as it is told, `of_team` as it is; `facts` names them in all kinds."""

    facts: str
    step: str
    team: str | None
    of_team: str | None
    staff: str | None
    n: int


def hands(bench: Bench, log: Log) -> list[Hand]:
    """Who did the steps of a log; its rows count as told by team over all time."""
    bench.work |= {(log.source, type_) for type_ in log.types}
    types = ", ".join(map(literal, log.types))
    told = without("team", known_teams(bench.runner).masked)
    rows = bench.runner.rows(
        f"""SELECT type, step, told, team, staff, count(*) AS n FROM (SELECT type, coalesce(status, {told}, type, '') AS step, {told} AS told, team, staff
        FROM events WHERE source = {literal(log.source)} AND coalesce(type, '') IN ({types})
        AND split_part(about, '/', 1) = {literal(log.root)}) AS t GROUP BY type, step, told, team, staff"""
    )
    return [
        Hand(
            facts_of(log.source, log.root, row["type"], row["step"], row["told"]),
            row["step"],
            row["told"],
            row["team"],
            row["staff"],
            int(row["n"]),
        )
        for row in rows
    ]


def facts_of(source: str, root: str | None, type_: str | None, step: str | None, told: str | None) -> str:
    """What events of a source, about cases of another, are called: as fine as any kind tells them apart."""
    return "|".join((source, root or "", type_ or "", step or "", told or ""))


def has_log(bench: Bench, *, teams: bool = False) -> bool:
    """Whether the events hold a log at all, and one that names teams."""
    bench.runner.run([KINDS])
    kinds = bench.rows(KINDS.name)
    found = find_logs(kinds)
    named = {(kind["root"], kind["source"]) for kind in kinds if kind["teams"]}
    return any(not teams or (log.root, log.source) in named for log in found)


def scope_of(spec: Logged) -> str:
    """What it is computed over, in one line."""
    parts = [f"{key} = {value}" for key, value in (("cases", spec.cases), ("log", spec.log)) if value]
    return ", ".join(["events", *parts, *(f"type = {each}" for each in spec.types)])


def exemplify(bench: Bench, name: str, steps: list[Step], grouping: Callable[[str, str], str]) -> None:
    """Leave the cases behind the figures of a log, after `steps` to `<name>_listed`; `grouping` names what each is about."""
    bench.run(steps)
    lists = tellable_lists(bench.rows(f"{name}_listed"), bench.rows(f"{name}_listed_people"))
    bench.exemplify(
        Example(grouping(what, of), figure, row["ref"], row["case_of"], _day(row["began"]))
        for (what, of, figure), rows in lists.items()
        for row in rows
    )


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
