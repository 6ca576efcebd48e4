"""The five real data sets: the proposed mapping says what the examples of the reference say."""

from pathlib import Path
from typing import Any

import pytest

from tests.sources.looking.proposed import extra, mapping, read
from visavis.sources.looking.adding import look_at, must_be_answered, write_source
from visavis.sources.looking.proposal import Proposal

pytestmark = pytest.mark.real_data


def proposed(home: Path, file: Path) -> Proposal:
    """What `source add --yes` takes: no question is left, and the file is written."""
    (proposal,) = look_at([file], home)
    must_be_answered([proposal])
    write_source(home, proposal, "fr")
    return proposal


def test_orders_customers_and_reviews(data: Path, tmp_path: Path) -> None:
    folder = data / "orders_olist_a"
    customers, orders, reviews = (
        proposed(tmp_path, folder / f"olist_{name}_dataset.csv") for name in ("customers", "orders", "order_reviews")
    )
    assert (customers.name, orders.name) == ("olist-customers", "olist-orders")
    assert mapping(customers) == {
        "table": "records",
        "key": "customer_id",
        "postcode": "customer_zip_code_prefix",
        "city": "customer_city",
        "also_known_as": "customer_unique_id",
    }
    assert mapping(orders) == {
        "table": "events",
        "key": "order_id",
        "client_ref": {"record": "customer_id", "of": "olist-customers"},
        "occurred_at": "order_purchase_timestamp",
        "due_at": "order_estimated_delivery_date",
        "done_at": "order_delivered_customer_date",
        "status": "order_status",
    }
    assert orders.facts[0].fields["type"].value == {"value": "delivery"}
    assert mapping(reviews) == {
        "table": "ratings",
        "key": ["review_id", "order_id"],
        "about": {"key": "order_id", "of": "olist-orders"},
        "occurred_at": "review_answer_timestamp",
        "score": "review_score",
        "low": {"value": 1},
        "high": {"value": 5},
        "text": "review_comment_message",
    }
    assert read(orders) == {"encoding": "utf-8", "delimiter": ","}


def test_added_together_they_refer_to_one_another(data: Path, tmp_path: Path) -> None:
    names = ("order_reviews", "orders", "customers")
    files = [data / "orders_olist_a" / f"olist_{name}_dataset.csv" for name in names]
    proposals = look_at(files, tmp_path)
    assert [proposal.name for proposal in proposals] == ["olist-customers", "olist-orders", "olist-order-reviews"]
    assert mapping(proposals[1])["client_ref"] == {"record": "customer_id", "of": "olist-customers"}
    assert mapping(proposals[2])["about"] == {"key": "order_id", "of": "olist-orders"}


def test_incidents(data: Path, tmp_path: Path) -> None:
    proposal = proposed(tmp_path, data / "service_incidents" / "incidents.csv.gz")
    assert (proposal.name, proposal.delivery.value) == ("incidents", "log")
    assert read(proposal) == {"encoding": "utf-8", "delimiter": ",", "day_first": True, "missing": ["?"]}
    assert mapping(proposal) == {
        "table": "events",
        "key": "none",
        "about": {"key": "number", "of": "incidents"},
        "occurred_at": "sys_updated_at",
        "status": "incident_state",
        "team": "assignment_group",
        "staff": "assigned_to",
    }
    case = mapping(proposal, 1)
    assert (case["key"], case["fold"]) == ("number", {"by": "number", "order": ["sys_updated_at", "sys_mod_count"]})
    assert case["client_ref"] == {"record": "caller_id", "take": "last"}
    assert case["occurred_at"] == {"column": "opened_at", "take": "first"}
    assert case["done_at"] == {"column": "resolved_at", "take": "last"}
    assert extra(proposal.facts[1])["made_sla"] == {"column": "made_sla", "as": "boolean", "take": "last"}


def test_helpdesk(data: Path, tmp_path: Path) -> None:
    proposal = proposed(tmp_path, data / "helpdesk_b2b" / "helpdesk.csv")
    assert (proposal.name, proposal.delivery.value) == ("helpdesk", "log")
    assert not proposal.zone_matters
    touch, case = mapping(proposal), mapping(proposal, 1)
    assert touch == {
        "table": "events",
        "key": "none",
        "where": {"concept:name": {"not": ["Closed"]}},
        "about": {"key": "case:concept:name", "of": "helpdesk"},
        "occurred_at": "time:timestamp",
        "status": "concept:name",
        "staff": "org:resource",
    }
    assert case["fold"] == {"by": "case:concept:name", "order": ["time:timestamp"]}
    assert case["client_ref"] == {"record": "customer", "take": "first"}
    assert case["occurred_at"] == {"column": "time:timestamp", "take": "min"}
    taken: dict[str, Any] = {"concept:name": ["Take in charge ticket"]}
    assert case["done_at"] == {"column": "time:timestamp", "take": "min", "where": taken}
    assert extra(proposal.facts[1])["last_seen"] == {"column": "time:timestamp", "as": "timestamp", "take": "max"}


def test_consumer_reports(data: Path, tmp_path: Path) -> None:
    proposal = proposed(tmp_path, data / "consumer_reports_fr" / "reports_until_2022.parquet")
    assert mapping(proposal) == {
        "table": "events",
        "key": "none",
        "occurred_at": "creationdate",
        "status": {
            "column": "signalement_traitement",
            "map": {
                "Non traité": "heard",
                "Signalement répondu": "answered",
                "Signalement tranmis": "reached",
                "Signalement lu": "read",
            },
            "otherwise": "reject",
        },
    }
    assert extra(proposal.facts[0])["answer"] == "status"


def test_trains(data: Path, tmp_path: Path) -> None:
    proposal = proposed(tmp_path, data / "train_punctuality_fr" / "regularite-mensuelle-tgv-aqst.csv")
    assert read(proposal) == {"encoding": "cp1252", "delimiter": ",", "day_first": False}
    assert mapping(proposal) == {
        "table": "tallies",
        "key": ["date", "service", "gare_depart", "gare_arrivee"],
        "period": {"column": "date", "as": "month"},
        "scope": {"join": ["gare_depart", "gare_arrivee"], "with": " → "},
        "population": {"minus": ["nb_train_prevu", "nb_annulation"]},
        "missed": "nb_train_retard_arrivee",
    }
