"""Relations on a client's page: an employer for everybody, a household for whoever said why they need details."""

from collections.abc import Callable
from pathlib import Path

from django.test import Client

from tests.clients.homes import RECORD_ROWS, make_home
from tests.engine.linking.facts import person
from tests.web.reading import text_of
from visavis.cli.client_relations import relation_lines
from visavis.clients.models import Link, public_id
from visavis.clients.relations import Related, relations_of
from visavis.clients.show import show
from visavis.clients.who import find
from visavis.vocabulary import Role

SignIn = Callable[..., Client]
HOME = {"street": "12 rue des Lilas", "postcode": "69003"}
RECORDS = [
    *RECORD_ROWS,
    person("crm/10", "Paul", "Morel", company="Garage Martin", email="paul@garage-martin.fr", **HOME),
    person("crm/11", "Anne", "Morel", **HOME),
    person("crm/12", None, None, name="Garage Martin SARL", kind="organisation", email="contact@garage-martin.fr"),
]


def client_of(source: str, key: str) -> str:
    return public_id(Link.objects.get(source=source, key=key).client_id)


def test_relations_are_told_with_the_other_client_and_are_not_identity(home: Path, signed_in: SignIn) -> None:
    make_home(home, RECORDS)
    paul, anne, garage = (client_of("crm", key) for key in ("10", "11", "12"))
    assert len({paul, anne, garage}) == 3
    assert relations_of(find(home, "crm/10")) == [
        Related("works_for", True, garage, ("company", "domain"), 4),
        Related("household", True, anne, ("address",), 2),
    ]
    assert relations_of(find(home, "crm/12")) == [Related("works_for", False, paul, ("company", "domain"), 4)]
    assert relations_of(find(home, "crm/1")) == []
    assert relation_lines(show(home, "crm/10"), "en") == [
        "",
        "Relations to other clients",
        f"  works for {garage}  (name of the company on the record, domain of the e-mail address; n = 4)",
        f"  same household as {anne}  (same family name at the same address; n = 2)",
    ]
    browser = signed_in(Role.EMPLOYEE)
    text = text_of(browser.get(f"/clients/{paul}/relations"))
    assert "Travaille pour Garage Martin SARL" in text
    assert "Anne" not in text
    assert "lien de foyer se lit" in text
    browser.post(f"/clients/{paul}/details", {"purpose": "call"})
    part = browser.get(f"/clients/{paul}/relations", headers={"HX-Request": "true", "HX-Target": "relations"})
    assert "Même foyer que Anne Morel" in text_of(part)
    assert "12 rue" not in text_of(part)
    nobody = text_of(browser.get(f"/clients/{client_of('crm', '1')}/relations"))
    assert "Aucun lien connu avec un autre client" in nobody
