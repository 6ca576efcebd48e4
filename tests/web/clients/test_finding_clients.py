"""The list of clients and the search, in the browser."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.clients import rows
from tests.web.counting import queries
from tests.web.reading import text_of
from visavis.vocabulary import Role

SignIn = Callable[..., Client]
PAYLOAD = '<script>alert("x")</script><img src=x onerror=alert(1)>\'"{{ 7|add:7 }}{% now "Y" %}'
DAY = datetime.date(2025, 12, 1)


def listed(html: str) -> list[str]:
    """Ids of clients in the order of the list."""
    return re.findall(r'<div class="who"><a href="/clients/(c-\d+)"', html)


def test_the_list_in_both_languages(signed_in: SignIn) -> None:
    rows.told()
    rows.client(1, "Claire Morel", city="Lyon", last_on=DAY, sources=3, voices=2, kept=4, missed=1)
    rows.client(2, "", last_on=None, waiting_since=DAY, sources=1)
    french = text_of(signed_in(Role.EMPLOYEE).get("/clients"))
    assert french == (
        "Clients Messages Sujets Pour mon équipe Entendu Clients 3 clients connus, au 14 décembre 2025, dernier jour que vos fichiers racontent. "
        "Nom, entreprise, e-mail, téléphone ou identifiant de client Chercher "
        "Par dernier contact Nous attendent Fiches à rapprocher "
        "Claire Morel Lyon dernier contact le 1er décembre 2025 3 sources · 2 messages 4 tenues 1 manquée "
        "Client c-000002 attend depuis le 1er décembre 2025 aucun échange daté 1 source aucune promesse vérifiée"
    )
    english = text_of(signed_in(Role.EMPLOYEE, lang="en").get("/clients"))
    assert english == (
        "Clients Messages Topics For my team Heard Clients 3 clients known, as of December 14, 2025, the last day that your files tell of. "
        "Name, company, e-mail, phone or client id Search "
        "By last contact Waiting for us Records to compare "
        "Claire Morel Lyon last contact on December 1, 2025 3 sources · 2 messages 4 kept 1 missed "
        "Client c-000002 waiting since December 1, 2025 no dated exchange 1 source no promise tested"
    )


@pytest.mark.parametrize(
    ("role", "address", "sentence"),
    [
        (Role.ANALYST, "/clients", "Il manque encore vos fichiers. Déposer des fichiers"),
        (Role.EMPLOYEE, "/clients", "Il manque encore vos fichiers. Revenir à Aujourd’hui"),
        (Role.EMPLOYEE, "/clients?waiting=yes", "personne n’attend. Voir tous les clients"),
        (Role.EMPLOYEE, "/clients?q=personne", "Aucun client ne répond à « personne »."),
    ],
)
def test_empty_lists_teach(signed_in: SignIn, role: Role, address: str, sentence: str) -> None:
    assert sentence in text_of(signed_in(role).get(address)).replace("\u202f", " ")


def test_searching_without_and_with_javascript(signed_in: SignIn) -> None:
    rows.client(1, "Claire Morel")
    rows.client(2, "Clara Moreau")
    browser = signed_in(Role.EMPLOYEE)
    whole = browser.get("/clients", {"q": "clai"}).content.decode()
    assert listed(whole) == ["c-000001"]
    assert 'value="clai"' in whole
    part = browser.get("/clients", {"q": "mor"}, headers={"HX-Request": "true", "HX-Target": "found"}).content.decode()
    assert listed(part) == ["c-000001", "c-000002"]
    assert "<html" not in part


def test_fields_from_files_are_text(signed_in: SignIn) -> None:
    rows.client(1, "Claire Morel")
    rows.ClientCard.objects.filter(client=1).update(
        name=f"1{PAYLOAD}", company=f"2{PAYLOAD}", city=f"3{PAYLOAD}", last_on=DAY
    )
    for address in ("/clients", "/clients?q=claire"):
        html = signed_in(Role.EMPLOYEE).get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert [html.count(f"{n}&lt;script&gt;alert") for n in (1, 2, 3)] == [1, 1, 1]
        assert html.count("{{ 7|add:7 }}") == 3


def test_what_was_typed_is_text(signed_in: SignIn) -> None:
    html = signed_in(Role.EMPLOYEE).get("/clients", {"q": PAYLOAD}).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_as_many_queries_for_3_as_for_300(signed_in: SignIn) -> None:
    browser = signed_in(Role.EMPLOYEE)

    def asked() -> list[int]:
        counted = []
        for address in ("/clients", "/clients?waiting=yes", "/clients?q=zoe"):
            with queries() as sql:
                assert browser.get(address).status_code == 200
            counted.append(len(sql))
        return counted

    for number in range(1, 4):
        rows.client(number, f"Zoé {number}", last_on=DAY, waiting_since=DAY)
    few = asked()
    for number in range(4, 304):
        rows.client(number, f"Zoé {number}", last_on=DAY, waiting_since=DAY)
    many = asked()
    assert [abs(a - b) for a, b in zip(few, many, strict=True)] <= [1, 1, 1]  # a full page need not read the undated
    assert max(many) <= 10


DAYS = st.lists(st.one_of(st.none(), st.integers(1, 4)), max_size=25)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(days=DAYS, size=st.integers(1, 7))
def test_leafing_never_skips_or_repeats(home: Path, days: list[int | None], size: int) -> None:
    from visavis.clients.finding.listing import latest, waiting
    from visavis.clients.models import ClientCard

    ClientCard.objects.all().delete()
    for number, day in enumerate(days, 1):
        on = datetime.date(2025, 1, day) if day else None
        ClientCard.objects.create(client=number, last_on=on, waiting_since=on)
    dated = [n for n, day in enumerate(days, 1) if day]
    by_last = sorted(dated, key=lambda n: (-(days[n - 1] or 0), -n)) + [
        n for n in range(len(days), 0, -1) if not days[n - 1]
    ]
    assert leafed(latest, size) == by_last
    assert leafed(waiting, size) == sorted(dated, key=lambda n: (days[n - 1] or 0, n))


def leafed(verb: Callable[..., object], size: int) -> list[int]:
    """Every client that the pages of a list show, in order."""
    seen: list[int] = []
    place = ""
    while True:
        page = verb(place, size)
        seen += [card.client for card in page.cards]  # type: ignore[attr-defined]
        place = page.next  # type: ignore[attr-defined]
        if not place:
            return seen


@pytest.mark.parametrize(
    "address", ["/clients", "/clients/c-000001", "/today/waiting", "/today/thanks", "/today/promises"]
)
def test_a_place_that_is_none_begins_anew(signed_in: SignIn, address: str) -> None:
    rows.told()
    rows.client(1, "Claire Morel", last_on=DAY, waiting_since=DAY)
    browser = signed_in(Role.EMPLOYEE)
    whole = text_of(browser.get(address))
    for place in ("x", "~", "2025-13-01~1", "2025-01-01~x", "-~x", "1~2~3", "2025-01-01~99999999999999999999", "-~٣"):
        assert text_of(browser.get(address, {"after": place, "before": place})) == whole


def test_a_row_that_changes_shows_at_once(signed_in: SignIn) -> None:
    """Rows are made once for all who see the same: by all that they tell, not by the client's number."""
    rows.told()
    card = rows.client(1, "Claire Morel", last_on=DAY)
    browser = signed_in(Role.EMPLOYEE)
    assert "Claire Morel" in text_of(browser.get("/clients"))
    card.name, card.missed = "Claire Lenoir", 3
    card.save()
    assert "Claire Lenoir" in text_of(browser.get("/clients"))
    assert "3 missed" in text_of(signed_in(Role.EMPLOYEE, lang="en").get("/clients")).replace("\u00a0", " ")
