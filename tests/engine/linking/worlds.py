"""Small worlds of records full of trouble: namesakes, households, shared phones, typos; and linking step by step, or at once."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.engine.linking.facts import person, show_facts
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.clusters.decided import NOTHING, Decided
from visavis.engine.linking.freezing import freeze
from visavis.engine.linking.gathering import gather_changes
from visavis.engine.linking.incremental import Former, Unchanged, link_changes
from visavis.engine.linking.index import Index
from visavis.engine.linking.kept import file_of
from visavis.engine.linking.link import Linked, gather, link, link_gathered
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.model import Model
from visavis.engine.linking.weights.trained import FREQUENCIES, Trained, read_trained

GIVEN = ("Jean", "Anne", "Jeanne", "Paul", "Bob", "Robert")
FAMILY = ("Dupont", "Dupond", "Moreau")
MAILS = ("famille@moreau.fr", "j.dupont@free.fr", "JC.Dupont@free.fr", "anne@x.fr")
PHONES = ("06 12 34 56 78", "0612345679", "04 78 11 22 33")
PLACES = (("12 rue des Lilas", "69003"), ("3 avenue Foch", "69003"))
REFERENCES = (
    "email/famille@moreau.fr",
    "email/Anne@x.fr",
    "phone/+33612345678",
    "record/calls/1",
    "record/s/r1",
    "record/zzz/1",
)

SMALL_CAPS = replace(DEFAULT, keys=tuple(replace(key, cap=3 + n % 3) for n, key in enumerate(DEFAULT.keys)))
"""The default model with blocks so small that they open and close all the time."""

Record = dict[str, Any]


def invented(key: str, seed: int) -> Record:
    """A record like many others: the same `seed`, the same record."""
    chance = random.Random(seed)
    street, postcode = chance.choice(PLACES)
    told = {"street": street, "postcode": postcode} if chance.random() < 0.6 else {}
    if chance.random() < 0.5:
        told["email"] = chance.choice(MAILS)
    if chance.random() < 0.4:
        told["phone"] = chance.choice(PHONES)
    if chance.random() < 0.15:
        return person(key, also_known_as=[f"s/r{chance.randrange(12)}"], **told)
    return person(key, chance.choice(GIVEN), chance.choice(FAMILY), **told)


@dataclass(frozen=True, slots=True)
class Facts:
    """What sources say at one moment, and what people decided."""

    records: Mapping[str, Record]
    references: Sequence[str] = ()
    decided: Decided = NOTHING


Files = tuple[list[dict[str, Any]], list[dict[str, Any]]]


class World:
    """Runs in a folder, one after the other; the first one trains (or takes `model`), the others take what little changed."""

    def __init__(self, folder: Path, *, model: Model = SMALL_CAPS) -> None:
        self.folder, self.model, self.runs, self.most = folder, model, 0, 2.0
        self.trained: Trained | None = None
        self.former: Former | None = None
        self.stale: Path | None = None

    def run(self, facts: Facts) -> tuple[Files, Linked | Unchanged]:
        """Link what changed since the last run, however much it is; rows of EDGES and CLUSTERS in their order."""
        self.runs += 1
        place = self.folder / str(self.runs)
        edges, clusters, kept = place / "edges.parquet", place / "clusters.parquet", place / "kept"
        stale = place / "stale.parquet"
        runner = self._show(facts, place)
        try:
            if self.former is None or self.trained is None:
                everyone = gather(runner, place, kept=kept)
                crowds = everyone.crowds
                done: Linked | Unchanged = link_gathered(
                    runner, place, everyone, edges=edges, clusters=clusters, model=self.model, decided=facts.decided,
                    trained=self.folder / "trained",
                )  # fmt: skip
                self.trained = read_trained(self.folder / "trained")
            else:
                former = self.former
                changes = gather_changes(runner, place, former.kept, places=len(former.index), most=self.most)
                crowds = changes.crowds
                done = link_changes(
                    runner, place, changes, former, edges=edges, stale=stale, clusters=clusters, trained=self.trained, kept=kept,
                    patch=place / "patch", decided=facts.decided,
                )  # fmt: skip
        finally:
            runner.close()
        if isinstance(done, Linked):
            base = self.former.edges[:1] if self.former and stale.exists() else ()
            self.former = Former((*base, edges), kept, self._index(place, crowds))
            self.stale = stale if base else None
        assert self.former is not None
        return rows(self.former.edges, self.former.edges[-1].with_name("clusters.parquet"), self.stale), done

    def _index(self, place: Path, crowds: Path) -> Index:
        """As the run left it: patched, or made anew."""
        if (place / "patch").exists() and self.former:
            return Index(self.former.index.folders[0], place / "patch")
        assert self.trained is not None
        return self.frozen(place / "kept", place / "index", crowds)

    def frozen(self, kept: Path, target: Path, crowds: Path) -> Index:
        """An index of what was kept, made anew."""
        assert self.trained is not None
        frequencies = self.trained.folder / FREQUENCIES
        freeze(file_of(kept, "input"), self.trained.model, target, frequencies=frequencies, crowds=crowds)
        return Index(target)

    def batch(self, facts: Facts) -> Files:
        """All at once, by the same model and frequencies."""
        place = self.folder / f"batch{self.runs}"
        edges, clusters = place / "edges.parquet", place / "clusters.parquet"
        runner = self._show(facts, place)
        try:
            link(runner, place, edges=edges, clusters=clusters, model=self.trained, decided=facts.decided)
        finally:
            runner.close()
        return rows((edges,), clusters)

    def _show(self, facts: Facts, place: Path) -> DuckDB:
        runner = DuckDB(place / "duckdb", threads=1)
        show_facts(runner, place / "facts", facts.records.values(), facts.references)
        return runner


def rows(edges: Sequence[Path], clusters: Path, stale: Path | None = None) -> Files:
    """Rows of EDGES that count, in the order of their records, and of CLUSTERS, in their order; `stale`: those of the first file of
    edges that count no longer."""
    gone = set(pq.read_table(stale)["place"].to_pylist()) if stale else set()
    first, *others = (pq.read_table(file).to_pylist() for file in edges)
    counting = [row for place, row in enumerate(first) if place not in gone]
    found = [*counting, *(row for each in others for row in each)]
    if len(edges) > 1:
        found.sort(key=lambda row: tuple(row[name] for name in ("source_l", "key_l", "source_r", "key_r", "rule")))
    return found, pq.read_table(clusters).to_pylist()


def by_key(records: Iterable[Record]) -> dict[str, Record]:
    """Records by `source/key`."""
    return {f"{record['source']}/{record['key']}": record for record in records}
