"""The parts *topics* and *rising* of a run: nothing where nothing changed, human decisions heeded, periods told honestly."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.reading.topics.test_topics import corpus
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.rising import Unit
from visavis.engine.tables import ALL, Type
from visavis.voices.charting import chart, periods_of
from visavis.voices.decided_topics import Decided
from visavis.voices.telling import voices_documents
from visavis.voices.topics import find_topics

_ARROW = {
    Type.TEXT: pa.string(), Type.INTEGER: pa.int64(), Type.DECIMAL: pa.float64(), Type.BOOLEAN: pa.bool_(), Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"), Type.TEXTS: pa.list_(pa.string()), Type.BLOB: pa.binary(),
}  # fmt: skip
FIRST = date(2023, 1, 4)


def put(lake: Lake, manifest: Manifest, table: str, rows: list[dict[str, Any]]) -> Manifest:
    schema = pa.schema([(column.name, _ARROW[column.type]) for column in ALL[table].columns])
    path = lake.new_file(table, "r")
    pq.write_table(pa.Table.from_pylist(rows, schema), path)
    return manifest.replaced(table, [lake.entry(table, path, len(rows), source="avis")])


def company(lake: Lake, extra: int = 0) -> Manifest:
    """A hundred weeks of ratings on the subjects of `corpus`; in the last ten, parcels come up far more."""
    texts, languages, subjects = corpus(1)
    rng = np.random.default_rng(1)
    parcels = [place for place, subject in enumerate(subjects) if subject == "parcel"]
    ratings, readings = [], []
    for week in range(100):
        picks = rng.integers(0, len(texts), 40).tolist()
        if week >= 90:
            picks = [*picks[:20], *rng.choice(parcels, 20).tolist()]
        for number, place in enumerate(picks):
            key = f"{week}-{number}"
            day = FIRST + timedelta(weeks=week, days=number % 5)
            ratings.append(
                {"source": "avis", "key": key, "text": texts[place], "occurred_on": day, "instrument": "csat"}
            )
            theme = "delivery" if subjects[place] == "parcel" else "price"
            readings.append(
                {
                    "source": "avis", "table": "ratings", "key": key, "language": languages[place], "theme": theme, "themes": [theme],
                    "text_md5": f"{place:032x}",
                }
            )  # fmt: skip
    for number in range(extra):
        ratings.append(
            {"source": "avis", "key": f"x{number}", "text": f"Le colis {number} manque", "occurred_on": FIRST}
        )
        readings.append({"source": "avis", "table": "ratings", "key": f"x{number}", "text_md5": f"x{number}"})
    return put(lake, put(lake, Manifest("r"), "ratings", ratings), "readings", readings)


def rows(runner: DuckDB, lake: Lake, manifest: Manifest, table: str) -> list[dict[str, Any]]:
    lake.show(runner, manifest, (table,))
    return runner.rows(f"SELECT * FROM {table} ORDER BY ALL")


@pytest.fixture
def runner(tmp_path: Path) -> DuckDB:
    return DuckDB(tmp_path / "scratch")


def test_every_text_has_its_topic_and_a_second_run_does_nothing(tmp_path: Path, runner: DuckDB) -> None:
    lake = Lake(tmp_path)
    manifest = company(lake)
    once = chart(runner, lake, find_topics(runner, lake, manifest, "r1", decided=Decided()), "r1", decided=Decided())
    placed = rows(runner, lake, once, "topics")
    assert len(placed) == 4_000
    assert sum(row["topic"] is not None for row in placed) > 2_000
    assert (
        chart(runner, lake, find_topics(runner, lake, once, "r2", decided=Decided()), "r2", decided=Decided()) == once
    )
    few = company(lake, extra=5)
    more = find_topics(runner, lake, few.replaced("topics", once.of("topics")).replaced("topic_kinds", once.of("topic_kinds")), "r3", decided=Decided())  # fmt: skip
    assert len(rows(runner, lake, more, "topics")) == 4_005


def test_new_texts_find_their_place_without_learning_anew(tmp_path: Path, runner: DuckDB) -> None:
    lake = Lake(tmp_path)
    once = find_topics(runner, lake, company(lake), "r1", decided=Decided())
    grown = company(lake, extra=5)
    for table in ("ratings", "readings"):
        once = once.replaced(table, grown.of(table))
    before = rows(runner, lake, once, "topic_kinds")
    after = find_topics(runner, lake, once, "r2", decided=Decided())
    assert rows(runner, lake, after, "topic_kinds") == before
    assert {row["key"] for row in rows(runner, lake, after, "topics")} >= {f"x{number}" for number in range(5)}


def test_people_s_mergers_and_partings_are_heeded_and_taken_back(tmp_path: Path, runner: DuckDB) -> None:
    lake = Lake(tmp_path)
    once = find_topics(runner, lake, company(lake), "r1", decided=Decided())
    counted: dict[int, int] = {}
    for row in rows(runner, lake, once, "topics"):
        counted[row["topic"]] = counted.get(row["topic"], 0) + 1
    one, two = sorted((number for number in counted if number), key=lambda number: -counted[number])[:2]
    parted = Decided(into={two: one}, split=frozenset({one}))
    after = chart(runner, lake, find_topics(runner, lake, once, "r2", decided=parted), "r2", decided=parted)
    kinds = {row["topic"]: row for row in rows(runner, lake, after, "topic_kinds")}
    parts = [number for number, row in kinds.items() if row["parent"] == one]
    assert len(parts) == 2
    placed = [row["topic"] for row in rows(runner, lake, after, "topics")]
    assert placed.count(one) == 0
    assert sum(map(placed.count, parts)) == counted[one]
    assert str(two) not in {row["name"] for row in rows(runner, lake, after, "rising") if row["kind"] == "topic"}
    undone = find_topics(runner, lake, after, "r3", decided=Decided())
    assert [row["topic"] for row in rows(runner, lake, undone, "topics")].count(one) == counted[one]
    assert {row["parent"] for row in rows(runner, lake, undone, "topic_kinds")} == {None}


def test_what_rose_is_flagged_with_its_week_and_told_to_pages(tmp_path: Path, runner: DuckDB) -> None:
    lake = Lake(tmp_path)
    manifest = find_topics(runner, lake, company(lake), "r1", decided=Decided())
    manifest = chart(runner, lake, manifest, "r1", decided=Decided())
    rising = {(row["kind"], row["name"]): row for row in rows(runner, lake, manifest, "rising")}
    theme = rising["theme", "delivery"]
    assert (theme["rises"], theme["unit"]) == (True, "week")
    assert abs((theme["since"] - (FIRST + timedelta(weeks=90))).days) <= 14
    assert rising["theme", "price"]["rises"] is False
    told = voices_documents(runner, lake, manifest)
    assert told["voices"]["placed"] == 4_000
    assert sum(each["n"] for each in told["voices"]["topics"]) + told["voices"]["apart"] == 4_000
    assert len(told["trends"]["periods"]) == len(told["trends"]["series"]["theme/delivery"])
    assert told["trends"]["complete"][0] is False
    assert sum(told["trends"]["n"]) == 4_000


def test_a_home_without_messages_tells_nothing(tmp_path: Path, runner: DuckDB) -> None:
    lake = Lake(tmp_path)
    manifest = chart(
        runner, lake, find_topics(runner, lake, Manifest("r"), "r1", decided=Decided()), "r1", decided=Decided()
    )
    told = voices_documents(runner, lake, manifest)
    assert (told["voices"]["topics"], told["voices"]["rising"], told["trends"]["periods"]) == ([], [], [])


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 900), st.sampled_from(Unit))
def test_periods_have_no_hole_and_only_whole_ones_are_complete(first: date, days: int, unit: Unit) -> None:
    last = first + timedelta(days=days)
    periods = periods_of(unit, first, last)
    starts = periods.starts
    assert starts[0] <= first
    assert starts[-1] <= last
    gaps = [(two - one).days for one, two in pairwise(starts)]
    assert all(gap == 7 if unit is Unit.WEEK else 28 <= gap <= 31 for gap in gaps)
    for place, start in enumerate(starts):
        following = starts[place + 1] if place + 1 < len(starts) else None
        ends = (following or start + timedelta(days=7 if unit is Unit.WEEK else 31)) - timedelta(days=1)
        if periods.complete(place):
            assert start >= first
            assert unit is Unit.MONTH or ends <= last
