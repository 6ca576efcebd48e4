"""The model of the first run stays, with its frequencies, until there is a reason to train it anew, which is said."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.engine.linking.facts import ARROW, person
from visavis.clients.linking import refitting
from visavis.clients.linking.frozen import INDEX, index_of
from visavis.clients.linking.link import KEPT, dry_refit, link
from visavis.clients.linking.refitting import (
    ASKED,
    FIRST,
    GIVEN,
    LEDGER,
    NEW_DEFAULT,
    last_report,
    model_now,
    why_refit,
)
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.tables import RECORDS
from visavis.mistakes import Words

NAMES = ("Dupont", "Moreau", "Lefèvre", "Petit", "Roux")


@dataclass
class Company:
    """A lake to which records are added, linked run after run."""

    folder: Path
    session: DuckDB
    manifest: Manifest = field(default_factory=lambda: Manifest("r0"))
    notes: list[Words] = field(default_factory=list)
    runs: int = 0

    @property
    def lake(self) -> Lake:
        return Lake(self.folder / "lake")

    def add(self, *records: dict[str, Any]) -> None:
        """Facts that came since."""
        file = self.lake.new_file("records", f"r{self.runs}")
        schema = pa.schema([(column.name, ARROW[column.type]) for column in RECORDS.columns])
        rows = [{name: record.get(name) for name in RECORDS.names} for record in records]
        pq.write_table(pa.Table.from_pylist(rows, schema), file)
        entries = [*self.manifest.of("records"), self.lake.entry("records", file, len(rows), source="s")]
        self.manifest = self.manifest.replaced("records", entries)

    def link(self, **more: Any) -> dict[str, Any]:
        """Link; what the ledger says of the model."""
        self.runs += 1
        self.notes = []
        self.manifest = link(
            self.folder, self.session, self.lake, self.manifest, f"r{self.runs}", notes=self.notes, **more
        )
        told: dict[str, Any] = self.manifest.ledger[LEDGER]
        return told

    def rows(self, table: str) -> list[dict[str, Any]]:
        self.lake.show(self.session, self.manifest, (table,))
        return self.session.rows(f"FROM {table}")

    def paths(self) -> dict[str, str]:
        return {name: self.manifest.of(name)[0].path for name in ("edges", "clusters", KEPT, INDEX, refitting.MODEL)}


def pair(number: int) -> list[dict[str, Any]]:
    family = NAMES[number % len(NAMES)]
    told = {"email": f"anne{number}@x.fr", "street": f"{number} rue Haute", "postcode": "29200"}
    return [person(f"s/{number}{side}", "Anne", family, **told) for side in "ab"]


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    session = DuckDB(tmp_path / "duckdb")
    made = Company(tmp_path, session)
    made.add(*(record for number in range(5) for record in pair(number)))
    yield made
    session.close()


def test_a_model_stays_until_records_have_doubled_and_then_says_what_it_changes(company: Company) -> None:
    first = dict(company.link())
    assert (first["records"], first["base"], company.notes) == (10, DEFAULT.version, [])
    paths = company.paths()

    assert company.link() == first
    assert company.paths() == paths

    company.add(person("s/5a", "Anne", "Dupont", email="anne0@x.fr"), person("s/5b", "Zoé", "Nouvelle"))
    assert company.link() == first
    assert company.notes == []
    assert {row["model"] for row in company.rows("edges")} == {first["version"]}
    assert company.paths()[refitting.MODEL] == paths[refitting.MODEL]
    index = index_of(company.lake, company.manifest)
    assert index is not None
    weights = {(row["key_l"], row["key_r"]): row["weight"] for row in company.rows("edges")}
    known = {one.key: one.row for one in map(index.record, range(len(index)))}
    assert len(known) == 12
    for (left, right), weight in weights.items():
        assert index.scorer.weight(known[left], known[right]) == pytest.approx(weight, abs=1e-9)

    company.add(*(record for number in range(6, 10) for record in pair(number)))
    second = dict(company.link())
    assert (second["records"], second["version"] == first["version"]) == (20, False)
    assert company.notes[0].en.startswith(
        f"Linking model {first['version']} → {second['version']} (20 records instead of 10): of 12 records known to both, "
    )
    report = last_report(company.lake, company.manifest)
    assert report is not None
    assert (report["former"], report["version"], report["records"]) == (first["version"], second["version"], 20)
    assert report["changes"]["records"] == 12
    assert {row["model"] for row in company.rows("edges")} == {second["version"]}


def test_a_refit_is_tried_without_changing_anything_and_then_applied(company: Company) -> None:
    """A model that finds e-mail addresses to tell nothing parts those whom they alone brought together."""
    company.add(person("s/6a", None, None, email="anne1@x.fr"))
    company.link()
    before, together = (
        company.paths(),
        {row["cluster"] for row in company.rows("clusters") if row["key"] in ("1a", "6a")},
    )
    assert len(together) == 1
    deaf = DEFAULT.for_size(11).with_levels("email", {"same": 0.5}, {"same": 0.5})
    tried = dry_refit(company.session, company.lake, company.manifest, "dry", model=deaf)
    assert tried is not None
    assert (tried.version, tried.changes.parted, tried.changes.merged) == (deaf.version, 1, 0)
    assert tried.changes.parted_examples == ((("s/1a", "s/1b"), ("s/6a",)),)
    assert company.paths() == before

    told = company.link(model=deaf)
    assert (told["version"], told["base"]) == (deaf.version, None)
    report = last_report(company.lake, company.manifest)
    assert report == json.loads(json.dumps(tried.plain())) | {"reason": {"fr": GIVEN.fr, "en": GIVEN.en}}
    assert model_now(company.lake, company.manifest).model == deaf  # type: ignore[union-attr]


def test_why_a_model_is_trained(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_refit(company.manifest, 10, refit=False, model=None) is FIRST
    company.link()
    asked: list[tuple[int, bool, Any]] = [(10, False, None), (19, False, None), (10, True, None), (10, False, DEFAULT)]
    assert [why_refit(company.manifest, n, refit=refit, model=model) for n, refit, model in asked] == [
        None,
        None,
        ASKED,
        GIVEN,
    ]
    monkeypatch.setattr(refitting, "DEFAULT", DEFAULT.with_prior(0.001))
    assert why_refit(company.manifest, 10, refit=False, model=None) is NEW_DEFAULT
