"""Verdicts on measures, on one kind of client, and on roll-outs whose order was drawn; small groups are never told."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.change.acted import PLAN, START, declare, written
from visavis import database
from visavis.change.aims import Aims
from visavis.change.judging import judge
from visavis.change.models import ActionVersion
from visavis.change.plan import RollOut, plan_of, sided
from visavis.change.registering import register
from visavis.change.saying import chance_told, effect_told, reason_told
from visavis.engine.duckdb import DuckDB
from visavis.engine.measuring.drawn_order import draw_order
from visavis.engine.steps import step
from visavis.mistakes import Mistake
from visavis.running.home import make_home

TEAMS = ("Brest", "Caen", "Nantes", "Rennes", "Tours")
SEED = "a seed that nobody chose"
ORDER = tuple(draw_order(TEAMS, SEED))
ROLL_OUT = RollOut(teams=ORDER, every=21, seed=SEED)
UNTIL = START + timedelta(days=21 * 4 + 69)


@pytest.fixture
def session(tmp_path: Path, migrated_sqlite: Path) -> Iterator[DuckDB]:
    make_home(tmp_path / "home", lang="fr")
    shutil.copy(migrated_sqlite, tmp_path / "home" / database.FILE)
    declare(tmp_path / "home")
    database.use(tmp_path / "home")
    duckdb = DuckDB(tmp_path / "scratch")
    yield duckdb
    duckdb.close()


def only(session: DuckDB) -> dict[str, Any]:
    (found,) = judge(session, UNTIL + timedelta(days=9), Aims(session.scratch.parent / "home"))["actions"].values()
    return dict(found)


def show(session: DuckDB, name: str, rows: list[dict[str, Any]]) -> None:
    """The view `name` of rows that all have the same columns."""
    import pyarrow as arrow

    session.connection.register(f"{name}_rows", arrow.Table.from_pylist(rows))
    session.run([step(name, f"SELECT * FROM {name}_rows")])


def weeks() -> Iterator[tuple[int, date]]:
    day = START - timedelta(days=182)
    while day <= UNTIL:
        yield (day - START).days // 7, day
        day += timedelta(days=7)


def served(
    session: DuckDB, share: Callable[[str, int, int], float], *, people: int = 6, groups: tuple[str, ...] = TEAMS
) -> None:
    """Twelve calls a week of each group, `share(group, week, place)` of them kept; each group is a team of so many people."""
    random = np.random.default_rng(7)
    cases, events = list[dict[str, Any]](), list[dict[str, Any]]()
    for week, day in weeks():
        for place, group in enumerate(groups):
            for _ in range(12):
                key = str(len(cases))
                kept = random.random() < share(group, week, place)
                client = f"record/crm/{random.integers(40)}"
                cases.append({"promise": "rappele", "source": "c", "key": key, "team": group, "client_ref": client, "on_day": day, "outcome": "kept" if kept else "late", "n": 1})  # fmt: skip
                events.append({"source": "c", "key": key, "team": group, "staff": f"{group} {random.integers(people)}"})
    show(session, "cases", cases)
    show(session, "events", events)
    session.run([step("exchanges", "SELECT * FROM events WHERE 1 = 0")])


def starts(week: int, place: int) -> bool:
    return week >= 3 * place


def drawn(**change: Any) -> ActionVersion:
    return written(
        replace(PLAN, outcome=sided("rappele"), control=(), waits=0, reads_on=UNTIL, roll_out=ROLL_OUT, **change)
    )


def test_a_roll_out_that_helped_is_told_by_the_orders_that_could_have_been_drawn(session: DuckDB) -> None:
    drawn()
    served(session, lambda team, week, place: 0.5 + 0.3 * starts(week, ORDER.index(team)))
    found = only(session)
    assert (found["verdict"], found["reason"], found["roll_out"]["orders"]) == ("improved", None, 120)
    assert found["effect"]["low"] < 0.3 < found["effect"]["high"]
    assert [each["team"] for each in found["roll_out"]["teams"]] == list(ORDER)
    assert [each["starts_on"] for each in found["roll_out"]["teams"]] == [
        START + timedelta(days=21 * n) for n in range(5)
    ]
    counted = [each["counts"]["before"]["n"] for each in found["roll_out"]["teams"]]
    assert counted == [12 * (26 + 3 * n) for n in range(5)]
    assert found["sides"][0]["before"]["n"] == sum(counted)
    assert "the teams that waited" in effect_told(found).en  # type: ignore[union-attr]
    assert "of 120 orders" in chance_told(found).en  # type: ignore[union-attr]
    assert found["blocks"] == []


def test_a_roll_out_that_changed_nothing_is_noise_though_everything_rises_everywhere(session: DuckDB) -> None:
    drawn()
    served(session, lambda team, week, place: min(0.95, 0.6 + 0.012 * max(0, week)))
    assert only(session)["verdict"] == "noise"


def test_an_order_that_somebody_chose_and_a_team_of_four_are_not_judged(session: DuckDB) -> None:
    version = drawn()
    served(session, lambda team, week, place: 0.6, people=4)
    found = only(session)
    assert (found["reason"], found["effect"], found["sides"]) == ("fewer_than_five", None, [])
    assert [each["counts"] for each in found["roll_out"]["teams"]] == [None] * 5
    served(session, lambda team, week, place: 0.6)
    type(version.action).objects.all()
    ActionVersion.objects.all().delete()
    written(
        replace(PLAN, control=(), reads_on=UNTIL, roll_out=replace(ROLL_OUT, teams=ORDER[::-1])), action=version.action
    )
    assert only(session)["reason"] == "not_drawn"


def test_the_draw_is_made_here_kept_in_versions_and_needs_four_teams_and_time(session: DuckDB) -> None:
    home = session.scratch.parent / "home"
    later = date(2099, 3, 2)
    plan = replace(PLAN, control=(), starts_on=later, reads_on=later + timedelta(days=180), roll_out=RollOut(teams=TEAMS, every=14, seed="mine"))  # fmt: skip
    first = plan_of(register(home, plan, by=None))
    assert first.roll_out is not None
    assert first.roll_out.seed != "mine"
    assert first.roll_out.as_drawn
    assert first.teams == TEAMS
    version = register(home, plan, by=None, action=ActionVersion.objects.get().action)
    assert plan_of(version).roll_out == first.roll_out, "nobody draws until the order pleases"
    for change, why in (
        ({"roll_out": RollOut(teams=TEAMS[:3], every=14)}, "needs 4 teams"), ({"control": (sided("facture-juste"),)}, "name no other"),
        ({"outcome": sided("rappele@Caen")}, "name no other"), ({"reads_on": later + timedelta(days=60)}, "after the last one"),
        ({"roll_out": RollOut(teams=TEAMS, every=1)}, "between two teams"),
    ):  # fmt: skip
        with pytest.raises(Mistake, match=why) as refused:
            register(home, replace(plan, **change), by=None)
        assert refused.value.remedy is not None


def answers(session: DuckDB, score: Callable[[str, int], float], scale: tuple[float, float] = (0.0, 10.0)) -> None:
    """Ten answers a week to each of two questions, about nothing."""
    random = np.random.default_rng(3)
    rows = [
        {"instrument": name, "occurred_on": day, "about": None, "client_ref": "x", "low": scale[0], "high": scale[1], "score": score(name, week) + random.integers(-1, 2)}
        for week, day in weeks() for name in ("after-call", "barometer") for _ in range(10)
    ]  # fmt: skip
    show(session, "ratings", rows)
    show(session, "events", [{"source": "c", "key": "1", "team": "Care", "staff": "a", "client_ref": "x"}])


def test_a_question_to_clients_is_judged_in_points_of_its_score(session: DuckDB) -> None:
    written(outcome=sided("score:after-call"), control=(sided("score:barometer"),), reads_on=UNTIL)
    answers(session, lambda name, week: 7.5 + 1.5 * (name == "after-call" and week >= 0))
    found = only(session)
    assert (found["verdict"], found["unit"]) == ("improved", "nps")
    before, after = (found["sides"][0][when] for when in ("before", "after"))
    moved = 2 * (after["kept"] / after["n"] - before["kept"] / before["n"])
    other = found["sides"][1]
    assert found["effect"]["value"] == pytest.approx(moved - 2 * (other["after"]["kept"] / other["after"]["n"] - other["before"]["kept"] / other["before"]["n"]))  # fmt: skip
    assert "NPS points" in effect_told(found).en  # type: ignore[union-attr]


def test_a_control_that_moved_too_and_one_on_another_scale_are_found_out(session: DuckDB) -> None:
    written(outcome=sided("score:after-call"), control=(sided("score:barometer"),), reads_on=UNTIL)
    answers(session, lambda name, week: 7.5 + 1.5 * (week >= 0))
    assert only(session)["reason"] == "control_moved"
    ActionVersion.objects.all().delete()
    from visavis.change.models import Action

    Action.objects.all().delete()
    served(session, lambda team, week, place: 0.6)
    written(outcome=sided("score:after-call"), control=(sided("rappele"),), reads_on=UNTIL)
    show(session, "ratings", [{"instrument": "after-call", "occurred_on": START, "about": None, "client_ref": "x", "low": 0.0, "high": 10.0, "score": 9.0}])  # fmt: skip
    show(session, "events", [{"source": "c", "key": "1", "team": "Care", "staff": "a", "client_ref": "x"}])
    assert only(session)["reason"] == "other_unit"


def test_one_kind_of_client_is_judged_beside_another_and_never_a_small_group(session: DuckDB) -> None:
    written(outcome=sided("rappele#company"), control=(sided("rappele#person"),), reads_on=UNTIL)

    def kinds(companies: int) -> None:
        show(session, "records", [{"source": "crm", "key": str(n), "kind": "company" if n < companies else "person"} for n in range(40)])  # fmt: skip
        show(session, "clusters", [{"source": "crm", "key": str(n), "cluster": f"c{n}"} for n in range(40)])

    served(session, lambda team, week, place: 0.6)
    kinds(20)
    cases = "SELECT * REPLACE (CASE WHEN CAST(substr(client_ref, 12) AS INTEGER) < 20 AND on_day >= DATE '2025-03-03' AND CAST(key AS INTEGER) % 4 > 0 THEN 'kept' ELSE outcome END AS outcome) FROM cases_rows"
    session.run([step("cases", cases)])
    found = only(session)
    assert (found["verdict"], len(found["blocks"]) > 8) == ("improved", True)
    kinds(4)
    assert only(session)["reason"] == "few_clients"
    served(session, lambda team, week, place: 0.6, people=4, groups=("Nuit",))
    kinds(20)
    assert only(session)["reason"] == "fewer_than_five"


def test_a_measure_that_is_gone_or_unknown_says_so(session: DuckDB) -> None:
    home = session.scratch.parent / "home"
    for measure in ("delay:7d:gone", "answer:3d", "felt:rappele", "funnel:", ":"):
        with pytest.raises(Mistake, match="no measure is called"):
            register(home, replace(PLAN, starts_on=date(2099, 1, 1), reads_on=date(2099, 9, 1), outcome=sided(measure)), by=None)  # fmt: skip
    with pytest.raises(Mistake, match="judged already"):
        register(home, replace(PLAN, starts_on=date(2099, 1, 1), reads_on=date(2099, 9, 1), outcome=sided("answer:24h"), control=(sided("answer:7d"),)), by=None)  # fmt: skip
    written(outcome=sided("delay:7d:gone"), reads_on=UNTIL)
    found = only(session)
    assert (found["verdict"], found["reason"]) == ("unmeasurable", "measure_gone")
    assert reason_told(found) is not None


def test_seals_of_before_roll_outs_hold(session: DuckDB) -> None:
    from visavis.change.registering import canonical

    text = canonical(written(at=datetime(2025, 2, 20)))
    assert "roll_out" not in text
    assert "segment" not in text
    assert "roll_out" in canonical(drawn())
