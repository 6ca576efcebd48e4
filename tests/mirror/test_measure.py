import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.mirror.written import declare, write
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.intervals import wilson
from visavis.engine.steps import Runner
from visavis.engine.tables import Type
from visavis.mirror.measure import measure
from visavis.mistakes import Mistake

DAY = datetime.date(2024, 3, 1)
START = datetime.datetime(2024, 3, 1, 9)


def measured(
    home: Path, runner: Runner, lake: Lake, manifest: Manifest
) -> dict[tuple[str, str | None, str], dict[str, Any]]:
    after = measure(home, runner, lake, manifest, "r1")
    lake.show(runner, after, ["measures"])
    rows = runner.rows("SELECT * FROM measures ORDER BY name, period, position")
    return {(row["name"], row["period"], row["figure"]): row for row in rows}


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDB]:
    """What does not differ between engines is tried on one."""
    runner = DuckDB(tmp_path / "scratch")
    yield runner
    runner.close()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def touches(*held: tuple[str, str, int]) -> list[dict[str, Any]]:
    """Events of type touch: `n` cases of a client each touched twice by a person, and the tickets they are about."""
    rows: list[dict[str, Any]] = []
    for client, person, n in held:
        for case in range(n):
            key = f"{client}-{person}-{case}"
            rows.append({"source": "h", "key": key, "type": "ticket", "client_ref": f"record/h/{client}"})
            rows += [
                {"source": "h", "key": f"{key}/{k}", "type": "touch", "about": f"h/{key}", "staff": person}
                for k in (1, 2)
            ]
    return rows


CONCENTRATION = """
- name: known-by
  concentration: {over: events, where: {type: touch}, client: about.client_ref, person: staff, count: about, min_cases: 10}
- name: by-row
  concentration: {over: events, where: {type: touch}, client: about.client_ref, person: staff}
"""


def test_concentration_is_a_distribution_over_clients(tmp_path: Path, runner: Runner, lake: Lake) -> None:
    # HHI 30/30/20/20 is .26 for each of five clients of ten cases; a sixth is known to one person only
    people = ["p1", "p2", "p3", "p4", "p5"]
    rows = [
        one
        for client in range(5)
        for one in touches(*[(f"c{client}", people[(client + k) % 5], n) for k, n in enumerate((3, 3, 2, 2))])
    ]
    rows += touches(("alone", "p1", 4))
    rows += [{"source": "h", "key": "x", "type": "touch", "about": "h/nowhere", "staff": "p1"}]
    declare(tmp_path, "measures", CONCENTRATION.split("- name: by-row")[0])
    found = measured(tmp_path, runner, lake, write(lake, Manifest("r0"), "events", rows))
    value = {figure: row["value"] for (name, _, figure), row in found.items() if name == "known-by"}
    assert value == pytest.approx(
        {
            "value": 0.3,
            "clients": 6,
            "clients_with_min_cases": 5,
            "median_top_share": 0.3,
            "mean_top_share": 0.3,
            "quartile_1_top_share": 0.3,
            "quartile_3_top_share": 0.3,
            "median_hhi": 0.26,
            "mean_hhi": 0.26,
            "median_persons_per_client": 4,
            "mean_persons_per_client": 4,
            "known_by_one": 1,
            "known_by_one_share": 1 / 6,
            "left_out": 1,
        }
    )
    first = found["known-by", None, "median_top_share"]
    assert (first["kind"], first["n"], first["unit"], first["period"]) == ("concentration", 5, "share", None)
    assert first["scope"] == "events, type = touch; about × staff; min_cases 10"
    assert (first["low"], first["high"]) == (None, None)  # below six clients no ranks hold the median at 95 %
    share = found["known-by", None, "known_by_one_share"]
    assert (share["low"], share["high"]) == pytest.approx(wilson(1, 6))
    assert not any("p1" in str(row) for row in found.values())


