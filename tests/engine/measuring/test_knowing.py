from collections.abc import Iterator
from datetime import date, timedelta
from math import exp, log
from pathlib import Path
from typing import Any

import pytest

from tests.engine.measuring.lines import Quietly, show_rows
from visavis.engine.duckdb import DuckDB
from visavis.engine.holding.promise import Not
from visavis.engine.measuring.holding_on import (
    benefit_steps,
    handover_steps,
    portfolio_steps,
    second_steps,
    truck_steps,
)
from visavis.engine.measuring.knowing import Contacts, Window, contact_steps, knowing_steps, last_day, settled
from visavis.engine.measuring.selecting import Facts, Selection
from visavis.engine.settling import perform
from visavis.engine.steps import Runner
from visavis.engine.tables import FACTS

TODAY = date(2025, 6, 30)
COLUMNS = {name: {column.name: column.type for column in table.columns} for name, table in FACTS.items()}


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Runner]:
    runner = DuckDB(tmp_path / "scratch")
    yield runner
    runner.close()


def contact(days: int, client: str | None, person: str, team: str = "sales", **more: Any) -> dict[str, Any]:
    key = f"{client}-{person}-{days}-{team}"
    return {"source": "s", "key": key, "type": "call", "client_ref": client, "staff": person, "team": team,
            "occurred_on": TODAY - timedelta(days=days)} | more  # fmt: skip


def known(
    runner: Runner, folder: Path, rows: list[dict[str, Any]], clusters: list[dict[str, Any]] | None = None
) -> Window:
    show_rows(runner, folder, events=rows, clusters=clusters or [])
    fields = {"client": "client_ref", "about": "about", "person": "staff", "team": "team"}
    selection = Selection(fields, {"met": "occurred_at"}, where={"staff": Not(**{"not": None})})
    runner.run(contact_steps("t", [Contacts(Facts("events", COLUMNS["events"], COLUMNS["events"]), selection)]))
    window = Window(runner.rows(last_day("t"))[0]["as_of"] or str(TODAY))
    perform(runner, knowing_steps("t", window), settled("t"), folder / "scratch")
    return window


def table(runner: Runner, view: str) -> list[dict[str, Any]]:
    return runner.rows(f"SELECT * FROM t_{view}")


SETTLED = ("t_met", "t_pairs", "t_clients")
LAST = (
    "t_portfolios",
    "t_people",
    "t_indices",
    "t_seconds",
    "t_by_function_falls",
    "t_bonds",
    "t_holders",
    "t_groups",
    "t_gaps",
)


def test_old_contacts_count_less_and_references_of_one_client_are_one(runner: Runner, tmp_path: Path) -> None:
    runner = Quietly(runner, *SETTLED, *LAST)
    rows = [
        contact(0, "record/crm/1", "ann"),
        contact(180, "email/a@x.example", "bob", "help"),
        {"source": "s", "key": "9", "type": "ticket", "client_ref": "record/crm/1", "occurred_on": TODAY},
        contact(0, None, "bob", "help", about="s/9"),
    ]
    window = known(runner, tmp_path, rows, [
        {"source": "crm", "key": "1", "cluster": "one"}, {"source": "email", "key": "a@x.example", "cluster": "one"},
    ])  # fmt: skip
    (client,) = table(runner, "clients")
    weight = exp(-log(2) / window.half_life * 180)
    assert weight == pytest.approx(0.5)
    assert client["top_share"] == pytest.approx(1.5 / 2.5)
    assert client["hhi"] == pytest.approx((1.5**2 + 1) / 2.5**2)
    assert (client["client"], client["n"], client["known"], client["functions"]) == ("one", 3, 2, 2)
    assert (client["function"], client["worth"]) == ("help", 1.0)
    runner.run([*portfolio_steps("t"), *second_steps("t"), *truck_steps("t", by_function=True), *benefit_steps("t")])
    runner.run(handover_steps("t", window))
    (portfolio,) = table(runner, "portfolios")
    assert (portfolio["clients"], portfolio["locked"], portfolio["by_one"], portfolio["covered"]) == (1, 0, 0, 1)
    assert table(runner, "seconds") == [{"function": "help", "other": "sales", "n": 1, "people": 1}]
    assert table(runner, "tops") == [], "a client of few contacts is in no distribution"


def test_who_falls_last_takes_the_client_along(alone: Runner, tmp_path: Path) -> None:
    """Ann knows A, B, C; Bob B and D; Cid only D: without Ann A and C fall, without Bob B as well, without Cid D."""
    knows = {"ann": "ABC", "bob": "BD", "cid": "D"}
    known(alone, tmp_path, [contact(1, f"record/c/{c}", who) for who, clients in knows.items() for c in clients])
    alone.run(truck_steps("t", by_function=False) + truck_steps("t", by_function=True))
    falls = {row["place"]: row["clients"] for row in table(alone, "all_falls")}
    assert falls == {1: 2, 2: 1, 3: 1}
    assert {row["function"] for row in table(alone, "by_function_falls")} == {"sales"}


def test_a_hand_over_lasts_until_somebody_else_meets_the_client(alone: Runner, tmp_path: Path) -> None:
    held = [contact(200 + n, f"record/c/{c}", "gone") for n in range(5) for c in "AB"]
    rows = [
        *held,
        contact(160, "record/c/A", "next"),
        contact(0, "record/c/Z", "next"),
        contact(0, "record/c/Y", "ann"),
    ]
    window = known(alone, tmp_path, rows)
    alone.run(handover_steps("t", window))
    found = {(row["gap"], row["met"]): row["n"] for row in table(alone, "gaps")}
    assert found == {(40, 1): 1, (200, 0): 1}
    assert table(alone, "leavers") == [{"people": 1}]


def test_bonds_of_the_year_before_last_stand_beside_what_became_of_them(alone: Runner, tmp_path: Path) -> None:
    held = [contact(400 + n, "record/c/A", "ann") for n in range(5)] + [contact(3, "record/c/A", "ann")]
    shared = [contact(400 + n, "record/c/B", who) for n in range(3) for who in ("ann", "bob")]
    known(alone, tmp_path, held + shared)
    alone.run(benefit_steps("t"))
    found = {row.pop("held"): row for row in table(alone, "bonds") if row.pop("bucket")}
    assert found[1] == {"clients": 1, "stayed": 1, "n_before": 5, "n_since": 1}
    assert found[0] == {"clients": 1, "stayed": 0, "n_before": 6, "n_since": 0}
    assert {row["held"]: row["people"] for row in table(alone, "holders")} == {0: 1, 1: 1}


@pytest.mark.parametrize(
    "rows", [[], [contact(0, "record/c/A", "ann", occurred_on=None)], [contact(0, "record/c/A", "ann", staff=None)]]
)
def test_without_contacts_there_is_nothing(alone: Runner, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    known(alone, tmp_path, rows)
    assert table(alone, "clients") == []
