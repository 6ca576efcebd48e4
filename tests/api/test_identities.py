"""Who is who, for programs: told without personal details, decided, taken back; as pages do it, and in the language asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Program
from tests.clients.doubtful import PAIRS, ROWS
from tests.clients.homes import make_home
from visavis.clients.models import Decision, Link, public_id
from visavis.clients.named import Record
from visavis.vocabulary import Role

Programs = Callable[..., Program]
DETAILS = (
    "jc.dupont@free.fr",
    "JC.Dupont@free.fr",
    "0612345678",
    "+33612345678",
    "1960",
    "1961",
    "zoe@free.fr",
    "claire.morel@",
    "zoe.coeur",
    "0611223344",
    "rue Haute",
    "quai Sud",
)


def told(mine: Program, path: str, status: int = 200) -> Any:
    """The JSON at an address; it tells no personal detail."""
    answer = mine.call("get", path)
    assert answer.status_code == status, answer.content
    assert [each for each in DETAILS if each in answer.content.decode()] == []
    return answer.json()


def whose(record: str) -> str:
    """The id of the client that a record is linked to."""
    source, _, key = record.partition("/")
    return public_id(Link.objects.get(source=source, key=key).client_id)


def token(record: str) -> str:
    source, _, key = record.partition("/")
    return Record(source, key).token


@pytest.fixture
def linked(home: Path) -> Path:
    """Two clients: Dupont of two records and an address that facts name, who contradict each other; and Zoé of two."""
    make_home(home)
    return home


def test_who_is_who(program: Programs, linked: Path) -> None:
    check_one_client(program(Role.EMPLOYEE))
    check_reasons(program(Role.EMPLOYEE, lang="en"))
    check_wrong_questions(program(Role.EMPLOYEE, lang="en"))
    check_decisions(program(Role.EMPLOYEE, lang="en"))


def check_one_client(mine: Program) -> None:
    """Who it is, by which record; values of details are withheld, and who says them is told."""
    dupont = whose("crm/1")
    found = told(mine, f"/clients/{dupont}")
    assert (found["id"], found["name"], found["former"]) == (dupont, "Jean-Claude Dupont", [])
    crm, shop, mail = token("crm/1"), token("shop/a/1"), token("email/JC.Dupont@free.fr")
    assert [(each["id"], each["source"], each["key"], each["name"]) for each in found["records"]] == [
        (crm, "crm", "1", "Jean-Claude Dupont"),
        (mail, "email", None, None),
        (shop, "shop", "a/1", "J DUPONT"),
    ]
    assert [(each["filled"], each["of"], each["changed_on"], each["gone"]) for each in found["records"]] == [
        (5, 11, "2024-03-01", False),
        (0, 0, None, False),
        (4, 11, None, False),
    ]
    believed = {each["unit"]: each for each in found["believed"]}
    assert sorted(believed) == ["birth_date", "emails", "name", "phones"]
    assert (believed["name"]["value"], believed["name"]["record"]) == ("Jean-Claude Dupont", crm)
    assert (believed["emails"]["value"], sorted(believed["emails"]["said_by"])) == (None, sorted([crm, shop]))
    assert (believed["birth_date"]["value"], believed["birth_date"]["record"]) == (None, crm)
    assert believed["birth_date"]["otherwise"] == [{"value": None, "said_by": [shop]}]
    assert found["missing"] == ["company", "address", "language"]
    assert found["contradictions"] == [
        {"field": "birth_date", "sources": [["crm"], ["shop"]], "kept_from": crm, "rule": "most_frequent"}
    ]


def check_reasons(mine: Program) -> None:
    """What holds records together, the path between two, and what keeps two clients apart."""
    dupont, zoe = whose("crm/1"), whose("crm/2")
    crm, shop, mail = token("crm/1"), token("shop/a/1"), token("email/JC.Dupont@free.fr")
    found = told(mine, f"/clients/{dupont}/why")
    assert (found["client"], found["other"], found["together"], found["loose"], found["apart"]) == (
        dupont, dupont, True, [], None,
    )  # fmt: skip
    sure, likely = found["ties"]
    assert (sure["weight"], sure["words"], sure["evidence"]) == (None, "address that one client alone holds", [])
    assert {likely["one"]["id"], likely["other"]["id"]} == {crm, shop}
    assert "same e-mail" in likely["words"]
    assert abs(sum(each["bits"] + each["rarity"] for each in likely["evidence"]) - likely["weight"]) < 0.1
    path = told(mine, f"/clients/{dupont}/why?record=shop/a/1&other={mail}")["ties"]
    assert [{each["one"]["id"], each["other"]["id"]} for each in path] == [{crm, shop}, {crm, mail}]
    apart = told(mine, f"/clients/{dupont}/why?other={zoe}")
    assert (apart["other"], apart["together"], apart["ties"]) == (zoe, False, [])
    assert (apart["apart"]["reason"], apart["apart"]["keys"]) == ("never compared", [])
    assert apart["apart"]["words"].startswith("never compared: nothing that serves as a key")


def check_wrong_questions(mine: Program) -> None:
    """What can't be answered is said, without a detail."""
    dupont = whose("crm/1")
    for path in (
        "/clients/c-000999",
        "/clients/crm",
        "/clients/c-99999999999999999999/why",
        "/clients/c-000999/history",
    ):
        assert told(mine, path, 404)["what"] == "there is no such client"
    assert told(mine, f"/clients/{dupont}/why?record=crm/1", 422)["what"] == "the other record is missing"
    assert told(mine, f"/clients/{dupont}/why?other=nobody", 422)["what"] == "“nobody” is none of these records"
    same = told(mine, f"/clients/{dupont}/why?other={dupont}", 422)
    assert (same["what"], same["remedy"]) == (
        f"this is one client, {dupont}",
        "name two of its records: crm/1, shop/a/1",
    )
    assert told(mine, "/decisions/99", 404)["what"] == "there is no decision 99"
    for sent, what in (
        ({"kind": "merge", "clients": [dupont]}, "“clients” must name two clients or more, and “records” nothing"),
        ({"kind": "merge", "clients": [dupont, "Zoé"]}, "“Zoé” is no client’s id"),
        ({"kind": "merge", "clients": [dupont, "c-000999"]}, "there is no client c-000999"),
        ({"kind": "split", "records": ["crm/1"]}, "“clients” must name one client"),
        ({"kind": "must-link", "records": ["crm/1"]}, "“records” must name two records"),
        ({"kind": "must-link", "records": ["crm/1", token("crm/2")]}, f"“{token('crm/2')}” is none of these records"),
        ({"kind": "cannot-link", "records": ["crm/1", "crm/77"]}, "there is no record crm/77"),
    ):
        refused = mine.call("post", "/decisions", sent | {"reason": "seen"})
        assert (refused.status_code, refused.json()["what"]) == (422, what)
    blank = mine.call("post", "/decisions", {"kind": "split", "clients": [dupont], "records": ["crm/1"], "reason": " "})
    assert (blank.status_code, blank.json()["what"]) == (422, "the reason is missing")
    assert Decision.objects.count() == 0


