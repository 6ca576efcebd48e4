"""Trials are held against what trials told before: neither two conditions nor two states of the facts tell of one to four people."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.mirror.written import write
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import Type
from visavis.promises.hold import hold
from visavis.promises.trial import Trial, try_file
from visavis.promises.tried_facts import TriedFacts, read_facts

DAY = datetime.date(2025, 3, 3)


def visits(region: str, people: int, start: int = 0, name: str = "") -> list[dict[str, Any]]:
    return [
        {"source": "s", "key": f"{region}{who}{name}", "type": "visit", "staff": f"p{who}", "extra_region": region,
         "occurred_on": DAY, "due_on": DAY, "done_on": DAY}
        for who in range(start, start + people)
    ]  # fmt: skip


def facts(home: Path, rows: list[dict[str, Any]]) -> None:
    lake = Lake(home / "lake")
    lake.publish(write(lake, Manifest("r1"), "events", rows, {"extra_region": Type.TEXT}))


def declared(regions: str, name: str) -> str:
    return f"""name: {name}
says: {{fr: "Venu", en: "Came"}}
audience: public
carrier: field
test: {{over: events, where: {{type: visit, extra.region: {regions}}}, due: due_at, done: done_at, by: day}}
"""


def tried(home: Path, regions: str, name: str = "tried") -> Trial:
    file = home / f"{name}.yaml"
    file.write_text(declared(regions, name))
    (trial,) = try_file(home, file)
    return trial


NORTH, SOUTH, ISLE = visits("north", 8), visits("south", 3, 20), visits("isle", 6, 40)


@pytest.mark.usefixtures("either_database")
def test_two_trials_that_differ_by_three_people(tmp_path: Path) -> None:
    facts(tmp_path, NORTH + SOUTH + ISLE)
    assert tried(tmp_path, "[isle, south]").rate.kept == 9
    assert tried(tmp_path, "isle", "another").reasons == {"fewer_than_five": 0}, (
        "the south would follow, from their number as well"
    )
    assert tried(tmp_path, "north", "other").rate.kept == 8
    assert tried(tmp_path, "[isle, south]", "renamed").rate.kept == 9, "what was told may be told again"


@pytest.mark.usefixtures("either_database")
def test_what_one_person_did_since_is_not_told_by_trying_again(tmp_path: Path) -> None:
    facts(tmp_path, NORTH + SOUTH + ISLE)
    assert tried(tmp_path, "north").rate.kept == 8
    facts(tmp_path, NORTH + SOUTH + ISLE + visits("north", 1, name="b"))
    assert set(tried(tmp_path, "north").reasons) == {"fewer_than_five"}
    facts(tmp_path, NORTH + SOUTH + ISLE + visits("north", 5, name="b"))
    assert tried(tmp_path, "north").rate.kept == 13


@pytest.mark.usefixtures("either_database")
def test_the_ledger_of_trials_names_nobody(tmp_path: Path) -> None:
    from visavis.promises.models import Tried

    facts(tmp_path, NORTH + ISLE)
    tried(tmp_path, "north")
    assert Tried.objects.count() == 2, "the trial, and what was told of events"
    assert not any(f"p{n}" in str(row.told) for row in Tried.objects.all() for n in range(8))


def held(home: Path, rows: list[dict[str, Any]], **promises: str) -> dict[str, str | None]:
    """Why nothing is told of a promise, by name, after a run over `rows` with these promises on regions."""
    (home / "promises").mkdir(exist_ok=True)
    for file in (home / "promises").iterdir():
        file.unlink()
    for name, regions in promises.items():
        (home / "promises" / f"{name}.yaml").write_text(declared(regions, name))
    lake, runner = Lake(home / "lake"), DuckDB(home / "scratch")
    former = lake.current()
    manifest = write(lake, Manifest("r1"), "events", rows, {"extra_region": Type.TEXT})
    manifest = Manifest("r1", entries=manifest.entries, ledger=former.ledger if former else {})
    manifest = hold(home, runner, lake, manifest, "r1")
    runner.close()
    lake.publish(manifest)
    return {name: each["reason"] for name, each in manifest.ledger["promises"].items()}


def test_a_promise_is_held_beside_those_that_stood_before(tmp_path: Path) -> None:
    rows = NORTH + SOUTH + ISLE
    assert held(tmp_path, rows, both="[isle, south]", north="north") == {"both": None, "north": None}
    assert held(tmp_path, rows, isle="isle", north="north") == {"isle": "fewer_than_five", "north": None}
    told = held(tmp_path, rows, isle="isle", again="[south, isle]")
    assert told == {"isle": "fewer_than_five", "again": None}, "what was told may be told again"


@pytest.mark.usefixtures("either_database")
def test_a_trial_is_held_beside_what_runs_told_before(tmp_path: Path) -> None:
    held(tmp_path, NORTH + SOUTH + ISLE, both="[isle, south]")
    held(tmp_path, NORTH + SOUTH + ISLE)
    assert tried(tmp_path, "isle").reasons == {"fewer_than_five": 0}
    assert tried(tmp_path, "north", "other").rate.kept == 8


@pytest.mark.usefixtures("either_database")
def test_the_same_conditions_put_otherwise_tell_nothing_more(tmp_path: Path) -> None:
    both = NORTH + ISLE
    facts(tmp_path, both)
    assert tried(tmp_path, "[isle, north]").rate.kept == 14
    facts(tmp_path, both + visits("north", 1, name="b"))
    assert tried(tmp_path, "[north, isle]").reasons == {"fewer_than_five": 0}
    assert tried(tmp_path, "[north, isle, nowhere]", "wider").reasons == {"fewer_than_five": 0}
    facts(tmp_path, both + visits("north", 6, name="b"))
    assert tried(tmp_path, "[north, isle]").rate.kept == 20


@pytest.mark.usefixtures("either_database")
def test_who_is_late_since_is_not_told_by_trying_again(tmp_path: Path) -> None:
    facts(tmp_path, NORTH + ISLE)
    assert tried(tmp_path, "north").rate.kept == 8
    late = [NORTH[0] | {"done_on": DAY + datetime.timedelta(days=3)}, *NORTH[1:]]
    facts(tmp_path, late + ISLE)
    assert tried(tmp_path, "north").reasons == {"fewer_than_five": 0}


@pytest.mark.usefixtures("either_database")
@pytest.mark.parametrize("before", [(), ("[isle, north, south]",)], ids=["the first ones", "others before"])
def test_two_trials_at_once_are_held_beside_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: tuple[str, ...]
) -> None:
    """Two people try at the same time: of what the first one told while the second one looked, nothing is forgotten."""
    facts(tmp_path, NORTH + SOUTH + ISLE)
    assert [tried(tmp_path, region).rate.kept for region in before] == [17] * len(before)
    meanwhile = []

    def read(*given: Any) -> TriedFacts:
        found = read_facts(*given)
        if not meanwhile:
            meanwhile.append("isle")
            assert tried(tmp_path, "isle", "another").rate.kept == 6
        return found

    monkeypatch.setattr("visavis.promises.tried.read_facts", read)
    assert tried(tmp_path, "[isle, south]").reasons == {"fewer_than_five": 0}
    assert tried(tmp_path, "isle", "another").rate.kept == 6


def test_of_what_may_not_be_told_no_case_is_kept(tmp_path: Path) -> None:
    """A list of these cases, with what was due and done, would be the figure; what it lacks beside another list, that of others."""
    rows = NORTH + SOUTH + ISLE
    held(tmp_path, rows, both="[isle, south]", north="north")
    assert held(tmp_path, rows, both="[isle, south]", isle="isle") == {"both": None, "isle": "fewer_than_five"}
    manifest = Lake(tmp_path / "lake").current()
    assert manifest is not None
    assert {entry.source: entry.rows for entry in manifest.of("cases")} == {"both": 9}
    assert manifest.ledger["promises"]["isle"]["dropped"]["cases"] == 0
