"""Records that arrive by themselves where little is known of them: one that was gone, a switchboard's address, endless references."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.running.clientele import change, clientele, numbers
from visavis import database
from visavis.clients.arriving.link_record import link_record
from visavis.running.deciding.past import Then, who_was
from visavis.running.publishing import publish as publishing
from visavis.running.publishing.ids import plan_ids
from visavis.running.run import run as run_all

MARC = "2;Marc;d'Arc;marc.darc@exemple.fr;;3 quai Sud;29000;Quimper;;2025-01-11\n"
ZOE = "3;Zoé;Lambert;;0298765432;5 rue Haute;29200;Brest;;2025-01-12\n"
DESK = "bureau.des.lilas@exemple.fr"
CALLERS = "Anouk Briand,Basile Corre,Cyprien Drevet,Dalila Estève,Edgar Faure,Fanny Guyot,Gaspard Hamon,Hanna Izard,Ivan Jolly,Judith Kerr"


def run(home: Path) -> None:
    """What concerns who is who."""
    run_all(home, only=("fetch", "link", "publish"))


def test_a_record_that_was_gone_comes_back_to_its_client(
    tmp_path: Path, either_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that its source no longer brings, and that arrives when a run has just planned that it is gone."""
    home = clientele(tmp_path / "home")
    run(home)
    database.use(home)
    from visavis.clients.models import Client, ClientMove, Link

    zoe = numbers()["crm/3"]
    there = timezone.now()
    change(home, "exports/crm.csv", ZOE, "")
    run(home)
    assert "crm/3" not in numbers()
    link, clients = Link.objects.get(source="crm", key="3"), Client.objects.count()
    away = timezone.now()
    back = link_record(home, {"source": "crm", "key": "3", "given_name": "Zoé", "family_name": "Le Goff"})
    assert (back.outcome, back.client) == ("attached", f"c-{zoe:06d}")
    assert numbers()["crm/3"] == zoe
    assert Client.objects.count() == clients
    assert Link.objects.get(source="crm", key="3").run == link.run
    move = ClientMove.objects.get(source="crm", key="3")
    assert (move.former, move.client, move.missed) == (zoe, zoe, link.vanished_run)
    then = Then(zoe, (("crm", "3"),))
    assert [who_was(home, zoe, when) for when in (there, away, timezone.now() + timedelta(seconds=1))] == [
        then,
        Then(zoe, ()),
        then,
    ]
    planned, marc = plan_ids, numbers()["crm/2"]

    def plan(*given: Any) -> Any:
        done = planned(*given)
        link_record(home, {"source": "crm", "key": "2", "given_name": "Marc", "family_name": "d’Arc"})
        return done

    monkeypatch.setattr(publishing, "plan_ids", plan)
    change(home, "exports/crm.csv", MARC, "")
    run(home)
    assert (numbers()["crm/2"], numbers()["crm/3"]) == (marc, zoe)
    assert ClientMove.objects.filter(source="crm", key="3").count() == 1


@pytest.mark.parametrize("named", ["a/" * 499, "crm/" + "3/" * 300])
def test_a_reference_with_many_slashes_is_looked_up(tmp_path: Path, named: str) -> None:
    home = clientele(tmp_path / "home")
    run(home)
    told = {
        "source": "form",
        "key": "1",
        "name": "Boutique Lambert",
        "also_known_as": [named, f"{named}b", "crm/3", f"{named}c"],
    }
    placed = link_record(home, told)
    assert (placed.outcome, placed.client) == ("attached", f"c-{numbers()['crm/3']:06d}")


def test_an_address_that_a_crowd_bears_brings_nobody_to_whom_it_wrote(tmp_path: Path) -> None:
    home = clientele(tmp_path / "home")
    people = [each.split() for each in CALLERS.split(",")]
    rows = "".join(f"{40 + n};{given};{family};{DESK};;;;;;2025-01-12\n" for n, (given, family) in enumerate(people))
    change(home, "exports/crm.csv", ZOE, ZOE + rows)
    change(home, "exports/mails.csv", "inconnue@exemple.fr", DESK)
    run(home)
    desk = numbers()[f"email/{DESK}"]
    assert len({numbers()[f"crm/{40 + n}"] for n in range(len(people))} | {desk}) == len(people) + 1
    placed = link_record(
        home, {"source": "form", "key": "1", "given_name": "Kléber", "family_name": "Lozac’h", "emails": DESK}
    )
    assert (placed.outcome, placed.rule) == ("created", None)
    before = numbers()
    run(home)
    assert numbers() == before
