"""The golden record: each rule, ties, who says otherwise; and the same by SQL, on every engine."""

import datetime
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.both import Both
from tests.engine.linking.facts import ARROW
from visavis.clients.believing.golden import Golden, Otherwise, golden
from visavis.clients.believing.golden_steps import golden_steps
from visavis.clients.believing.survivorship import DEFAULT, UNITS, RecordRules, rules_of
from visavis.clients.publishing import description_steps
from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import Piece, Runner
from visavis.engine.tables import RECORDS, Type
from visavis.mistakes import Mistake

JANUARY, MARCH = datetime.date(2025, 1, 10), datetime.date(2025, 3, 2)

CRM = {
    "source": "crm",
    "key": "1",
    "kind": "person",
    "given_name": "Élodie",
    "family_name": "Lefèvre",
    "emails": ["elodie@exemple.fr"],
    "phones": ["+33612345678"],
    "street": "12 rue des Lilas",
    "postcode": "35000",
    "city": "Rennes",
    "company": "Cœur & Fils",
    "birth_date": datetime.date(1980, 2, 3),
    "updated_on": JANUARY,
}
SHOP = {
    "source": "shop",
    "key": "el",
    "name": " ELODIE   LEFEVRE ",
    "emails": ["ELODIE@exemple.fr", "elo@exemple.fr"],
    "postcode": "29200",
    "city": "BREST",
    "birth_date": datetime.date(1981, 2, 3),
    "updated_on": MARCH,
}
LOYALTY = {"source": "loyalty", "key": "L7", "city": "Brest", "birth_date": datetime.date(1980, 2, 3), "language": "fr"}


def rules(**written: Any) -> RecordRules:
    return RecordRules.model_validate(written)


def values(found: Golden) -> dict[str, Any]:
    return {unit: kept.value for unit, kept in found.kept.items()}


def test_what_is_believed_by_default_and_why() -> None:
    found = golden([SHOP, LOYALTY, CRM])
    assert values(found) == {
        "name": "Élodie Lefèvre",
        "company": "Cœur & Fils",
        "address": "29200 Brest",
        "birth_date": datetime.date(1980, 2, 3),
        "language": "fr",
    }
    born = found.kept["birth_date"]
    assert (born.source, born.key, born.on, born.rule) == ("crm", "1", JANUARY, "most_frequent")
    assert born.said_by == ("crm/1", "loyalty/L7")
    assert born.otherwise == (Otherwise(datetime.date(1981, 2, 3), ("shop/el",)),)
    assert found.kept["name"].fields == {
        "name": "Élodie Lefèvre",
        "given_name": "Élodie",
        "family_name": "Lefèvre",
    }
    assert [(item.value, item.said_by) for item in found.lists["emails"]] == [
        ("ELODIE@exemple.fr", ("crm/1", "shop/el")),
        ("elo@exemple.fr", ("shop/el",)),
    ]
    assert found.missing == ()
    assert [kept.unit for kept in found.kept.values() if kept.otherwise] == ["address", "birth_date"]
    assert found.kept["name"].said_by == ("crm/1", "shop/el")


def test_an_address_is_never_put_together_from_two_records() -> None:
    assert golden([CRM, SHOP]).kept["address"].fields == {"postcode": "29200", "city": "BREST"}
    whole = golden([CRM, SHOP], rules(address="longest")).kept["address"]
    assert whole.value == "12 rue des Lilas 35000 Rennes"


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ({"name": "most_recent"}, "name", "ELODIE LEFEVRE"),
        ({"name": {"trusted": ["loyalty", "shop"]}}, "name", "ELODIE LEFEVRE"),
        ({"name": "longest"}, "name", "Élodie Lefèvre"),
        ({"birth_date": "most_recent"}, "birth_date", datetime.date(1981, 2, 3)),
        ({"birth_date": {"trusted": ["shop"]}}, "birth_date", datetime.date(1981, 2, 3)),
        ({"address": "most_complete"}, "address", "12 rue des Lilas 35000 Rennes"),
        ({"address": "most_frequent"}, "address", "12 rue des Lilas 35000 Rennes"),
    ],
)
def test_each_rule(written: dict[str, Any], unit: str, value: Any) -> None:
    assert golden([CRM, SHOP, LOYALTY], rules(**written)).kept[unit].value == value


