"""The verdict on each action: what was written down in time, the series in named steps, the reading, and what may be said of it."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from visavis.change.aims import NPS, Aims, columns_of, unit_of
from visavis.change.models import Action, ActionStop, ActionVersion
from visavis.change.plan import Plan, plan_of
from visavis.change.registering import Registered, broken_seals, registered
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.effects import Estimate, Series
from visavis.engine.measuring.interrupted import BLOCK, WEEK, Sided, Window, people_steps, series_of, week_steps
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.verdicts import Reading, Verdict, adjusted, read, read_drawn, verdict
from visavis.engine.measuring.watching import always_valid
from visavis.engine.people import Teams, known_teams
from visavis.engine.steps import Runner, Step
from visavis.vocabulary import SMALLEST_GROUP

METHOD = "difference of shifts; quasi-binomial and Newey–West, Student 95 %"


DRAWN = "two-way weighted regression; randomisation over the orders that could have been drawn, its interval 95 %"
TABLES = ("cases", "events", "exchanges", "felt", "ratings", "records", "clusters", "readings")


@dataclass(frozen=True, slots=True)
class Judged:
    """One action as it was judged: the version that counts, its series up to the last day that facts tell of, its reading."""

    version: ActionVersion
    plan: Plan
    changed_since: bool
    series: list[Series]
    reading: Reading
    steps: list[Step]
    unit: str = "share"
    told: frozenset[int] = frozenset()
    """Sides of which every four weeks may be told."""


def judge_actions(runner: Runner, home: Path, lake: Lake, manifest: Manifest, as_of: date | None) -> dict[str, Any]:
    """The document `verdicts`: every action by its number, as of the last day that facts tell of."""
    if Action.objects.exists():
        lake.show(runner, manifest, TABLES)
    return judge(runner, as_of, Aims(home, columns_of(manifest), bool(manifest.of("readings"))))


def judge(runner: Runner, as_of: date | None, aims: Aims) -> dict[str, Any]:
    """The same over the views of `TABLES` that the actions need."""
    found = [registered(each) for each in Action.objects.order_by("id")]
    plans = [plan_of(each.counts or each.latest) for each in found]
    named = any(aims.names(side) for plan in plans for side in _sides(plan))
    teams = known_teams(runner) if named else Teams({})
    broken = broken_seals()
    stops = {each.action_id: each for each in ActionStop.objects.all()}
    judged = [_judge(runner, each, stops.get(each.latest.action_id), as_of, teams, broken, aims) for each in found]
    ps = adjusted([each.reading for each in judged])
    compared = sum(p is not None for p in ps)
    told = {str(each.version.action_id): _told(each, p, compared) for each, p in zip(judged, ps, strict=True)}
    return {"as_of": as_of, "actions": told}


def _sides(plan: Plan) -> list[Sided]:
    """What is counted: the action's own series and its controls; of a roll-out, each team in the order of their starts."""
    if plan.roll_out is not None:
        return [replace(plan.outcome, teams=(team,)) for team in plan.roll_out.teams]
    return [plan.outcome, *plan.control]


def _judge(
    runner: Runner,
    found: Registered,
    stop: ActionStop | None,
    as_of: date | None,
    teams: Teams,
    broken: frozenset[int],
    aims: Aims,
) -> Judged:
    version = found.counts or found.latest
    plan = plan_of(version)
    sides = _sides(plan)
    refused = partial(Judged, version, plan, found.changed_since, [])
    if any(names and teams.singles_out(names) for names in map(aims.names, sides)):
        return refused(Reading(reason="fewer_than_five"), [])
    # What comes after the day of the verdict is not looked at: whoever waits for a better day would find one.
    waits = 0 if plan.roll_out else plan.waits
    window = Window(plan.starts_on, waits, min(plan.reads_on, as_of or plan.reads_on), plan.baseline)
    name = f"action_{version.action_id}"
    try:
        counted = _counted(runner, name, sides, window, aims)
    except Unmeasurable as why:
        return refused(Reading(reason=why.code, detail=why.detail), [])
    if counted.reason:
        return refused(Reading(reason=counted.reason), [])
    reason = _too_soon_to_tell(found, stop, plan, as_of, broken)
    reading = Reading(reason=reason) if reason else _read(plan, counted.series)
    judged = refused(reading, counted.steps)
    return replace(judged, series=counted.series, unit=counted.unit, told=counted.told)


