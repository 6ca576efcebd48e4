"""Fences and what was first written in private, by hand on a few clients, and on both engines."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.engine.measuring.lines import show_rows
from visavis.engine.measuring.fences import fence_steps, fences, withheld, withheld_steps
from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable
from visavis.engine.measuring.values import KAPLAN_MEIER_95, WILSON_95
from visavis.engine.steps import Runner, step
from visavis.engine.tables import ALL

EVENTS = {column.name: column.type for column in ALL["events"].columns}
FACTS = Facts("events", EVENTS, EVENTS)


def day(number: int) -> datetime.date:
    return datetime.date(2025, 3, 1) + datetime.timedelta(days=number)


def sorted_rows(runner: Runner, view: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row.values()) for row in runner.rows(f"SELECT * FROM {view}")), key=repr)


def fence(client: str, motive: str | None, put_up: int, who: str | None = "ann") -> dict[str, Any]:
    return {"key": f"{client}{motive}", "type": "fence", "client_ref": client, "status": motive, "occurred_on": day(put_up), "staff": who}  # fmt: skip


def test_clients_behind_a_fence_count_once_and_fences_by_motive_and_age(runner: Runner, tmp_path: Path) -> None:
    rows = [
        fence("ref/1", "mine", 0),
        fence("ref/1b", "secret", 4),  # another record of the first client
        fence("ref/2", None, 10),
        fence("ref/unmet", "mine", 0),  # nobody met this one lately
        fence("ref/3", "mine", 40, "bob"),  # put up after the last day of contacts: no age
        {"key": "x", "type": "visit", "client_ref": "ref/4", "occurred_on": day(1)},
    ]
    show_rows(runner, tmp_path, events=rows)
    runner.run(
        [
            step("m_clients", "SELECT * FROM (VALUES ('1'), ('2'), ('3'), ('4')) AS c (client)", "clients who were met"),
            step("m_who", "SELECT * FROM (VALUES ('ref/1', '1'), ('ref/1b', '1'), ('ref/2', '2'), ('ref/3', '3'), ('ref/4', '4')) AS w (ref, cluster)", "whose record it is"),
        ]
    )  # fmt: skip
    selection = Selection(
        {"client": "client_ref", "motive": "status", "person": "staff"},
        {"put_up": "occurred_at"},
        where={"type": "fence"},
    )
    runner.run(fence_steps("m", FACTS, selection, "2025-03-11"))
    assert sorted_rows(runner, "m_fences") == [(0, 1), (1, 3)]
    assert sorted_rows(runner, "m_motives") == [
        ("mine", 10, 2), ("mine", None, 1), ("secret", 6, 1), (None, 0, 1),
    ]  # fmt: skip
    assert sorted_rows(runner, "m_fencers") == [("mine", "ann"), ("mine", "bob"), ("secret", "ann"), (None, "ann")]


def test_figures_of_fences() -> None:
    found = {one.name: one for one in fences(3, 10, {"mine": 4, "secret": 1}, [10, 20, 60], [2, 2, 1])}
    share = found["fenced_share"]
    assert (share.value, share.n, share.interval, share.method) == (0.3, 10, wilson(3, 10), WILSON_95)
    assert (found["fence_age"].value, found["fence_age"].n, found["fence_age"].unit) == (20, 5, "day")
    assert [(name, one.value, one.n) for name, one in found.items() if name.startswith("fence:")] == [
        ("fence:mine", 0.8, 5),
        ("fence:secret", 0.2, 5),
    ]


def test_a_motive_that_few_give_is_told_with_others_and_fences_of_few_have_none() -> None:
    five, motives = frozenset("abcde"), {"mine": 9, "secret": 3, "late": 4, "?": 2}
    people = {"mine": five, "secret": frozenset("f"), "late": five | {"g"}, "?": frozenset("h")}
    told = [(one.name, one.value, one.n) for one in fences(9, 20, motives, [10], [18], people) if one.name != "fence_age"]  # fmt: skip
    assert told[1:] == [("fence:?", 14 / 18, 18), ("fence:late", 4 / 18, 18)], "mine would leave two people"
    (share, age) = fences(9, 20, {"mine": 9}, [10], [9], {"mine": frozenset("abcd")})
    assert (share.value, age.name, age.value, age.reason) == (0.45, "fence_age", None, "fewer_than_five")
    assert [one.name for one in fences(9, 20, {"mine": 9}, [10], [9], {})][1:] == ["fence_age", "fence:mine"]


@pytest.mark.parametrize("bad", [{}, {"mine": 0}])
def test_no_fence_has_no_age_and_no_client_no_share(bad: dict[str, int]) -> None:
    (share, *more) = fences(0, 4, {motive: n for motive, n in bad.items() if n}, [], [])
    assert (share.value, share.interval, more) == (0, wilson(0, 4), [])
    with pytest.raises(Unmeasurable, match="no_rows"):
        fences(0, 0, {}, [], [])


def note(matter: str | None, written: int | None, private: bool) -> dict[str, Any]:
    when = None if written is None else day(written)
    return {"key": f"{matter}{written}{private}", "about": matter, "occurred_on": when, "status": "private" if private else "open", "staff": "ann" if private else "bob"}  # fmt: skip


def test_a_matter_is_withheld_from_its_first_private_word_until_its_circle_sees_it(
    runner: Runner, tmp_path: Path
) -> None:
    rows = [
        note("shown", 0, True), note("shown", 9, False), note("shown", 20, False),
        note("hidden", 5, True),
        note("open", 3, False), note("open", 8, True),
        note("same-day", 4, False), note("same-day", 4, True),
        note("never-private", 1, False),
        note(None, 2, True), note("no-day", None, True),
    ]  # fmt: skip
    show_rows(runner, tmp_path, events=rows)
    selection = Selection(
        {"matter": "about", "person": "staff"}, {"told": "occurred_at"}, {"private": {"status": "private"}}
    )
    runner.run(withheld_steps("m", FACTS, selection))
    assert [row for row in sorted_rows(runner, "m_withheld") if row[0] != "open"] == [
        ("hidden", 15, 1),
        ("shown", 9, 1),
    ]
    assert sum(n for state, _, n in sorted_rows(runner, "m_withheld") if state == "open") == 3
    assert sorted_rows(runner, "m_items") == [(5,)]
    assert sorted_rows(runner, "m_hiders") == [(1,)]


def test_figures_of_what_is_withheld() -> None:
    share, days = withheld(
        {"open": 12, "shown": 6, "hidden": 2}, [2, 4, 6, 30], [True, True, True, False], [2, 2, 2, 2]
    )
    assert (share.value, share.n, share.interval) == (0.4, 20, wilson(8, 20))
    assert (days.value, days.n, days.unit, days.method, days.reason) == (4, 8, "day", KAPLAN_MEIER_95, None)


def test_what_was_never_shown_has_no_median() -> None:
    _, days = withheld({"hidden": 6}, [3, 9], [False, False], [3, 3])
    assert (days.value, days.reason) == (None, "none_finished")
    _, days = withheld({"hidden": 9, "shown": 1}, [3, 9], [True, False], [1, 9])
    assert (days.value, days.reason) == (None, "too_many_waiting")
    (share,) = withheld({"open": 5}, [], [], [])
    assert (share.value, share.interval) == (0, wilson(0, 5))
    with pytest.raises(Unmeasurable, match="no_rows"):
        withheld({}, [], [], [])
