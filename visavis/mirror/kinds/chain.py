"""The kind `chain`: through which teams' hands the time of clients' cases went, and with what outcomes that goes along."""

from collections.abc import Callable, Sequence

from visavis.engine.measuring.critical_path import (
    NOBODY,
    Held,
    day_steps,
    held_by_team,
    held_steps,
    moment_steps,
    moments,
    settled,
)
from visavis.engine.measuring.examples import team_examples
from visavis.engine.measuring.process import Log
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.shapley import Association, association
from visavis.engine.measuring.values import BOOTSTRAP_95, GROUPS_95, SHAPLEY_95, Figure
from visavis.engine.people import Behind
from visavis.engine.steps import Step, step
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.logs import Logged, exemplify, hands, has_log, logs_of, performed, scope_of
from visavis.mirror.kinds.saying import surely, value_of
from visavis.mirror.kinds.settled import settling
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import percent
from visavis.mistakes import Words

WITH_NOBODY, OTHERS = "(nobody)", "(others)"
"""Groupings that are no team: time in nobody's hands; teams that are not named or too small to be shown, together."""
LATE, FELT = "late", "felt"


class Chain(Logged):
    """The time of clients' cases by team."""


def results(bench: Bench, spec: Chain) -> list[Result]:
    """Over all, then each team, those that held cases longest first. Raises Unmeasurable where no log names teams.

    Computed over one log: the first that names teams.
    """
    log = logs_of(bench, spec)[0]
    performed(bench, bench.name, log)
    with settling(bench, settled(bench.name)) as run:
        return _results(bench, log, run)


def _results(bench: Bench, log: Log, run: Callable[[Sequence[Step]], None]) -> list[Result]:
    name = bench.name
    run([*held_steps(name), *day_steps(name), _late(name), _felt(name, log)])
    bench.stand(
        Behind((grouping(one.team),), one.staff, one.of_team, str(one.n), facts=one.facts) for one in hands(bench, log)
    )
    held = held_by_team(bench.rows(f"{name}_by_team"))
    if not any(one.team for one in held):
        raise Unmeasurable("no_team" if held else "none_finished")
    exemplify(bench, name, team_examples(name, log), lambda _, team: team)
    (cases,) = bench.runner.rows(f"SELECT count(*) AS n, count(ended) AS over FROM {name}_cases")
    found = {what: _associated(bench, f"{name}_{what}") for what in (LATE, FELT)}
    figures = [
        _most(held),
        Figure("cases", cases["n"], cases["n"], "case"),
        Figure("over", cases["over"], cases["n"], "case"),
    ]
    figures += [_whole(what, one) for what, one in found.items()]
    return [Result(None, figures), *(Result(None, _figures(one, found), grouping(one.team)) for one in held)]


def grouping(team: str | None) -> str:
    """What the column `grouping` holds for a team."""
    return OTHERS if team is None else WITH_NOBODY if team == NOBODY else team


def _late(name: str) -> Step:
    return step(
        f"{name}_{LATE}_outcomes",
        f"SELECT case_of, late AS outcome FROM {name}_cases WHERE NOT late IS NULL AND NOT ended IS NULL",
        "cases of which we know whether they came after their day",
    )


def _felt(name: str, log: Log) -> Step:
    return step(
        f"{name}_{FELT}_outcomes",
        f"""SELECT c.case_of, avg((r.score - r.low) / (r.high - r.low)) AS outcome FROM {name}_cases AS c
        JOIN ratings AS r ON r.about = c.case_of WHERE r.high > r.low AND r.score >= r.low AND r.score <= r.high
        AND NOT c.ended IS NULL GROUP BY c.case_of""",
        "how clients rated their case, from 0 to 1",
    )


def _associated(bench: Bench, name: str) -> Association | str:
    """The association with one outcome, or the code that says why there is none."""
    bench.run(moment_steps(bench.name, f"{name}_outcomes"))
    try:
        return association(moments(bench.rows(f"{bench.name}_moments"), bench.rows(f"{bench.name}_largest")))
    except Unmeasurable as why:
        return str(why)


def _whole(what: str, found: Association | str) -> Figure:
    if isinstance(found, str):
        return Figure(f"association_{what}", None, 0, "share", reason=found)
    return Figure(f"association_{what}", found.r2, found.cases, "share", found.interval, SHAPLEY_95)


def _most(held: list[Held]) -> Figure:
    """The largest part of the delay that one team consumed; of all time, where no step took longer than usual."""
    teams = [one for one in held if one.team]
    beyond = [one for one in teams if one.beyond]
    if not beyond:
        first = teams[0]
        return Figure("value", first.share, first.cases, "share", first.interval, BOOTSTRAP_95)
    first = max(beyond, key=lambda one: (one.beyond or 0, one.team or ""))
    return Figure("value", first.beyond, first.cases, "share", first.beyond_interval, BOOTSTRAP_95)


def _figures(one: Held, found: dict[str, Association | str]) -> list[Figure]:
    figures = [
        Figure("held", one.share, one.cases, "share", one.interval, BOOTSTRAP_95),
        Figure("days", one.days, one.cases, "day", one.days_interval, GROUPS_95),
        Figure(
            "again",
            one.again,
            one.cases,
            "share",
            one.again_interval,
            BOOTSTRAP_95,
            None if one.again is not None else "no_rows",
        ),
        Figure(
            "beyond",
            one.beyond,
            one.cases,
            "share",
            one.beyond_interval,
            BOOTSTRAP_95,
            None if one.beyond is not None else "nothing_beyond",
        ),
    ]
    for what, association_ in found.items():
        if isinstance(association_, str) or one.team == NOBODY:
            continue
        figures += [
            Figure(f"association_{what}", part, association_.cases, "share", interval, SHAPLEY_95)
            for team, part, interval in association_.by_team
            if team == one.team
        ]
    return figures


def sentences(one: Measured) -> list[Words]:
    """How much of the delay one team alone consumed."""
    if one.value.value is None:
        return []
    return [
        Words(
            fr=f"Une seule équipe a consommé {percent(value_of(one.value), 'fr')} du retard{surely(one.value, 'fr')} : la page La chaîne dit laquelle.",
            en=f"One team alone consumed {percent(value_of(one.value), 'en')} of the delay{surely(one.value, 'en')}: the page The chain tells which.",
        )
    ]


def unasked(bench: Bench) -> Chain | None:
    """Where a log names teams."""
    return Chain() if has_log(bench, teams=True) else None


CHAIN = Kind(
    "chain", Chain, results, scope_of, sentences,
    unasked=unasked, title=Words(fr="La chaîne : qui a consommé le temps", en="The chain: who consumed the time"),
)  # fmt: skip
