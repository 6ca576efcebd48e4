"""Of what changed alone rows are computed, and that is enough: the rest stands as it was last published."""

import datetime
import json
import shutil
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.linking.facts import ARROW
from tests.running.clientele import change, clientele, published
from visavis.clients.quality import quality
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import ALL
from visavis.running.publishing import kept, planning
from visavis.running.publishing import publish as publishing
from visavis.running.publishing.origins import ORIGINS
from visavis.running.publishing.tables import computed_tables, new_row_steps
from visavis.running.run import run


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The models whose rows were computed; empty it before a run."""
    seen: set[str] = set()
    keep_new_rows = planning.keep_new_rows

    def noting(session: DuckDB, table: Any, folder: Path) -> None:
        seen.add(table.model)
        keep_new_rows(session, table, folder)

    monkeypatch.setattr(planning, "keep_new_rows", noting)
    return seen


def test_what_has_the_same_inputs_is_not_computed_again(
    either_database: str, tmp_path: Path, written: list[int], computed: set[str]
) -> None:
    home = clientele(tmp_path)
    run(home)
    assert len(computed) == 6
    for file, old, new, expected in (
        ("visavis.yaml", "country: FR", "country: FR ", set()),
        ("exports/crm.csv", "Brest", "Brest-Recouvrance", {"ClientCard", "SearchTerm"}),
        ("exports/mails.csv", "des vélos ?", "des tricycles ?", {"TimelineItem", "Voice", "Case", "WaitingClient", "ClientCard"}),
        ("promises/all.yaml", "over: events", "over:  events", set()),
    ):  # fmt: skip
        change(home, file, old, new)
        computed.clear()
        run(home)
        assert computed - {"Case", "WaitingClient", "ClientCard"} == expected - {"Case", "WaitingClient", "ClientCard"}
        assert computed >= expected
        before = published()
        shutil.rmtree(home / "lake/published")
        run(home)
        assert (written[-1], published()) == (0, before)


@pytest.fixture
def rows_computed(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many rows of each model were computed last."""
    seen: dict[str, int] = {}
    keep_new_rows = planning.keep_new_rows

    def noting(session: DuckDB, table: Any, folder: Path) -> None:
        keep_new_rows(session, table, folder)
        seen[table.model] = session.rows(f"SELECT count(*) AS n FROM {table.view}")[0]["n"]

    monkeypatch.setattr(planning, "keep_new_rows", noting)
    return seen


