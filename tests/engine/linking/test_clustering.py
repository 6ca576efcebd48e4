"""Clusters: components, cut where they would bring foes together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.linking.clusters.clustering import Ids, components, constrained, only_holder


def ids(*numbers: int) -> Ids:
    return np.array(numbers, dtype=np.int64)


def clusters(nodes: Ids, labels: Ids) -> dict[int, int]:
    return dict(zip(nodes.tolist(), labels.tolist(), strict=True))


def test_components_are_named_by_their_smallest_node() -> None:
    assert clusters(*components(ids(5, 9, 2), ids(9, 7, 3))) == {2: 2, 3: 2, 5: 5, 7: 5, 9: 5}
    assert clusters(*components(ids(), ids())) == {}


def test_the_weakest_link_between_foes_gives_way() -> None:
    left, right, bits = ids(1, 2, 3, 8), ids(2, 3, 4, 9), np.array([9.0, 2.0, 7.0, 1.0])
    assert clusters(*constrained(left, right, bits, ids(1), ids(4))) == {1: 1, 2: 1, 3: 3, 4: 3, 8: 8, 9: 8}


def test_a_certain_link_holds_whatever_it_brings_together() -> None:
    left, right, bits = ids(1, 2), ids(2, 3), np.array([np.inf, 5.0])
    assert clusters(*constrained(left, right, bits, ids(1, 1), ids(2, 3))) == {1: 1, 2: 1, 3: 3}


def test_foes_who_are_not_connected_change_nothing() -> None:
    left, right, bits = ids(1, 3), ids(2, 4), np.array([5.0, 5.0])
    assert clusters(*constrained(left, right, bits, ids(1), ids(9))) == {1: 1, 2: 1, 3: 3, 4: 3}


pairs = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda p: p[0] < p[1]), max_size=25, unique=True
)


@given(pairs, pairs)
def test_no_cluster_holds_foes_and_every_cluster_is_connected(
    friends: list[tuple[int, int]], foes: list[tuple[int, int]]
) -> None:
    friends = [pair for pair in friends if pair not in foes]
    left, right = ids(*(a for a, _ in friends)), ids(*(b for _, b in friends))
    bits = np.array([float((a * 7 + b) % 5) for a, b in friends])
    found = clusters(*constrained(left, right, bits, ids(*(a for a, _ in foes)), ids(*(b for _, b in foes))))
    assert all(found.get(a, -1) != found.get(b, -2) for a, b in foes)
    inside = [(a, b) for a, b in friends if found[a] == found[b]]
    again = clusters(*components(ids(*(a for a, _ in inside)), ids(*(b for _, b in inside))))
    assert all(again.get(node, node) == label for node, label in found.items())


def test_an_address_of_two_clients_identifies_neither() -> None:
    nodes, labels = ids(1, 2, 5, 6), ids(1, 1, 5, 5)
    address, holder = only_holder(ids(20, 20, 21, 21, 22), ids(2, 1, 2, 6, 9), nodes, labels)
    assert (address.tolist(), holder.tolist()) == ([20, 22], [1, 9])
