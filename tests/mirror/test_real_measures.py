"""The known answers of public data sets, on facts that DuckDB builds straight from their files."""

from pathlib import Path
from typing import Any

import pytest

from tests.mirror.written import declare
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import SQL_TYPES, literal
from visavis.engine.tables import EVENTS, Type
from visavis.mirror.measure import measure

pytestmark = pytest.mark.real_data

HELPDESK = """
- name: known-by
  concentration: {over: events, where: {type: touch}, client: about.client_ref, person: staff, count: about, min_cases: 10}
- name: first-take-in-charge
  delay: {over: events, where: {type: ticket}, from: occurred_at, to: done_at, censored_at: extra.last_seen, unit: hour}
"""
REPORTS = """
- name: answered
  funnel: {over: events, where: {type: report}, stage: status, order: [heard, reached, read, answered], cumulative: true,
           period: year, of_which: {promised: {extra.answer: "Promesse d'action"}}}
"""


def figures(
    home: Path, parts: list[str], measures: str, extra: dict[str, Type], setup: str = ""
) -> dict[tuple[str, str | None, str], tuple[float, int]]:
    """Run `measures` over events selected by `parts` (columns by name); value and n of each figure."""
    lake, runner = Lake(home / "lake"), DuckDB(home / "scratch")
    try:
        if setup:
            runner.connection.execute(setup)
        columns = {column.name: column.type for column in EVENTS.columns} | extra
        path = lake.new_file("events", "test")
        empty = ", ".join(f"CAST(NULL AS {SQL_TYPES[type_]}) AS {name}" for name, type_ in columns.items())
        union = " UNION ALL BY NAME ".join([f"SELECT {empty} WHERE false", *parts])
        runner.connection.execute(
            f"COPY (SELECT {', '.join(columns)} FROM ({union})) TO {literal(str(path))} (FORMAT parquet)"
        )
        entry = lake.entry("events", path, 0, extra=tuple((name, str(type_)) for name, type_ in extra.items()))
        declare(home, "measures", measures)
        manifest = measure(home, runner, lake, Manifest("r0", entries=(entry,)), "r1")
        lake.show(runner, manifest, ["measures"])
        rows: list[dict[str, Any]] = runner.rows("SELECT * FROM measures")
        return {(row["name"], row["period"], row["figure"]): (row["value"], row["n"]) for row in rows}
    finally:
        runner.close()


def test_helpdesk_b2b(tmp_path: Path, data: Path) -> None:
    setup = f"""CREATE TEMP TABLE log AS SELECT "case:concept:name" AS ticket, "concept:name" AS doing, "org:resource" AS person,
        CAST("time:timestamp" AS TIMESTAMP) AS moment, customer, row_number() OVER () AS line
        FROM read_csv({literal(str(data / "helpdesk_b2b" / "helpdesk.csv"))})"""
    touches = """SELECT 'helpdesk' AS source, CAST(line AS VARCHAR) AS key, 'touch' AS type, 'helpdesk/' || ticket AS about,
        moment AS occurred_at, CAST(moment AS DATE) AS occurred_on, person AS staff FROM log WHERE doing <> 'Closed'"""
    tickets = """SELECT 'helpdesk' AS source, ticket AS key, 'ticket' AS type, 'record/helpdesk/' || arg_min(customer, (moment, line)) AS client_ref,
        min(moment) AS occurred_at, CAST(min(moment) AS DATE) AS occurred_on, max(moment) AS extra_last_seen,
        min(moment) FILTER (doing = 'Take in charge ticket') AS done_at,
        CAST(min(moment) FILTER (doing = 'Take in charge ticket') AS DATE) AS done_on FROM log GROUP BY ticket"""
    found = figures(tmp_path, [touches, tickets], HELPDESK, {"extra_last_seen": Type.TIMESTAMP}, setup)
    known = {figure: value for (name, _, figure), value in found.items() if name == "known-by"}
    assert known["clients"] == (394, 394)
    assert known["clients_with_min_cases"] == (123, 394)
    assert (round(known["value"][0], 4), known["value"][1]) == (0.2857, 123)
    assert round(known["median_hhi"][0], 4) == 0.1798
    assert round(known["mean_persons_per_client"][0], 2) == 9.11
    assert known["known_by_one"] == (33, 394)
    waited = {figure: value for (name, _, figure), value in found.items() if name == "first-take-in-charge"}
    assert (round(waited["median_finished"][0], 2), waited["median_finished"][1]) == (16.39, 4285)
    assert (round(waited["value"][0], 2), waited["value"][1]) == (20.01, 4580)


def test_consumer_reports_fr(tmp_path: Path, data: Path) -> None:
    file = literal(str(data / "consumer_reports_fr" / "reports_until_2022.parquet"))
    reports = f"""SELECT 'reports' AS source, CAST(row_number() OVER () AS VARCHAR) AS key, 'report' AS type,
        CAST(creationdate AS DATE) AS occurred_on, status AS extra_answer,
        CASE signalement_traitement WHEN 'Non traité' THEN 'heard' WHEN 'Signalement tranmis' THEN 'reached'
        WHEN 'Signalement lu' THEN 'read' WHEN 'Signalement répondu' THEN 'answered' END AS status FROM {file}"""
    found = figures(tmp_path, [reports], REPORTS, {"extra_answer": Type.TEXT})
    stages = ("heard", "reached", "read", "answered", "promised")
    assert [found["answered", "2022", stage][1] for stage in stages] == [218_015, 116_774, 87_432, 76_865, 49_733]
    assert found["answered", "2022", "value"] == (76_865 / 218_015, 218_015)
