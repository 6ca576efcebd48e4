import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.mirror.pdf import text_of
from visavis.house.models import User
from visavis.mirror.reflection import Mirror, Reflected, Voice
from visavis.mistakes import Mistake, Words
from visavis.questions.forecasting import seal
from visavis.questions.models import Reveal
from visavis.vocabulary import Role
from visavis.web.mirror import shown

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _nothing_made_before() -> Iterator[None]:
    shown.forget()
    yield
    shown.forget()


class Page(HTMLParser):
    """The words of a page, and its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).replace("\u202f", " ").replace("\xa0", " ").split())

    def links(self) -> set[str | None]:
        return {given.get("href") for tag, given in self.found if tag == "a"}


def opened(client: Client, path: str = "/mirror", status: int = 200) -> Page:
    response = client.get(path)
    assert response.status_code == status, response.content.decode()
    return Page(response.content.decode())


def test_the_page_faces_what_we_say_with_what_clients_live(mirrored: Mirror, signed_in: SignIn) -> None:
    page = opened(signed_in(Role.EMPLOYEE))
    for said in (
        "Faits connus jusqu’au 7 mars 2024 .",
        "Nous disons « Livré à la date annoncée » promesse publique · logistics −15,8 points Les clients vivent 84,2 % "
        "fourchette 76,4–89,8 · 114 cas",
        "Tenue 84 fois sur 100 d’après les faits, 50 fois sur 78 d’après les clients.",
        "clients 64,1 % fourchette 53,0–73,9 · 78 avis",
        "Les clients la disent moins souvent tenue que les faits : −20,1 points (fourchette −32,5 à −7,6).",
        "Sans le filtre, 82,1 % : la promesse écarte 6 cas, dont 3 annulés, non comptés.",
        "Mois par mois, entre 83,6 % (février 2024) et 85,7 % (mars 2024).",
        "« Deux jours de retard, et personne pour me prévenir. » 9 mars 2024 · note 3",
        "Non mesurable Aucun événement de vos fichiers ne dit que c’est fait.",
        "La moitié attend 15,0 heures ou plus",
        "2024 : 30,0 % vont au bout (fourchette 10,8–60,3), 3 sur 10.",
        "Comment est-ce calculé ?",
        "Calcul 20240401T120000-abcd.",
    ):
        assert said.replace(" .", ".") in page.text.replace(" .", "."), page.text
    assert {
        "/promises/delivered-on-time",
        "/promises/delivered-on-time?outcome=late#cases",
        "/mirror.pdf",
    } <= page.links()
    assert [given["class"] for tag, given in page.found if tag == "svg" and given.get("role") == "img"] == [
        "rates", "trend", "stages",
    ]  # fmt: skip


def test_the_page_is_english_too(mirrored: Mirror, signed_in: SignIn) -> None:
    page = opened(signed_in(Role.EMPLOYEE, lang="en"))
    assert "We say “Delivered by the date we announced”" in page.text
    assert "Kept 84 times out of 100 by the facts, 50 times out of 78 by what clients say." in page.text
    assert "No event in your files says that it was done." in page.text
    assert "Livré" not in page.text


def test_nobody_of_the_company_is_named(mirrored: Mirror, signed_in: SignIn) -> None:
    client = signed_in(Role.SPONSOR)
    for path in ("/mirror", "/mirror.html"):
        assert not re.search(r"\bp[0-4]\b", Page(client.get(path).content.decode()).text)
    assert not re.search(r"\bp[0-4]\b", text_of(client.get("/mirror.pdf").content))


def test_a_period_is_computed_for_who_asks(mirrored: Mirror, signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    page = opened(client, "/mirror?from=2024-02-01&to=2024-02-29")
    assert "cas du 1er février 2024 au 29 février 2024" in page.text
    assert "fourchette 71,7–91,1 · 55 cas" in page.text
    assert "/mirror.pdf?from=2024-02-01&to=2024-02-29" in page.links()
    assert "cas du 1er février 2024 au 29 février 2024" in text_of(
        client.get("/mirror.pdf?from=2024-02-01&to=2024-02-29").content
    )


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("from=2024-03-01&to=2024-02-01", "La période finit avant de commencer"),
        ("from=31/03/2024", "La date ne se lit pas"),
        ("to=2024-02-31", "La date ne se lit pas"),
    ],
)
def test_a_period_that_makes_no_sense_says_so_and_keeps_what_was_typed(
    mirrored: Mirror, signed_in: SignIn, asked: str, says: str
) -> None:
    page = opened(signed_in(Role.EMPLOYEE), f"/mirror?{asked}", 400)
    assert says in page.text
    assert "fourchette 76,4–89,8 · 114 cas" in page.text
    typed = {given.get("name"): given.get("value") for tag, given in page.found if tag == "input"}
    assert all(typed[name] == value for name, value in (each.split("=") for each in asked.split("&")))
    assert signed_in(Role.EMPLOYEE).get(f"/mirror.pdf?{asked}").status_code == 400


def test_before_the_first_run_the_page_teaches(signed_in: SignIn) -> None:
    assert "/start" in opened(signed_in(Role.ANALYST)).links()
    page = opened(signed_in(Role.EMPLOYEE))
    assert "Il se remplit au premier calcul." in page.text
    assert "/start" not in page.links()
    assert signed_in(Role.EMPLOYEE).get("/mirror.pdf").status_code == 404


def test_without_a_promise_the_page_leads_to_them(publish: Callable[[Mirror], None], signed_in: SignIn) -> None:
    publish(Mirror("r1", date(2024, 1, 1), None, None))
    page = opened(signed_in(Role.EMPLOYEE))
    assert "Aucune promesse n’est encore écrite" in page.text
    assert "/promises" in page.links()


def test_a_forecast_stands_beside_the_result_with_its_score(mirrored: Mirror, signed_in: SignIn) -> None:
    client = signed_in(Role.LEAD)
    lead = User.objects.get(role=str(Role.LEAD))
    seal(lead, "delivered-on-time", 0.95)
    page = opened(client)
    assert "Votre pronostic : 95,0 % . Trop haut de 10,8 points, hors de la fourchette." in page.text.replace(" ,", ",")
    shown = Reveal.objects.filter(user=lead).exclude(promise__startswith="test:")
    assert set(shown.values_list("promise", flat=True)) == {"delivered-on-time"}
    assert "pronostic" not in opened(signed_in(Role.EMPLOYEE)).text
    inside = signed_in(Role.SPONSOR)
    seal(User.objects.get(role=str(Role.SPONSOR)), "delivered-on-time", 0.80)
    assert "Trop bas de 4,2 points, mais dans la fourchette" in opened(inside).text.replace(" ,", ",")


@pytest.mark.parametrize(
    "path", ["/mirror.pdf", "/mirror.html", "/mirror?from=2000-01-01", "/mirror.html?to=2099-12-31"]
)
def test_whoever_sees_a_result_in_any_form_forecasts_too_late(mirrored: Mirror, signed_in: SignIn, path: str) -> None:
    assert signed_in(Role.LEAD).get(path).status_code == 200
    with pytest.raises(Mistake, match="seen this result"):
        seal(User.objects.get(role=str(Role.LEAD)), "delivered-on-time", 0.842)


def test_the_number_of_queries_does_not_grow_with_the_promises(
    mirrored: Mirror, publish: Callable[[Mirror], None], signed_in: SignIn
) -> None:
    client = signed_in(Role.EMPLOYEE)

    def queries() -> int:
        client.get("/mirror")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/mirror").status_code == 200
        return len(asked)

    few = queries()
    more = [replace(mirrored.promises[0], name=f"again-{n}") for n in range(12)]
    publish(replace(mirrored, promises=[*mirrored.promises, *more]))
    assert queries() == few <= 6


def hostile(promise: Reflected, text: str) -> Reflected:
    return replace(
        promise,
        name=text,
        says=Words(text, text),
        carrier=text,
        voices={"kept": [Voice(text, date(2024, 3, 1), 5.0)], "missed": [Voice(text, None, None)]},
    )


def test_what_comes_from_files_stays_text(
    mirrored: Mirror, publish: Callable[[Mirror], None], signed_in: SignIn
) -> None:
    text = '"><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 }} \' #read("/etc/passwd")'
    publish(replace(mirrored, promises=[hostile(mirrored.promises[0], text)]))
    client = signed_in(Role.EMPLOYEE)
    for path in ("/mirror", "/mirror.html"):
        page = opened(client, path)
        assert not [given for tag, given in page.found if tag == "img" or "onerror" in given]
        assert all(given.get("src", "").startswith("/static/") for tag, given in page.found if tag == "script")  # type: ignore[union-attr]
        assert page.text.count(text) == {"/mirror": 5, "/mirror.html": 4}[path], "the filters name each promise, too"
    assert '#read("/etc/passwd")' in text_of(client.get("/mirror.pdf").content)


def test_many_promises_have_an_index_with_their_rates(
    mirrored: Mirror, publish: Callable[[Mirror], None], signed_in: SignIn
) -> None:
    browser = signed_in(Role.EMPLOYEE)
    assert "#promise-1" not in opened(browser).links()
    first = mirrored.promises[0]
    publish(replace(mirrored, promises=[*mirrored.promises, *(replace(first, name=f"more-{n}") for n in range(4))]))
    page = opened(browser)
    jumps = [link for link in page.links() if link and link.startswith("#promise-")]
    places = [given["id"] for tag, given in page.found if tag == "article"]
    assert sorted(jumps) == sorted(f"#{place}" for place in places)
    assert len(places) == len(mirrored.promises) + 4
    assert page.text.count("« Livré à la date annoncée » 84,2 %") == 5


def test_files_are_named_after_their_day_and_language(mirrored: Mirror, signed_in: SignIn) -> None:
    fr, en = signed_in(Role.EMPLOYEE), signed_in(Role.EMPLOYEE, lang="en")
    pdf, html = fr.get("/mirror.pdf"), en.get("/mirror.html")
    assert (pdf["Content-Type"], pdf["Content-Disposition"]) == (
        "application/pdf", 'attachment; filename="miroir-2024-03-07.pdf"',
    )  # fmt: skip
    assert html["Content-Disposition"] == 'attachment; filename="mirror-2024-03-07.html"'
    assert "Ce que nous disons" in text_of(pdf.content)
    assert "We say “Delivered by the date we announced”" in Page(html.content.decode()).text


def test_a_new_publication_is_shown_at_once(
    mirrored: Mirror, publish: Callable[[Mirror], None], signed_in: SignIn
) -> None:
    client = signed_in(Role.EMPLOYEE)
    opened(client)
    publish(replace(mirrored, run="r2", promises=mirrored.promises[1:]))
    page = opened(client)
    assert "Calcul r2" in page.text
    assert "Livré à la date annoncée" not in page.text
