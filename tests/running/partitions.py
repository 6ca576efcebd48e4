"""Homes whose lake holds a partition written by hand, and what publishing made of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.lake import Lake, Manifest
from visavis.running.publishing.publish import publish

Partition = Sequence[str]
"""Each member one cluster: keys parted by blanks, all of source `s`."""


def with_clusters(lake: Lake, manifest: Manifest, clusters: Partition, run: str) -> Manifest:
    """The manifest with those clusters."""
    rows = [("s", key, str(number)) for number, keys in enumerate(clusters) for key in keys.split()]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    schema = pa.schema([(name, pa.string()) for name in ("source", "key", "cluster")])
    path = lake.new_file("clusters", run)
    pq.write_table(pa.table([pa.array(column, pa.string()) for column in columns], schema), path)
    return manifest.replaced("clusters", [lake.entry("clusters", path, len(rows))])


def publish_partitions(home: Path, *partitions: Partition) -> list[Mapping[str, str]]:
    """Publish one partition after the other in `home`; key → client id after each."""
    lake, manifest, seen = Lake(home / "lake"), Manifest("r0"), []
    for number, clusters in enumerate(partitions, 1):
        run = f"r{number}"
        manifest = publish(home, lake, with_clusters(lake, manifest, clusters, run), run)
        seen.append(links_of(lake, manifest))
    return seen


def links_of(lake: Lake, manifest: Manifest) -> dict[str, str]:
    """Key → client id, out of the LINKS table."""
    found: dict[str, str] = {}
    for entry in manifest.of("links"):
        table = pq.read_table(lake.folder / entry.path)
        found |= dict(zip(table["key"].to_pylist(), table["client_id"].to_pylist(), strict=True))
    return found
