"""Relations between clients: households, employers, establishments; what a building or a public mail provider shares is none."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.engine.linking.scored import all_normalised, raw
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.relations import relation_steps
from visavis.engine.steps import Piece, Runner
from visavis.engine.tables import CLUSTERS

HOME = {"street": "12 rue des Lilas", "postcode": "69003"}


def p(key: str, cluster: str, given: str | None = None, family: str | None = None, **more: Any) -> dict[str, Any]:
    """A record of the cluster; `email` and `phone` may stand for lists of one."""
    for one, many in (("email", "emails"), ("phone", "phones")):
        if one in more:
            more[many] = [more.pop(one)]
    return {"key": key, "cluster": cluster, "given_name": given, "family_name": family, **more}


def o(key: str, cluster: str, name: str, **more: Any) -> dict[str, Any]:
    """A record of an organisation."""
    return p(key, cluster, kind="organisation", name=name, **more)


def relations(runner: Runner, folder: Path, people: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Rows of `relations`: kind, keys, evidence, n."""
    folder.mkdir(parents=True, exist_ok=True)
    clusters = [{"source": "s", "key": one["key"], "cluster": one.pop("cluster")} for one in people]
    table = all_normalised([raw(rid, **one) for rid, one in enumerate(people, 1)])
    pq.write_table(table, folder / "input.parquet")
    pq.write_table(pa.Table.from_pylist(clusters), folder / "clusters.parquet")
    from visavis.engine.linking.comparable.normalise import COLUMNS

    runner.show("linking_input", [Piece((folder / "input.parquet",), COLUMNS)], COLUMNS)
    of_clusters = tuple((column.name, column.type) for column in CLUSTERS.columns)
    runner.show("clusters", [Piece((folder / "clusters.parquet",), of_clusters)], of_clusters)
    runner.run(relation_steps())
    rows = runner.rows("SELECT * FROM relations ORDER BY kind, key_l, key_r")
    return [(row["kind"], row["key_l"], row["key_r"], list(row["evidence"]), row["n"]) for row in rows]


def test_each_relation_with_its_evidence_on_every_engine(runner: Runner, tmp_path: Path) -> None:
    people = [
        p("1", "a", "Jean", "Dupont", phone="04 78 11 22 33", **HOME),
        p("1b", "a", "J.", "DUPONT", phone="+33478112233"),
        p("2", "b", "Martine", "Dupont", phone="04 78 11 22 33", street="12, r. des lilas", postcode="69003"),
        p("3", "c", "Rose", "Petit", **HOME),
        p("4", "d", "Paul", "Petit", phone="06 00 11 22 33"),
        p("5", "e", "Luc", "Petit", phone="06 00 11 22 33", street="1 quai Sud", postcode="29000"),
        p("6", "f", "Léa", "Roy", company="GARAGE MARTIN", email="lea.roy@garage-martin.fr"),
        p("7", "g", "Max", "Roy", email="max.roy@gmail.com"),
        p("8", "h", "Eva", "Blin", company="Bureau Veritas SA"),
        o("m", "M", "Garage Martin SARL", email="contact@garage-martin.fr"),
        o("n", "N", "Plomberie Roy", email="plomberie.roy@gmail.com"),
        o("v1", "V1", "Bureau Veritas", postcode="75001"),
        o("v2", "V2", "Bureau Veritas", postcode="69001"),
        o("s1", "S1", "Sodexo 732 829 320 00074"),
        o("s2", "S2", "Sodexo Lyon 732 829 320 00082"),
    ]
    assert relations(runner, tmp_path / "facts", people) == [
        ("establishment", "s2", "s1", ["siren"], 2),
        ("household", "1", "2", ["address", "phone"], 5),
        ("household", "4", "5", ["phone"], 2),
        ("works_for", "6", "m", ["company", "domain"], 4),
    ]


def test_a_building_is_no_household_and_a_number_that_many_namesakes_share_neither(tmp_path: Path) -> None:
    flats = [
        p(f"f{n:03}", f"c{n}", f"Prénom{n}", "Martin" if n % 100 == 0 else f"Voisin{n}", **HOME) for n in range(400)
    ]
    namesakes = [p(f"n{n:02}", f"d{n}", f"Prénom{n}", "Durand", phone="01 40 00 10 20") for n in range(9)]
    session = DuckDB(tmp_path / "scratch")
    assert relations(session, tmp_path / "many", flats + namesakes) == []
    family = relations(
        session, tmp_path / "few", [p(f"{n}", f"c{n}", f"Prénom{n}", "Martin", **HOME) for n in range(4)]
    )
    assert [(kind, evidence, n) for kind, _, _, evidence, n in family] == [("household", ["address"], 2)] * 6
    session.close()
