"""For whom work is done: a boss's request that goes back to a client is the client's; unknown roots are counted apart."""

from pathlib import Path
from typing import Any

import pytest

from tests.engine.measuring.lines import show_rows
from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable
from visavis.engine.measuring.work_for_whom import root_steps, work_for_whom
from visavis.engine.steps import Runner
from visavis.engine.tables import EVENTS

COLUMNS = {column.name: column.type for column in EVENTS.columns}
ROOTS = {"client": ["Client"], "internal": ["interne"], "hierarchy": ["Direction"], "regulation": ["Loi"]}


def request(key: str, asked: str | None, team: str, hours: float | None, **more: Any) -> dict[str, Any]:
    return {"source": "w", "key": key, "type": "request", "status": asked, "team": team, "value": hours, **more}


REQUESTS = [
    request("1", "client", "A", 2.0), request("2", "DIRECTION ", "A", 6.0), request("3", "direction", "B", 1.0, about="w/5"),
    request("4", "loi", "B", 1.0), request("5", "direction", "B", 3.0, about="s/t"), request("6", "?", "B", 4.0),
    request("7", None, "small", None, client_ref="client/c-2"), request("8", "interne", "small", -1.0),
    {"source": "s", "key": "t", "type": "ticket", "client_ref": "client/c-1"},
]  # fmt: skip


def test_roots_by_team(runner: Runner, tmp_path: Path) -> None:
    show_rows(runner, tmp_path, events=REQUESTS)
    fields = {"asked": "status", "team": "team", "client": "client_ref", "about": "about", "hours": "value"}
    selection = Selection(fields, where={"type": "request"})
    runner.run(root_steps("r", Facts("events", COLUMNS, COLUMNS), selection, ROOTS, {"small"}))
    whole, *teams = work_for_whom(runner.rows("SELECT * FROM r_roots"))
    told = {figure.name: figure for figure in whole.figures}
    assert {name: told[name].value for name in ROOTS} == {
        "client": 4 / 7,
        "internal": 1 / 7,
        "hierarchy": 1 / 7,
        "regulation": 1 / 7,
    }
    assert told["client"].interval == wilson(4, 7)
    assert (told["left_out_root"].value, told["left_out_root"].n) == (1, 8)
    assert told["hours_client"].value == pytest.approx(6 / 13)  # 2 + 1 + 3 of 13 hours; a negative one is none
    assert told["hours_client"].n == 5
    assert [team.team for team in teams] == ["A", "B", None]
    # √(14 · (7/13)² + 37 · (6/13)²) / 13: squares of hours of the clients (4 + 1 + 9) and of the others (36 + 1)
    spread = 1.96 * (14 * (7 / 13) ** 2 + 37 * (6 / 13) ** 2) ** 0.5 / 13
    assert told["hours_client"].interval == pytest.approx((max(0, 6 / 13 - spread), min(1, 6 / 13 + spread)), abs=1e-4)


def test_nothing_and_no_root() -> None:
    with pytest.raises(Unmeasurable, match="no_rows"):
        work_for_whom([])
    with pytest.raises(Unmeasurable, match="no_root"):
        work_for_whom([{"team": None, "root": None, "n": 3, "timed": 0, "hours": 0.0, "squares": 0.0}])
