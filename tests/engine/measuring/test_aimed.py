"""Tallies of what an action may aim at: every step compared on both engines, small tables by hand."""

from datetime import date
from typing import Any

from visavis.engine.measuring import aimed, talking
from visavis.engine.measuring.interrupted import Sided, Window, people_steps, week_steps
from visavis.engine.measuring.selecting import Facts, Selection
from visavis.engine.steps import Runner, Step, literal, step
from visavis.engine.tables import FACTS, Table, Type

SQL = {
    Type.TEXT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.DECIMAL: "DOUBLE",
    Type.DATE: "DATE",
    Type.TIMESTAMP: "TIMESTAMP",
}


def table(name: str, *rows: dict[str, Any], of: Table | None = None) -> Step:
    """A view of the columns of a table of facts; what a row does not name is null."""
    columns = [(each.name, SQL[each.type]) for each in (of or FACTS[name]).columns if each.type in SQL]
    told = [
        "SELECT " + ", ".join(f"CAST({literal(row.get(column))} AS {type_}) AS {column}" for column, type_ in columns)
        for row in rows
    ]
    return step(name, " UNION ALL ".join(told))


def columns(name: str) -> dict[str, Type]:
    return {each.name: each.type for each in FACTS[name].columns}


def rows(runner: Runner, view: str) -> list[tuple[Any, ...]]:
    found = runner.rows(f"SELECT on_day, team, client_ref, staff, kept, n FROM {view}")
    return sorted(((str(row["on_day"]), *list(row.values())[1:]) for row in found), key=str)


def said(key: str, thread: str, way: str, at: str, **more: Any) -> dict[str, Any]:
    return {
        "source": "mail", "key": key, "thread": thread, "direction": way, "occurred_at": at, "occurred_on": at[:10],
        "client_ref": f"record/crm/{thread}", "text": f"words {key}",
    } | more  # fmt: skip


def test_answers_count_within_a_fixed_time_and_only_where_it_was_seen(runner: Runner) -> None:
    runner.run(
        [
            table(
                "exchanges",
                said("1", "a", "in", "2025-03-03 09:00:00", team="Care"),
                said("2", "a", "out", "2025-03-04 08:00:00", staff="ann", team="Care"),
                said("3", "b", "in", "2025-03-03 09:00:00", team="Care"),
                said("4", "b", "out", "2025-03-06 09:00:00", staff="bob"),
                said("5", "c", "in", "2025-03-03 10:00:00"),
                said("6", "d", "in", "2025-03-05 12:00:00"),  # seen for 21 hours alone
                said("7", "e", "in", "2025-03-03 10:00:00"),
                said("8", "f", "out", "2025-03-03 10:00:00", staff="ann"),  # we wrote first
                said("9", "g", "in", "2025-03-01 10:00:00", source="paper", occurred_at=None, occurred_on="2025-03-01"),
                said(
                    "10", "h", "in", "2025-03-20 10:00:00", source="paper", occurred_at=None, occurred_on="2025-03-20"
                ),
            ),
            step("thanks", "SELECT 'mail' AS source, '7' AS key"),
        ]
    )
    facts = Facts("exchanges", columns("exchanges"), columns("events"))
    runner.run(talking.turn_steps("t", facts, {}, mass=20))
    runner.run(aimed.answered_tally("day", "t_turns", hours=24, complete=[], thanks="thanks"))
    assert rows(runner, "day") == [
        ("2025-03-03", "Care", "record/crm/a", "ann", 1, 1),
        ("2025-03-03", "Care", "record/crm/b", "bob", 0, 1),
        ("2025-03-03", None, "record/crm/c", None, 0, 1),
    ]
    runner.run(aimed.answered_tally("week", "t_turns", hours=168, complete=[], thanks=None))
    assert [each[0] for each in rows(runner, "week")] == ["2025-03-01"], "the mailbox was not seen for a week"


def test_scores_halves_between_and_nothing_outside_the_scale(runner: Runner) -> None:
    def given(key: str, score: float | None, about: str | None = None) -> dict[str, Any]:
        return {
            "source": "s", "key": key, "instrument": "after-call", "score": score, "low": 0.0, "high": 10.0,
            "occurred_on": "2025-05-05", "about": about,
        }  # fmt: skip

    call = {"source": "calls", "key": "1", "team": "Care", "staff": "ann", "client_ref": "record/crm/a"}
    runner.run(
        [
            table("events", call),
            table(
                "ratings",
                given("1", 9.0, "calls/1"),
                given("2", 7.0),
                given("3", 3.0),
                given("4", 12.0),
                given("5", None),
            ),
        ]
    )
    runner.run(aimed.score_tally("scores", "after-call"))
    assert rows(runner, "scores") == [
        ("2025-05-05", "Care", "record/crm/a", "ann", 1.0, 1),
        ("2025-05-05", None, None, None, 0.0, 1),
        ("2025-05-05", None, None, None, 0.5, 1),
    ]