def test_without_count_every_row_counts(tmp_path: Path, duckdb: Runner, lake: Lake) -> None:
    held = [(f"c{c}", f"p{k}", n) for c in range(6) for k, n in ((c, 3), ((c + 1) % 6, 1))]
    rows = [*touches(*held), {"source": "h", "key": "y", "type": "touch", "about": "h/c0-p0-0", "staff": "p0"}]
    declare(tmp_path, "measures", CONCENTRATION)
    found = measured(tmp_path, duckdb, lake, write(lake, Manifest("r0"), "events", rows))
    assert found["by-row", None, "mean_top_share"]["value"] == pytest.approx((5 * 0.75 + 7 / 9) / 6)
    assert found["by-row", None, "left_out"]["n"] == 49
    assert found["known-by", None, "value"]["reason"] == "too_few_clients:0"


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        ([(f"c{c}", f"p{c % 4}", 10) for c in range(8)], "fewer_than_five:4"),
        ([(f"c{c}", f"p{c}", 10) for c in range(4)] + [("c9", "p9", 2)], "too_few_clients:4"),
        ([(f"c{c}", f"p{c % 4}", 10) for c in range(8)] + [("c9", "p9", 2)], "fewer_than_five:4"),
        ([], "no_rows"),
    ],
)
def test_no_figure_comes_from_fewer_than_five(
    tmp_path: Path, duckdb: Runner, lake: Lake, held: list[tuple[str, str, int]], reason: str
) -> None:
    declare(tmp_path, "measures", CONCENTRATION.split("- name: by-row")[0])
    found = measured(tmp_path, duckdb, lake, write(lake, Manifest("r0"), "events", touches(*held)))
    assert [(row["figure"], row["value"], row["reason"]) for row in found.values()] == [("value", None, reason)]


def test_a_field_that_is_not_there_is_a_reason_and_not_a_crash(tmp_path: Path, duckdb: Runner, lake: Lake) -> None:
    declare(
        tmp_path,
        "measures",
        """
- {name: a, concentration: {over: events, client: about.client_reff}}
- {name: b, delay: {over: events, from: status, to: done_at}}
- {name: c, funnel: {over: events, where: {value: many}, stage: status, order: [x, y]}}
- {name: d, funnel: {over: events, stage: extra.answer, order: [x, y]}}
- {name: e, funnel: {over: events, stage: status, order: [x, y]}}
- {name: f, concentration: {over: events, client: client_ref}}
""",
    )
    rows = [{"source": "s", "key": "k", "type": "t", "status": "z"}]
    found = measured(tmp_path, duckdb, lake, write(lake, Manifest("r0"), "events", rows))
    assert {name: row["reason"] for (name, _, _), row in found.items()} == {
        "a": "missing_field:about.client_reff → about.client_ref",
        "b": "no_moment:status",
        "c": "wrong_value:value: many",
        "d": "missing_field:extra.answer",
        "e": "no_stage",
        "f": "nobody_named",
    }
    assert {row["value"] for row in found.values()} == {None}


def waiting(*hours: float) -> list[dict[str, Any]]:
    """Tickets that ended after so many hours; a minus sign: still waiting then."""
    return [
        {
            "source": "h",
            "key": str(number),
            "type": "ticket",
            "occurred_at": START,
            "occurred_on": DAY,
            "done_at": START + datetime.timedelta(hours=time) if time >= 0 else None,
            "done_on": (START + datetime.timedelta(hours=time)).date() if time >= 0 else None,
            "extra_seen": START + datetime.timedelta(hours=abs(time)),
        }
        for number, time in enumerate(hours)
    ]


DELAY = "{name: first, delay: {over: events, where: {type: ticket}, from: occurred_at, to: done_at, censored_at: extra.seen, unit: hour}}"


