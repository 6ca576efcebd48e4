"""A record that arrives gets its client at once, on both databases; the next run finds the same, and loses nothing of it."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.running.clientele import change, clientele, numbers, published
from visavis import database
from visavis.clients.arriving.link_record import Placement, link_record
from visavis.mistakes import Mistake
from visavis.running.deciding import part
from visavis.running.run import run as run_all

MARC = {
    "source": "form",
    "key": "1",
    "given_name": "Marc",
    "family_name": "d’Arc",
    "emails": "Marc.dArc@exemple.fr",
    "phones": ["06 12 00 00 00"],
}
NEW = {
    "source": "form",
    "key": "2",
    "given_name": "Honorine",
    "family_name": "Quéméneur",
    "emails": "honorine@exemple.bzh",
}


def run(home: Path) -> None:
    """What concerns who is who."""
    run_all(home, only=("fetch", "link", "publish"))


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run, to copy."""
    from django.db import connections

    place = clientele(tmp_path_factory.mktemp("linked"))
    run(place)
    connections.close_all()
    return place


@pytest.fixture
def home(linked: Path, tmp_path: Path) -> Path:
    """One run."""
    shutil.copytree(linked, tmp_path / "home")
    database.use(tmp_path / "home")
    return tmp_path / "home"


def arrive(home: Path, record: dict[str, Any], **more: Any) -> Placement:
    return link_record(home, record | more)


def rows() -> dict[str, int]:
    """How many rows of what arriving writes."""
    from visavis import models

    names = ("Arrival", "ArrivalKey", "Client", "Link")
    return {name: getattr(models, name).objects.count() for name in names}


def client_of(record: str) -> str:
    from visavis.clients.models import public_id

    return public_id(numbers()[record])


def test_who_is_known_is_found_and_who_is_not_is_made(home: Path) -> None:
    known, before = client_of("crm/2"), rows()
    attached = arrive(home, MARC)
    assert (attached.outcome, attached.client, attached.record) == ("attached", known, "form/1")
    assert attached.to in ("crm/2", "shop/md")
    assert attached.weight is not None
    assert attached.weight > 10
    assert {part["comparison"] for part in attached.evidence} >= {"prior", "email"}
    made = arrive(home, NEW)
    assert (made.outcome, made.to, made.candidates) == ("created", None, ())
    assert client_of("form/1") == known
    assert client_of("form/2") == made.client
    assert rows()["Client"] == before["Client"] + 1
    assert rows()["Link"] == before["Link"] + 2
    again = arrive(home, NEW, key="3", phones="07 11 22 33 44")
    assert (again.outcome, again.client, again.to) == ("attached", made.client, "form/2")


def test_the_same_record_again_gets_the_same_answer_and_writes_nothing(home: Path) -> None:
    first = [arrive(home, MARC), arrive(home, NEW)]
    before = rows()
    assert [arrive(home, MARC), arrive(home, NEW)] == first
    assert rows() == before
    changed = arrive(home, MARC, phones=["06 12 00 00 00", "02 98 00 00 00"])
    assert changed.client == first[0].client
    assert rows()["Arrival"] == before["Arrival"]
    assert rows()["Link"] == before["Link"]


def test_the_next_run_finds_the_same_and_keeps_it(home: Path) -> None:
    arrive(home, MARC)
    made = arrive(home, NEW)
    once = numbers()
    run(home)
    assert numbers() == once
    (card,) = [each for each in published()["ClientCard"] if each["client"] == once["form/2"]]
    assert (card["name"], card["records"]) == ("Honorine Quéméneur", 1)
    run(home)
    assert numbers() == once
    assert arrive(home, NEW) == made
    later = arrive(home, NEW, key="4")
    assert (later.outcome, later.client, later.to) == ("attached", made.client, "form/2")


def test_what_a_source_brings_itself_is_told_by_it_alone(home: Path) -> None:
    from visavis.clients.models import Arrival

    made = arrive(home, NEW, source="crm", key="4")
    run(home)
    assert Arrival.objects.count() == 1
    change(
        home,
        "exports/crm.csv",
        "3;Zoé",
        "4;Honorine;Quéméneur;honorine@exemple.bzh;;9 rue Basse;29200;Brest;;2025-02-11\n3;Zoé",
    )
    run(home)
    assert Arrival.objects.count() == 0
    assert client_of("crm/4") == made.client
    known = arrive(home, NEW, key="5")
    assert (known.outcome, known.client, known.to) == ("attached", made.client, "crm/4")
    run(home)
    assert client_of("crm/4") == client_of("form/5") == made.client


def test_an_address_that_wrote_before_is_the_record_that_holds_it(home: Path) -> None:
    unknown = client_of("email/inconnue@exemple.fr")
    placed = arrive(home, NEW, emails=["Inconnue@exemple.fr"])
    assert (placed.outcome, placed.client, placed.rule) == ("attached", unknown, "address")
    before = numbers()
    run(home)
    assert numbers() == before