def check_decisions(mine: Program) -> None:
    """Merged, told under both ids, and taken back; parted by ids of records; and two records said to be two clients."""
    dupont, zoe = sorted((whose("crm/1"), whose("crm/2")))
    merged = mine.call("post", "/decisions", {"kind": "merge", "clients": [zoe, dupont], "reason": "they told us"})
    assert merged.status_code == 201
    number = merged.json()["decision"]
    assert {name: merged.json()[name] for name in ("kind", "by", "reason", "undoes", "clients")} == {
        "kind": "merge", "by": "Camille", "reason": "they told us", "undoes": None, "clients": {dupont: 5},
    }  # fmt: skip
    assert mine.call("get", f"/clients/{zoe}").json()["id"] == dupont
    assert mine.call("get", f"/clients/{zoe}").json()["former"] == [zoe]
    past = told(mine, f"/clients/{zoe}/history?at=2000-01-01")
    assert (past["id"], past["now"], past["then"]) == (zoe, dupont, {"at": "2000-01-01", "id": None, "records": []})
    last = past["events"][-1]
    assert (last["what"], last["decision"], last["others"], last["by"]) == ("merge", number, [dupont], "Camille")
    assert last["words"] == f"decision {number}, merge ({dupont}), by Camille: “they told us”"

    undone = mine.call("post", f"/decisions/{number}/undoing", {"reason": "somebody else"})
    assert (undone.status_code, undone.json()["undoes"], undone.json()["clients"]) == (201, number, {dupont: 3, zoe: 2})
    assert told(mine, f"/decisions/{number}") == merged.json() | {"clients": {dupont: 3, zoe: 2}}
    again = mine.call("post", f"/decisions/{number}/undoing", {"reason": "somebody else"})
    assert again.status_code == 422
    assert again.json()["what"].startswith("this decision is undone already: decision")
    assert told(mine, f"/clients/{zoe}/history")["events"][-1]["undoes"] == number

    parted = mine.call("post", "/decisions", {
        "kind": "split", "clients": [whose("crm/1")], "records": [token("shop/a/1")], "reason": "the son",
    })  # fmt: skip
    assert [each["key"] for each in parted.json()["moved"]] == ["a/1"]
    assert sorted(parted.json()["clients"].values()) == [1, 2]
    link = mine.call("post", "/decisions", {"kind": "must-link", "records": ["crm/1", "shop/a/1"], "reason": "no son"})
    assert link.status_code == 422  # what was decided first stands in its way, and is named
    assert f"decision {parted.json()['decision']}" in link.json()["what"]
    back = mine.call("post", f"/decisions/{parted.json()['decision']}/undoing", {"reason": "no son"})
    assert list(back.json()["clients"].values()) == [3]
    apart = {"kind": "cannot-link", "records": ["crm/1", "crm/2"], "reason": "they never met"}
    assert mine.call("post", "/decisions", apart).json()["clients"] == {dupont: 3, zoe: 2}
    assert mine.call("post", "/decisions", apart).status_code == 422  # it is decided already
    refused = mine.call("post", "/decisions", {"kind": "merge", "clients": [dupont, zoe], "reason": "one"}).json()
    assert "they never met" in refused["what"]
    reasons = told(mine, f"/clients/{dupont}/why?other={zoe}")["apart"]
    assert (reasons["reason"], reasons["decided"]["by"]) == ("decided", "Camille")
    taken = mine.call("post", f"/clients/{dupont}/undoing", {"reason": "of nobody"})
    assert (taken.status_code, taken.json()["what"]) == (422, f"nobody took the id {dupont} over")


