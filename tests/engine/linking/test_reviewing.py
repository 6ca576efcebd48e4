"""Which pairs people are asked about: those that much hangs on, of every kind, and none that follows from another."""

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.linking.worlds import REFERENCES, Facts, World, invented
from visavis.engine.linking.clusters.bridges import bridges
from visavis.engine.linking.clusters.clustering import CERTAIN, Ids, components
from visavis.engine.linking.clusters.decided import NOTHING, Decided
from visavis.engine.linking.doubted import Numbered
from visavis.engine.linking.reviewing import Candidate, gain, implied, in_turn, write_doubts

NAMES = ("source_l", "key_l", "source_r", "key_r", "weight", "probability", "rule", "evidence", "model")


def ids(*numbers: int) -> Ids:
    return np.array(numbers, dtype=np.int64)


def evidence(*levels: str) -> str:
    parts = ",".join(
        f'{{"comparison":"{level.partition("/")[0]}","level":"{level.partition("/")[2]}","bits":1.0,"rarity":0.0}}'
        for level in levels
    )
    return f'[{{"comparison":"prior","level":"","bits":-9.0,"rarity":0.0}},{parts}]'


def edge(one: str, other: str, probability: float, *levels: str) -> tuple[Any, ...]:
    """A scored pair of records of source s; certain without levels."""
    weight = float(np.log2(probability / (1 - probability))) if levels else None
    return ("s", one, "s", other, weight, probability, "email", evidence(*levels), "m")


def world(edges: list[tuple[Any, ...]], clusters: list[str], facts: tuple[str, ...] = ()) -> duckdb.DuckDBPyConnection:
    """A session with those edges; each word of `clusters` is a cluster, its letters are records."""
    connection = duckdb.connect()
    kinds = [pa.string()] * 4 + [pa.float64()] * 2 + [pa.string()] * 3
    columns = list(zip(*edges, strict=True)) or [()] * len(NAMES)
    table = pa.table({n: pa.array(c, k) for n, c, k in zip(NAMES, columns, kinds, strict=True)})
    connection.register("edges", table)
    rows = [("s", letter, word) for word in clusters for letter in word]
    connection.register(
        "clusters",
        pa.table({n: list(c) for n, c in zip(("source", "key", "cluster"), zip(*rows, strict=True), strict=True)}),
    )
    connection.register(
        "events", pa.table({"client_ref": pa.array([f"record/s/{each}" for each in facts], pa.string())})
    )
    for name in ("exchanges", "ratings"):
        connection.register(name, pa.table({"client_ref": pa.array([], pa.string())}))
    return connection


def asked(connection: duckdb.DuckDBPyConnection, folder: Path, decided: Decided = NOTHING) -> list[tuple[Any, ...]]:
    file = folder / "doubts.parquet"
    write_doubts(connection, file, threshold=0.5, decided=decided)
    rows = pq.read_table(file).to_pylist()
    assert [row["place"] for row in rows] == list(range(1, len(rows) + 1))
    return [(row["key_l"] + row["key_r"], row["together"], row["records"], row["facts"]) for row in rows]


def test_one_pair_between_two_clients_the_strongest_and_what_would_move(tmp_path: Path) -> None:
    edges = [
        edge("a", "b", 0.999, "given/same"),
        edge("a", "c", 0.2, "given/near"),
        edge("b", "c", 0.4, "given/initial"),
        edge("c", "d", 0.1, "given/different"),
    ]
    found = asked(world(edges, ["ab", "c", "d"], facts=("c", "a", "a")), tmp_path)
    assert set(found) == {("bc", False, 1, 1), ("cd", False, 1, 0)}


def test_within_a_client_the_weakest_pair_that_holds_it_together_where_it_is_in_doubt(tmp_path: Path) -> None:
    edges = [
        edge("a", "b", 0.97, "given/same"),
        edge("b", "c", 0.7, "given/near"),
        edge("a", "c", 0.6, "given/near"),
        edge("d", "e", 0.8, "given/near"),
        edge("d", "e", 1.0),
        edge("f", "g", 0.995, "given/same"),
    ]
    connection = world(edges, ["abc", "de", "fg"], facts=("c",))
    # a and c stay together by b: their own pair decides nothing; d and e are certain; f and g nearly so.
    assert asked(connection, tmp_path) == [("bc", True, 1, 1)]
    settled, left = implied(connection, NOTHING, 0.5)
    assert (len(settled), left) == (3, 1)


