"""Promises that look at the same facts: what one tells of a team, less what the other tells, is about five people or about nobody."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.both import Both
from tests.engine.measuring.test_anonymity import isolated
from tests.mirror.test_slices import Case, Shown, show, team
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Manifest
from visavis.engine.measuring.anonymity import Part
from visavis.engine.steps import Runner
from visavis.mirror.guard.slices import ENDED, slice_steps, sliced
from visavis.mirror.guard.slices_together import block_of, shared_steps

Promises = Mapping[str, Callable[[Case], bool]]
COMPLAINTS: Promises = {"answered": lambda case: True, "repaired": lambda case: case[3] != "partial"}


def told(runner: Runner, folder: Path, cases: list[Case], promises: Promises, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    show(runner, folder, cases, promises=promises)
    return sliced(runner, Shown(folder), Manifest("run"), {}, **more)[:2]


def teams(document: dict[str, Any], promise: str) -> dict[str, int]:
    cells = document["promises"][promise]["facts"]["cells"]
    return {value: sum(counts) for _, side, value, *counts in cells if side == "team"}


def test_the_steps_say_the_same_on_both_engines(runner: Runner, tmp_path: Path) -> None:
    cases: list[Case] = [("large", "s1", 3, "kept", "person"), ("large", "s1", 3, "partial", "person"), ("large", None, 4, "kept", "person")]  # fmt: skip
    promises: Promises = {"p": COMPLAINTS["answered"], "q": COMPLAINTS["repaired"]}
    show(runner, tmp_path, cases, [(0, 4, 5.0)], promises)
    runner.run([*slice_steps(["kind"], {"p": 4.0}), *shared_steps(sorted(promises), ENDED[:5])])
    rows = runner.rows("SELECT promise, staff, counted FROM shared_facts ORDER BY promise, counted")
    both, one, later = "2025-03-01|2025-03-01", "2025-03-01|", "2025-04-01|2025-04-01"
    assert [tuple(row.values()) for row in rows] == [
        ("p", "s1", one), ("p", "s1", both), ("p", "s1", later),
        ("q", "s1", both), ("q", "s1", later),
    ]  # fmt: skip
    assert [row["counted"] for row in runner.rows("SELECT counted FROM shared_felt")] == ["2025-04-01|"]


def test_what_a_promise_leaves_of_another_is_not_told_of_three_people(runner: Runner, tmp_path: Path) -> None:
    if isinstance(runner, Both):
        return  # the steps are compared above
    north, south = team("north", 9), team("south", 9, 20)
    alike, _ = told(runner, tmp_path / "0", [*north, *south], COMPLAINTS)
    assert teams(alike, "answered") == teams(alike, "repaired") == {"north": 9, "south": 9}
    some = [*north, *team("north", 3, outcome="partial"), *south, *team("south", 6, 20, outcome="partial")]
    apart, _ = told(runner, tmp_path / "1", some, COMPLAINTS)
    assert teams(apart, "answered") == {"north": 12, "south": 15}
    assert teams(apart, "repaired") == {}, (
        "north would tell of three people; south beside the whole tells what north has"
    )


def test_what_stands_for_one_promise_stands_for_others_over_the_same_facts(runner: Runner, tmp_path: Path) -> None:
    if isinstance(runner, Both):
        return
    first = [*team("north", 9), *team("south", 9, 20)]
    before, ledger = told(runner, tmp_path / "0", first, {"answered": COMPLAINTS["answered"]})
    more = [*first, ("north", "s1", 3, "kept", "person")]
    after, _ = told(runner, tmp_path / "1", more, COMPLAINTS, former=before, told=ledger)
    assert teams(after, "answered") == {"north": 9, "south": 9}
    assert teams(after, "repaired") == {"south": 9}, (
        "ten in the north, less the nine told before, would be one person's"
    )


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_no_slices_of_several_promises_together_isolate_anybody(tmp_path: Path, seed: int) -> None:
    """An exact attack on all slices and whole months of three promises with different conditions."""
    chance = random.Random(seed)
    promises: Promises = {**COMPLAINTS, "small": lambda case: case[4] == "person"}
    cases: list[Case] = [
        (place, f"{place[0]}{chance.randrange(n)}", chance.choice((1, 2)), chance.choice(("kept", "late", "partial")), chance.choice(("person", "organisation")))
        for place, n in (("north", 9), ("south", 7), ("west", 6)) for _ in range(40)
    ]  # fmt: skip
    runner = DuckDB(tmp_path / "scratch")
    try:
        document, _ = told(runner, tmp_path / "facts", cases, promises)
    finally:
        runner.close()
    groups, wholes = list[frozenset[Part]](), list[frozenset[Part]]()
    for promise, counts in promises.items():
        for period, side, value, *_ in document["promises"][promise]["facts"]["cells"]:
            grain = "month" if not side else document["promises"][promise]["facts"]["grain"]
            parts = {
                (str(case[1]), (case[0], *case[2:])) for case in cases
                if counts(case) and block_of(f"2025-0{case[2]}-01", grain) == period
                and (not side or value == (case[0] if side == "team" else case[4]))
            }  # fmt: skip
            (groups if side else wholes).append(frozenset(parts))
    assert len(groups) > 4, "slices are told"
    assert isolated(groups, wholes) is None
