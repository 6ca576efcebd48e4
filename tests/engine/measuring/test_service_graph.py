"""Distances to the clients, circles, and who stands between: known answers, and graphs that are wrong."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.service_graph import (
    CLIENTS,
    between_clients,
    betweenness,
    circles,
    distances,
    nodes_of,
)

KARATE = {
    0: (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31), 1: (2, 3, 7, 13, 17, 19, 21, 30),
    2: (3, 7, 8, 9, 13, 27, 28, 32), 3: (7, 12, 13), 4: (6, 10), 5: (6, 10, 16), 6: (16,), 8: (30, 32, 33), 9: (33,), 13: (33,),
    14: (32, 33), 15: (32, 33), 18: (32, 33), 19: (33,), 20: (32, 33), 22: (32, 33), 23: (25, 27, 29, 32, 33), 24: (25, 27, 31),
    25: (31,), 26: (29, 33), 27: (33,), 28: (31, 33), 29: (32, 33), 30: (32, 33), 31: (32, 33), 32: (33,),
}  # fmt: skip
"""Zachary (1977), An information flow model for conflict and fission in small groups: who met whom outside the club."""

HOUSE = {
    ("shops", CLIENTS), ("field", CLIENTS), ("orders", "shops"), ("planning", "orders"), ("planning", "field"),
    ("network", "field"), ("it", "planning"), ("archive", "attic"), ("attic", "archive"),
}  # fmt: skip


def test_karate_club() -> None:
    pairs = {(f"{a:02}", f"{b:02}") for a, others in KARATE.items() for b in others}
    assert len(pairs) == 78
    found = betweenness(pairs, directed=False)
    assert round(found["00"], 4) == 0.4376
    assert round(found["33"], 4) == 0.3041
    assert found["11"] == 0


def test_distances_and_dead_ends() -> None:
    assert distances(HOUSE) == {
        "archive": None, "attic": None, "field": 1, "it": 3, "network": 2, "orders": 2, "planning": 2, "shops": 1,
    }  # fmt: skip


def test_circles() -> None:
    assert circles(HOUSE) == [["archive", "attic"]]
    assert circles({("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "d"), ("d", CLIENTS)}) == [
        ["a", "b", "c"],
        ["d"],
    ]
    assert circles(set()) == []


def test_between_clients_and_the_team_able_to_act() -> None:
    found = between_clients(HOUSE, {"it": 3, "network": 1, "shops": 2, "attic": 7})
    # of 6 voices that can arrive: 3 to it pass planning and before it field (orders → shops is longer), 1 to network field
    assert found == pytest.approx(
        {"field": 4 / 6, "planning": 3 / 6, "shops": 0, "orders": 0, "it": 0, "network": 0, "archive": 0, "attic": 0}
    )


def test_equally_short_ways_share() -> None:
    diamond = {("a", CLIENTS), ("b", CLIENTS), ("c", "a"), ("c", "b")}
    assert between_clients(diamond, {"c": 5}) == {"a": 0.5, "b": 0.5, "c": 0.0}


@pytest.mark.parametrize("pairs", [set(), {("a", "b")}, {("a", "a")}])
def test_graphs_without_clients(pairs: set[tuple[str, str]]) -> None:
    assert set(distances(pairs).values()) <= {None}
    assert set(between_clients(pairs, {"a": 1}).values()) <= {0.0}
    assert set(betweenness(pairs).values()) <= {0.0}


@given(st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from(["a", "b", "c", "d", "e", CLIENTS]))))
def test_against_every_path(pairs: set[tuple[str, str]]) -> None:
    """Distance by trying every way there is."""
    shortest = {}
    for name in nodes_of(pairs):
        ways = [
            len(middle) + 1
            for n in range(5)
            for middle in itertools.permutations([each for each in "abcde" if each != name], n)
            if all(step in pairs for step in itertools.pairwise([name, *middle, CLIENTS]))
        ]
        shortest[name] = min(ways, default=None)
    assert distances(pairs) == shortest