def test_those_who_still_wait_lengthen_a_delay(tmp_path: Path, runner: Runner, lake: Lake) -> None:
    declare(tmp_path, "measures", DELAY)
    rows = waiting(6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35)
    rows.append({"source": "h", "key": "?", "type": "ticket", "done_at": START, "done_on": DAY, "extra_seen": START})
    rows.append(
        {
            "source": "h",
            "key": "-",
            "type": "ticket",
            "occurred_at": START,
            "occurred_on": DAY,
            "done_on": DAY,
            "extra_seen": START,
        }
    )
    rows.append(
        {
            "source": "h", "key": "<", "type": "ticket", "occurred_at": START, "occurred_on": DAY,
            "done_at": START - datetime.timedelta(hours=1), "done_on": DAY,
        }
    )  # fmt: skip
    found = measured(
        tmp_path, runner, lake, write(lake, Manifest("r0"), "events", rows, {"extra_seen": Type.TIMESTAMP})
    )
    value = {figure: row["value"] for (_, _, figure), row in found.items()}
    assert value == pytest.approx(
        {
            "value": 23,
            "finished": 9,
            "censored": 12,
            "median_finished": 10,
            "median_censored": 23,
            "quartile_1_censored": 13,
            "quartile_3_censored": None,
            "finished_within_24_hours": 1 - 0.4481793,
            "finished_within_7_days": None,
            "left_out_no_start": 1,
            "left_out_no_time": 1,
            "left_out_backwards": 1,
        }
    )
    median = found["first", None, "median_censored"]
    assert (median["n"], median["unit"], median["low"], median["high"]) == (21, "hour", 13, None)
    assert found["first", None, "quartile_3_censored"]["reason"] == "too_many_waiting"
    assert found["first", None, "finished_within_7_days"]["reason"] == "not_seen_so_long"


def test_by_day_dates_are_enough_and_waiting_ends_where_the_source_ends(
    tmp_path: Path, runner: Runner, lake: Lake
) -> None:
    declare(
        tmp_path,
        "measures",
        "{name: d, delay: {over: events, where: {type: t}, from: occurred_at, to: done_at, unit: day}}",
    )

    def day(n: int) -> datetime.date:
        return DAY + datetime.timedelta(days=n)

    rows = [
        {"source": "s", "key": "a", "type": "t", "occurred_on": DAY, "done_on": day(2)},
        {"source": "s", "key": "b", "type": "t", "occurred_on": DAY, "done_on": day(3)},
        {"source": "s", "key": "c", "type": "t", "occurred_on": day(1)},
        {"source": "s", "key": "d", "type": "other", "occurred_on": day(10)},
        {"source": "later", "key": "e", "type": "other", "occurred_on": day(400)},
    ]
    found = measured(tmp_path, runner, lake, write(lake, Manifest("r0"), "events", rows))
    assert found["d", None, "median_censored"]["value"] == 3
    assert found["d", None, "quartile_3_censored"]["value"] is None
    assert (found["d", None, "finished"]["value"], found["d", None, "censored"]["value"]) == (2, 1)


def test_a_team_of_fewer_than_five_is_not_measured(tmp_path: Path, duckdb: Runner, lake: Lake) -> None:
    declare(
        tmp_path,
        "measures",
        """
- {name: small, delay: {over: events, where: {team: small}, from: occurred_at, to: done_at}}
- {name: large, delay: {over: events, where: {team: large}, from: occurred_at, to: done_at}}
- {name: rest, delay: {over: events, where: {team: {not: small}}, from: occurred_at, to: done_at}}
- {name: inside, funnel: {over: events, stage: type, order: [ticket, other], of_which: {theirs: {team: small}}}}
- {name: by-team, funnel: {over: events, stage: team, order: [small, large]}}
""",
    )
    rows = waiting(*range(1, 11))
    for number, row in enumerate(rows):
        row |= {"team": "small" if number < 4 else "large", "staff": f"p{number}"}
    found = measured(
        tmp_path, duckdb, lake, write(lake, Manifest("r0"), "events", rows, {"extra_seen": Type.TIMESTAMP})
    )
    # The large team's figure would give the small one's by subtraction from the whole.
    for name in ("small", "large", "rest", "inside", "by-team"):
        assert [(figure, row["reason"]) for (one, _, figure), row in found.items() if one == name] == [
            ("value", "fewer_than_five")
        ]


