"""After signing in or choosing a language, people land on a page of ours, never on somebody else's."""

from pathlib import Path

import pytest
from django.test import Client

from tests.web.conftest import PASSWORD
from visavis.vocabulary import Role

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,hello",
    " //evil.example",
    "\t//evil.example",
    "evil",
    "http://testserver.evil.example/",
    "http://testserver@evil.example/",
    "",
]


@pytest.fixture
def camille(home: Path) -> None:
    """Somebody who may sign in."""
    from visavis.house.models import User

    User.objects.create_user("camille@exemple.example", "Camille", Role.EMPLOYEE, PASSWORD)


def test_no_way_out_of_our_pages(camille: None) -> None:
    def ways(where: str) -> list[str]:
        client = Client()
        landed = client.post("/sign-in", {"email": "camille@exemple.example", "password": PASSWORD, "next": where})
        already = client.get("/sign-in", {"next": where})
        chosen = client.post("/language", {"language": "en", "next": where})
        return [landed["Location"], already["Location"], chosen["Location"]]

    assert {where: ways(where) for where in ELSEWHERE} == {where: ["/", "/", "/"] for where in ELSEWHERE}


def test_people_land_where_they_wanted_to_go(camille: None) -> None:
    for where in ("/clients?q=morel&page=2", "/promises/livre-a-la-date", "/today#mercis"):
        client = Client()
        asked = client.get("/sign-in", {"next": where})
        assert asked.context["next"] == where
        landed = client.post("/sign-in", {"email": "camille@exemple.example", "password": PASSWORD, "next": where})
        assert landed["Location"] == where
