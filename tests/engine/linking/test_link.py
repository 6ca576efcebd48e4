"""Linking on records written by hand: who is one client, who is not, and why."""

import datetime
import itertools
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.engine.linking.facts import link_facts, person
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.clusters.partition import IN_ORDER
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import Runner

HOUSEHOLD = {"street": "12 rue des Lilas", "postcode": "69003", "city": "Lyon"}
PEOPLE = [
    person("crm/1", "Jean-Claude", "Dupont", email="jc.dupont@free.fr", phone="06 12 34 56 78", **HOUSEHOLD),
    person("shop/a", "J", "DUPONT", email="JC.Dupont@free.fr"),
    person("shop/b", "Dupont", "Jean-Claude", phone="+33612345678"),
    person("crm/2", "Martine", "Dupont", phone="04 78 11 22 33", **HOUSEHOLD),
    person("crm/3", "Robert", "Lefèvre", street="3 av. Foch", postcode="75016", birth_date=datetime.date(1961, 5, 4)),
    person("shop/c", "Bob", "LEFEVRE", street="3 avenue Foch", postcode="75016"),
    person("crm/4", "Paul", "Durand", email="contact@garage.fr"),
    person("shop/d", "Anne", "Petit", email="contact@garage.fr"),
    person("crm/5"),
    person("crm/6", None, None, name="Garage Durand SARL", kind="organisation", postcode="69001", city="Lyon"),
    person("shop/e", None, None, name="GARAGE DURAND", kind="organisation", postcode="69001", city="Lyon"),
]
CLUSTERS = [
    {"crm/1", "shop/a", "shop/b"},
    {"crm/2"},
    {"crm/3", "shop/c"},
    {"crm/4"},
    {"crm/5"},
    {"crm/6", "shop/e"},
    {"shop/d"},
]


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDB]:
    session = DuckDB(tmp_path / "duckdb")
    yield session
    session.close()


def test_every_step_means_the_same_on_every_engine(runner: Runner, tmp_path: Path) -> None:
    """The one test of this file that runs on Spark too: records, aliases, references and addresses at once."""
    records = [*PEOPLE, person("loyalty/9", "Zoé", "Lambert", also_known_as=["crm/5", "nowhere/1"])]
    references = ["record/calls/Caller 2403", "email/jc.dupont@FREE.fr", "phone/+33478112233", None, "client/c-000001"]
    clusters, _, _ = link_facts(runner, tmp_path, records, references)
    assert clusters == [
        {"calls/Caller 2403"},
        {"crm/1", "email/jc.dupont@FREE.fr", "shop/a", "shop/b"},
        {"crm/2", "phone/+33478112233"},
        {"crm/3", "shop/c"},
        {"crm/4"},
        {"crm/5", "loyalty/9"},
        {"crm/6", "shop/e"},
        {"shop/d"},
    ]


def test_persons_households_nicknames_role_mailboxes_and_organisations(duckdb: DuckDB, tmp_path: Path) -> None:
    clusters, edges, linked = link_facts(duckdb, tmp_path, PEOPLE)
    assert clusters == CLUSTERS
    assert (linked.edges, linked.clusters) == (len(edges), len(PEOPLE))
    assert linked.model == DEFAULT.for_size(len(PEOPLE))


def test_the_weights_of_an_edge_add_up_and_name_what_they_saw(duckdb: DuckDB, tmp_path: Path) -> None:
    _, edges, _ = link_facts(duckdb, tmp_path, PEOPLE)
    ends = {(e["source_l"], e["key_l"], e["source_r"], e["key_r"]): e for e in edges}
    swapped, nickname = ends["crm", "1", "shop", "b"], ends["crm", "3", "shop", "c"]
    assert [(part["comparison"], part["level"]) for part in swapped["evidence"]] == [
        ("prior", ""),
        ("given", "swapped"),
        ("family", "same"),
        ("phone", "same"),
    ]
    assert [(part["comparison"], part["level"]) for part in nickname["evidence"]][1:] == [
        ("given", "nickname"),
        ("household", "same name and street"),
    ]
    for edge in edges:
        total = sum(part["bits"] + part["rarity"] for part in edge["evidence"])
        assert total == pytest.approx(edge["weight"], abs=0.1)
        assert edge["probability"] == pytest.approx(1 / (1 + 2 ** -edge["weight"]))
        assert edge["model"] == DEFAULT.for_size(len(PEOPLE)).version


