"""Records handed in by a program get their client at once; clients are erased by administrators' programs alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.conftest import Program
from tests.running.clientele import clientele, numbers
from visavis.running.run import run
from visavis.vocabulary import Role

Programs = Callable[..., Program]
MARC = {
    "source": "form",
    "key": "1",
    "given_name": "Marc",
    "family_name": "d’Arc",
    "emails": ["Marc.dArc@exemple.fr"],
    "phones": "06 12 00 00 00",
}


@pytest.fixture
def linked(home: Path) -> Path:
    """The home served, after one run."""
    run(clientele(home), only=("fetch", "link", "publish"))
    return home


def test_a_record_gets_its_client_and_a_client_is_erased(program: Programs, linked: Path) -> None:
    mine, known = program(Role.ANALYST), f"c-{numbers()['crm/2']:06d}"
    placed = mine.call("post", "/records", MARC)
    told = placed.json()
    assert (placed.status_code, told["outcome"], told["client"], told["record"]) == (200, "attached", known, "form/1")
    assert told["to"] in ("crm/2", "shop/md")
    assert abs(sum(each["bits"] + each["rarity"] for each in told["evidence"]) - told["weight"]) < 0.1
    assert mine.call("post", "/records", MARC).json() == told
    new = {
        "source": "form",
        "key": "2",
        "given_name": "Honorine",
        "family_name": "Quéméneur",
        "emails": "honorine@exemple.bzh",
    }
    made = mine.call("post", "/records", new)
    assert (made.status_code, made.json()["outcome"]) == (200, "created")
    assert numbers()["form/2"] == int(made.json()["client"][2:])
    unknown = mine.call("post", "/records", MARC | {"shoe_size": 44})
    assert (unknown.status_code, unknown.json()["what"]) == (422, "clé inconnue : shoe_size")

    assert mine.call("get", f"/clients/{known}/erasure").status_code == 403
    assert mine.call("post", f"/clients/{known}/erasure", {}).status_code == 403
    admin = program(Role.ADMINISTRATOR, lang="en")
    going = admin.call("get", f"/clients/{known}/erasure").json()
    assert going["records"] == ["crm/2", "email/marc.darc@exemple.fr", "form/1", "shop/md"]
    assert admin.call("post", f"/clients/{known}/erasure", {"reason": " "}).json()["what"] == "the reason is missing"
    done = admin.call("post", f"/clients/{known}/erasure", {"reason": "asked by letter"})
    assert (done.status_code, done.json()["client"]) == (201, known)
    again = admin.call("get", f"/clients/{known}/erasure")
    assert again.status_code == 422
    assert again.json()["what"].startswith(f"client {known} was erased on ")
    for path in ("", "/why", "/history"):
        gone = admin.call("get", f"/clients/{known}{path}")
        assert (gone.status_code, gone.json()["remedy"]) == (410, "reason: asked by letter")
    assert admin.call("post", "/records", MARC).json()["what"] == "this record is that of a client who was erased"


def test_who_may_not_bring_files_may_not_bring_records(program: Programs, home: Path) -> None:
    refused = program(Role.EMPLOYEE, lang="en").call("post", "/records", MARC)
    assert (refused.status_code, refused.json()["what"]) == (403, "your role does not allow that")
    empty = program(Role.EMPLOYEE, lang="en").call("post", "/records", {})
    assert (empty.status_code, empty.json()["what"]) == (403, "your role does not allow that")
    assert program(Role.ANALYST).call("post", "/records", {}).status_code == 422
    nothing = program(Role.ANALYST, lang="en").call("post", "/records", MARC)
    assert (nothing.status_code, nothing.json()["what"]) == (422, "nothing was linked here yet")