def test_what_nobody_says_is_absent() -> None:
    found = golden([{"source": "a", "key": "1", "name": "  ", "emails": [], "city": ""}])
    assert (found.kept, found.lists) == ({}, {})
    assert found.missing == ("name", "company", "address", "birth_date", "language", "emails", "phones")
    assert golden([]).kept == {}


def test_an_address_is_nobodys_name() -> None:
    assert "name" not in golden([{"source": "a", "key": "1", "name": "achats@edf.example"}]).kept


def test_rules_are_read_from_the_home(tmp_path: Path) -> None:
    assert rules_of(tmp_path) == DEFAULT
    file = tmp_path / "record.yaml"
    file.write_text("name: {trusted: [crm, shop]}\nphones: longest\n", encoding="utf-8")
    assert rules_of(tmp_path) == rules(name={"trusted": ["crm", "shop"]}, phones="longest")
    for text, line in (("name: newest\n", 1), ("\nname: {trusted: []}\n", 2), ("colour: longest\n", 1)):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(Mistake) as raised:
            rules_of(tmp_path)
        assert f"record.yaml:{line}: " in raised.value.say("fr")
    file.write_text("name: longest\n---\nname: longest\n", encoding="utf-8")
    with pytest.raises(Mistake, match="one document alone"):
        rules_of(tmp_path)


WORDS = st.sampled_from([None, "", " ", "Élodie", "ÉLODIE", "elodie ", "Lefèvre", "LEFEVRE", "a@b.fr", "Ça  va"])
DAYS = st.sampled_from([None, JANUARY, MARCH])
RECORD = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["crm", "shop", "é"]),
        "key": st.sampled_from(["1", "2", "A"]),
        "kind": st.sampled_from([None, "person", "organisation"]),
        **dict.fromkeys(("given_name", "family_name", "name", "company", "street", "city", "language"), WORDS),
        "postcode": st.sampled_from([None, "35000", "29200"]),
        "emails": st.sampled_from([None, [], ["a@b.fr"], ["A@b.fr", "c@d.fr"], ["c@d.fr", "a@b.fr", "a@b.fr"]]),
        "phones": st.sampled_from([None, ["+33612345678"], ["06 12", "0612", ""], ["x"]]),
        "birth_date": DAYS,
        "updated_on": DAYS,
        "updated_at": st.sampled_from([None, datetime.datetime(2025, 1, 10, 8, 30)]),
    }
)
RECORDS_OF_ONE = st.lists(RECORD, min_size=0, max_size=6, unique_by=lambda row: (row["source"], row["key"]))
RULE = st.sampled_from(
    ["most_recent", "most_frequent", "most_complete", "longest", {"trusted": ["shop"]}, {"trusted": ["é", "crm"]}]
)
RULES = st.fixed_dictionaries(dict.fromkeys(UNITS, RULE)).map(lambda each: rules(**each))


@given(records=RECORDS_OF_ONE, chosen=RULES, seed=st.integers(0, 99))
@settings(max_examples=150)
def test_the_order_of_records_never_matters(records: list[dict[str, Any]], chosen: RecordRules, seed: int) -> None:
    shuffled = random.Random(seed).sample(records, len(records))
    found = golden(records, chosen)
    assert golden(shuffled, chosen) == found
    said = {str(value) for record in records for each in record.values() for value in (each if isinstance(each, list) else [each])}  # fmt: skip
    single = {" ".join(text.split()) for text in said}
    for kept in found.kept.values():
        for name, value in kept.fields.items():
            assert name == "name" or str(value) in single


