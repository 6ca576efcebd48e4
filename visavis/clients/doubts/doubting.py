"""The queue of pairs to review, computed from what a run linked."""

from pathlib import Path

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.clusters.decided import Decided
from visavis.engine.linking.doubted import Numbered
from visavis.engine.linking.reviewing import write_doubts

MEMORY = "900MB"


def with_doubts(
    lake: Lake, manifest: Manifest, run: str, scratch: Path, *, threshold: float, decided: Decided
) -> Manifest:
    """The manifest with new `doubts`, out of its edges, clusters and facts, of what linking kept, and of what people `decided`."""
    from visavis.clients.linking.link import KEPT

    [kept] = manifest.of(KEPT)
    edges = tuple(file for entry in manifest.of("edges") for file, _ in lake.counted(entry))
    target = lake.new_file("doubts", run)
    session = DuckDB(scratch, memory=MEMORY)
    try:
        lake.show(session, manifest, ("edges", "clusters", "events", "exchanges", "ratings"))
        count = write_doubts(
            session.connection,
            target,
            threshold=threshold,
            decided=decided,
            numbered=Numbered(edges, lake.folder / kept.path),
        )
    finally:
        session.close()
    return manifest.replaced("doubts", [lake.entry("doubts", target, count)])
