"""Cases and clients behind figures: the list, the way back, the links that lead there, and none where none may be given."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.counting import queries
from visavis.clients.models import ClientCard
from visavis.mirror.examples import DOCUMENT, addresses, listed
from visavis.running.models import Document
from visavis.vocabulary import Role

TEAM, ORDERS = "<b>Atelier</b>", "orders · way · entry → make"
LISTS = {
    "chain": {f'["{TEAM}", "beyond"]': [[7, "orders/o-1", "2025-03-02", ""], [8, "orders/o-2", "2025-03-01", ""]]},
    "process": {f'["{ORDERS}", "value"]': [[7, "orders/o-1", "2025-03-02", ""]]},
    "relation": {'[null, "locked_share"]': [[8, "", "2025-02-01", ""]]},
    "retention": {
        '[null, "left"]': [
            [7, "", "2025-04-05", '{"began_on": "2023-01-01", "missed_on": "2025-03-01", "promise": "livre"}'],
            [8, "", "2025-04-04", '{"began_on": "2024-01-01", "silent_on": "2025-02-11"}'],
        ]
    },
}


@pytest.fixture
def published(home: object) -> None:
    for kind, lists in LISTS.items():
        Document.objects.create(name=DOCUMENT + kind, run="r1", body={"lists": lists})
    ClientCard.objects.create(client=7, name="Zoé <i>Martin</i>")


def address(kind: str) -> str:
    (found,) = addresses({"lists": LISTS[kind]}, kind).values()
    return found


def page(answer: Any) -> str:
    assert answer.status_code == 200
    return str(" ".join(answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").split()))


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(("kind", "lang", "words"), [
    ("chain", "fr", ("Cas qui ont attendu plus que d’habitude chez &lt;b&gt;Atelier&lt;/b&gt;", "/clients/c-000007", "Zoé &lt;i&gt;Martin&lt;/i&gt;", "c-000008", "o-2", "jamais combien de temps")),
    ("chain", "en", ("Cases that waited longer than usual at", "never how long it stayed there", 'href="/mirror/chain"')),
    ("process", "fr", ("Cas qui ont pris le chemin entry → make", 'href="/mirror/journey"')),
    ("relation", "en", ("Clients in one person’s hands", "never a portfolio")),
    ("retention", "fr", ("Clients qui sont partis", "rien ne dit que c’en est la cause", 'href="/promises/livre"', "5 avril 2025", "11 février 2025", "aucune")),
    ("retention", "en", ("Clients who left", "nothing says that it is the cause")),
])  # fmt: skip
def test_a_list_names_clients_and_never_an_employee(
    signed_in: Callable[..., Client], kind: str, lang: str, words: tuple[str, ...]
) -> None:
    told = page(signed_in(Role.ANALYST, lang=lang).get(address(kind)))
    assert [each for each in words if each not in told] == []
    assert "<b>Atelier" not in told


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("asked", [
    "", "?of=chain", "?of=chain&about=Magasin&figure=beyond", "?of=nothing&about=&figure=value", "?of=process&about=x&figure=value",
    "?of=relation&figure=covered_share",
])  # fmt: skip
def test_a_list_that_is_not_given_is_not_there(signed_in: Callable[..., Client], asked: str) -> None:
    assert signed_in(Role.ANALYST).get(f"/mirror/cases{asked}").status_code == 404


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.LEAD, Role.SPONSOR])
def test_through_which_teams_a_case_went_is_for_those_who_look_at_raw_rows(
    signed_in: Callable[..., Client], role: Role
) -> None:
    """Held beside the lists of promises it would tell, team by team, what the sums of the mirror leave out."""
    Document.objects.create(name="teams", run="r1", body={"named": [{"name": "Dock", "masked": True}]})
    lists = ("orders · handoff · Dock → Atelier", "orders · way · entry → Dock", "orders · step · Dock")
    addresses_of = [f"/mirror/cases?of=process&about={about}&figure=value" for about in lists]
    for where in (address("chain"), *addresses_of):
        assert signed_in(role).get(where).status_code == 403
    assert signed_in(role).get(address("process")).status_code == 200, (
        "steps that are no teams stand on the client's page"
    )
    assert signed_in(Role.ANALYST).get(addresses_of[0]).status_code == 404, "there is no such list, but they may ask"


@pytest.mark.usefixtures("published")
def test_the_journey_leads_nobody_to_a_list_that_is_closed_to_them(signed_in: Callable[..., Client]) -> None:
    """And asks once which teams there are, however many lists it has."""
    about = ["way · entry → make", *(f"way · entry → make → {n}" for n in range(9)), "handoff · Dock → Atelier", "way · entry → Dock"]  # fmt: skip
    figure = {"value": 0.5, "n": 90, "unit": "share", "low": 0.4, "high": 0.6, "method": None, "reason": None}
    rows = [figure | {"grouping": f"orders · {each}", "position": 0, "figure": "value"} for each in about]
    rows.append(figure | {"grouping": "orders", "position": 0, "figure": "value", "unit": "day"})
    lists = {f'["orders · {each}", "value"]': [[7, "orders/o-1", "2025-03-02", ""]] for each in about}
    Document.objects.filter(name=f"{DOCUMENT}process").update(body={"lists": lists})
    Document.objects.create(name="process", run="r1", body={"name": "process", "figures": rows, "steps": []})
    Document.objects.create(name="teams", run="r1", body={"named": [{"name": "Dock", "masked": True}]})
    told = {}
    for role in (Role.EMPLOYEE, Role.ANALYST):
        client = signed_in(role)
        with queries() as asked:
            told[role] = page(client.get("/mirror/journey"))
        assert sum("visavis_document" in sql and "teams" in params for sql, params in asked) <= 1
    assert told[Role.ANALYST].count("/mirror/cases?") == len(about)
    assert told[Role.EMPLOYEE].count("/mirror/cases?") == len(about) - 2
    assert "Dock" not in "".join(re.findall(r'/mirror/cases[^"]*', told[Role.EMPLOYEE]))


def test_without_a_list_there_is_no_address() -> None:
    assert addresses({}, "chain") == {}
    assert listed({}, None, "value") == []