def _read(plan: Plan, series: list[Series]) -> Reading:
    if plan.roll_out is None:
        return read(series[0], series[1:])
    return read_drawn(series, starts_of(plan), seed=zlib.crc32(plan.roll_out.seed.encode()))


def starts_of(plan: Plan) -> list[int]:
    """Of a roll-out, the first week of each team that counts, from 0 on: whole weeks, the wait being over."""
    assert plan.roll_out is not None
    before = plan.baseline // WEEK
    return [before - (-(plan.roll_out.every * place + plan.waits) // WEEK) for place in range(len(plan.roll_out.teams))]


@dataclass(frozen=True, slots=True)
class Counted:
    """The series of an action, the steps behind them, the unit of the first; `reason` says why they may not be told."""

    series: list[Series]
    steps: list[Step]
    unit: str
    reason: str
    told: frozenset[int]


def _counted(runner: Runner, name: str, sides: list[Sided], window: Window, aims: Aims) -> Counted:
    """Count every side; each tally once, however many sides read it."""
    tallies: dict[tuple[str, str, bool], str] = {}
    views, steps = [], list[Step]()
    for each in sides:
        key = (each.of, "segment" if each.segment else "", each.apart)
        if key not in tallies:
            tallies[key] = f"{name}_tally_{len(tallies)}"
            steps += aims.steps(tallies[key], each)
        views.append(tallies[key])
    people = people_steps(name, sides, views, window)
    steps += [*week_steps(name, sides, views, window), *people]
    runner.run(steps)
    units = [unit_of(runner, _whole(view, each), each) for view, each in zip(views, sides, strict=True)]
    if len(set(units)) > 1:
        raise Unmeasurable("other_unit")
    rows = runner.rows(f"SELECT * FROM {name}_people") if people else []
    series = series_of(runner.rows(f"SELECT * FROM {name}_by_week"), len(sides), window)
    return Counted(series, steps, units[0], _too_few_behind(rows), _told_by_blocks(rows, sides))


def _whole(view: str, side: Sided) -> str:
    """The tally before kinds of clients were put beside it."""
    return f"{view}_all" if side.segment else view


def _too_few_behind(rows: list[dict[str, Any]]) -> str:
    """Why a part of the whole may not be told: one to four people behind it or behind the rest, or one to four clients in it."""
    whole = [row for row in rows if row["block"] == -1]
    if any(0 < row["people"] < SMALLEST_GROUP for row in whole):
        return "fewer_than_five"
    return "few_clients" if any(row["inside"] and 0 < row["clients"] < SMALLEST_GROUP for row in whole) else ""


def _told_by_blocks(rows: list[dict[str, Any]], sides: list[Sided]) -> frozenset[int]:
    hidden = {row["side"] for row in rows if row["inside"] and 0 < row["people"] < SMALLEST_GROUP}
    return frozenset(range(len(sides))) - hidden


def _too_soon_to_tell(
    found: Registered, stop: ActionStop | None, plan: Plan, as_of: date | None, broken: Iterable[int]
) -> str:
    """Why there is no verdict whatever the series say; empty: there may be one."""
    if found.counts is None:
        return "not_preregistered"
    if found.counts.place in set(broken):
        return "seal_broken"
    if plan.roll_out is not None and not plan.roll_out.as_drawn:
        return "not_drawn"
    if not plan.control and plan.roll_out is None:
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
    # Answers from 0 to 10 are told as a net promoter score, which is twice their share, less 1.
    estimate = partial(_estimate, times=2.0 if judged.unit == NPS else 1.0)
    return {
        "version": judged.version.number,
        "changed_since": judged.changed_since,
        "verdict": str(found),
        "reason": reading.reason or None,
        "detail": reading.detail,
        "unit": judged.unit,
        "effect": estimate(reading.effect) if found != Verdict.UNMEASURABLE or reading.reason in SHOWN else None,
        "p_adjusted": p,
        "compared": compared,
        "method": DRAWN if plan.roll_out else METHOD,
        "control_shift": estimate(reading.control),
        "trend": estimate(segments.trend if segments else None),
        "level": estimate(segments.level if segments else None),
        "slope": estimate(segments.slope if segments else None),
        "sides": _sides_told(judged),
        "roll_out": _rolled_out(judged),
        "so_far": _so_far(judged),
        "blocks": _blocks(judged),
        "steps": [{"name": each.name, "sql": each.sql()} for each in judged.steps],
    }


SHOWN = ("control_moved", "apart_before")
"""Reasons that leave the figures standing: they say why these prove nothing."""


def _estimate(found: Estimate | None, times: float = 1.0) -> dict[str, float] | None:
    if found is None:
        return None
    return {name: float(getattr(found, name)) * times for name in ("value", "low", "high")} | {"p": float(found.p)}


def _side(series: Series) -> dict[str, Any]:
    return {
        name: {"kept": _plain(series.kept[series.after == after].sum()), "n": int(series.cases(after))}
        for name, after in (("before", False), ("after", True))
    }


def _plain(kept: float) -> float | int:
    """Counts are whole; answers between good and bad count by half."""
    return int(kept) if float(kept).is_integer() else float(kept)


def _sides_told(judged: Judged) -> list[dict[str, Any]]:
    """Each series before and after; of a roll-out, all teams together before and since their own starts."""
    if judged.plan.roll_out is None or not judged.series:
        return [_side(each) for each in judged.series]
    teams = [_side(each) for each in _by_own_start(judged)]
    return [
        {
            when: {name: _plain(sum(each[when][name] for each in teams)) for name in ("kept", "n")}
            for when in ("before", "after")
        }
    ]


def _by_own_start(judged: Judged) -> list[Series]:
    weeks = np.arange(len(judged.series[0].n))
    return [
        replace(each, after=weeks >= start) for each, start in zip(judged.series, starts_of(judged.plan), strict=True)
    ]


def _rolled_out(judged: Judged) -> dict[str, Any] | None:
    """The order that was drawn, with each team's first day; its counts where every four weeks of it may be told."""
    roll_out = judged.plan.roll_out
    if roll_out is None:
        return None
    counts = [_side(each) for each in _by_own_start(judged)] if judged.series else []
    days = roll_out.starts(judged.plan.starts_on)
    effect = judged.reading.effect
    return {
        "orders": int(effect.df) if effect else None,
        "teams": [
            {"team": team, "starts_on": day, "counts": counts[place] if counts and place in judged.told else None}
            for place, (team, day) in enumerate(days.items())
        ],
    }


def _so_far(judged: Judged) -> dict[str, Any] | None:
    """While people watch: the treated share since the start, with an interval that holds however often one looks."""
    if not judged.series or judged.reading.reason != "too_early":
        return None
    side = _sides_told(judged)[0]["after"]
    low, high = always_valid(side["kept"], side["n"])
    return {**side, "low": low, "high": high}


def _blocks(judged: Judged) -> list[dict[str, Any]]:
    """Counts of four weeks each, counted from the start backwards and onwards, as charts and tables show them."""
    series, plan = judged.series, judged.plan
    if not series or plan.roll_out is not None or len(judged.told) < len(series):
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
                "sides": [{"kept": _plain(each.kept[at:end].sum()), "n": int(each.n[at:end].sum())} for each in series],
            }
        )
    return found