def test_what_people_parted_stays_apart(home: Path) -> None:
    """A record that was parted comes again with a new run's contents, and one that tells of both sides."""
    one = numbers()["crm/1"]
    new = part(home, one, [("shop", "el")], actor="cli/test", reason="two sisters").payload["minted"][0][0]
    same = {"given_name": "Élodie", "family_name": "Lefèvre", "emails": "elodie.lefevre@exemple.fr"}
    both = arrive(home, {"source": "form", "key": "9"} | same)
    assert both.outcome == "review"
    parted = arrive(home, {"source": "shop", "key": "el"} | same | {"phones": "06 12 34 56 78"})
    assert parted.client == f"c-{new:06d}"
    assert parted.outcome == "review"
    assert numbers()["crm/1"] == one
    assert numbers()["shop/el"] == new
    run(home)
    assert numbers()["crm/1"] == one
    assert numbers()["shop/el"] == new


def test_a_source_that_vouches_for_another_record_is_believed(home: Path) -> None:
    zoe = client_of("crm/3")
    placed = arrive(home, {"source": "form", "key": "z", "name": "Boutique Lambert", "also_known_as": ["crm/3"]})
    assert (placed.outcome, placed.client, placed.rule, placed.weight) == ("attached", zoe, "also known as", None)
    run(home)
    assert client_of("form/z") == zoe


def test_a_household_is_not_one_client(home: Path) -> None:
    sister = {"given_name": "Clémence", "family_name": "Lefèvre", "street": "12 rue des Lilas", "postcode": "35000"}
    placed = arrive(home, {"source": "form", "key": "s"} | sister)
    assert placed.client != client_of("crm/1")
    assert placed.outcome == "created"


def at_once(home: Path, *keys: str) -> list[Placement]:
    """The same person under those keys, each in a thread of its own."""
    from django.db import connection

    placed: list[Placement] = []
    failed: list[BaseException] = []
    start = threading.Barrier(len(keys))

    def go(key: str) -> None:
        try:
            start.wait()
            placed.append(arrive(home, NEW, key=key))
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(key,)) for key in keys]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not failed
    return placed


@pytest.mark.usefixtures("either_database")
def test_on_both_databases_two_who_write_at_once_make_one_client(tmp_path: Path) -> None:
    """The same person from two sources, and each record twice; then what is known is found, and the next run keeps it."""
    home = clientele(tmp_path)
    run(home)
    before = rows()
    placed = at_once(home, "a", "b", "a", "b")
    assert len({each.client for each in placed}) == 1
    assert sorted(each.outcome for each in placed) == ["attached", "attached", "created", "created"]
    assert rows()["Client"] == before["Client"] + 1
    assert rows()["Arrival"] == 2
    one = numbers()["crm/1"]
    new = part(home, one, [("shop", "el")], actor="cli/test", reason="two sisters").payload["minted"][0][0]
    both = arrive(home, {"source": "form", "key": "9", "name": "Élodie Lefèvre", "emails": "elodie.lefevre@exemple.fr"})
    assert both.outcome == "review"
    marc = arrive(home, MARC)
    assert (marc.outcome, marc.client) == ("attached", client_of("crm/2"))
    assert arrive(home, MARC) == marc
    known = numbers()
    run(home)
    assert {record: number for record, number in numbers().items() if record != "form/9"} == {
        record: number for record, number in known.items() if record != "form/9"
    }
    assert {numbers()["crm/1"], numbers()["shop/el"]} == {one, new}


def test_a_record_that_arrives_while_a_run_publishes_is_not_lost(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from visavis.running.publishing import publish as publishing
    from visavis.running.publishing.ids import plan_ids

    planned = plan_ids
    arrived: list[Placement] = []

    def plan(*given: Any) -> Any:
        if not arrived:
            arrived.append(arrive(home, NEW))
        return planned(*given)

    arrive(home, MARC)
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "plan_ids", plan)
        run(home)
    assert arrived
    assert client_of("form/2") == arrived[0].client
    again = arrive(home, NEW, key="5")
    assert (again.client, again.to) == (arrived[0].client, "form/2")
    run(home)
    assert client_of("form/2") == client_of("form/5") == arrived[0].client


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"source": "form"}, "the field “key” is needed"),
        ({"source": " \t ", "key": "x"}, "the field “source” is needed"),
        ({"source": "web/form", "key": "x"}, "the field “source” can hold neither a slash nor an invisible character"),
        ({"source": "web\nform", "key": "x"}, "the field “source” can hold neither a slash nor an invisible character"),
        ({"source": "\u200b", "key": "x"}, "the field “source” can hold neither a slash nor an invisible character"),
        ({"source": "email", "key": "x"}, "the field “source” is a name that is taken"),
        ({"source": "form", "key": "1", "mail": "x"}, "unknown field: mail"),
        ({"source": "form", "key": "1", "birth_date": "03/02/1980"}, "the field “birth_date” is written 1980-02-03"),
        ({"source": "form", "key": "1", "kind": "cat"}, "the field “kind” is person or organisation"),
        ({"source": "form", "key": "1", "name": 3}, "the field “name” must be a text"),
        ({"source": "form", "key": "1", "emails": ["a"] * 51}, "the field “emails” has more than 50 values"),
        ({"source": "f" * 201, "key": "1"}, "the field “source” is too long"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, record: dict[str, Any], said: str) -> None:
    with pytest.raises(Mistake, match=said.replace("(", r"\(")):
        link_record(tmp_path, record)


def test_nothing_linked_yet(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="nothing was linked here yet"):
        link_record(tmp_path, NEW)