def test_the_same_facts_in_another_order_give_the_same_files(tmp_path: Path) -> None:
    files = []
    for number, records in enumerate((PEOPLE, PEOPLE[::-1])):
        folder = tmp_path / str(number)
        link_facts(DuckDB(folder / "duckdb"), folder, records)
        files.append([(folder / f"{name}.parquet").read_bytes() for name in ("edges", "clusters")])
        rows = pq.read_table(folder / "clusters.parquet")
        assert IN_ORDER.encode() in (rows.schema.metadata or {})
        ends = list(zip(rows["source"].to_pylist(), rows["key"].to_pylist(), strict=True))
        assert ends == sorted(ends)
    assert files[0] == files[1]


def test_references_without_a_record_are_clients_of_their_own_and_are_never_compared(
    duckdb: DuckDB, tmp_path: Path
) -> None:
    references = ["record/calls/Caller 2403", "record/calls/Caller 2404", "record/crm/1", "client/c-000001", None]
    clusters, edges, _ = link_facts(duckdb, tmp_path, PEOPLE[:1], [*references, "record/x/a/b"])
    assert clusters == [{"calls/Caller 2403"}, {"calls/Caller 2404"}, {"crm/1"}, {"x/a/b"}]
    assert edges == []


def test_records_that_name_one_another_are_one_client_whatever_they_look_like(duckdb: DuckDB, tmp_path: Path) -> None:
    records = [
        person("crm/1", "Jean", "Dupont", also_known_as=["shop/77", "loyalty/x/9", "nowhere/1"]),
        person("shop/77", "Zoé", "Lambert"),
    ]
    clusters, edges, _ = link_facts(duckdb, tmp_path, records, ["record/loyalty/x/9"])
    assert clusters == [{"crm/1", "loyalty/x/9", "shop/77"}]
    assert [(e["key_l"], e["key_r"], e["rule"], e["probability"], e["weight"]) for e in edges] == [
        ("1", "x/9", "also known as", 1.0, None),
        ("1", "77", "also known as", 1.0, None),
    ]


def test_an_address_belongs_to_the_one_client_who_holds_it(duckdb: DuckDB, tmp_path: Path) -> None:
    records = [
        *PEOPLE[:2],
        person("crm/8", "Léa", "Moreau", email="famille@moreau.fr"),
        person("crm/9", "Hugo", "Moreau", email="famille@moreau.fr"),
    ]
    references = ["email/JC.Dupont@free.fr", "phone/+33612345678", "email/famille@moreau.fr", "email/nobody@x.fr"]
    clusters, _, _ = link_facts(duckdb, tmp_path, records, references)
    assert clusters == [
        {"crm/1", "email/JC.Dupont@free.fr", "phone/+33612345678", "shop/a"},
        {"crm/8"},
        {"crm/9"},
        {"email/famille@moreau.fr"},
        {"email/nobody@x.fr"},
    ]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_records(duckdb: DuckDB, tmp_path: Path, count: int) -> None:
    clusters, edges, _ = link_facts(duckdb, tmp_path, PEOPLE[:count])
    assert clusters == [[], [{"crm/1"}], [{"crm/1", "shop/a"}]][count]
    assert len(edges) == max(count - 1, 0)


def test_columns_that_are_all_null(duckdb: DuckDB, tmp_path: Path) -> None:
    clusters, edges, _ = link_facts(duckdb, tmp_path, [person(f"crm/{n}") for n in range(1_000)])
    assert len(clusters) == 1_000
    assert edges == []


def test_a_common_value_does_not_compare_everybody_with_everybody(duckdb: DuckDB, tmp_path: Path) -> None:
    records = [person(f"crm/{n}", "Jean", "Martin", email="a@a.fr", postcode="75001") for n in range(2_000)]
    clusters, edges, _ = link_facts(duckdb, tmp_path, records)
    assert edges == []
    assert len(clusters) == 2_000


def test_a_model_reads_back_equal_and_its_version_tells_changes() -> None:
    assert Model.from_json(DEFAULT.as_json()) == DEFAULT
    changed = DEFAULT.with_levels("email", {"same": 0.7}, {})
    assert changed.version != DEFAULT.version
    assert changed.comparison("email").levels[1].m == 0.7
    names = [each.name for each in DEFAULT.comparisons]
    assert len(set(names)) == len(names)
    for left, right in itertools.pairwise(DEFAULT.keys):
        assert left.name != right.name
