"""What sources bring that is wrong: junk that many share, columns in each other's place, names in any script, twins."""

import datetime
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.linking.generated import COLUMNS, records
from tests.both import Both
from tests.engine.linking.facts import link_facts, person, show_facts
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.comparable.junk import Junk, junk_in
from visavis.engine.linking.comparable.nodes import node_steps, raw_steps
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.steps import Runner

GIVEN = ("Alice", "Bruno", "Chloé", "David", "Emma", "Fanny", "Gilles", "Hugo", "Inès", "Jules", "Karim", "Léa")
FAMILY = ("Abadie", "Besson", "Cordier", "Dumas", "Étienne", "Faure", "Gaillard", "Humbert", "Imbert", "Joly", "Klein", "Leroux")  # fmt: skip
SWITCHBOARD = ("01 40 00 10 20", "+33140001020", "0140001020")


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDB]:
    session = DuckDB(tmp_path / "duckdb")
    yield session
    session.close()


def crowd() -> list[dict[str, Any]]:
    """Twelve people behind one switchboard; a household of three; one customer with thirty orders; a source that swaps names."""
    people = [
        person(
            f"crm/{n:02}",
            given,
            family,
            phones=[SWITCHBOARD[n % 3], f"06 11 22 33 {n:02}"],
            email="Standard@societe.fr",
        )
        for n, (given, family) in enumerate(zip(GIVEN, FAMILY, strict=True))
    ]
    people += [
        person(f"crm/h{n}", given, "Martinet", phone="04 78 00 00 01") for n, given in enumerate(("Ana", "Luc", "Zoé"))
    ]
    people += [person(f"shop/o{n:02}", "Rose", f"Vid{'a' * (n % 9)}l", phone="04 78 99 99 91") for n in range(8)]
    people += [person(f"shop/p{n:02}", "Rose", "Vidal", phone="04 78 99 99 91") for n in range(22)]
    born = datetime.date(1980, 1, 1)
    people += [person(f"old/{n:02}", f"Nom{n % 17}x", GIVEN[n % 12].encode("ascii", "ignore").decode(), birth_date=born) for n in range(60)]  # fmt: skip
    people += [
        person(f"crm/b{n}", "Rare", f"Seul{n}", birth_date=born + datetime.timedelta(days=n + 1)) for n in range(90)
    ]
    return [*people, person("web/1", "AAA", "Test"), person("web/2", "azerty", None), person("web/3", "Test", None)]


def test_what_identifies_nobody_is_named_and_left_out_on_every_engine(runner: Runner, tmp_path: Path) -> None:
    show_facts(runner, tmp_path / "facts", crowd())
    # Each engine by itself: comparing every step of a long chain of views takes Spark minutes.
    for engine in (runner.duckdb, runner.spark) if isinstance(runner, Both) else (runner,):
        check_junk(engine)


def check_junk(engine: Runner) -> None:
    assert junk_in(engine) == [
        Junk("birth", "birth_date", "1980-01-01", 60, 1, 12, ("alice", "la")),
        Junk("crowd", "emails", "standard@societe.fr", 12, 1, 12, ("abadie", "étienne")),
        Junk("crowd", "phones", "140001020", 12, 1, 12, ("abadie", "étienne")),
        Junk("placeholder", "family_name", "test", 1, 1, 1, ()),
        Junk("placeholder", "given_name", "aaa", 1, 1, 1, ()),
        Junk("placeholder", "given_name", "azerty", 1, 1, 1, ()),
        Junk("placeholder", "given_name", "test", 1, 1, 1, ()),
    ]
    engine.run([*node_steps(), *raw_steps()])
    raw = {f"{row['source']}/{row['key']}": row for row in engine.rows("SELECT * FROM linking_raw")}
    assert (raw["crm/05"]["emails"], raw["crm/05"]["phones"]) == ([], ["06 11 22 33 05"])
    assert raw["crm/h1"]["phones"] == ["04 78 00 00 01"]
    assert raw["shop/p03"]["phones"] == ["04 78 99 99 91"]
    assert {row["birth_date"] for key, row in raw.items() if key.startswith("old/")} == {None}
    assert raw["crm/b7"]["birth_date"] == datetime.date(1980, 1, 9)
    assert (raw["old/03"]["given_name"], raw["old/03"]["family_name"]) == ("David", "Nom3x")
    assert (raw["crm/03"]["given_name"], raw["crm/03"]["family_name"]) == ("David", "Dumas")


def test_nothing_is_merged_on_what_a_crowd_shares(duckdb: DuckDB, tmp_path: Path) -> None:
    clusters, _, _ = link_facts(duckdb, tmp_path, [each for each in crowd() if each["source"] == "crm"])
    assert [cluster for cluster in clusters if len(cluster) > 1] == []


