"""The verdict on each action: what was written down in time, the series in named steps, the reading, and what may be said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from visavis.change.models import Action, ActionStop, ActionVersion
from visavis.change.plan import Plan, plan_of
from visavis.change.registering import Registered, broken_seals, registered
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.effects import Estimate, Series
from visavis.engine.measuring.interrupted import WEEK, Window, series_of, week_steps
from visavis.engine.measuring.verdicts import Reading, Verdict, adjusted, read, verdict
from visavis.engine.measuring.watching import always_valid
from visavis.engine.people import Teams, known_teams
from visavis.engine.steps import Runner, Step

METHOD = "difference of shifts; quasi-binomial and Newey–West, Student 95 %"


@dataclass(frozen=True, slots=True)
class Judged:
    """One action as it was judged: the version that counts, its series up to the last day that facts tell of, its reading."""

    version: ActionVersion
    plan: Plan
    changed_since: bool
    series: list[Series]
    reading: Reading
    steps: list[Step]


def judge_actions(runner: Runner, lake: Lake, manifest: Manifest, as_of: date | None) -> dict[str, Any]:
    """The document `verdicts`: every action by its number, as of the last day that facts tell of."""
    if Action.objects.exists():
        lake.show(runner, manifest, ["cases", "events", "exchanges"])
    return judge(runner, as_of)


def judge(runner: Runner, as_of: date | None) -> dict[str, Any]:
    """The same over the views `cases`, `events` and `exchanges`."""
    found = [registered(each) for each in Action.objects.order_by("id")]
    named = any(each["teams"] for of in found for each in _series(of.counts or of.latest))
    teams = known_teams(runner) if named else Teams({})
    broken = broken_seals()
    stops = {each.action_id: each for each in ActionStop.objects.all()}
    judged = [_judge(runner, each, stops.get(each.latest.action_id), as_of, teams, broken) for each in found]
    ps = adjusted([each.reading for each in judged])
    compared = sum(p is not None for p in ps)
    told = {str(each.version.action_id): _told(each, p, compared) for each, p in zip(judged, ps, strict=True)}
    return {"as_of": as_of, "actions": told}


def _series(version: ActionVersion) -> list[dict[str, Any]]:
    return [version.outcome, *version.control]


def _judge(
    runner: Runner, found: Registered, stop: ActionStop | None, as_of: date | None, teams: Teams, broken: frozenset[int]
) -> Judged:
    version = found.counts or found.latest
    plan = plan_of(version)
    sides = [plan.outcome, *plan.control]
    if any(each.teams and teams.singles_out(each.teams) for each in sides):
        return Judged(version, plan, found.changed_since, [], Reading(reason="fewer_than_five"), [])
    # What comes after the day of the verdict is not looked at: whoever waits for a better day would find one.
    window = Window(plan.starts_on, plan.waits, min(plan.reads_on, as_of or plan.reads_on), plan.baseline)
    name = f"action_{version.action_id}"
    steps = week_steps(name, sides, window)
    runner.run(steps)
    series = series_of(runner.rows(f"SELECT * FROM {name}_by_week"), len(sides), window)
    reason = _too_soon_to_tell(found, stop, plan, as_of, broken)
    reading = Reading(reason=reason) if reason else read(series[0], series[1:])
    return Judged(version, plan, found.changed_since, series, reading, steps)


def _too_soon_to_tell(
    found: Registered, stop: ActionStop | None, plan: Plan, as_of: date | None, broken: Iterable[int]
) -> str:
    """Why there is no verdict whatever the series say; empty: there may be one."""
    if found.counts is None:
        return "not_preregistered"
    if found.counts.place in set(broken):
        return "seal_broken"
    if not plan.control:
        return "no_control"
    if stop is not None and stop.stopped_on < plan.reads_on:
        return "stopped_before"
    if as_of is None or as_of < plan.starts_on:
        return "not_started"
    return "too_early" if as_of < plan.reads_on else ""


def _told(judged: Judged, p: float | None, compared: int) -> dict[str, Any]:
    reading, plan = judged.reading, judged.plan
    found = verdict(reading, 1.0 if p is None else p, up=plan.direction == ActionVersion.Direction.UP)
    segments = reading.segments
    return {
        "version": judged.version.number,
        "changed_since": judged.changed_since,
        "verdict": str(found),
        "reason": reading.reason or None,
        "detail": reading.detail,
        "effect": _estimate(reading.effect) if found != Verdict.UNMEASURABLE or reading.reason in SHOWN else None,
        "p_adjusted": p,
        "compared": compared,
        "method": METHOD,
        "control_shift": _estimate(reading.control),
        "trend": _estimate(segments.trend if segments else None),
        "level": _estimate(segments.level if segments else None),
        "slope": _estimate(segments.slope if segments else None),
        "sides": [_side(each) for each in judged.series],
        "so_far": _so_far(judged),
        "blocks": _blocks(judged.series, plan),
        "steps": [{"name": each.name, "sql": each.sql()} for each in judged.steps],
    }


SHOWN = ("control_moved", "apart_before")
"""Reasons that leave the figures standing: they say why these prove nothing."""


def _estimate(found: Estimate | None) -> dict[str, float] | None:
    return None if found is None else {name: float(getattr(found, name)) for name in ("value", "low", "high", "p")}


def _side(series: Series) -> dict[str, Any]:
    return {
        "before": {"kept": int(series.kept[~series.after].sum()), "n": int(series.cases(False))},
        "after": {"kept": int(series.kept[series.after].sum()), "n": int(series.cases(True))},
    }


def _so_far(judged: Judged) -> dict[str, Any] | None:
    """While people watch: the treated share since the start, with an interval that holds however often one looks."""
    if not judged.series or judged.reading.reason != "too_early":
        return None
    side = _side(judged.series[0])["after"]
    low, high = always_valid(side["kept"], side["n"])
    return {**side, "low": low, "high": high}


BLOCK = 4
"""Weeks of one point of the chart."""


def _blocks(series: list[Series], plan: Plan) -> list[dict[str, Any]]:
    """Counts of four weeks each, counted from the start backwards and onwards, as charts and tables show them."""
    if not series:
        return []
    before = int((~series[0].after).sum())
    weeks, found = len(series[0].n), []
    starts = list(range(before % BLOCK, before, BLOCK)) + list(range(before, weeks, BLOCK))
    for at in starts:
        end = min(at + BLOCK, before if at < before else weeks)
        after = at >= before
        wait = plan.waits if after else 0
        found.append(
            {
                "from": plan.starts_on + timedelta(days=WEEK * (at - before) + wait),
                "until": plan.starts_on + timedelta(days=WEEK * (end - before) + wait - 1),
                "after": after,
                "sides": [{"kept": int(each.kept[at:end].sum()), "n": int(each.n[at:end].sum())} for each in series],
            }
        )
    return found