def test_what_is_decided_is_not_asked_again_nor_what_follows_from_it(tmp_path: Path) -> None:
    edges = [edge("a", "b", 0.4, "given/near"), edge("a", "c", 0.3, "given/near"), edge("b", "d", 0.45, "given/near")]
    clusters = ["a", "bc", "d"]
    connection = world([*edges, edge("b", "c", 1.0)], clusters)
    assert {pair for pair, *_ in asked(connection, tmp_path)} == {"ab", "bd"}
    # a and c, who are of the same two clients, are not asked about in place of a and b.
    parted = Decided(apart=((("s", "b"), ("s", "a")),))
    assert {pair for pair, *_ in asked(connection, tmp_path, parted)} == {"bd"}


def test_the_same_world_gives_the_same_queue_and_an_empty_one_none(tmp_path: Path) -> None:
    edges = [edge(one, other, 0.4, "given/near") for one, other in ("ab", "cd", "ef", "gh")]
    clusters = list("abcdefgh")
    assert asked(world(edges, clusters), tmp_path) == asked(world(edges[::-1], clusters[::-1]), tmp_path)
    assert asked(world([], ["a"]), tmp_path) == []


def test_patterns_take_turns_and_frequent_ones_begin() -> None:
    common = [Candidate(n, False, 1, 0, 1.0, ("given/near",)) for n in range(4)]
    rare = [Candidate(9, False, 1, 0, 1.5, ("email/near",))]
    found = in_turn([*rare, *common], 4)
    assert [each.edge for each in found] == [0, 9, 1, 2]
    assert [each.edge for each in in_turn([*common, *rare], 9)] == [0, 9, 1, 2, 3]


def test_gain_is_greatest_where_nothing_is_known_and_much_moves() -> None:
    assert gain(0.5, 1) == 1.0
    assert gain(0.5, 3) == 2.0
    assert gain(0.9, 1) == pytest.approx(gain(0.1, 1))
    assert gain(0.9, 1) < 0.5
    assert gain(1.0, 1000) < 1e-5


edges_of = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(-3, 12)).filter(lambda e: e[0] < e[1]), max_size=30
)


@given(edges_of, st.lists(st.integers(0, 5), min_size=10, max_size=10))
def test_a_bridge_parts_its_cluster_in_two_and_nothing_weaker_does(
    edges: list[tuple[int, int, int]], facts: list[int]
) -> None:
    left, right = ids(*(e[0] for e in edges)), ids(*(e[1] for e in edges))
    bits = np.array([CERTAIN if e[2] > 10 else float(e[2]) for e in edges])
    nodes, labels = components(left, right)
    label = dict(zip(nodes.tolist(), labels.tolist(), strict=True))
    weight = 1.0 + np.array(facts, dtype=np.float64)
    found = bridges(left, right, bits, ids(*(label[e[0]] for e in edges)), weight)
    assert len({label[int(left[place])] for place in found.place}) == len(found.place)
    for place, one, other, fewest in zip(found.place, found.one, found.other, found.fewest, strict=True):
        mine = label[int(left[place])]
        members = [node for node in label if label[node] == mine]
        # Pairs that are stronger do not hold the cluster together without it; the two sides are all of the cluster.
        stronger = bits > bits[place]
        rest = dict(zip(*(each.tolist() for each in components(left[stronger], right[stronger])), strict=True))
        assert rest.get(int(left[place]), -1) != rest.get(int(right[place]), -2)
        assert one + other == sum(weight[node] for node in members)
        assert 1 <= fewest < len(members)
        held = bits >= bits[place]
        assert (
            len(set(components(left[held], right[held])[1][np.isin(components(left[held], right[held])[0], members)]))
            == 1
        )


def test_what_the_run_numbered_is_asked_in_the_same_turn_as_what_its_files_name(tmp_path: Path) -> None:
    found = World(tmp_path)
    records = {f"s/r{number:02d}": invented(f"s/r{number:02d}", number) for number in range(40)}
    decided = Decided(together=((("s", "r01"), ("s", "r02")),), apart=((("s", "r03"), ("s", "r09")),))
    found.run(Facts(records, REFERENCES, decided))
    assert found.former is not None
    edges, kept = found.former.edges, found.former.kept
    queues = []
    for numbered in (None, Numbered(edges, kept)):
        with duckdb.connect() as connection:
            for name, file in (("edges", edges[0]), ("clusters", edges[0].with_name("clusters.parquet"))):
                connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{file}')")
            connection.register("events", pa.table({"client_ref": [*REFERENCES, "record/s/r01", "record/s/r01"]}))
            for name in ("exchanges", "ratings"):
                connection.register(name, pa.table({"client_ref": pa.array([], pa.string())}))
            write_doubts(connection, tmp_path / "doubts.parquet", threshold=0.5, decided=decided, numbered=numbered)
        queues.append(pq.read_table(tmp_path / "doubts.parquet").to_pylist())
    assert queues[0]
    assert queues[0] == queues[1]