@pytest.mark.parametrize(
    "text",
    [
        "{name: a, delay: {over: events, where: {staff: p1}, from: occurred_at, to: done_at}}",
        "{name: a, concentration: {over: events, where: {about.staff: p1}, client: client_ref}}",
        "{name: a, concentration: {over: events, client: staff}}",
        "{name: a, funnel: {over: events, stage: staff, order: [p1, p2]}}",
        "{name: a, funnel: {over: events, stage: status, order: [a, b], of_which: {hers: {staff: p1}}}}",
    ],
)
def test_no_single_employee_can_be_asked_for(tmp_path: Path, duckdb: Runner, lake: Lake, text: str) -> None:
    declare(tmp_path, "measures", text)
    with pytest.raises(Mistake, match="per employee") as told:
        measure(tmp_path, duckdb, lake, Manifest("r0"), "r1")
    assert told.value.line == 1
    assert "par employé" in told.value.say("fr")


FUNNEL = """
name: answered
says: {fr: "Signalements répondus", en: "Reports answered"}
funnel: {over: events, where: {type: report}, stage: status, order: [heard, reached, read, answered], cumulative: true,
         period: year, of_which: {promised: {extra.answer: "Promesse d'action"}}}
"""


def reports(year: int, *stages: tuple[str | None, str | None, int]) -> list[dict[str, Any]]:
    return [
        {
            "source": "r", "key": f"{year}-{stage}-{answer}-{number}", "type": "report", "status": stage,
            "occurred_on": datetime.date(year, 12, 31), "extra_answer": answer,
        }
        for stage, answer, n in stages
        for number in range(n)
    ]  # fmt: skip


def test_a_funnel_cumulates_the_highest_stage_reached(tmp_path: Path, runner: Runner, lake: Lake) -> None:
    declare(tmp_path, "measures", FUNNEL)
    rows = reports(2021, ("answered", None, 1))
    rows += reports(
        2022, ("heard", None, 4), ("read", None, 2), ("answered", "Promesse d'action", 3), ("answered", None, 1)
    )
    rows += reports(2022, ("lost", "Promesse d'action", 5), (None, None, 2))
    after = measure(
        tmp_path, runner, lake, write(lake, Manifest("r0"), "events", rows, {"extra_answer": Type.TEXT}), "r1"
    )
    assert [step["name"] for step in after.ledger["measures"]["answered"]["steps"]] == [
        "measure_1_answered_rows",
        "measure_1_answered_days",
        "measure_1_answered_placed",
        "measure_1_answered_stages",
    ]
    assert after.ledger["measures"]["answered"]["of_which"] == ["promised"]
    lake.show(runner, after, ["measures"])
    rows = runner.rows("SELECT period, figure, n, value, low FROM measures ORDER BY period, position")
    assert [(row["period"], row["figure"], row["n"], row["value"]) for row in rows] == [
        ("2021", "value", 1, 1.0),
        *(("2021", stage, 1, 1.0) for stage in ("heard", "reached", "read", "answered")),
        ("2021", "promised", 0, 0.0),
        ("2022", "value", 10, 0.4),
        ("2022", "heard", 10, 1.0),
        ("2022", "reached", 6, 0.6),
        ("2022", "read", 6, 0.6),
        ("2022", "answered", 4, 0.4),
        ("2022", "promised", 3, 0.3),
    ]
    assert rows[-1]["low"] == pytest.approx(wilson(3, 10)[0])


def test_by_month_and_without_cumulating(tmp_path: Path, duckdb: Runner, lake: Lake) -> None:
    declare(tmp_path, "measures", "{name: f, funnel: {over: events, stage: status, order: [a, b], period: month}}")
    rows = reports(2024, ("a", None, 2), ("b", None, 3))
    found = measured(tmp_path, duckdb, lake, write(lake, Manifest("r0"), "events", rows, {"extra_answer": Type.TEXT}))
    assert found["f", "2024-12", "a"]["n"] == 2
    b = found["f", "2024-12", "b"]
    assert (b["n"], b["value"], b["low"], b["method"]) == (3, 1.5, None, None)


def test_no_measures_leave_an_empty_table(tmp_path: Path, duckdb: Runner, lake: Lake) -> None:
    assert measure(tmp_path, duckdb, lake, Manifest("r0"), "r1").of("measures") == ()