def show(runner: Runner, folder: Path, clients: list[list[dict[str, Any]]]) -> None:
    rows, members = [], []
    for number, records in enumerate(clients):
        for record in records:
            key = f"{number}-{record['key']}"
            rows.append({**record, "key": key})
            members.append({"source": record["source"], "key": key, "client": number + 1})
    schema = pa.schema([(column.name, ARROW[column.type]) for column in RECORDS.columns])
    pq.write_table(pa.Table.from_pylist([{n: r.get(n) for n in schema.names} for r in rows], schema), folder / "r.parquet")  # fmt: skip
    whose = pa.schema([("source", pa.string()), ("key", pa.string()), ("client", pa.int64())])
    pq.write_table(pa.Table.from_pylist(members, whose), folder / "m.parquet")
    columns = tuple((column.name, column.type) for column in RECORDS.columns)
    runner.show("records", [Piece((folder / "r.parquet",), columns)], columns)
    told = (("source", Type.TEXT), ("key", Type.TEXT), ("client", Type.INTEGER))
    runner.show("members", [Piece((folder / "m.parquet",), told)], told)


def expected(number: int, records: list[dict[str, Any]], chosen: RecordRules) -> dict[str, Any]:
    """The row of `clients` by the function over one client's records."""
    named = [{**record, "key": f"{number}-{record['key']}"} for record in records]
    found = golden(named, chosen)
    row: dict[str, Any] = {"client_id": f"c-{number + 1:06d}"}
    for unit in ("name", "company", "address", "birth_date", "language"):
        kept = found.kept.get(unit)
        row[f"{unit}_from"] = f"{kept.source}/{kept.key}" if kept else None
        for name in ("given_name", "family_name", "name") if unit == "name" else ():
            row[name] = kept.fields.get(name) if kept else None
        for name in ("street", "postcode", "city", "country") if unit == "address" else () if unit == "name" else (unit,):  # fmt: skip
            row[name] = kept.fields.get(name) if kept else None
    for unit in ("emails", "phones"):
        items = found.lists.get(unit, ())
        row[unit] = [item.value for item in items] or None
        row[f"{unit}_from"] = [f"{item.source}/{item.key}" for item in items] or None
    row["differing"] = sorted(unit for unit, kept in found.kept.items() if kept.otherwise) or None
    row["records"], row["sources"] = len(records), len({record["source"] for record in records})
    return row


def check(runner: Runner, folder: Path, clients: list[list[dict[str, Any]]], chosen: RecordRules) -> None:
    show(runner, folder, clients)
    runner.run(golden_steps(chosen))
    found = {row["client_id"]: row for row in runner.rows("SELECT * FROM clients")}
    for number, records in enumerate(clients):
        wanted = expected(number, records, chosen)
        mine = found.get(wanted["client_id"], {})
        if records:
            assert {name: mine[name] for name in wanted} == wanted
    runner.run(description_steps(chosen))
    cards = {row["client"]: row for row in runner.rows("SELECT * FROM described")}
    for number in cards:
        row = found[f"c-{number:06d}"]
        assert (cards[number]["name"], cards[number]["company"], cards[number]["city"], cards[number]["kind"]) == (
            row["name"] or row["company"],
            row["company"],
            row["city"],
            row["kind"],
        )


def test_sql_says_the_same_on_every_engine(runner: Runner, tmp_path: Path) -> None:
    chosen = rules(name="most_frequent", address={"trusted": ["shop", "crm"]}, emails="longest")
    clients = [[CRM, SHOP, LOYALTY], [SHOP], [LOYALTY, CRM]]
    if not isinstance(runner, Both):
        return check(runner, tmp_path, clients, chosen)
    show(runner, tmp_path, clients)
    for engine in (
        runner.duckdb,
        runner.spark,
    ):  # steps are views: the last one is made of all, which are many to compare
        engine.run(golden_steps(chosen))
    runner.compare("clients", "SELECT * FROM clients")


@given(clients=st.lists(RECORDS_OF_ONE, min_size=20, max_size=40), chosen=RULES)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_sql_says_the_same_of_anything(
    clients: list[list[dict[str, Any]]], chosen: RecordRules, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("golden")
    session = DuckDB(folder / "scratch")
    try:
        check(session, folder, clients, chosen)
    finally:
        session.close()
