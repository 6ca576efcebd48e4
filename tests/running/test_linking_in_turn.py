"""Records that arrive one by one, and runs between them: in the end everyone stands where batch puts them."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.running.clientele import clientele, numbers
from visavis import database
from visavis.clients.arriving.link_record import link_record
from visavis.clients.linking.link import FACTS, KEPT
from visavis.clients.linking.refitting import LEDGER, model_now
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.linking.link import link
from visavis.running.run import run

ARRIVING: list[dict[str, Any]] = [
    {"key": "1", "given_name": "Marc", "family_name": "d’Arc", "emails": "Marc.dArc@exemple.fr"},
    {"key": "2", "given_name": "Élodie", "family_name": "Lefevre", "phones": "06 12 34 56 78"},
]
"""Fewer than a quarter of those who are known: what changed is linked by itself."""


def partition(clients: dict[str, Any]) -> set[frozenset[str]]:
    groups: defaultdict[Any, set[str]] = defaultdict(set)
    for record, client in clients.items():
        groups[client].add(record)
    return {frozenset(group) for group in groups.values()}


def test_one_by_one_then_a_run_is_what_batch_makes_of_all(tmp_path: Path, either_database: str) -> None:
    home = clientele(tmp_path / "home")
    run(home, only=("fetch", "link", "publish"))
    lake = Lake(home / "lake")
    before = lake.current()
    assert before is not None
    database.use(home)
    from visavis.clients.models import ClientAlias

    placed = [link_record(home, {"source": "form"} | record) for record in ARRIVING]
    run(home, only=("fetch", "link", "publish"))

    after = lake.current()
    assert after is not None
    assert after.ledger[LEDGER] == before.ledger[LEDGER]
    assert after.of(KEPT) != before.of(KEPT)
    session = DuckDB(tmp_path / "duckdb")
    try:
        lake.show(session, after, FACTS)
        files = {name: tmp_path / f"{name}.parquet" for name in ("edges", "clusters")}
        link(
            session,
            tmp_path / "work",
            edges=files["edges"],
            clusters=files["clusters"],
            model=model_now(lake, after),
        )
    finally:
        session.close()
    batch = {name: pq.read_table(file).to_pylist() for name, file in files.items()}
    for name, rows in batch.items():
        assert pq.read_table(lake.folder / after.of(name)[0].path).to_pylist() == rows
    clusters = {f"{row['source']}/{row['key']}": row["cluster"] for row in batch["clusters"]}
    assert partition(numbers()) == partition(clusters)
    assert [each.outcome for each in placed] == ["attached", "review"]
    aliases = dict(ClientAlias.objects.values_list("former", "client_id"))
    given = [int(each.client.removeprefix("c-")) for each in placed]
    assert [aliases.get(number, number) for number in given] == [numbers()["crm/2"], numbers()["crm/1"]]