def test_five_thousand_records_with_one_number_and_one_mailbox_cost_little_and_stay_apart(
    duckdb: DuckDB, tmp_path: Path
) -> None:
    records = [
        person(f"crm/{n:04}", GIVEN[n % 12], f"{FAMILY[n % 11]}{n // 132}", phone="0612345678", email="noreply@x.fr")
        for n in range(5_000)
    ]
    began = time.process_time()
    clusters, edges, _ = link_facts(duckdb, tmp_path, records)
    spent = time.process_time() - began
    shared = {tuple(sorted((one["given_name"], one["family_name"]))) for one in records}
    assert len(shared) == 5_000
    assert (len(clusters), edges) == (5_000, [])
    assert spent < 20


@pytest.mark.parametrize(
    "records",
    [
        pytest.param([person(f"web/{n}", "Marie") for n in range(30)], id="given names alone"),
        pytest.param([person(f"web/{n}", None, "Dupont") for n in range(30)], id="family names alone"),
        pytest.param([person(f"web/{n}", "Test", "Test", email="test@test.fr") for n in range(5)], id="test accounts"),
        pytest.param([person(f"web/{n}", "AAA", "aaa", email="aaa@aaa.fr", phone="0000000000") for n in range(5)], id="AAA"),
        pytest.param([person(f"web/{n}", "azerty", "qwerty", phone="06 66 66 66 66") for n in range(5)], id="keyboard"),
        pytest.param([person(f"web/{n}", f"Léa{n}", birth_date=datetime.date(1900, 1, 1)) for n in range(5)], id="1900"),
        pytest.param([person(f"web/{n}", "Jean", birth_date=datetime.date(1970, 1, 1)) for n in range(5)], id="1970"),
        pytest.param([person(f"web/{n}", "🙂", "🎉🎉") for n in range(5)], id="pictures"),
        pytest.param([person(f"web/{n}", "?", ".") for n in range(5)], id="signs"),
    ],
)  # fmt: skip
def test_records_that_say_nothing_of_anyone_stay_apart(
    duckdb: DuckDB, tmp_path: Path, records: list[dict[str, Any]]
) -> None:
    clusters, _, _ = link_facts(duckdb, tmp_path, records)
    assert len(clusters) == len(records)


def test_names_in_any_script_are_kept_and_compared_as_they_are(duckdb: DuckDB, tmp_path: Path) -> None:
    names = {
        "cyrillic": ("Мария", "Иванова", "мария", "ИВАНОВА"),
        "greek": ("Ελένη", "Παπαδοπούλου", "ελενη", "ΠΑΠΑΔΟΠΟΥΛΟΥ"),
        "arabic": ("فاطمة", "الزهراء", "فاطمة", "الزهراء"),
        "emoji": ("Zoé 🌸", "Lambert", "zoe", "LAMBERT"),
    }
    records = []
    for n, (script, (given, family, again, upper)) in enumerate(names.items()):
        records += [
            person(f"crm/{script}", given, family, postcode=f"6900{n}"),
            person(f"shop/{script}", again, upper, postcode=f"6900{n}"),
        ]
    records.append(person("web/latin", "Maria", "Ivanova", postcode="69000"))
    clusters, _, _ = link_facts(duckdb, tmp_path, records)
    assert clusters == [*sorted(({f"crm/{s}", f"shop/{s}"} for s in names), key=min), {"web/latin"}]


def test_what_stands_in_the_wrong_field_is_read_where_it_belongs(duckdb: DuckDB, tmp_path: Path) -> None:
    records = [
        person("crm/1", "Zoé", "Lambert", email="zoe.lambert@free.fr", postcode="29200", city="Brest"),
        person("shop/mail-as-name", None, "Zoe.Lambert@free.fr"),
        person("shop/name-as-mail", email="Zoé Lambert", postcode="29200"),
        person("shop/places", "Zoé", "Lambert", postcode="Brest", city="29200"),
    ]
    others = [person(f"web/{n:02}", GIVEN[n % 12], FAMILY[n % 11]) for n in range(40)]
    clusters, _, _ = link_facts(duckdb, tmp_path, records + others)
    clusters = [each for each in clusters if not min(each).startswith("web/")]
    assert clusters == [{"crm/1", "shop/mail-as-name", "shop/name-as-mail", "shop/places"}]


def generated(count: int) -> list[dict[str, Any]]:
    found = []
    for row in records(count, seed=5):
        told = dict(zip((*COLUMNS, "birth_date", "truth"), row, strict=True))
        lists = {f"{name}s": [told.pop(name)] if told[name] else None for name in ("email", "phone")}
        found.append(told | lists)
    return found


