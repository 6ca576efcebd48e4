"""Promises that documents make: proposed with sentence, document, page, and what would test them; adopted as they are said."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.engine.holding.facts_at_hand import event, when, write_lake
from tests.sources.documents.made import encrypted, pdf
from visavis import database
from visavis.cli import home as home_of_command
from visavis.cli.promise import app
from visavis.declarations.together import all_or_nothing
from visavis.promises.adopting import adopt, open_proposals, remember_proposals, untestable_proposals
from visavis.promises.ledger import read_ledger
from visavis.promises.models import ProposedPromise
from visavis.promises.propose import Offer, offer

BROCHURE = """<h1>Our word</h1><p>We reply within 2 working days.</p><p>Returns are free for 60 days.</p>
<p>Delivered by the agreed date.</p><p>Delivery within ${SECRET} 48 hours.</p><p>Customers must pay within 30 days.</p>"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Orders with a start and an end, tickets with answers, orders with a due date; a contract, a brochure, a locked file."""
    orders = [
        event(f"o{i:02}", type="order", occurred="2024-03-04 09:00")
        | when("done", "2024-03-05 10:00" if i < 7 else "2024-03-08 10:00")
        for i in range(10)
    ]
    parcels = [
        event(f"p{i}", type="parcel", due="2024-03-10") | when("done", "2024-03-10" if i else "2024-03-11")
        for i in range(8)
    ]
    tickets = [
        event(f"t{i}", type="ticket", occurred="2024-03-01 09:00") | when("done", "2024-04-01 09:00") for i in range(9)
    ]
    answers = [event(f"a{i}", type="answer", about=f"s/t{i}", occurred="2024-03-05 09:30") for i in range(9)]
    lake, manifest = write_lake(tmp_path / "lake", events=[*orders, *parcels, *tickets, *answers])
    lake.publish(manifest)
    for folder in ("promises", "sources"):
        (tmp_path / folder).mkdir()
    (tmp_path / "visavis.yaml").write_text("language: fr\ncountry: FR\n", encoding="utf-8")
    (tmp_path / "sources" / "docs.yaml").write_text("name: docs\nkind: documents\nfiles: docs\n", encoding="utf-8")
    pdf(tmp_path / "docs" / "contrat.pdf")
    (tmp_path / "docs" / "brochure.html").write_text(BROCHURE, encoding="utf-8")
    (tmp_path / "docs" / "locked.pdf").write_bytes(encrypted())
    return tmp_path


def said(offered: Offer) -> dict[str, dict[str, Any]]:
    return {
        each.found.commitment.sentence: each.written["test"] | {"at": (each.found.document, each.found.page)}
        for each in offered.proposals
        if each.found
    }


def test_what_documents_promise_is_proposed_with_its_test_or_with_the_reason(home: Path) -> None:
    offered = offer(home, "FR")
    found = said(offered)
    delivered = (
        "Nous nous engageons à livrer votre commande sous 48 h ouvrées, où que vous soyez en France métropolitaine, "
        "y compris en zone rurale."
    )
    assert found == {
        "Delivered by the agreed date.": {
            "over": "events", "where": {"type": "parcel"}, "due": "due_at", "done": "done_at", "by": "day",
            "at": ("docs/brochure.html", 1),
        },
        "We reply within 2 working days.": {
            "over": "events", "where": {"type": "ticket"}, "done": {"event": {"type": "answer"}},
            "due": {"after": "occurred_at", "within": "2 business days", "calendar": "FR"}, "at": ("docs/brochure.html", 1),
        },
        delivered: {
            "over": "events", "where": {"type": "order"}, "done": "done_at",
            "due": {"after": "occurred_at", "within": "2 business days", "calendar": "FR"}, "at": ("docs/contrat.pdf", 1),
        },
        "Réponse dans un délai de 5 jours ouvrés": {
            "over": "events", "where": {"type": "ticket"}, "done": {"event": {"type": "answer"}},
            "due": {"after": "occurred_at", "within": "5 business days", "calendar": "FR"}, "at": ("docs/contrat.pdf", 1),
        },
        "Le vendeur reviendra vers vous sous 72 heures.": {
            "over": "events", "where": {"type": "ticket"}, "done": {"event": {"type": "answer"}},
            "due": {"after": "occurred_at", "within": "72 hours"}, "at": ("docs/contrat.pdf", 3),
        },
    }  # fmt: skip
    trials = {each.found.commitment.sentence: each.trial for each in offered.proposals if each.found}
    assert (trials[delivered].rate.kept, trials[delivered].rate.missed) == (7, 3)
    assert trials["Delivered by the agreed date."].outcomes["late"] == 1
    assert [(each.found.commitment.sentence, each.found.page) for each in offered.untestable] == [
        ("Returns are free for 60 days.", 1),
        ("Remboursement sous 14 jours", 1),
        ("Tous nos meubles sont garantis 5 ans.", 2),
    ]
    assert "remboursement" in offered.untestable[1].because.fr


def test_the_words_of_a_document_stand_for_what_the_facts_would_have_proposed(home: Path) -> None:
    names = [each.promise.name for each in offer(home).proposals]
    assert "delivery-on-the-day" in names
    assert "parcel-on-the-day" not in names


@pytest.mark.usefixtures("either_database")
def test_adopting_writes_the_sentence_its_document_and_its_page(home: Path) -> None:
    database.use(home)
    remember_proposals(home, "FR")
    remember_proposals(home, "FR")
    rows = {row.written["says"].get("fr"): row for row in open_proposals() if row.document}
    row = rows["Le vendeur reviendra vers vous sous 72 heures."]
    assert (row.document, row.page, row.cases) == ("docs/contrat.pdf", 3, 9)
    assert len(untestable_proposals()) == 3
    untestable = untestable_proposals()[0]
    with all_or_nothing() as together:
        says = {row.pk: "Le vendeur reviendra vers vous sous 72 heures.", untestable.pk: "Returns are free."}
        assert adopt(home, says, "en", together) == ["reply-within-72-hours"]
    text = (home / "promises" / "reply-within-72-hours.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Read in contrat.pdf, page 3; ")
    (promise,) = [each.value for each in read_ledger(home)]
    assert (promise.says.fr, promise.says.en) == ("Le vendeur reviendra vers vous sous 72 heures.", None)
    remember_proposals(home, "FR")
    assert row.written["says"] not in [each.written["says"] for each in open_proposals()]
    assert ProposedPromise.objects.get(pk=row.pk).adopted_as == "reply-within-72-hours"


def test_the_terminal_names_document_and_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_of_command, "_given", home)
    shown = CliRunner().invoke(app, ["propose"], catch_exceptions=False).output
    assert "contrat.pdf, page 3" in shown
    assert "Tous nos meubles sont garantis 5 ans." in shown
    told = json.loads(CliRunner().invoke(app, ["propose", "--json"], catch_exceptions=False).output)
    places = {each["name"] or next(iter(each["says"].values())): (each["document"], each["page"]) for each in told}
    assert places["Returns are free for 60 days."] == ("docs/brochure.html", 1)
    assert places["delivery-on-the-day"] == ("docs/brochure.html", 1)


def test_documents_that_are_gone_stop_no_proposal(home: Path) -> None:
    for file in (home / "docs").iterdir():
        file.unlink()
    assert said(offer(home)) == {}
    (home / "docs").rmdir()
    assert offer(home).proposals
