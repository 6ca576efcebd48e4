"""The guided visit: five stops on real pages, skipped, left and resumed, in both languages, before and after the first run."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.web.counting import queries
from tests.web.reading import text_of
from visavis.demo.choosing import broke_in, known_by_several, most_broken
from visavis.house.models import User, Visit
from visavis.mirror.keeping import from_document
from visavis.mirror.reflection import Mirror
from visavis.running.models import Document
from visavis.vocabulary import Role

SignIn = Callable[..., Client]


def plain(text: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text)


def panel(response: HttpResponse) -> str:
    """The words of the band under the header."""
    html = response.content.decode()
    if '<aside class="demonstration' not in html:
        return ""
    part = html[html.index('<aside class="demonstration') : html.index("</aside>")]
    return plain(text_of(HttpResponse(f"<main>{part}</main>")))


def links(response: HttpResponse) -> list[str]:
    html = response.content.decode()
    part = html[html.index('<aside class="demonstration') : html.index("</aside>")]
    return re.findall(r'href="([^"]+)"', part)


def mirror() -> Mirror:
    return from_document(Document.objects.get(name="mirror").body)


def test_the_visit_of_a_company_that_was_run(published: Path, signed_in: SignIn) -> None:
    # Publishing it costs seconds: one home for all that visits it.
    for check in (
        check_five_stops_on_the_pages_that_tell_most,
        check_it_is_told_in_english_too,
        check_the_month_it_broke_leads_to_its_missed_cases,
        check_elsewhere_it_stays_one_line_with_the_way_back,
        check_it_is_left_and_resumed_where_it_was,
        check_each_person_visits_alone,
        check_it_costs_a_page_one_query,
    ):
        Visit.objects.all().delete()
        check(signed_in)


def check_five_stops_on_the_pages_that_tell_most(signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    promise, card = most_broken(mirror()), known_by_several()
    assert promise is not None
    assert card is not None
    assert card.records >= 3
    pages = ["/mirror", f"/promises/{promise.name}", f"/clients/{card.id}", "/today", "/promises"]
    for number, (address, name) in enumerate(
        zip(
            pages,
            [
                "Le miroir",
                "Une promesse non tenue",
                "Un client, une seule fiche",
                "Aujourd’hui",
                "Ce qui ne se mesure pas",
            ],
            strict=True,
        ),
        1,
    ):
        assert client.get(f"/visit/{number}").headers["Location"] == address
        page = client.get(address)
        assert page.status_code == 200
        told = panel(page)
        assert f"Visite guidée, {number} sur 5 {name}" in told
        assert "À essayer :" in told
        assert "Quitter la visite" in told
        assert ("Suite" in told, "Terminer la visite" in told) == (number < 5, number == 5)
        assert Visit.objects.get().place == address
        for each in links(page):
            assert client.get(each.partition("#")[0], follow=True).status_code in (200, 403)


def check_it_is_told_in_english_too(signed_in: SignIn) -> None:
    client = signed_in(Role.SPONSOR, lang="en")
    told = [panel(client.get(f"/visit/{number}", follow=True)) for number in range(1, 6)]
    assert [each.partition(" of 5 ")[0].rpartition(" ")[2] for each in told] == ["1", "2", "3", "4", "5"]
    assert all("Try:" in each and "Leave the tour" in each for each in told)
    assert not re.search(r"[àéèêç]", " ".join(told))


def check_the_month_it_broke_leads_to_its_missed_cases(signed_in: SignIn) -> None:
    client = signed_in(Role.LEAD)
    promise = most_broken(mirror())
    assert promise is not None
    page = client.get("/visit/2", follow=True)
    where = next(each for each in links(page) if "outcome=missed" in each).replace("&amp;", "&")
    cases = client.get(where.partition("#")[0])
    assert "Aucun cas ne correspond" not in text_of(cases)
    broke = broke_in(promise.trend)
    assert (f"month={broke.month:%Y-%m}" in where) if broke else ("month" not in where)
    if not broke:
        assert "aucun mois ne se détache" in panel(page)


def check_elsewhere_it_stays_one_line_with_the_way_back(signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    assert "Suivre la visite guidée" in panel(client.get("/clients"))
    client.get("/visit/3")
    told = panel(client.get("/clients"))
    assert "Visite guidée, 3 sur 5 Un client, une seule fiche Revenir à l’étape Suite : Aujourd’hui" in told
    assert "À essayer" not in told


def check_it_is_left_and_resumed_where_it_was(signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    assert client.get("/visit").headers["Location"] == "/visit/1"
    client.get("/visit/4")
    assert client.get("/visit").headers["Location"] == "/visit/4"
    assert client.post("/visit/leaving", {"next": "/clients?q=a"}).headers["Location"] == "/clients?q=a"
    assert client.post("/visit/leaving", {"next": "https://else.example/"}).headers["Location"] == "/"
    assert "Reprendre la visite, 4 sur 5" in panel(client.get("/today"))
    assert "Visite guidée" not in panel(client.get("/today"))
    assert client.get("/visit").headers["Location"] == "/visit/4"
    client.get("/visit", follow=True)
    assert "Visite guidée, 4 sur 5" in panel(client.get("/today"))
    assert client.post("/visit/leaving", {"end": "1"}).headers["Location"] == "/demonstration"
    assert "Refaire la visite" in panel(client.get("/today"))
    ended = Visit.objects.get().ended_at
    assert client.get("/visit").headers["Location"] == "/visit/1"
    client.get("/visit", follow=True)
    client.post("/visit/leaving", {"end": "1"})
    assert Visit.objects.get().ended_at == ended


def check_each_person_visits_alone(signed_in: SignIn) -> None:
    one, other = signed_in(Role.EMPLOYEE), signed_in(Role.LEAD)
    one.get("/visit/3")
    assert "Suivre la visite guidée" in panel(other.get("/today"))
    other.get("/visit/2")
    assert {visit.user.role: visit.stop for visit in Visit.objects.select_related("user")} == {
        "employee": "client",
        "lead": "promise",
    }
    assert "Visite guidée, 3 sur 5" in panel(one.get("/today"))


@pytest.mark.parametrize("number", [0, 6, 999])
def test_there_is_no_sixth_stop(invented: Path, signed_in: SignIn, number: int) -> None:
    assert signed_in(Role.EMPLOYEE).get(f"/visit/{number}").status_code == 404
    assert not Visit.objects.exists()


def test_before_the_first_run_each_stop_says_what_it_will_show(invented: Path, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    wanted = {1: "/mirror", 2: "/promises", 3: "/clients", 4: "/today", 5: "/promises"}
    for number, address in wanted.items():
        page = client.get(f"/visit/{number}", follow=True)
        assert page.redirect_chain[-1][0] == address
        told = panel(page)
        assert f"Visite guidée, {number} sur 5" in told
        assert "Vous verrez ici" in told
        assert "Le premier calcul n’est pas encore publié" in told
        assert "Suivre le calcul, puis revenez à cette étape." in told
        assert "Déposer des fichiers" not in text_of(page)
    reader = signed_in(Role.EMPLOYEE)
    assert "Revenez à cette étape dans quelques minutes" in panel(reader.get("/visit/1", follow=True))
    assert "Le premier calcul n’est pas encore publié" in text_of(client.get("/demonstration"))


def test_a_new_person_is_welcomed_by_the_demonstration(invented: Path, signed_in: SignIn) -> None:
    from visavis.web.accounts.pages import _first_page

    signed_in(Role.EMPLOYEE)
    assert _first_page(User.objects.get()) == "/demonstration"


def test_a_home_of_ones_own_knows_nothing_of_it(home: Path, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    for address in ("/today", "/clients", "/mirror", "/start/files"):
        html = client.get(address).content.decode()
        assert "visite guidée" not in html.lower()
        assert "demonstration" not in html
    for address in ("/visit/1", "/demonstration"):
        assert client.get(address).headers["Location"] == "/today"
    assert not Visit.objects.exists()


def test_own_files_beside_the_demonstration_are_warned_of(invented: Path, signed_in: SignIn) -> None:
    told = plain(text_of(signed_in(Role.ANALYST).get("/start/files")))
    assert "Ce dossier est celui d’une entreprise inventée Vos fichiers s’y mêleraient aux siens." in told


def check_it_costs_a_page_one_query(signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    client.get("/clients")
    with queries() as asked:
        client.get("/clients")
    assert sum("visavis_visit" in sql for sql, _ in asked) == 1