def test_of_changed_facts_only_their_own_rows_are_computed(
    either_database: str,
    tmp_path: Path,
    written: list[int],
    rows_computed: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = clientele(tmp_path)
    run(home)
    assert (rows_computed["TimelineItem"], rows_computed["Voice"]) == (12, 5)
    for file, old, new, share, expected in (
        ("exports/mails.csv", "des vélos ?", "des tricycles ?", 1_000.0, {"TimelineItem": 1, "Voice": 1}),
        ("exports/orders.csv", "O-4;nobody", "O-4;md", 1_000.0, {"TimelineItem": 1, "Voice": 0}),
        ("exports/crm.csv", "Brest", "Brest-Recouvrance", 1_000.0, {"SearchTerm": 10}),
        ("exports/mails.csv", "des tricycles ?", "des tandems ?", 0.1, {"TimelineItem": 1, "Voice": 1}),
        ("exports/mails.csv", "des tandems ?", "des vélos ?", 0.0, {"TimelineItem": 12, "Voice": 5}),
    ):  # fmt: skip
        monkeypatch.setattr(kept, "MOST", share)
        change(home, file, old, new)
        rows_computed.clear()
        run(home)
        assert {name: rows_computed.get(name, 0) for name in expected} == expected
        (folder,) = (home / "lake/published").iterdir()
        assert (folder / f"visavis_timelineitem{kept.LATER}").exists() is (share == 1_000.0)
    before = published()
    shutil.rmtree(home / "lake/published")
    run(home)
    assert (written[-1], published()) == (0, before)


def test_origins_tell_of_all_that_their_rows_are_made_of() -> None:
    steps = new_row_steps([])

    def sources(name: str) -> set[str]:
        return {name} if name not in steps else set().union(*map(sources, steps[name].reads))

    def passes_through(name: str, through: str) -> bool:
        return name == through or (name in steps and any(passes_through(each, through) for each in steps[name].reads))

    views = {table.model: table.view for table in computed_tables()}
    for origin in ORIGINS:
        made_of = set[str]().union(*(sources(views[model]) for model in origin.models))
        assert made_of == sources(origin.view)
        assert all(passes_through(views[model], origin.through) for model in origin.models)


def test_data_quality_is_told_anew_only_where_records_or_links_changed(
    either_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from visavis.running.models import Document
    from visavis.running.publishing import documents

    home, quality_of, told = clientele(tmp_path), documents.quality_of, []
    monkeypatch.setattr(documents, "quality_of", lambda *given: told.append(1) or quality_of(*given))
    for file, old, new, times in (
        ("visavis.yaml", "country: FR", "country: FR ", 1),
        ("exports/mails.csv", "des vélos ?", "des tricycles ?", 1),
        ("exports/crm.csv", "2025-01-12", "2025-01-13", 2),
    ):
        change(home, file, old, new)
        run(home)
        assert len(told) == times
        body = Document.objects.get(name="quality").body
        assert body == json.loads(json.dumps(asdict(quality(home))))


KEYS = ["1", "2", "3", "4"]
REFS = st.none() | st.sampled_from(["record/s/1", "record/s/2", "record/s/9", "email/a@b.fr", "client/c-000001"])
WORDS = st.none() | st.sampled_from(["", "Merci, parfait", "Rien reçu", "x"])
DAYS = st.none() | st.sampled_from([datetime.date(2025, 3, day) for day in range(1, 5)])


def facts(*same: str, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Up to four facts, each key once."""
    each = st.fixed_dictionaries(
        {
            "source": st.sampled_from(["s", "t"]),
            "key": st.sampled_from(KEYS),
            **columns,
            **{n: st.just("") for n in same},
        }
    )
    return st.lists(each, max_size=6, unique_by=lambda row: (row["source"], row["key"]))


OUT_OR_IN = st.sampled_from(["in", "out", "internal", None])
TABLES: dict[str, st.SearchStrategy[list[dict[str, Any]]]] = {
    "records": facts(name=WORDS, city=WORDS, emails=st.sampled_from([None, ["a@b.fr"]])),
    "clusters": facts(cluster=st.sampled_from(["1", "2", "3"])),
    "exchanges": facts(client_ref=REFS, direction=OUT_OR_IN, text=WORDS, occurred_on=DAYS, about=st.sampled_from([None, "s/1", "t/2"])),
    "events": facts(client_ref=REFS, type=st.sampled_from(["delivery", None]), status=WORDS, due_on=DAYS, done_on=DAYS),
    "ratings": facts(client_ref=REFS, text=WORDS, score=st.sampled_from([1.0, None]), about=st.sampled_from([None, "s/1", "t/2"])),
    "readings": facts(table=st.sampled_from(["exchanges", "ratings"]), sentiment=st.sampled_from(["positive", None])),
    "topics": facts(table=st.sampled_from(["exchanges", "ratings"]), topic=st.sampled_from([1, 2, None])),
    "cases": facts(client_ref=REFS, promise=st.just("p"), outcome=st.sampled_from(["kept", "broken"]), due_on=DAYS, n=st.just(1)),
}  # fmt: skip
LAKES = st.lists(st.tuples(st.fixed_dictionaries({}, optional=TABLES), st.booleans()), min_size=2, max_size=5)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lakes=LAKES, most=st.sampled_from([0.25, 1.0, 1_000.0]))
def test_whatever_facts_come_and_go_publishing_changes_is_publishing_all(
    either_database: str,
    tmp_path: Path,
    written: list[int],
    monkeypatch: pytest.MonkeyPatch,
    lakes: list[tuple[dict[str, list[dict[str, Any]]], bool]],
    most: float,
) -> None:
    monkeypatch.setattr(kept, "MOST", most)
    place = uuid.uuid4().hex[:8]
    lake, manifest = Lake(tmp_path / place / "lake"), Manifest("none")
    for number, (tables, looked_at) in enumerate(lakes):
        for name, rows in tables.items():
            manifest = manifest.replaced(name, [_fact_file(lake, name, rows)])
        manifest = publishing.publish(tmp_path, lake, manifest, f"{place}-{number}")
        if looked_at or number == len(lakes) - 1:
            before = published()
            shutil.rmtree(lake.folder / "published")
            publishing.publish(tmp_path, lake, manifest, f"{place}-{number}-all")
            assert (written[-1], published()) == (0, before)


def _fact_file(lake: Lake, name: str, rows: list[dict[str, Any]]) -> Any:
    table = ALL[name]
    schema = pa.schema([(column.name, ARROW[column.type]) for column in table.columns])
    path = lake.new_file(name, "r")
    pq.write_table(pa.Table.from_pylist([{n: row.get(n) for n in table.names} for row in rows], schema), path)
    return lake.entry(name, path, len(rows))
