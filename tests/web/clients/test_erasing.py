"""Erasing a client on pages: administrators alone, asked again, with what will go; and their data as a file."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.running.clientele import clientele, numbers
from visavis.clients.models import DetailsSeen
from visavis.running.run import run
from visavis.vocabulary import Role

SignIn = Callable[..., Client]


@pytest.fixture
def marc(home: Path) -> str:
    """The address of a client with two records, mails, a rating and an order."""
    run(clientele(home), only=("fetch", "link", "publish"))
    return f"/clients/c-{numbers()['crm/2']:06d}"


def test_a_client_is_erased_once_it_is_sure(marc: str, signed_in: SignIn) -> None:
    for role in (Role.EMPLOYEE, Role.ANALYST, None):
        assert signed_in(role).get(f"{marc}/erasure").status_code in (302, 403)
        assert signed_in(role).post(f"{marc}/erasure", {"reason": "demande", "sure": "yes"}).status_code in (302, 403)
    admin = signed_in(Role.ADMINISTRATOR)
    shown = admin.post(f"{marc}/details", {"purpose": "request"}).content.decode()
    assert f'<a class="button quiet" href="{marc}/erasure">Remettre ses données au client, ou l’effacer</a>' in shown
    assert f"{marc}/erasure" not in signed_in(Role.LEAD).post(f"{marc}/details", {"purpose": "call"}).content.decode()

    page = admin.get(f"{marc}/erasure").content.decode()
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("Fiches", "2 · effacées"),
        ("Messages échangés", "3 · effacés"),
        ("Notes données", "1 · effacées"),
        ("Événements", "1 · restent, sans le client"),
    ]
    for sent, told in (
        ({"reason": "demande du 3 mars"}, "La case de confirmation n’est pas cochée"),
        ({"reason": " ", "sure": "yes"}, "Il manque le motif"),
        ({"reason": "Marc d'Arc le veut", "sure": "yes"}, "Le motif nomme le client, et il reste"),
    ):
        refused = admin.post(f"{marc}/erasure", sent)
        assert (refused.status_code, told in refused.content.decode()) == (422, True)

    done = admin.post(f"{marc}/erasure", {"reason": "demande du 3 mars", "sure": "yes"}, follow=True)
    assert (done.status_code, done.redirect_chain) == (410, [(marc, 302)])
    assert "Motif : demande du 3 mars" in done.content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert "crm/2" not in numbers()
    english = signed_in(Role.EMPLOYEE, lang="en").get(f"{marc}/why")
    assert (english.status_code, "This client was erased" in english.content.decode()) == (410, True)


def test_data_is_handed_over_and_that_is_noted(marc: str, signed_in: SignIn) -> None:
    assert signed_in(Role.ANALYST).post(f"{marc}/data").status_code == 403
    assert not DetailsSeen.objects.exists()
    given = signed_in(Role.ADMINISTRATOR).post(f"{marc}/data")
    assert given.headers["Content-Disposition"] == f'attachment; filename="{marc.removeprefix("/clients/")}.json"'
    assert [row["key"] for row in json.loads(given.content)["exchanges"]] == ["m3", "m4", "m5"]
    assert DetailsSeen.objects.values_list("purpose", flat=True).get() == "request"
