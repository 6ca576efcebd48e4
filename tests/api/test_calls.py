"""What programs can do with a key: the same as its person on pages, and told as JSON."""

import json
import uuid
from collections.abc import Callable

import pytest

from tests.api.conftest import TEXT, Program
from visavis.vocabulary import Role

Programs = Callable[..., Program]


def test_what_was_heard_is_noted_and_followed(program: Programs, voice: uuid.UUID) -> None:
    mine = program()
    sent = {"words": "Ma box n’est pas là", "client": "c-000001", "channel": "shop"}
    made = mine.call("post", "/voices/heard", sent)
    assert made.status_code == 201
    told = made.json()
    assert {name: told[name] for name in sent} == sent
    assert (told["read"], told["team"], told["seen_at"], told["answered_at"]) == (False, None, None, None)
    assert [each["id"] for each in mine.call("get", "/voices/heard").json()] == [told["id"]]
    assert program(Role.LEAD).call("get", "/voices/heard").json() == []


def test_a_voice_with_its_reading_and_route_masks_personal_data(program: Programs, voice: uuid.UUID) -> None:
    told = program().call("get", f"/voices/{voice}").json()
    assert told["text"] == TEXT.replace("06 12 34 56 78", "[téléphone]")
    assert told["reading"] == {
        "sentiment": "negative", "theme": "delivery", "themes": ["delivery"], "step": None, "marks": ["anger"], "corrected": [],
    }  # fmt: skip
    assert told["route"] == {"team": None, "likeliest": None, "p": None, "by_a_person": False}
    assert (told["client"], told["occurred_on"]) == ("c-000001", "2025-03-04")


def test_a_correction_holds_and_is_taken_back(program: Programs, voice: uuid.UUID) -> None:
    mine = program()
    made = mine.call("post", f"/voices/{voice}/corrections", {"question": "theme", "answer": "price"})
    assert (made.status_code, made.json()["was"]) == (201, "delivery")
    assert mine.call("get", f"/voices/{voice}").json()["reading"]["corrected"] == ["theme"]
    assert mine.call("get", f"/voices/{voice}").json()["reading"]["theme"] == "price"
    assert mine.call("delete", f"/voices/{voice}/corrections/theme").status_code == 204
    assert mine.call("get", f"/voices/{voice}").json()["reading"]["theme"] == "delivery"
    again = mine.call("delete", f"/voices/{voice}/corrections/theme")
    assert (again.status_code, again.json()["what"]) == (404, "cette lecture n’était pas corrigée")


def test_a_voice_is_carried_elsewhere(program: Programs, voice: uuid.UUID) -> None:
    mine = program()
    made = mine.call("post", f"/voices/{voice}/routes", {"team": "Logistique", "why": "c’est à eux"})
    assert (made.status_code, made.json()) == (
        201,
        {"team": "Logistique", "likeliest": made.json()["likeliest"], "p": None, "by_a_person": True},
    )
    assert mine.call("get", f"/voices/{voice}").json()["route"]["team"] == "Logistique"
    refused = mine.call("post", f"/voices/{voice}/routes", {"team": "Personne"})
    assert refused.status_code == 422
    assert "Personne" in refused.json()["what"]


def test_clients_are_found_without_personal_details(program: Programs, voice: uuid.UUID) -> None:
    told = program().call("get", "/clients?search=morel").json()
    assert told == {
        "clients": [
            {"id": "c-000001", "name": "Claire Morel", "kind": "person", "company": None, "city": "Nantes", "last_on": None,
             "waiting_since": None, "voices": 1}
        ],
        "more": False,
    }  # fmt: skip
    assert program().call("get", "/clients?search=zzz").json() == {"clients": [], "more": False}


def test_my_own_commitments_only(program: Programs, voice: uuid.UUID) -> None:
    import datetime

    from visavis.house.models import User
    from visavis.promises.models import Commitment

    mine, other = program(), program(Role.LEAD)
    Commitment.objects.create(
        id=uuid.UUID(int=9), user=User.objects.get(email="employee@exemple.example"), item=voice, source="s", key="k", client_ref="client/c-000001",
        words="Je vous rappelle mardi", language="fr", kind="firm", act="call", said_on=datetime.date(2025, 3, 3), due_on=datetime.date(2025, 3, 4),
        confirmed_at=datetime.datetime(2025, 3, 3, tzinfo=datetime.UTC),
    )  # fmt: skip
    assert [each["words"] for each in mine.call("get", "/commitments").json()] == ["Je vous rappelle mardi"]
    assert other.call("get", "/commitments").json() == []


@pytest.mark.parametrize(
    ("lang", "what", "remedy"),
    [
        ("fr-CA,en;q=0.5", "il manque « words »", "voyez /api/v1/openapi.json"),
        ("de, en;q=0.9, fr;q=0.8", "“words” is missing", "see /api/v1/openapi.json"),
        ("", "il manque « words »", "voyez /api/v1/openapi.json"),
        ("*;;q=x,\u00ff", "il manque « words »", "voyez /api/v1/openapi.json"),
    ],
)
def test_mistakes_in_the_language_asked_for(program: Programs, lang: str, what: str, remedy: str) -> None:
    answer = program(lang=lang).call("post", "/voices/heard", {})
    assert (answer.status_code, answer.json()) == (422, {"what": what, "remedy": remedy, "field": "words"})
    assert answer["Content-Language"] == ("en" if "missing" in what else "fr")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "what"),
    [
        ("post", "/voices/heard", "{", 400, "ce n’est pas du JSON"),
        ("post", "/voices/heard", "[]", 422, None),
        ("post", "/voices/heard", {"words": "x", "wrods": 1}, 422, "clé inconnue : wrods"),
        ("post", "/voices/heard", {"words": " "}, 422, "il manque les mots du client"),
        ("post", "/voices/heard", {"words": "x", "client": "c-999999"}, 422, "aucun client c-999999"),
        ("post", "/voices/heard", {"words": "x", "channel": "pigeon"}, 422, "« channel » n’a pas la forme attendue"),
        ("get", "/voices/nothing", None, 404, "rien ne se trouve à cette adresse"),
        ("get", f"/voices/{uuid.UUID(int=5)}", None, 404, "ce message client n’existe pas, ou plus"),
        ("get", "/voices/heard?limit=9999", None, 422, None),
        ("get", "/clients", None, 422, "il manque « search »"),
        ("put", "/clients", None, 405, "cette adresse ne prend pas cette méthode"),
        ("get", "/nowhere", None, 404, "rien ne se trouve à cette adresse"),
    ],
)
def test_what_is_wrong_is_told(
    program: Programs, method: str, path: str, body: object, status: int, what: str | None
) -> None:
    answer = program().call(method, path, body)
    assert answer["Content-Type"].startswith("application/json")
    assert (answer.status_code, answer.json()["what"]) == (status, what or answer.json()["what"])


def test_what_breaks_is_told_as_json(program: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("visavis.api.commitments.confirmed_by", broken)
    answer = program().call("get", "/commitments")
    assert (answer.status_code, answer.json()["what"]) == (500, "une erreur de notre côté")
    assert "ZeroDivision" not in json.dumps(answer.json())
