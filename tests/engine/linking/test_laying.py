"""EDGES of runs in which little changed: the first file stays, what came lies over it, and what counts is what batch would write."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.linking.worlds import REFERENCES, Facts, World, invented
from visavis.engine.linking.clusters.decided import NOTHING, Decided
from visavis.engine.linking.doubted import Numbered
from visavis.engine.linking.reviewing import write_doubts
from visavis.engine.linking.scored import laying

_KEYS = [f"s/r{number:02d}" for number in range(30)]
_one = st.tuples(st.sampled_from(_KEYS), st.none() | st.integers(0, 99))
_turns = st.lists(st.tuples(st.lists(_one, max_size=3), st.sets(st.sampled_from(REFERENCES))), min_size=3, max_size=4)


def _doubts(world: World, facts: Facts, target: Path, *, numbered: bool) -> list[dict[str, object]]:
    assert world.former is not None
    found, clusters = world.batch(facts)
    with duckdb.connect() as connection:
        schema = pa.schema([(name, pa.string()) for name in ("source_l", "key_l", "source_r", "key_r")])
        schema = pa.unify_schemas([schema, pa.schema([("weight", pa.float64()), ("probability", pa.float64())])])
        schema = pa.unify_schemas([schema, pa.schema([(name, pa.string()) for name in ("rule", "evidence", "model")])])
        connection.register("edges", pa.Table.from_pylist(found, schema))
        connection.register("clusters", pa.Table.from_pylist(clusters))
        for name in ("events", "exchanges", "ratings"):
            connection.register(name, pa.table({"client_ref": pa.array(facts.references, pa.string())}))
        told = Numbered(world.former.edges, world.former.kept) if numbered else None
        write_doubts(connection, target, threshold=0.5, decided=facts.decided, numbered=told)
    return pq.read_table(target).to_pylist()


@settings(max_examples=6, deadline=None)
@given(turns=_turns)
def test_run_after_run_over_one_file_counts_what_batch_writes(
    tmp_path_factory: pytest.TempPathFactory, turns: list[tuple[list[tuple[str, int | None]], set[str]]]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(laying, "MOST_OVER", 99.0)
        world = World(tmp_path_factory.mktemp("world"))
        records = {key: invented(key, number) for number, key in enumerate(_KEYS)}
        world.run(Facts(records, REFERENCES[:2]))
        assert world.former is not None
        base = world.former.edges[0]
        for changes, references in turns:
            for key, seed in changes:
                if seed is None:
                    records.pop(key, None)
                else:
                    records[key] = invented(key, seed)
            facts = Facts(dict(records), sorted(references))
            found, _ = world.run(facts)
            assert found == world.batch(facts)
            assert world.former.edges[0] == base
        one, other = (
            _doubts(world, facts, world.folder / "doubts.parquet", numbered=numbered) for numbered in (True, False)
        )
        assert one == other


def test_what_goes_and_comes_back_what_people_decide_and_take_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Certain edges stand in the file as scored ones do: they go and come with records, references and decisions."""
    monkeypatch.setattr(laying, "MOST_OVER", 99.0)
    world = World(tmp_path)
    records = {key: invented(key, number) for number, key in enumerate(_KEYS)}
    (edges, _), _ = world.run(Facts(records, REFERENCES))
    named = {f"{edge['source_r']}/{edge['key_r']}" for edge in edges if edge["weight"] is not None}
    without = {key: each for key, each in records.items() if key != min(named)}
    together = Decided(together=((("s", "r03"), ("s", "r07")),))
    assert world.former is not None
    base, kept = world.former.edges[0], pq.read_metadata(world.former.edges[0]).num_rows
    sizes = []
    for now, references, decided in (
        (without, REFERENCES, NOTHING),
        (without, REFERENCES[2:], together),
        (records, REFERENCES[2:], together),
        (records, REFERENCES, NOTHING),
    ):
        facts = Facts(now, references, decided)
        found, _ = world.run(facts)
        assert found == world.batch(facts)
        assert world.former.edges[0] == base
        assert world.stale is not None
        sizes.append((pq.read_metadata(world.stale).num_rows, pq.read_metadata(world.former.edges[1]).num_rows))
        assert len(found[0]) == kept - sizes[-1][0] + sizes[-1][1]
    gone = [stale for stale, _ in sizes]
    assert 0 < gone[0] < gone[1]
    assert found[0] == edges
    assert (
        sizes[3][0] == sizes[3][1]
    )  # what came back lies over the file: places that count no longer never count again


def test_what_lies_over_more_than_a_part_of_it_is_written_anew(tmp_path: Path) -> None:
    world = World(tmp_path)
    records = {key: invented(key, number) for number, key in enumerate(_KEYS)}
    world.run(Facts(records))
    assert world.former is not None
    base = world.former.edges
    turned = 0
    for number, key in enumerate(_KEYS):
        records[key] = invented(key, 100 + number)
        facts = Facts(dict(records))
        found, _ = world.run(facts)
        assert found == world.batch(facts)
        turned += len(world.former.edges) == 1
        if turned:
            break
        assert world.former.edges[0] == base[0]
    assert turned
    assert world.stale is None
    assert number >= 1