def test_delays_and_funnels_of_declared_measures(runner: Runner) -> None:
    def call(key: str, begin: str | None, end: str | None, status: str) -> dict[str, Any]:
        return {
            "source": "calls", "key": key, "type": "call", "team": "Care", "status": status,
            "occurred_at": begin, "occurred_on": begin and begin[:10], "done_at": end, "done_on": end and end[:10],
        }  # fmt: skip

    runner.run(
        [
            table(
                "events",
                call("1", "2025-03-03 09:00:00", "2025-03-03 20:00:00", "decided"),
                call("2", "2025-03-03 09:00:00", "2025-03-05 09:00:00", "done"),
                call("3", "2025-03-03 09:00:00", None, "heard"),
                call("4", "2025-03-03 09:00:00", "2025-03-02 09:00:00", "gone"),  # clocks backwards
                call("5", "2025-03-12 09:00:00", None, "done"),  # the last moment: seen for no time
                call("6", None, None, "done"),
            )
        ]
    )
    facts = Facts("events", columns("events"), columns("events"))
    moments = Selection(moments={"started": "occurred_at", "ended": "done_at"}, where={"type": "call"})
    for name, hours, kept in (("day", 24, [1, 0, 0]), ("week", 168, [1, 1, 0])):
        runner.run(aimed.delay_tally(name, facts, moments, hours=hours))
        assert sorted((each[4] for each in rows(runner, name)), reverse=True) == kept, name
    stages = Selection({"stage": "status"}, {"happened": "occurred_at"})
    runner.run(aimed.funnel_tally("reached", facts, stages, ["heard", "decided", "done"]))
    assert sorted(each[4] for each in rows(runner, "reached")) == [0, 0, 1, 1, 1]


def test_what_clients_felt_and_kinds_of_client_with_the_people_behind(runner: Runner) -> None:
    days = [f"2025-03-{day:02d}" for day in range(1, 15)]
    cases = " UNION ALL ".join(
        f"SELECT 'called' AS promise, 'calls' AS source, '{n}' AS key, 'record/crm/{n % 6}' AS client_ref, 'Care' AS team, "
        f"DATE '{day}' AS on_day, 'kept' AS outcome, CAST(1 AS BIGINT) AS n"
        for n, day in enumerate(days)
    )
    felt = " UNION ALL ".join(
        f"SELECT 'called' AS promise, 'calls' AS source, '{n}' AS key, CAST({n % 3} AS DOUBLE) AS score, DATE '{day}' AS felt_on"
        for n, day in enumerate(days)
    )
    people = [{"source": "calls", "key": str(n), "team": "Care", "staff": f"p{n % 4}"} for n in range(14)]
    kinds = [{"source": "crm", "key": str(n), "kind": "company" if n < 3 else "person"} for n in range(6)]
    clusters = " UNION ALL ".join(f"SELECT 'crm' AS source, '{n}' AS key, 'c{n}' AS cluster" for n in range(6))
    runner.run(
        [
            step("cases", cases), step("felt", felt), table("events", *people), step("clusters", clusters),
            table("exchanges", {"source": "x", "key": "x"}), table("records", *kinds),
        ]
    )  # fmt: skip
    runner.run(aimed.felt_tally("said", "called", 2.0, named=True))
    assert sum(each[4] for each in rows(runner, "said")) == 4
    runner.run([*aimed.segment_steps("k", "kind"), aimed.segmented("kinds", "said", "k_kinds")])
    assert runner.rows("SELECT segment, count(*) AS n FROM kinds GROUP BY segment ORDER BY segment") == [
        {"segment": "company", "n": 8}, {"segment": "person", "n": 6},
    ]  # fmt: skip
    window = Window(date(2025, 3, 8), 0, date(2025, 3, 14), 7)
    sides = [Sided("called", segment="company"), Sided("called")]
    runner.run(week_steps("a", sides, ["kinds", "kinds"], window))
    runner.run(people_steps("a", sides, ["kinds", "kinds"], window))
    whole = [row for row in runner.rows("SELECT * FROM a_people") if row["block"] == -1]
    assert {(row["side"], row["phase"], row["inside"]): (row["people"], row["clients"]) for row in whole} == {
        (0, 0, 0): (3, 3), (0, 0, 1): (3, 3), (0, 1, 0): (3, 3), (0, 1, 1): (3, 3),
    }  # fmt: skip
