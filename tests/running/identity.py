"""Small worlds of records with evidence written by hand, linked and published as runs do it: ids and links, nothing else."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from visavis import database
from visavis.clients.decided import DECISIONS, decided_now
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.clusters.clustering import constrained
from visavis.engine.linking.clusters.decided import End
from visavis.running.deciding import again, turn
from visavis.running.publishing import linked
from visavis.running.publishing.ids import carry_out, plan_ids

SOURCE = "s"
ACTOR = "cli/ines"

Evidence = Mapping[tuple[str, str], float]
"""Keys of two records, the smaller first, and the weight of what makes them one client, in bits."""


def without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions change ids and links alone: what pages show is tested elsewhere, and takes a hundred times as long."""
    for module in (turn, again):
        for name in ("publish_anew", "count_anew"):
            monkeypatch.setattr(module, name, lambda *_: None)


class World:
    """A home, the keys that its source brings at present, and the evidence about them."""

    def __init__(self, home: Path) -> None:
        database.use(home)
        self.home, self.lake = home, Lake(home / "lake")
        self.manifest = Manifest("r0")
        self.runs = 0

    def run(self, keys: Iterable[str], evidence: Evidence) -> dict[str, int]:
        """Link those records, heeding decisions, and publish; key → number of the client."""
        from django.utils import timezone

        self.runs += 1
        name, keys = f"r{self.runs}", sorted(keys)
        decided, last = decided_now()
        place = {(SOURCE, key): number for number, key in enumerate(keys)}
        together, apart = (
            [(place[a], place[b]) for a, b in pairs if a in place and b in place]
            for pairs in (decided.together, decided.apart)
        )
        known = [
            (place[SOURCE, a], place[SOURCE, b], bits)
            for (a, b), bits in evidence.items()
            if (SOURCE, a) in place and (SOURCE, b) in place
        ]
        ends = [*(sorted(pair) for pair in together), *([a, b] for a, b, _ in known)]
        weights = [*(float("inf") for _ in together), *(bits for *_, bits in known)]
        nodes, labels = constrained(
            _ids(pair[0] for pair in ends),
            _ids(pair[1] for pair in ends),
            np.array(weights, dtype=np.float64),
            _ids(()),
            _ids(()),
            apart=(_ids(a for a, _ in apart), _ids(b for _, b in apart)),
        )
        label = dict(zip(nodes.tolist(), labels.tolist(), strict=True))
        clusters = [(SOURCE, key, str(label.get(number, number))) for number, key in enumerate(keys)]
        edges = [(SOURCE, keys[a], SOURCE, keys[b], bits, 0.99, "name", json.dumps([]), "m") for a, b, bits in known]
        manifest = self._with("clusters", clusters, ("source", "key", "cluster"), name)
        self.manifest = manifest
        manifest = self._with("edges", edges, EDGE, name)
        manifest = replace(manifest, run=name, ledger=manifest.ledger | {DECISIONS: last})
        session = DuckDB(self.home / "scratch" / name)
        try:
            plan = plan_ids(session, self.lake, manifest, name)
            begun, self.manifest = plan.run, carry_out(session, self.lake, manifest, plan)
        finally:
            session.close()
        begun.finished_at = timezone.now()
        begun.save()
        self.lake.publish(self.manifest)
        return links()

    def _with(self, table: str, rows: Sequence[tuple[object, ...]], names: tuple[str, ...], run: str) -> Manifest:
        schema = pa.schema(
            [(name, pa.float64() if name in ("weight", "probability") else pa.string()) for name in names]
        )
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        target = self.lake.new_file(table, run)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        pq.write_table(pa.table(arrays, schema), target)
        return self.manifest.replaced(table, [self.lake.entry(table, target, len(rows))])


EDGE = ("source_l", "key_l", "source_r", "key_r", "weight", "probability", "rule", "evidence", "model")


def end(key: str) -> End:
    """The record with that key."""
    return SOURCE, key


def links() -> dict[str, int]:
    """Key → number of the client, as it stands now, of every record that the last run saw."""
    from visavis.clients.models import Client, Link

    found = {}
    for link in Link.objects.present().order_by("key"):
        client = Client.objects.resolve(link.client_id)
        assert client is not None
        found[link.key] = client.number
    return found


def in_the_lake(world: World) -> dict[str, int]:
    """Key → number of the client, as LINKS say."""
    (entry,) = world.manifest.of("links")
    table = pq.read_table(world.lake.folder / entry.path)
    assert table["source"].unique().to_pylist() == [SOURCE]
    return {
        key: int(client[2:])
        for key, client in zip(table["key"].to_pylist(), table["client_id"].to_pylist(), strict=True)
    }


def both_ways(world: World) -> tuple[list[tuple[object, ...]] | None, list[tuple[object, ...]]]:
    """All columns of `linked`, by LINKS and by what left a trace (None: they can't tell), and as read from the database."""
    session, rows = (
        DuckDB(world.home / "scratch" / "both"),
        "SELECT source, key, client, standing, vanished FROM linked ORDER BY ALL",
    )
    try:
        trusted = linked.show_linked_since(session, world.lake, world.manifest)
        known = session.connection.execute(rows).fetchall() if trusted else None
        linked.show_all_linked(session)
        return known, session.connection.execute(rows).fetchall()
    finally:
        session.close()


def complete(groups: Iterable[str], bits: float = 9.0) -> dict[tuple[str, str], float]:
    """Evidence that the keys of each group (parted by blanks) are one client."""
    return {(a, b): bits for keys in groups for a, b in combinations(sorted(keys.split()), 2)}


def _ids(values: Iterable[int]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(list(values), dtype=np.int64)
