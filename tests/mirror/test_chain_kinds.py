"""The kinds `chain` and `process`: found without being declared, over teams that may be shown alone, and kept for the pages."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.mirror.written import declare, write
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import Type
from visavis.mirror.grouped import grouped_document, groups, of_group
from visavis.mirror.kinds.chain import OTHERS, WITH_NOBODY
from visavis.mirror.measure import measure, tellable_examples

START = date(2025, 1, 6)
Row = dict[str, Any]


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDB]:
    runner = DuckDB(tmp_path / "scratch")
    yield runner
    runner.close()


def cases(n: int, *, small_team: bool = False) -> list[Row]:
    """`n` orders of as many clients: the desk takes 1 day, the shop 2, and 9 where the order then comes late; the dock 1."""
    rows: list[Row] = []
    for number in range(n):
        slow = number % 4 == 0
        shop = 9 if slow else 2
        at = START + timedelta(days=number % 30)
        rows.append({
            "source": "orders", "key": f"o{number}", "type": "order", "occurred_on": at, "due_on": at + timedelta(days=6),
            "done_on": at + timedelta(days=2 + shop), "client_ref": f"record/crm/c{number}",
        })  # fmt: skip
        begun = at
        for place, (team, days) in enumerate((("Desk", 1), ("Shop", shop), ("Dock", 1))):
            rows.append({
                "source": "stages", "key": f"o{number}/{place}", "type": "stage", "about": f"orders/o{number}", "team": team,
                "occurred_on": begun, "done_on": begun + timedelta(days=days),
                "staff": f"{team}{number % (3 if small_team and team == 'Dock' else 6)}",
            })  # fmt: skip
            begun += timedelta(days=days)
    return rows


def told(home: Path, runner: DuckDB, events: list[Row], kind: str) -> tuple[dict[str, Any], list[Any]]:
    lake = Lake(home / "lake")
    manifest = write(lake, Manifest("r0"), "events", events) if events else Manifest("r0")
    after = measure(home, runner, lake, manifest, "r1")
    document = grouped_document(runner, lake, after, kind)
    return document, groups(document)


def test_the_chain_is_told_team_by_team(tmp_path: Path, duckdb: DuckDB) -> None:
    document, found = told(tmp_path, duckdb, cases(80), "chain")
    whole = of_group(found, None)
    assert whole
    assert whole.value.value == 1.0  # all of the delay is the shop's
    assert {one.about: round(one.figures[1].value or 0) for one in found[1:]} == {
        WITH_NOBODY: 0, "Desk": 80, "Dock": 80, "Shop": 20 * 9 + 60 * 2,
    }  # fmt: skip
    shop = of_group(found, "Shop")
    assert shop
    assert shop.value.value == pytest.approx(300 / 460)
    assert all(figure.interval for figure in shop.figures), "no figure of a team stands without its interval"
    parts = {figure.name: figure.value for figure in shop.figures}
    assert parts["beyond"] == 1.0
    assert parts["association_late"] == pytest.approx(1.0)
    felt = whole.figure("association_felt")
    assert felt and felt.reason  # noqa: PT018 - for the type checker
    assert (felt.value, felt.reason.code) == (None, "too_few_cases")
    assert [step["name"] for step in document["steps"]][:1] == ["log_kinds"]


def test_a_team_of_three_is_told_with_others_alone(tmp_path: Path, duckdb: DuckDB) -> None:
    _, found = told(tmp_path, duckdb, cases(80, small_team=True), "chain")
    names = {one.about for one in found} - {None, WITH_NOBODY}
    assert "Dock" not in names
    assert OTHERS in names
    document = str(told(tmp_path, duckdb, cases(80, small_team=True), "process")[0]["figures"])
    assert "Dock" not in document


@pytest.mark.parametrize("many", [False, True])
def test_figures_lead_to_the_cases_that_five_people_had(tmp_path: Path, duckdb: DuckDB, many: bool) -> None:
    """The latest forty of each; none of those that three people had in hand, though their team of six is told of."""
    events = cases(80)
    for row in events:
        if many and row["type"] == "stage":  # else the late orders, every fourth, are always the same three people's
            row["staff"] = f"{row['team']}{int(row['about'].removeprefix('orders/o')) // 4 % 6}"
    lake = Lake(tmp_path / "lake")
    after = measure(tmp_path, duckdb, lake, write(lake, Manifest("r0"), "events", events), "r1")
    lake.show(duckdb, after, ["examples"])
    lists: dict[tuple[str, str, str], list[Row]] = {}
    for row in duckdb.rows("SELECT * FROM examples ORDER BY kind, grouping, figure, place"):
        lists.setdefault((row["kind"], row["grouping"], row["figure"]), []).append(row)
    told = {("chain", team, "value") for team in ("Desk", "Shop", "Dock")}
    late = ("chain", "Shop", "beyond")
    assert {key for key in lists if key[0] == "chain"} == (told | {late} if many else told)
    assert len(lists["chain", "Desk", "value"]) == 40
    assert ("process", "orders · handoff · Desk → Shop", "value") in lists
    if many:
        assert [row["about"] for row in lists[late]][:2] == ["orders/o28", "orders/o56"]
        assert len(lists[late]) == 20
        assert (lists[late][0]["ref"], lists[late][0]["on_day"], lists[late][0]["place"]) == (
            "record/crm/c28",
            "2025-02-03",
            1,
        )


def test_no_list_stands_behind_what_is_hidden_or_stands_as_before() -> None:
    row = {"name": "chain", "period": None, "grouping": "A", "figure": "value", "value": 0.4, "n": 9}
    example = {"name": "chain", "grouping": "A", "figure": "value"}
    assert tellable_examples([example], [row], [row]) == [example]
    assert tellable_examples([example], [row], [row | {"value": None, "n": 0}]) == []
    assert tellable_examples([example], [row], [row | {"value": 0.3}]) == []
    assert tellable_examples([example], [row], []) == []


def test_the_process_is_told_step_by_step(tmp_path: Path, duckdb: DuckDB) -> None:
    _, found = told(tmp_path, duckdb, cases(80), "process")
    by_name = {one.about: one for one in found}
    assert by_name["orders"].value.value == 4
    assert by_name["orders · step · Shop"].value.value == 2
    assert by_name["orders · way · Desk → Shop → Dock"].value.value == 1
    assert by_name["orders · handoff · Desk → Shop"].figures[1].value == 80
    assert by_name["orders"].figure("returned").value == 0
    each = by_name["orders"].figure("handoffs_per_case")
    assert (each.value, each.n, each.interval) == (2, 80, (2, 2))


@pytest.mark.parametrize("events", [[], cases(80)[:1], [{"source": "h", "key": "a", "type": "x", "about": "h/b"}]])
def test_where_no_log_is_there_is_no_measure(tmp_path: Path, duckdb: DuckDB, events: list[Row]) -> None:
    assert told(tmp_path, duckdb, events, "chain") == ({}, [])


def test_declared_over_a_log_that_is_not_there(tmp_path: Path, duckdb: DuckDB) -> None:
    declare(
        tmp_path, "measures", "- name: chaine\n  chain: {log: nothing}\n- name: parcours\n  process: {cases: orders}\n"
    )
    _, found = told(tmp_path, duckdb, cases(8), "chain")
    assert found[0].value.reason.code == "no_log"
    _, found = told(tmp_path, duckdb, cases(8), "process")
    assert found[0].value.value == 4


def test_for_whom_work_is_done_is_told_where_a_column_says_so(tmp_path: Path, duckdb: DuckDB) -> None:
    lake = Lake(tmp_path / "lake")
    asked = ["client", "Direction", "interne", "direction", "réglementation"] * 6
    events = [
        {"source": "w", "key": str(n), "type": "request", "extra_asked_by": who, "team": "Desk", "staff": f"s{n % 6}",
         "client_ref": "client/c-1" if n == 1 else None}
        for n, who in enumerate(asked)
    ]  # fmt: skip
    manifest = write(lake, Manifest("r0"), "events", events, extra={"extra_asked_by": Type.TEXT})
    after = measure(tmp_path, duckdb, lake, manifest, "r1")
    whole, desk = groups(grouped_document(duckdb, lake, after, "roots"))
    assert (whole.about, desk.about) == (None, "Desk")
    assert {figure.name: figure.value for figure in desk.figures} == {
        "value": 7 / 30, "internal": 6 / 30, "hierarchy": 11 / 30, "regulation": 6 / 30, "left_out_root": 0,
    }  # fmt: skip
