"""Two records: by which path they are one client, or what speaks against it, in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.clients.homes import make_home
from visavis.cli import home as chosen_home
from visavis.cli import language
from visavis.cli.client import app
from visavis.clients.reasons.compared import values_of
from visavis.clients.reasons.phrases import PHRASES, edge_told, phrase
from visavis.clients.reasons.refused import refused
from visavis.clients.reasons.why import BY_DECISION, accepted_edges, present_of, told, why
from visavis.clients.who import find
from visavis.engine.linking import link
from visavis.engine.linking.scored.edges import spanning
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.mistakes import Mistake

EMAIL = "email/JC.Dupont@free.fr"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    make_home(folder)
    return folder


@pytest.fixture
def parted(home: Path) -> Iterator[str]:
    """A decision that two records are two clients; its reason."""
    from visavis.clients.models import Decision

    payload = {"groups": [[["crm", "1"]], [["crm", "2"]]]}
    made = Decision.objects.create(kind="cannot-link", actor="cli/anne", reason="Père et fils.", payload=payload)
    yield made.reason
    made.delete()


def test_the_path_between_two_records(home: Path) -> None:
    answer = why(home, "shop/a/1", EMAIL)
    assert answer["together"] is True
    assert [(each["key_l"], each["key_r"]) for each in answer["path"]] == [("1", "a/1"), ("1", "JC.Dupont@free.fr")]
    assert [each["words"]["fr"] for each in answer["path"]][1] == "adresse d’un seul client"
    back = why(home, EMAIL, "shop/a/1")
    assert [each["key_r"] for each in back["path"]] == ["JC.Dupont@free.fr", "a/1"]


def test_records_that_share_no_key_were_never_compared(home: Path) -> None:
    answer = why(home, "crm/1", "crm/2")
    assert answer["together"] is False
    assert answer["apart"]["reason"] == "never compared"
    assert answer["apart"]["words"]["en"].startswith("never compared: nothing that serves as a key")
    assert why(home, answer["clients"][0], answer["clients"][1])["apart"]["reason"] == "never compared"


def test_what_a_person_decided_is_said_with_the_reason(home: Path, parted: str) -> None:
    apart = why(home, "crm/2", "crm/1")["apart"]
    assert (apart["reason"], apart["decision"]["reason"], apart["decision"]["actor"]) == ("decided", parted, "cli/anne")
    assert apart["words"]["fr"] == "un collègue en a décidé ainsi : « Père et fils. »"


def test_what_people_decided_is_the_reason_only_where_evidence_does_not_suffice(home: Path) -> None:
    from visavis.clients.models import Decision

    before, path = why(home, "crm/1"), why(home, "crm/1", EMAIL)["path"]
    every = [each.split("/", 1) for each in before["records"]]
    payload = {"groups": [[*every, ["crm", "2"]]]}
    made = Decision.objects.create(kind="merge", actor="cli/anne", reason="Une personne.", payload=payload)
    try:
        assert why(home, "crm/1")["edges"] == before["edges"]
        assert why(home, "crm/1", EMAIL)["path"] == path
        client = find(home, "crm/1")
        tree = told(spanning(accepted_edges(client, [*present_of(client), ("crm", "2")])))
        assert [each["rule"] for each in tree] == [*(each["rule"] for each in before["edges"]), BY_DECISION]
        assert (tree[-1]["key_l"], tree[-1]["decision"]["reason"]) == ("1", "Une personne.")
    finally:
        made.delete()


@pytest.mark.parametrize("pair", [("crm/1", "crm/1"), ("crm/1", "c-000001"), ("crm/1", "nobody/7")])
def test_what_is_no_pair_is_a_mistake(home: Path, pair: tuple[str, str]) -> None:
    with pytest.raises(Mistake):
        why(home, *pair)


@pytest.mark.parametrize(
    ("speak", "expected"),
    [
        ("fr", ["un client, c-00000", "2 étape(s)", "Même e-mail (jc.dupont@free.fr), ", "date de naissance presque identique (1960-01-02 / 1961-01-02)"]),
        ("en", ["one client, c-00000", "2 step(s)", "Same e-mail (jc.dupont@free.fr), ", "certain: address that one client"]),
    ],
)  # fmt: skip
def test_a_path_in_words(home: Path, speak: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(monkeypatch, home, speak, "why", "shop/a/1", EMAIL)
    assert [words for words in expected if words not in text] == []


@pytest.mark.parametrize(("speak", "expected"), [("fr", "Jamais comparées : "), ("en", "Never compared: ")])
def test_why_not_in_words(home: Path, speak: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert expected in printed(monkeypatch, home, speak, "why", "crm/1", "crm/2")


def printed(monkeypatch: pytest.MonkeyPatch, home: Path, speak: str, *arguments: str) -> str:
    monkeypatch.setattr(chosen_home, "_given", home)
    monkeypatch.setattr(language, "_asked", speak)
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def part(comparison: str, level: str, bits: float = 3.0, rarity: float = 0.0) -> dict[str, Any]:
    return {"comparison": comparison, "level": level, "bits": bits, "rarity": rarity}


EVIDENCE = [
    part("prior", "", -9.0),
    part("given", "same", 6.0, 5.5),
    part("place", "moved", -3.3),
    part("email", "same", 9.0),
]


def test_a_sentence_begins_with_what_speaks_most_for_it() -> None:
    edge = {"weight": 8.2, "rule": "email", "evidence": EVIDENCE}
    assert edge_told(edge, {"given": "Honorine"}).fr == "même prénom rare (Honorine), même e-mail, adresse différente"
    assert edge_told(edge).en == "same rare given name, same e-mail, different address"
    frequent = part("household", "same name, moved", 5.0, -4.0)
    assert phrase(frequent).fr == "même nom fréquent à une adresse différente"


def test_every_level_of_the_model_has_its_phrase() -> None:
    levels = {(each.name, level.name) for each in DEFAULT.comparisons for level in each.levels if level.m is not None}
    assert sorted(levels - set(PHRASES)) == []
    assert all("{" not in words.fr.replace("{rare}", "") for words in PHRASES.values())


def test_what_was_compared_is_told_as_it_was_written() -> None:
    left = {"given_name": "HONORINE", "emails": ["h@client.example", "x@client.example"], "street": "1 rue A", "postcode": "35000"}  # fmt: skip
    right = {"given_name": "Honorine", "emails": ["H@client.example"], "street": "2 rue B", "postcode": None}
    assert values_of(EVIDENCE, left, right) == {
        "given": "Honorine",
        "place": "1 rue A 35000 / 2 rue B",
        "email": "h@client.example",
    }


def test_each_reason_has_its_sentence() -> None:
    edge = {"weight": -2.0, "rule": "", "evidence": [part("given", "different", -5.0)]}
    told = {
        reason: refused({"reason": reason, "edge": edge, "foes": edge, "keys": ["phone"], "least": 0.5}).fr
        for reason in ("cut", "weak", "unlike", "crowded", "unknown")
    }
    assert told == {
        "cut": "un rapprochement existe (prénom différent), mais des fiches de l’un et de l’autre s’opposent : prénom différent",
        "weak": "ce qui les rapproche ne suffit pas : prénom différent",
        "unlike": "elles ont été comparées, et trop les oppose : prénom différent",
        "crowded": "jamais comparées : ce qu’elles partagent (même téléphone) est commun à trop de fiches pour désigner quelqu’un",
        "unknown": "le dernier calcul ne connaît pas l’une de ces fiches : rien n’est dit de qui elle décrit",
    }


def test_decided_edges_are_named_as_linking_names_them() -> None:
    assert BY_DECISION == link.BY_DECISION
