"""Contracts and brochures dropped beside exports: read, refused with the reason, their promises chosen and adopted."""

from pathlib import Path

import pytest

from tests.sources.documents.made import encrypted, pdf_bytes
from tests.web.start.conftest import Story
from visavis.promises.models import ProposedPromise
from visavis.sources.models import DroppedFile, ProposedSource

ORDERS = "order_number;customer;ordered_at;delivered_at\n" + "".join(
    f"O-{n};C-{n % 4};2025-03-{n + 1:02} 09:00;2025-03-{n + 2 + n % 3:02} 10:00\n" for n in range(9)
)


@pytest.mark.usefixtures("either_database")
def test_a_contract_beside_an_export(story: Story, home: Path) -> None:
    story.send([("commandes.csv", ORDERS), ("contrat.pdf", pdf_bytes()), ("secret.pdf", encrypted())])
    page = story.look().content.decode()
    assert "ce document est protégé par un mot de passe" in page.replace("Ce document", "ce document")
    assert "enregistrez-en une copie sans mot de passe" in page.replace("Enregistrez", "enregistrez")
    assert "3 pages" in page.replace("\u202f", " ").replace("\u00a0", " ")
    assert [bool(file.refused) for file in DroppedFile.objects.order_by("pk")] == [False, False, True]
    assert ProposedSource.objects.get(name="documents").yaml.startswith("name: documents\nkind: documents\n")
    response = story.agree()
    assert response.status_code == 302, response.content.decode()
    assert "kind: documents" in (home / "sources" / "documents.yaml").read_text(encoding="utf-8")
    story.work()
    page = story.client.get("/start/promises").content.decode()
    plain = page.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Lue dans contrat.pdf, page 1" in plain
    assert "« Tous nos meubles sont garantis 5 ans. »" in plain
    assert "Invérifiable" in plain
    assert "documents" in story.client.get("/settings/sources").content.decode()
    assert story.client.get("/settings/sources/documents").status_code == 200
    row = ProposedPromise.objects.get(name="delivery-within-2-business-days")
    sentence = row.written["says"]["fr"]
    assert (
        story.client.post("/start/promises", {f"chosen-{row.pk}": "1", f"says-{row.pk}": sentence}).status_code == 302
    )
    text = (home / "promises" / "delivery-within-2-business-days.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Lue dans contrat.pdf, page 1 ")
    assert sentence.split(",")[0] in text


def test_documents_alone_lead_to_what_is_missing(english_story: Story) -> None:
    english_story.send([("contract.pdf", pdf_bytes())])
    english_story.look()
    assert english_story.agree().status_code == 302
    english_story.work()
    page = english_story.client.get("/start", follow=True).content.decode()
    assert "No new promise to test" in page
    assert "Read in contract.pdf, page 2" in page.replace("\u00a0", " ")
    assert "none of your files tells both when to expect a reply and when it is done" in page


def test_a_renamed_source_of_documents(story: Story, home: Path) -> None:
    story.send([("contrat.pdf", pdf_bytes())])
    story.look()
    assert story.agree(s0__name="contrats").status_code == 302
    assert (home / "sources" / "contrats.yaml").exists()
