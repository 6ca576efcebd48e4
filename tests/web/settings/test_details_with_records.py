"""Records of all clients taken along: with addresses and numbers only for a purpose, which is noted."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.running.clientele import clientele
from tests.web.reading import text_of
from visavis.clients.models import DetailsSeen
from visavis.running.run import run
from visavis.vocabulary import Role

DETAILS = ("elodie.lefevre@exemple.fr", "+33612345678", "12 rue des Lilas", "35000", "1980-02-03")


def saved(answer: object) -> str:
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_details_are_saved_for_a_purpose_that_is_noted(home: Path, signed_in: Callable[..., Client]) -> None:
    clientele(home)
    run(home, only=["fetch"])
    browser = signed_in(Role.ANALYST)
    for shape in ("csv", "json"):
        body = saved(browser.get(f"/settings/data/records/{shape}"))
        assert ("Lefèvre" in body, [each for each in DETAILS if each in body]) == (True, [])
    assert not DetailsSeen.objects.exists()
    for lang, told in (("fr", "Il manque la raison"), ("en", "The reason for your request is missing")):
        refused = signed_in(Role.ANALYST, lang=lang).post("/settings/data/records/csv", {"purpose": "curiosity"})
        assert (refused.status_code, told in text_of(refused)) == (422, True)
    assert not DetailsSeen.objects.exists()
    body = saved(browser.post("/settings/data/records/csv", {"purpose": "request"}))
    assert [each for each in DETAILS if each not in body] == []
    assert list(DetailsSeen.objects.values_list("user__role", "client", "purpose")) == [("analyst", None, "request")]
    assert len(list(csv.DictReader(io.StringIO(body)))) == 6
    page = text_of(browser.get("/settings/data"))
    assert "Pourquoi avez-vous besoin des coordonnées de tous les clients ?" in page


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.LEAD, Role.SPONSOR])
def test_nobody_else_takes_them_along(home: Path, signed_in: Callable[..., Client], role: Role) -> None:
    assert signed_in(role).post("/settings/data/records/csv", {"purpose": "call"}).status_code == 403
    assert not DetailsSeen.objects.exists()