@pytest.mark.parametrize("either_database", ["sqlite"], indirect=True)
def test_doubtful_pairs_are_answered_by_decisions(program: Programs, home: Path) -> None:
    make_home(home, ROWS)
    mine = program(Role.EMPLOYEE, lang="en")
    found = told(mine, "/doubts")
    assert (found["left"], found["decided"]) == (len(PAIRS), 0)
    ids = {token(name): name for row in ROWS for name in [f"{row['source']}/{row['key']}"]}
    pairs = [{ids[each["one"]["id"]], ids[each["other"]["id"]]} for each in found["doubts"]]
    assert sorted(map(sorted, pairs)) == sorted(sorted(pair.split()) for pair in PAIRS)
    for one in found["doubts"]:
        assert one["clients"] == sorted({whose(ids[one[side]["id"]]) for side in ("one", "other")})
        assert abs(sum(each["bits"] + each["rarity"] for each in one["evidence"]) - one["weight"]) < 0.1
        assert [each for each in (one["yes"], one["no"]) if "nothing changes, and it is remembered" in each] != []
    assert [each["one"]["id"] for each in told(mine, "/doubts?limit=1")["doubts"]] == [found["doubts"][0]["one"]["id"]]

    first = found["doubts"][0]
    answer = {"records": [first["one"]["id"], first["other"]["id"]], "clients": first["clients"], "reason": "two homes"}
    made = mine.call("post", "/decisions", answer | {"kind": "cannot-link"})
    assert (made.status_code, made.json()["kind"]) == (201, "cannot-link")
    left = told(mine, "/doubts")
    assert (left["left"], left["decided"]) == (len(PAIRS) - 1, 1)
    assert mine.call("post", f"/decisions/{made.json()['decision']}/undoing", {"reason": "no"}).status_code == 201
    assert told(mine, "/doubts") == found
