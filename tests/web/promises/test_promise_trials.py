"""Promises tried in the browser on a small home whose answers are known; nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.running.shop import shop
from tests.web.promises.made import text_of
from visavis.declarations import versions
from visavis.promises.fields import EMPTY
from visavis.running.run import run
from visavis.vocabulary import Role
from visavis.web.promises import trials

SignedIn = Callable[..., Client]
FORM = EMPTY | {
    "name": "le-jour-dit", "says_fr": "Livré le jour dit", "says_en": "Delivered on the day", "type": "delivery",
    "due_kind": "column", "due_column": "due_at", "what": "try",
}  # fmt: skip


@pytest.fixture
def fetched(home: Path) -> Path:
    """Five orders of two employees: two kept, one late, one cancelled, one open; nothing but facts was computed."""
    shop(home)
    run(home, only=["fetch"])
    return home


@pytest.mark.parametrize(
    ("lang", "seen"),
    [
        (
            "fr",
            [
                "66,7 % fourchette 20,8–93,9 · 3 cas",
                "tenue 2 tenue en retard 1 en cours 1",
                "Les conditions écartent 1 cas, dont 1 annulé. En comptant les autres : 66,7 %.",
            ],
        ),
        (
            "en",
            [
                "66.7% interval 20.8–93.9 · 3 cases",
                "kept 2 late 1 open 1",
                "The conditions leave out 1 case, of them 1 called off. Counting the others: 66.7%.",
            ],
        ),
    ],
)
def test_known_answers(fetched: Path, signed_in: SignedIn, lang: str, seen: list[str]) -> None:
    form = FORM | {"status_is": "none", "status": "cancelled"}
    page = text_of(signed_in(Role.ANALYST, lang=lang).post("/promises/new", form))
    assert [each for each in seen if each not in page] == []
    assert [file.name for file in (fetched / "promises").glob("*.yaml")] == ["shop.yaml"]


def test_a_field_that_the_facts_lack_is_told(fetched: Path, signed_in: SignedIn) -> None:
    page = signed_in(Role.ANALYST).post("/promises/new", FORM | {"kind": "holds", "holds_field": "extra.nothing"})
    assert page.status_code == 422
    assert "extra.nothing" in text_of(page)
    assert 'value="extra.nothing"' in page.content.decode()


def test_trying_the_text_of_a_file_leaves_it_as_it_is(fetched: Path, signed_in: SignedIn) -> None:
    file = fetched / "promises" / "shop.yaml"
    before = file.read_text()
    changed = before.replace("done: done_at", "done: done_at\n  by: timestamp")
    page = signed_in(Role.ANALYST).post(
        "/promises/files/shop.yaml", {"yaml": changed, "seen": versions.seen(file), "what": "try"}
    )
    assert "Essai à blanc : « Livré à temps »" in text_of(page)
    assert file.read_text() == before


def test_whoever_tries_a_promise_has_seen_its_result(fetched: Path, signed_in: SignedIn) -> None:
    from visavis.house.models import User
    from visavis.questions.forecasting import may_forecast

    signed_in(Role.ANALYST).post("/promises/new", FORM)
    analyst = User.objects.get(email="analyst@exemple.example")
    assert not may_forecast(analyst, "le-jour-dit")


def test_a_test_that_was_tried_under_one_name_is_not_forecast_under_another(fetched: Path, signed_in: SignedIn) -> None:
    from visavis.questions.models import Forecast

    client = signed_in(Role.ANALYST)
    client.post("/promises/new", FORM | {"name": "essai"})
    assert client.post("/promises/new", FORM | {"name": "autre", "what": "adopt"}).status_code == 302
    answer = client.post("/start/forecast", {"promise": "autre", "value": "90"})
    assert (answer.status_code, "Vous avez déjà vu ce résultat" in text_of(answer)) == (422, True)
    assert not Forecast.objects.exists()


def test_where_facts_are_many_the_trial_is_a_job(
    fetched: Path, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from visavis.promises.rewriting import try_text
    from visavis.work.models import Job

    monkeypatch.setattr(trials, "AT_ONCE", 3)
    client = signed_in(Role.ANALYST)
    answer = client.post("/promises/new", FORM)
    job = Job.objects.get()
    assert answer["Location"] == f"/promises/trials/{job.pk}"
    assert "L’essai attend son tour." in text_of(client.get(answer["Location"]))
    Job.objects.update(finished_at=job.asked_at, succeeded=True, result=try_text(fetched, **job.kwargs))
    assert "66,7 % fourchette 20,8–93,9 · 3 cas" in text_of(client.get(answer["Location"]))
    assert signed_in(Role.ADMINISTRATOR).get(answer["Location"]).status_code == 404


def test_before_the_first_run_the_remedy_is_told(home: Path, signed_in: SignedIn) -> None:
    page = signed_in(Role.ANALYST).post("/promises/new", FORM)
    assert (page.status_code, "aucun fait n’a encore été lu ici" in text_of(page)) == (422, True)
