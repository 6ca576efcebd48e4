from datetime import date, timedelta
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.engine.measuring.lines import show_rows
from visavis.engine.measuring.leaving import UNANSWERED, leaving, leaving_steps
from visavis.engine.measuring.retention import (
    Strata,
    associated,
    before_steps,
    broke_before,
    settled,
    staying,
    staying_steps,
)
from visavis.engine.measuring.survival import kaplan_meier
from visavis.engine.settling import perform
from visavis.engine.steps import Runner, step

DAY = date(2025, 1, 1)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def case(key: str, ref: str, days: int, outcome: str = "kept") -> dict[str, Any]:
    return {"promise": "p", "source": "s", "key": key, "client_ref": ref, "on_day": on(days), "outcome": outcome}


def test_stays_and_what_broke_before(runner: Runner, tmp_path: Path) -> None:
    """Three companies: one leaves after a missed promise to a person of it, one stays, one begins after it is said to end."""
    records = [
        {"source": "crm", "key": "a", "kind": "organisation", "name": "Alpha"},
        {"source": "crm", "key": "b", "kind": "organisation", "name": "Beta"},
        {"source": "crm", "key": "c", "kind": "organisation", "name": "Gamma"},
        {"source": "people", "key": "1", "kind": "person", "company": "alpha ", "emails": ["x@alpha.example"]},
    ]
    clusters = [{"source": one["source"], "key": one["key"], "cluster": one["key"]} for one in records]
    clusters.append({"source": "email", "key": "x@alpha.example", "cluster": "1"})
    seen = [
        ("record/crm/a", 0),
        ("email/x@alpha.example", 5),
        ("record/crm/b", 10),
        ("record/crm/c", 300),
        (None, 20),
        ("record/crm/b", 400),
    ]
    events = [
        {"source": "s", "key": f"e{n}", "type": "call", "client_ref": ref, "occurred_on": on(days)}
        for n, (ref, days) in enumerate(seen)
    ]
    cases = [
        case("1", "email/x@alpha.example", 60, "late"), case("2", "record/crm/b", 70), case("3", "record/crm/b", 30),
        case("4", "record/crm/b", 75, "open"), case("5", "record/crm/a", 110, "broken"),
    ]  # fmt: skip
    exchanges = [
        {"source": "m", "key": key, "thread": thread, "direction": way, "client_ref": ref, "occurred_on": on(days)}
        for key, thread, way, ref, days in (
            ("1", "t1", "in", "record/crm/a", 85), ("2", "t1", "in", "record/crm/a", 95), ("3", "t2", "in", "record/crm/b", 80),
            ("4", "t2", "out", "record/crm/b", 81), ("5", "t3", "out", "record/crm/b", 60), ("6", None, "in", "record/crm/a", 99),
        )
    ]  # fmt: skip
    show_rows(
        runner,
        tmp_path,
        records=records,
        clusters=clusters,
        events=events,
        exchanges=exchanges,
        ratings=[],
        cases=cases,
    )
    leavings = step(
        "leavings",
        f"""SELECT 'record/crm/' || key AS ref, CAST(NULL AS DATE) AS began_on,
        CASE key WHEN 'a' THEN CAST('{on(100)}' AS DATE) WHEN 'c' THEN CAST('{on(200)}' AS DATE) END AS left_on
        FROM records WHERE source = 'crm'""",
    )
    steps = [leavings, *staying_steps("t", "leavings", every=False), *before_steps("t"), *leaving_steps("t", 180, 40)]
    perform(runner, steps, settled("t"), tmp_path)
    stays = {(row["state"], row["days"]): row["n"] for row in runner.rows("SELECT * FROM t_stays")}
    assert stays == {("left", 100): 1, ("there", 390): 1, ("backwards", -100): 1}
    april = {
        (row["missed"], row["gone"]): row["n"]
        for row in runner.rows("SELECT * FROM t_before")
        if row["month"] == date(2025, 4, 1) and row["promise"] == "p"
    }
    assert april == {(1, 1): 1, (0, 0): 1}
    unanswered = {
        (row["missed"], row["gone"], row["tenure"]): row["n"]
        for row in runner.rows("SELECT * FROM t_before")
        if row["month"] == date(2025, 4, 1) and row["promise"] == UNANSWERED
    }
    assert unanswered == {(1, 1, 0): 1, (0, 0, 0): 1}
    assert {(row["state"], row["days"]): row["n"] for row in runner.rows("SELECT * FROM t_ends")} == {
        (1, 100): 1,
        (0, 390): 1,
    }
    (gone,) = runner.rows("SELECT * FROM t_departures")
    assert gone == {
        "place": 1, "ref": "email/x@alpha.example", "began_on": on(0), "left_on": on(100), "missed_on": on(60), "silent_on": on(85), "promise": "p",
    }  # fmt: skip


