"""The list of promises: said beside lived, by audience; what can't be measured keeps its row and its reason."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.promises.made import declare, publish, reflected, text_of
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]
XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_an_empty_home_says_why_the_page_exists_and_what_to_do(signed_in: SignedIn) -> None:
    page = text_of(signed_in(Role.ANALYST).get("/promises"))
    assert "Aucune n’est encore écrite." in page
    assert "Proposer d’après vos fichiers" in page
    assert "Proposer" not in text_of(signed_in(Role.EMPLOYEE).get("/promises")).split("écrite.")[0]


@pytest.mark.parametrize(
    ("lang", "seen"),
    [
        ("fr", "Dit « Livré à temps » Logistique écart −20,0 points Vécu 80,0 % faits fourchette 49,0–94,3 · 10 cas"),
        ("en", "Said “Delivered on time” Logistique gap −20.0 points Lived 80.0% facts interval 49.0–94.3 · 10 cases"),
    ],
)
def test_said_beside_lived(home: Path, signed_in: SignedIn, lang: str, seen: str) -> None:
    declare(home, "a-temps")
    publish(reflected("a-temps"))
    page = text_of(signed_in(Role.EMPLOYEE, lang=lang).get("/promises"))
    assert seen in page


def test_a_promise_added_since_the_last_run_waits_for_one(home: Path, signed_in: SignedIn) -> None:
    declare(home, "a-temps")
    declare(home, "rappel", "Rappelé sous 48 h", "Called back within 48 h")
    publish(reflected("a-temps"))
    page = text_of(signed_in(Role.EMPLOYEE).get("/promises"))
    measured, unmeasured = page.split("Non mesurable")
    assert "Rappelé" not in measured
    assert "« Rappelé sous 48 h »" in unmeasured
    assert "Promesse ajoutée ou renommée depuis le dernier calcul." in unmeasured
    assert "Que faire : Lancez un calcul dans Réglages." in unmeasured


def test_a_promise_withdrawn_since_says_so(home: Path, signed_in: SignedIn) -> None:
    publish(reflected("a-temps"))
    page = text_of(signed_in(Role.EMPLOYEE).get("/promises"))
    assert "Retirée depuis : elle disparaît au prochain calcul." in page


def test_unreadable_files_are_shown_to_stewards_with_their_line(home: Path, signed_in: SignedIn) -> None:
    declare(home, "a-temps")
    (home / "promises" / "casse.yaml").write_text("name: casse\nsays: {fr: Bonjour}\ntest:\n  dew: due_at\n")
    page = signed_in(Role.ANALYST).get("/promises")
    assert "casse.yaml, ligne 4 · clé inconnue : test.dew" in text_of(page)
    assert 'href="/promises/files/casse.yaml"' in page.content.decode()
    assert "casse.yaml" not in text_of(signed_in(Role.EMPLOYEE).get("/promises"))
    assert "« Livré à temps »" in text_of(page)


def test_words_of_promises_are_never_markup(home: Path, signed_in: SignedIn) -> None:
    publish(reflected("a-temps", XSS, XSS, words=XSS * 2))
    for address in ("/promises", "/promises/a-temps"):
        body = signed_in(Role.ADMINISTRATOR).get(address).content.decode()
        assert "alert(1)" in body
        assert "<script>alert" not in body
        assert "<img src=x" not in body


def test_whoever_saw_the_results_can_no_longer_forecast_them(home: Path, signed_in: SignedIn) -> None:
    from visavis.house.models import User
    from visavis.promises.alike import marks
    from visavis.questions.forecasting import may_forecast

    declare(home, "a-temps")
    other = declare(home, "rappel")
    other.write_text(other.read_text().replace("delivery", "callback"))
    declare(home, "autre-nom")
    publish(reflected("a-temps"))
    client = signed_in(Role.LEAD)
    lead = User.objects.get(email="lead@exemple.example")
    assert may_forecast(lead, "a-temps")
    client.get("/promises")
    tests = marks(home)
    names = ("a-temps", "rappel", "autre-nom")
    assert [may_forecast(lead, name, test=tests[name]) for name in names] == [False, True, False]


def test_as_many_queries_for_three_promises_as_for_thirty(home: Path, signed_in: SignedIn) -> None:
    client, counts = signed_in(Role.EMPLOYEE), []
    for n in (3, 30):
        for number in range(n):
            declare(home, f"p-{number}")
        publish(*(reflected(f"p-{number}") for number in range(n)))
        client.get("/promises")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/promises")
        counts.append(len(queries))
    assert counts[0] == counts[1]
