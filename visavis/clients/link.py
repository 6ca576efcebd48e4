"""The step *link*: propose which records are one client."""

import shutil
from pathlib import Path

from visavis.clients.doubting import with_doubts
from visavis.clients.frozen import with_index
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.decided import NOTHING, Decided
from visavis.engine.linking.link import link as propose
from visavis.engine.steps import Runner

FACTS = ("records", "events", "exchanges", "ratings")


def link(
    home: Path,
    runner: Runner,
    lake: Lake,
    manifest: Manifest,
    run: str,
    *,
    country: str = "FR",
    decided: Decided = NOTHING,
) -> Manifest:
    """The manifest with new `edges`, `clusters` and `doubts`, computed from all its facts and from what people `decided`, and the
    index by which single records are linked until the next run.

    `country` (ISO 3166) is assumed of phone numbers without a prefix. Client ids are not touched: publishing assigns them.
    """
    scratch = lake.folder / "scratch" / f"link-{run}"
    edges, clusters = lake.new_file("edges", run), lake.new_file("clusters", run)
    try:
        lake.show(runner, manifest, FACTS)
        linked = propose(runner, scratch, edges=edges, clusters=clusters, country=country, decided=decided)
        manifest = with_index(lake, manifest, run, scratch / "input.parquet", linked.model)
        manifest = manifest.replaced("edges", [lake.entry("edges", edges, linked.edges)])
        manifest = manifest.replaced("clusters", [lake.entry("clusters", clusters, linked.clusters)])
        threshold = linked.model.threshold
        return with_doubts(lake, manifest, run, scratch / "doubts", threshold=threshold, decided=decided)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