def test_one_of_two_contracts_that_ends_is_no_leaving(runner: Runner, tmp_path: Path) -> None:
    show_rows(runner, tmp_path, records=[], clusters=[], exchanges=[], ratings=[], cases=[],
              events=[{"source": "s", "key": "1", "client_ref": "client/a", "occurred_on": on(500)}])  # fmt: skip
    leavings = step(
        "leavings",
        f"""SELECT 'client/a' AS ref, CAST('{on(0)}' AS DATE) AS began_on, CAST('{on(90)}' AS DATE) AS left_on
        UNION ALL SELECT 'client/a', CAST('{on(0)}' AS DATE), NULL""",
    )
    for every, expected in ((True, [("there", 500)]), (False, [("left", 90)])):
        name = f"t{int(every)}"
        perform(runner, [leavings, *staying_steps(name, "leavings", every=every)], settled(name), tmp_path)
        assert [(row["state"], row["days"]) for row in runner.rows(f"SELECT * FROM {name}_stays")] == expected


def strata(*cells: tuple[float, float, float, float]) -> Strata:
    return Strata(*(np.array(part, dtype=float) for part in zip(*cells, strict=True)))


def test_one_month_is_the_odds_ratio_with_woolfs_interval() -> None:
    found = associated(strata((12, 88, 5, 195)))
    assert found.ratio == pytest.approx(12 * 195 / (88 * 5))
    spread = 1.959964 * sqrt(1 / 12 + 1 / 88 + 1 / 5 + 1 / 195)
    assert found.low == pytest.approx(exp(log(12 * 195 / (88 * 5)) - spread), rel=1e-6)
    assert found.p < 0.01


def test_months_are_not_mixed() -> None:
    """In each month both sides leave alike; one month has many missed and many leavers. Pooled they would seem bound."""
    apart = associated(strata((40, 40, 10, 10), (1, 99, 9, 891)))
    assert apart.ratio == pytest.approx(1.0)
    assert apart.p == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("cells", "reason"), [((2, 9, 2, 9), "too_few_left"), ((6, 9, 0, 9), "one_sided"), ((0, 9, 6, 9), "one_sided")]
)
def test_what_cannot_be_told(cells: tuple[float, float, float, float], reason: str) -> None:
    value = broke_before(strata(cells))[0]
    assert (value.value, value.reason) == (None, reason)


def test_shares_that_stay() -> None:
    figures = {
        one.name: one for one in staying(kaplan_meier([100, 400, 500, 800], [True, False, True, False], [2, 2, 2, 2]))
    }
    assert figures["stay_6_months"].value == 0.75
    assert figures["stay_12_months"].value == 0.75
    assert figures["stay_24_months"].value == 0.375
    assert (figures["median_stay"].value, figures["clients"].n, figures["left"].value) == (500, 8, 4)
    short = {one.name: one for one in staying(kaplan_meier([10, 20], [False, False]))}
    assert (short["stay_12_months"].value, short["stay_12_months"].reason) == (None, "not_seen_so_long")
    assert {one.reason for one in staying(kaplan_meier([], []))[:3]} == {"no_rows"}
    assert short["median_stay"].reason == "too_many_staying"


def test_leaving_by_what_had_broken_sums_to_what_kaplan_and_meier_say() -> None:
    """The ends exclude one another: their shares add up to that of all departures; of nobody, Wilson's interval is told."""
    rows = [
        {"state": state, "days": days, "n": n}
        for state, days, n in ((0, 900, 60), (1, 100, 6), (1, 400, 4), (3, 200, 10), (0, 150, 20), (3, 500, 5))
    ]
    found = {one.name: one for one in leaving(rows)}
    curve = kaplan_meier([row["days"] for row in rows], [row["state"] > 0 for row in rows], [row["n"] for row in rows])
    for months, days in ((12, 365), (24, 730)):
        parts = [found[f"left_{what}_{months}_months"] for what in ("missed", "unanswered", "neither")]
        assert sum(one.value or 0 for one in parts) == pytest.approx(1 - curve.at(days))
        assert all(one.interval and one.interval[0] <= (one.value or 0) <= one.interval[1] for one in parts)
        assert (parts[1].value, parts[1].n) == (0.0, 105)
    assert (found["departures_missed"].value, found["departures_missed"].n) == (10 / 25, 25)


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        ([], {"no_rows", "too_few_left"}),
        ([{"state": 1, "days": 10, "n": 4}], {"too_few_followed", "too_few_left"}),
        ([{"state": 0, "days": 10, "n": 9}], {"not_seen_so_long", "too_few_left"}),
    ],
)
def test_too_few_to_tell_who_left_after_what(rows: list[dict[str, Any]], reasons: set[str]) -> None:
    assert {one.reason for one in leaving(rows)} == reasons