def test_a_source_whose_columns_are_swapped_is_linked_as_if_they_were_not(tmp_path: Path) -> None:
    straight = generated(1_500)
    both = (("given_name", "family_name"), ("postcode", "city"))
    swapped = [
        row | {one: row[other] for pair in both for one, other in (pair, pair[::-1])} if row["source"] == "crm" else row
        for row in straight
    ]
    found = []
    for number, rows in enumerate((straight, swapped)):
        folder = tmp_path / str(number)
        session = DuckDB(folder / "duckdb")
        found.append(link_facts(session, folder, rows)[0])
        session.close()
    assert sum(len(cluster) > 1 for cluster in found[0]) > 200
    assert found[1] == found[0]


def test_a_person_and_a_company_of_one_name_are_two(duckdb: DuckDB, tmp_path: Path) -> None:
    place = {"street": "1 place du Marché", "postcode": "21000", "phone": "03 80 11 22 33"}
    records = [
        person("crm/1", "Paul", "Girard", **place),
        person("crm/2", None, None, name="Paul Girard SARL", **place),
        person("shop/3", None, None, name="Paul Girard", kind="organisation", **place),
    ]
    clusters, _, _ = link_facts(duckdb, tmp_path, records)
    assert clusters == [{"crm/1"}, {"crm/2", "shop/3"}]


@pytest.mark.parametrize("names", [("Louis", "Louise"), ("Léa", "Théo")])
def test_twins_at_one_address_are_two(duckdb: DuckDB, tmp_path: Path, names: tuple[str, str]) -> None:
    same = {"street": "12 rue des Lilas", "postcode": "69003", "birth_date": datetime.date(2001, 5, 4)}
    records = [person(f"crm/{n}", name, "Morel", **same) for n, name in enumerate(names)]
    records += [person("shop/typed", f"{names[0]}", "Morrel", **same)]
    clusters, _, _ = link_facts(duckdb, tmp_path, records)
    assert clusters == [{"crm/0", "shop/typed"}, {"crm/1"}]


@pytest.mark.parametrize("families", [("Weber", "Weber"), ("Weber", "Arnaud")])
def test_a_couple_that_shares_door_line_and_mailbox_are_two(
    duckdb: DuckDB, tmp_path: Path, families: tuple[str, str]
) -> None:
    same = {
        "street": "118 impasse Voltaire",
        "postcode": "61100",
        "phone": "02 49 89 28 44",
        "email": "famille.weber@courriel.example",
    }
    one, other = families
    records = [
        person("crm/1", "Virginie", one, **same),
        person("shop/2", "Virgnie", one, **same),
        person("crm/3", "Mickaël", other, **same),
        person("shop/4", "M", other, **same | {"phone": "07 39 10 64 58"}),
        person("web/5", "Mickael", other, **same | {"phone": "07 39 10 64 58"}),
    ]
    clusters, _, _ = link_facts(duckdb, tmp_path, records)
    assert clusters == [{"crm/1", "shop/2"}, {"crm/3", "shop/4", "web/5"}]


@pytest.mark.parametrize("size", [1_000, 100_000, 10_000_000])
@pytest.mark.parametrize("families", [("Weber", "Weber"), ("Weber", "Arnaud")])
def test_two_records_of_a_couple_are_two_however_many_records_there_are(
    duckdb: DuckDB, tmp_path: Path, families: tuple[str, str], size: int
) -> None:
    same = {
        "street": "118 impasse Voltaire",
        "postcode": "61100",
        "phone": "02 49 89 28 44",
        "email": "weber@courriel.example",
    }
    records = [person("crm/1", "Virginie", families[0], **same), person("web/2", "Michel", families[1], **same)]
    clusters, _, _ = link_facts(duckdb, tmp_path, records, model=DEFAULT.for_size(size))
    assert clusters == [{"crm/1"}, {"web/2"}]


@pytest.mark.parametrize(
    "names", [("Nathalie", "Natalie"), ("Mathieu", "Matthieu"), ("Mickaël", "Michael"), ("Sarah", "Sara")]
)
def test_two_spellings_of_one_name_are_one_person(duckdb: DuckDB, tmp_path: Path, names: tuple[str, str]) -> None:
    same = {"phone": "06 49 89 28 44", "email": "roux@courriel.example"}
    records = [person("crm/1", names[0], "Roux", **same), person("web/2", names[1], "Roux", **same)]
    clusters, _, _ = link_facts(duckdb, tmp_path, records, model=DEFAULT)
    assert clusters == [{"crm/1", "web/2"}]
