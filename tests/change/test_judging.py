"""Verdicts: given once, on the day that was written down, and only where something may be said."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.change.acted import READ, START, cases, declare, written
from visavis import database
from visavis.change.aims import Aims
from visavis.change.judging import judge
from visavis.change.models import ActionVersion
from visavis.change.registering import stop
from visavis.change.saying import REASONS, VERDICTS, chance_told, effect_told, reason_told
from visavis.engine.duckdb import DuckDB
from visavis.engine.measuring.interrupted import Sided
from visavis.engine.steps import Step, step
from visavis.running.home import make_home

AS_OF = READ + timedelta(days=30)


@pytest.fixture
def session(tmp_path: Path, migrated_sqlite: Path) -> Iterator[DuckDB]:
    make_home(tmp_path / "home", lang="fr")
    shutil.copy(migrated_sqlite, tmp_path / "home" / database.FILE)
    declare(tmp_path / "home")
    database.use(tmp_path / "home")
    duckdb = DuckDB(tmp_path / "scratch")
    yield duckdb
    duckdb.close()


def judged_by(session: DuckDB, as_of: date | None) -> dict[str, Any]:
    """What is found of every action."""
    return dict(judge(session, as_of, Aims(session.scratch.parent / "home"))["actions"])


def only(session: DuckDB, shown: Step, as_of: date | None = AS_OF) -> dict[str, Any]:
    """What is found of the one action."""
    session.run([shown])
    (found,) = judged_by(session, as_of).values()
    return dict(found)


def test_an_action_that_helped_improved_with_effect_interval_cases_and_steps(session: DuckDB) -> None:
    written()
    found = only(session, cases())
    assert (found["verdict"], found["reason"], found["compared"]) == ("improved", None, 1)
    assert found["effect"]["low"] < 0.3 < found["effect"]["high"]
    assert found["sides"][0]["before"]["n"] == 260
    assert found["sides"][0]["after"]["n"] == 150, "the week of waiting is left out"
    assert [each["name"] for each in found["steps"]] == [
        "action_1_tally_0",
        "action_1_tally_1",
        "action_1_cases",
        "action_1_by_week",
    ]
    assert "points par rapport au témoin, fourchette de" in effect_told(found).fr  # type: ignore[union-attr]
    assert "less than once in 1,000" in chance_told(found).en  # type: ignore[union-attr]


def test_an_action_that_changed_nothing_is_noise_and_one_that_harmed_worsened(session: DuckDB) -> None:
    written()
    assert only(session, cases(lift=0.0))["verdict"] == "noise"
    assert only(session, cases(lift=-0.3))["verdict"] == "worsened"


def test_where_a_fall_is_meant_a_rise_is_worse(session: DuckDB) -> None:
    written(direction=ActionVersion.Direction.DOWN)
    assert only(session, cases())["verdict"] == "worsened"
    assert only(session, cases(lift=-0.3))["verdict"] == "improved"


def test_what_comes_after_the_day_of_the_verdict_changes_nothing(session: DuckDB) -> None:
    written()
    longer = only(session, cases(until=READ + timedelta(days=70)), READ + timedelta(days=90))
    assert longer == only(session, cases())


def test_p_is_adjusted_for_the_actions_judged_together(session: DuckDB) -> None:
    alone = written()
    once = only(session, cases())["p_adjusted"]
    written(title="Une autre", outcome=Sided("facture-juste"), control=(Sided("rappele"),))
    session.run([cases()])
    both = judged_by(session, AS_OF)
    assert both[str(alone.action_id)]["compared"] == 1, "the other has a control that moved: it is not judged"
    assert both[str(alone.action_id)]["p_adjusted"] == once
    written(title="La même, par une autre équipe")
    assert judged_by(session, AS_OF)[str(alone.action_id)]["p_adjusted"] == pytest.approx(2 * once)


@pytest.mark.parametrize(
    ("reason", "plan", "facts", "as_of"),
    [
        ("not_preregistered", {"at": datetime(2025, 3, 3, 8, tzinfo=UTC)}, {}, AS_OF),
        ("no_control", {"control": ()}, {}, AS_OF),
        ("not_started", {}, {"until": START - timedelta(days=5)}, START - timedelta(days=1)),
        ("not_started", {}, {}, None),
        ("too_early", {}, {"until": START + timedelta(days=60)}, READ - timedelta(days=1)),
        ("control_moved", {}, {"control": -0.4}, AS_OF),
        ("few_periods_before", {"outcome": Sided("renommée")}, {}, AS_OF),
        ("few_periods_after", {}, {"until": START + timedelta(days=20)}, AS_OF),
    ],
)
def test_without_what_it_takes_there_is_no_verdict_and_no_effect(
    session: DuckDB, reason: str, plan: dict[str, Any], facts: dict[str, Any], as_of: date | None
) -> None:
    written(**plan)
    found = only(session, cases(**facts), as_of)
    assert (found["verdict"], found["reason"], found["p_adjusted"]) == ("unmeasurable", reason, None)
    assert (found["effect"] is None) == (reason != "control_moved")
    assert reason_told(found) is not None
    assert "{" not in f"{reason_told(found)}"


def test_while_people_watch_the_interval_holds_however_often_they_look(session: DuckDB) -> None:
    written()
    found = only(session, cases(until=START + timedelta(days=60)), READ - timedelta(days=1))
    assert found["so_far"]["n"] == found["sides"][0]["after"]["n"] > 0
    assert found["so_far"]["low"] < found["so_far"]["kept"] / found["so_far"]["n"] < found["so_far"]["high"]
    assert chance_told(found) is None
    assert effect_told(found) is None


def test_a_seal_that_is_broken_and_a_stop_before_the_day_give_no_verdict(session: DuckDB) -> None:
    version = written()
    stop(version.action, why="Trop cher", by=None, on=READ)
    assert only(session, cases())["verdict"] == "improved", "stopped on the last day that counts"
    type(version.action).objects.get().stop.delete()
    stop(version.action, why="Trop cher", by=None, on=READ - timedelta(days=1))
    assert only(session, cases())["reason"] == "stopped_before"
    ActionVersion.objects.update(waits=0)
    assert only(session, cases())["reason"] == "seal_broken"


def test_a_plan_changed_after_the_start_is_judged_as_it_was_sealed(session: DuckDB) -> None:
    version = written()
    written(at=datetime(2025, 5, 1, tzinfo=UTC), action=version.action, outcome=Sided("facture-juste"), control=())
    found = only(session, cases())
    assert (found["verdict"], found["version"], found["changed_since"]) == ("improved", 1, True)


def test_a_team_of_four_is_not_judged(session: DuckDB) -> None:
    written(outcome=Sided("rappele", ("Nuit",)))
    people = " UNION ALL ".join(f"SELECT 'Nuit' AS team, 'p{each}' AS staff" for each in range(4))
    session.run([step("events", people), step("exchanges", "SELECT * FROM events")])
    found = only(session, cases())
    assert (found["reason"], found["sides"], found["blocks"], found["steps"]) == ("fewer_than_five", [], [], [])


def test_without_actions_and_without_facts_nothing_fails(session: DuckDB) -> None:
    assert judge(session, AS_OF, Aims(session.scratch.parent / "home")) == {"as_of": AS_OF, "actions": {}}
    written()
    empty = step("cases", "SELECT * FROM (SELECT 'x' AS promise, 'x' AS team, DATE '2025-01-01' AS on_day, 'kept' AS outcome, 1 AS n) AS c WHERE promise = ''")  # fmt: skip
    assert only(session, empty)["reason"] == "few_periods_before"


def test_every_verdict_and_reason_has_words_in_both_languages() -> None:
    for words in (*VERDICTS.values(), *REASONS.values()):
        assert words.fr
        assert words.en
        assert words.fr != words.en
