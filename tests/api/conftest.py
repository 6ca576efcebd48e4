"""A home with people who have keys, a client, and a voice."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import home
from visavis.api.asking import pace
from visavis.vocabulary import Role

__all__ = ["home"]

VOICE = uuid.UUID(int=4321)
TEXT = "La livraison de la box a eu dix jours de retard, appelez le 06 12 34 56 78"


@dataclass
class Program:
    """A program that holds a key."""

    client: Client
    key: str
    lang: str = "fr"

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer to a call under /api/v1."""
        given = {"Authorization": f"Bearer {self.key}", "Accept-Language": self.lang} | headers
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(f"/api/v1{path}", headers=given, **more)


@pytest.fixture
def program(home: Path) -> Iterator[Callable[..., Program]]:
    """`program(Role.LEAD)`: a program that acts for somebody of that role."""
    from visavis.house.keys import make_key
    from visavis.house.models import User

    def made(role: Role = Role.EMPLOYEE, lang: str = "fr") -> Program:
        email = f"{role}@exemple.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, "Camille", role, "x" * 20)
        return Program(Client(raise_request_exception=False), make_key(user, "essai")[1], lang)

    yield made
    pace.forget()


@pytest.fixture
def voice(home: Path) -> uuid.UUID:
    """A voice of client c-000001, whose phone number is masked; and a team to carry it to."""
    from visavis.clients.models import Client as Known
    from visavis.clients.models import ClientCard, SearchTerm
    from visavis.house.models import Team
    from visavis.voices.models import Voice

    Known.objects.create(number=1)
    ClientCard.objects.create(client=1, name="Claire Morel", kind="person", city="Nantes", voices=1)
    for term in ("claire", "morel"):
        SearchTerm.objects.create(client=1, term=term)
    Team.objects.create(name="Logistique")
    day = datetime.date(2025, 3, 4)
    Voice.objects.create(
        id=VOICE, client=1, moment=datetime.datetime(2025, 3, 4, tzinfo=datetime.UTC), occurred_on=day, source="avis", channel="review",
        text=TEXT, language="fr", sentiment="negative", theme="delivery", themes=",delivery,", marks=",anger,", personal=f'[[{TEXT.index("06")}, 14, "phone"]]',
    )  # fmt: skip
    return VOICE
