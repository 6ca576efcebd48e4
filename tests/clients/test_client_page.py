"""The client page: records, timeline, contradictions, why together, data quality; and the commands that print them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.clients.homes import make_home
from visavis.cli import client_erasing, language
from visavis.cli import home as chosen_home
from visavis.cli.client import app
from visavis.clients.quality import Contradiction, Fill, Freshness, quality
from visavis.clients.reasons.why import why
from visavis.clients.show import contradictions, show
from visavis.engine.tables import RECORDS
from visavis.mistakes import Mistake


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    make_home(folder)
    return folder


def test_the_page_of_a_client_by_id_or_by_any_record(home: Path) -> None:
    page = show(home, "shop/a/1")
    assert page == show(home, page["id"]) == show(home, "record/crm/1") == show(home, page["id"].upper())
    assert [f"{r['source']}/{r['key']}" for r in page["records"]] == ["crm/1", "email/JC.Dupont@free.fr", "shop/a/1"]
    assert page["records"][1] == {"source": "email", "key": "JC.Dupont@free.fr"}
    assert page["records"][2] == {
        "source": "shop",
        "key": "a/1",
        "given_name": "J",
        "family_name": "DUPONT",
        "emails": ["JC.Dupont@free.fr"],
        "birth_date": "1961-01-02",
    }
    assert [(f["table"], f["key"], f["at"]) for f in page["timeline"]] == [
        ("exchanges", "m1", "2024-03-01"),
        ("events", "o1", "2024-03-02 08:30"),
        ("ratings", "s1", "2024-03-05"),
    ]
    assert page["contradictions"] == [
        {
            "field": "birth_date",
            "values": [
                {"value": "1960-01-02", "said_by": ["crm/1"]},
                {"value": "1961-01-02", "said_by": ["shop/a/1"]},
            ],
            "kept": "1960-01-02",
            "kept_from": "crm/1",
            "rule": "most_frequent",
        },
    ]


def test_what_is_believed_what_is_missing_and_how_old_it_is(home: Path) -> None:
    page = show(home, "crm/1")
    believed = {each["unit"]: each for each in page["believed"]}
    assert {unit: each["value"] for unit, each in believed.items()} == {
        "name": "Jean-Claude Dupont",
        "birth_date": "1960-01-02",
        "emails": ["jc.dupont@free.fr"],
        "phones": ["0612345678"],
    }
    assert believed["emails"]["items"] == [
        {"value": "jc.dupont@free.fr", "said_by": ["crm/1", "shop/a/1"], "on": "2024-03-01"}
    ]
    assert believed["birth_date"]["otherwise"] == [{"value": "1961-01-02", "said_by": ["shop/a/1"]}]
    assert page["missing"] == ["company", "address", "language"]
    assert page["sources"] == [
        {"source": "crm", "key": "1", "on": "2024-03-01", "filled": 5, "of": 11},
        {"source": "shop", "key": "a/1", "on": None, "filled": 4, "of": 11},
    ]


def test_the_home_says_which_source_is_trusted(home: Path) -> None:
    rules = home / "record.yaml"
    rules.write_text("birth_date: {trusted: [shop]}\n", encoding="utf-8")
    try:
        [contradiction] = show(home, "crm/1")["contradictions"]
        assert (contradiction["kept"], contradiction["kept_from"], contradiction["rule"]) == ("1961-01-02", "shop/a/1", "trusted")  # fmt: skip
    finally:
        rules.unlink()


def test_no_employee_stands_on_the_page(home: Path) -> None:
    assert "staff" not in json.dumps(show(home, "crm/1"))
    assert "p-1234" not in json.dumps(show(home, "crm/1"))


def test_writings_of_one_value_do_not_contradict() -> None:
    records = [
        {
            "source": "a",
            "key": "1",
            "kind": None,
            "given_name": "Bob",
            "family_name": "DE LA TOUR",
            "phones": ["0612345678"],
        },
        {
            "source": "b",
            "key": "2",
            "kind": None,
            "given_name": "Robert",
            "family_name": "De la Tour",
            "phones": ["+33612345678"],
        },
    ]
    empty = dict.fromkeys(
        ("name", "emails", "street", "postcode", "city", "country", "birth_date", "company", "also_known_as")
    )
    assert contradictions([record | empty for record in records]) == []


def test_why_together(home: Path) -> None:
    answer = why(home, "crm/1")
    assert answer["records"] == ["crm/1", "email/JC.Dupont@free.fr", "shop/a/1"]
    assert answer["apart"] == []
    rules = {(e["key_l"], e["key_r"]): e["rule"] for e in answer["edges"]}
    assert rules == {("1", "a/1"): "email", ("1", "JC.Dupont@free.fr"): "address"}
    scored = next(edge for edge in answer["edges"] if edge["weight"] is not None)
    assert [part["comparison"] for part in scored["evidence"]] == ["prior", "given", "family", "email", "birth_date"]
    assert [e["rule"] for e in why(home, "shop/b")["edges"]] == ["also known as"]


@pytest.mark.parametrize("who", ["c-999999", "crm/77", "nobody", "", "c-000000"])
def test_an_unknown_client_is_a_mistake(home: Path, who: str) -> None:
    with pytest.raises(Mistake, match="there is no client"):
        show(home, who)


def test_before_the_first_run_there_is_nobody(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="no client was published here yet"):
        show(tmp_path, "crm/1")
    assert not (tmp_path / "visavis.sqlite3").exists()


def test_quality(home: Path) -> None:
    found = quality(home)
    assert Fill("crm", "phones", 1, 2) in found.fill
    assert Fill("shop", "phones", 0, 2) in found.fill
    assert found.freshness == (Freshness("crm", "2024-03-01", 1, 2), Freshness("shop", None, 2, 2))
    assert found.contradictions == (
        Contradiction("birth_date", 1, 1),
        Contradiction("emails", 0, 1),
        Contradiction("family_name", 0, 2),
        Contradiction("phones", 0, 0),
        Contradiction("postcode", 0, 0),
    )


@pytest.mark.parametrize(
    ("speak", "expected"),
    [
        (
            "fr",
            [
                "Fiches, selon chaque source",
                "Les sources se contredisent",
                "date de naissance : retenu 1960-01-02",
                "2024-03-02 08:30",
                "nom: Jean-Claude Dupont  (crm/1; de la fiche la plus complète)",
                "personne ne dit: entreprise, adresse, langue",
                "shop/a/1: date inconnue, 4 champs remplis sur 11",
            ],
        ),
        ("en", ["Records, according to each source", "The sources contradict each other", "date of birth"]),
    ],
)
def test_show_in_words(home: Path, speak: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    text = _print(monkeypatch, home, speak, "show", "crm/1")
    assert [words for words in expected if words not in text] == []


@pytest.mark.parametrize(
    ("speak", "expected"),
    [
        (
            "fr",
            ["même initiale du prénom", "même e-mail", "au départ", "certain: adresse d’un seul client", "bits"],
        ),
        ("en", ["same initial of the given name", "same e-mail", "to begin with", "certain: address that one client"]),
    ],
)
def test_why_in_words(home: Path, speak: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    text = _print(monkeypatch, home, speak, "why", "crm/1")
    assert [words for words in expected if words not in text] == []


def test_french_pages_bear_no_name_of_a_column_or_table(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client_erasing.app is app  # which has the command erase by it
    shown = _print(monkeypatch, home, "fr", "show", "crm/1")
    assert "    modifiée le: 2024-03-01\n" in shown
    assert [name for name in RECORDS.names if f"    {name}:" in shown] == []
    going = _print(monkeypatch, home, "fr", "erase", "crm/1", "--dry-run").splitlines()
    assert [" ".join(line.split()) for line in going[1:]] == [
        "fiches 2",
        "échanges 1",
        "avis 1",
        "évènements 1 (restent, sans le client)",
    ]


def test_json_is_what_the_verb_answers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(_print(monkeypatch, home, "fr", "show", "crm/1", "--json")) == show(home, "crm/1")
    assert json.loads(_print(monkeypatch, home, "fr", "why", "crm/1", "--json"))["id"] == why(home, "crm/1")["id"]


def _print(monkeypatch: pytest.MonkeyPatch, home: Path, speak: str, *arguments: str) -> str:
    monkeypatch.setattr(chosen_home, "_given", home)
    monkeypatch.setattr(language, "_asked", speak)
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output
