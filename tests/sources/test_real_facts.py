"""The five public data sets, declared by the YAML of examples/, against answers computed elsewhere."""

import shutil
from pathlib import Path

import pytest

from tests.sources.homes import Place

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
pytestmark = pytest.mark.real_data


def fetched(name: str, data: Path, folder: Path) -> Place:
    shutil.copytree(EXAMPLES / name / "sources", folder / "sources")
    (folder / "exports").symlink_to(data / name)
    place = Place(folder)
    for each in place.fetch():
        assert each.changed
        assert each.rejected == {}
    return place


def test_orders_late_by_moment_and_by_day_and_what_clients_said(data: Path, tmp_path: Path) -> None:
    place = fetched("orders_olist_a", data, tmp_path)
    delivered = "FROM events WHERE status = 'delivered' AND done_at IS NOT NULL"
    assert place.rows(
        f"SELECT count(*) AS n, count(*) FILTER (done_at > due_at) AS late, count(*) FILTER (done_on > due_on) AS day {delivered}"
    ) == [{"n": 2904, "late": 231, "day": 191}]
    assert place.rows(
        "SELECT round(avg(score) FILTER (done_at <= due_at), 4) AS kept, round(avg(score) FILTER (done_at > due_at), 4) AS missed "
        "FROM ratings AS r JOIN events AS e ON r.about = e.source || '/' || e.key WHERE e.status = 'delivered' AND done_at IS NOT NULL"
    ) == [{"kept": 4.2749, "missed": 2.5494}]
    assert place.values("SELECT count(*) FROM records") == [3000]


def test_incidents_take_the_flag_of_their_last_change(data: Path, tmp_path: Path) -> None:
    place = fetched("service_incidents", data, tmp_path)
    assert place.rows(
        "SELECT count(*) AS n, count(*) FILTER (NOT extra_made_sla) AS missed, CAST(sum(extra_changes) AS BIGINT) AS changes "
        "FROM events WHERE type = 'incident'"
    ) == [{"n": 21348, "missed": 8268, "changes": 122810}]
    assert place.values("SELECT count(*) FROM events WHERE type = 'incident-change'") == [122810]


def test_tickets_touches_and_the_first_take_in_charge(data: Path, tmp_path: Path) -> None:
    place = fetched("helpdesk_b2b", data, tmp_path)
    assert place.rows(
        "SELECT count(*) AS n, count(DISTINCT client_ref) AS clients, "
        "round(median(epoch(done_at) - epoch(occurred_at)) / 3600, 2) AS hours FROM events WHERE type = 'ticket'"
    ) == [{"n": 4580, "clients": 394, "hours": 16.39}]
    by_client = (
        "SELECT t.client_ref, count(DISTINCT (e.about, e.staff)) AS n, count(DISTINCT e.staff) AS people "
        "FROM events AS e JOIN events AS t ON e.about = t.source || '/' || t.key AND t.type = 'ticket' "
        "WHERE e.type = 'touch' GROUP BY 1"
    )
    assert place.values(f"SELECT count(*) FROM ({by_client}) WHERE people = 1") == [33]


def test_reports_reach_four_stages(data: Path, tmp_path: Path) -> None:
    place = fetched("consumer_reports_fr", data, tmp_path)
    assert place.values("SELECT count(DISTINCT key) FROM events") == [414810]
    found = place.rows("SELECT status, count(*) AS n FROM events WHERE year(occurred_on) = 2022 GROUP BY 1")
    stages = {row["status"]: row["n"] for row in found}
    order = ["heard", "reached", "read", "answered"]
    reached = [sum(stages[later] for later in order[place_:]) for place_ in range(4)]
    assert reached == [218015, 116774, 87432, 76865]
    assert place.values(
        "SELECT count(*) FROM events WHERE year(occurred_on) = 2022 AND extra_answer = 'Promesse d''action'"
    ) == [49733]


def test_trains_late_among_those_that_ran(data: Path, tmp_path: Path) -> None:
    place = fetched("train_punctuality_fr", data, tmp_path)
    assert place.rows(
        "SELECT CAST(sum(missed) AS BIGINT) AS late, CAST(sum(population) AS BIGINT) AS run, count(flag) AS flagged FROM tallies"
    ) == [{"late": 281444, "run": 2004650, "flagged": 63}]
