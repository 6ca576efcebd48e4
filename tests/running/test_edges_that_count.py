"""Whoever reads edges reads those alone that count, where a former file stays and others lie over it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.running.clientele import change, clientele
from visavis import database
from visavis.clients.linking.link import KEPT, link
from visavis.clients.linking.report import link_report
from visavis.clients.reasons.why import present_of, stored_edges
from visavis.clients.who import find
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.linking.clusters.decided import Decided
from visavis.engine.linking.scored.edges import with_evidence
from visavis.engine.linking.weights.learning import answers_in
from visavis.running.deciding import turn
from visavis.running.export import export_table
from visavis.running.run import run

Answer = Callable[[Path, Path], Any]
CLIENT = "crm/2"


def told(home: Path, scratch: Path) -> Any:
    client = find(home, CLIENT)
    return with_evidence(stored_edges(client, present_of(client)))


def reported(home: Path, scratch: Path) -> Any:
    return link_report(home)["links"]


def exported(home: Path, scratch: Path) -> Any:
    export_table(home, "edges", out=scratch / "edges.csv")
    return sorted((scratch / "edges.csv").read_text(encoding="utf-8").splitlines())


def decided_upon(home: Path, scratch: Path) -> Any:
    number = int(find(home, CLIENT).id.removeprefix("c-"))
    with turn.in_turn(home, lambda: [number]) as session:
        return session.rows(f"FROM {turn.EDGES} ORDER BY ALL")


def learnt_from(home: Path, scratch: Path) -> Any:
    together = Decided(together=((("crm", "2"), ("shop", "md")),))
    with_views = ("edges", "clusters", "events", "exchanges", "ratings")
    session = DuckDB(scratch / "learning")
    try:
        lake = Lake(home / "lake")
        lake.show(session, lake.current() or Manifest(""), with_views)
        return answers_in(session.connection, together, 0.5)
    finally:
        session.close()


READERS: tuple[Answer, ...] = (told, reported, exported, decided_upon, learnt_from)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of two runs, the second of which left the file of edges of the first."""
    home = clientele(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patched:
        for name in ("clients.linking.link.MOST_CHANGED", "engine.linking.patching.MOST_PATCHED"):
            patched.setattr(f"visavis.{name}", 9.0)
        patched.setattr("visavis.engine.linking.scored.laying.MOST_OVER", 9.0)
        run(home, only=("fetch", "link", "publish"))
        change(home, "exports/crm.csv", "Marc;d'Arc", "Marc;d'Arcy")
        run(home, only=("fetch", "link", "publish"))
    return home


def _with(home: Path, manifest: Manifest, edges: list[Entry]) -> None:
    Lake(home / "lake").publish(manifest.replaced("edges", edges))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_each_reader_says_what_it_would_of_one_file_of_those_that_count(
    reader: Answer, linked: Path, tmp_path: Path
) -> None:
    database.use(linked)
    lake = Lake(linked / "lake")
    manifest = lake.current()
    assert manifest is not None
    base, over = manifest.of("edges")
    assert base.stale
    whole = lake.new_file("edges", "whole")
    session = DuckDB(tmp_path / "scratch")
    lake.show(session, manifest, ("edges",))
    count = session.write("edges", whole)
    session.close()
    assert count == base.rows + over.rows
    answer = reader(linked, tmp_path)
    try:
        _with(linked, manifest, [lake.entry("edges", whole, count)])
        assert reader(linked, tmp_path) == answer
        _with(linked, manifest, [replace(base, stale=""), over])
        assert reader(linked, tmp_path) != answer, "what counts no longer would go unnoticed here"
    finally:
        _with(linked, manifest, [base, over])


def test_rows_that_an_erasure_wrote_elsewhere_are_not_looked_for_where_they_stood(linked: Path, tmp_path: Path) -> None:
    """What linking kept tells the place of each edge in its file; in another file, all is linked again."""
    lake = Lake(linked / "lake")
    manifest = lake.current()
    assert manifest is not None
    assert manifest.of(KEPT)
    base, over = manifest.of("edges")
    other = manifest.replaced("edges", [replace(base, path=over.path, stale=""), over])
    session = DuckDB(tmp_path / "scratch")
    try:
        same = link(linked, session, lake, manifest, "same", notes=[])
        anew = link(linked, session, lake, other, "anew", notes=[])
    finally:
        session.close()
    assert same.of("edges") == (base, over)
    [entry] = anew.of("edges")
    assert (entry.stale, entry.rows) == ("", base.rows + over.rows)
