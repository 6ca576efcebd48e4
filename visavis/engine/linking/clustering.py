"""The partition: connected components of the accepted pairs, cut where they would bring together who can't be one."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Bits = NDArray[np.float64]


def components(left: Ids, right: Ids) -> tuple[Ids, Ids]:
    """Nodes that stand in a pair, sorted, and for each the smallest node that it is connected with."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    nodes, positions = np.unique(np.concatenate([left, right]), return_inverse=True)
    if not len(nodes):
        return nodes, nodes
    ends = positions.reshape(2, -1)
    graph = coo_matrix((np.ones(ends.shape[1], dtype=np.int8), (ends[0], ends[1])), shape=(len(nodes), len(nodes)))
    labels = connected_components(graph, directed=False)[1]
    smallest = np.full(labels.max() + 1, np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(smallest, labels, nodes)
    return nodes, smallest[labels]


def constrained(left: Ids, right: Ids, bits: Bits, foes_left: Ids, foes_right: Ids) -> tuple[Ids, Ids]:
    """As `components`, but pairs of foes do not get into one cluster by way of others: the weakest links between them give way.

    Pairs are joined strongest first (ties: smallest ends first), leaving out those that would bring foes together; a pair of
    infinite weight is joined whatever it brings. Only components that hold foes are looked at one by one.
    """
    nodes, labels = components(left, right)
    if not len(nodes) or not len(foes_left):
        return nodes, labels
    label_l, label_r = _label_of(foes_left, nodes, labels), _label_of(foes_right, nodes, labels)
    inside = (label_l == label_r) & (label_l >= 0)
    contested = np.unique(label_l[inside])
    if not len(contested):
        return nodes, labels
    chosen = np.flatnonzero(np.isin(_label_of(left, nodes, labels), contested))
    chosen = chosen[np.lexsort((right[chosen], left[chosen], -bits[chosen]))]
    joined = _join(
        zip(left[chosen].tolist(), right[chosen].tolist(), np.isinf(bits[chosen]).tolist(), strict=True),
        zip(foes_left[inside].tolist(), foes_right[inside].tolist(), strict=True),
    )
    labels = labels.copy()
    for place in np.flatnonzero(np.isin(labels, contested)).tolist():
        labels[place] = joined.get(int(nodes[place]), int(nodes[place]))
    return nodes, labels


def _join(pairs: Iterable[tuple[int, int, bool]], foes: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Node → smallest node of its cluster, for every node of `pairs`."""
    members: dict[int, set[int]] = {}
    against: dict[int, set[int]] = {}
    for one, other in foes:
        against.setdefault(one, set()).add(other)
        against.setdefault(other, set()).add(one)
    home: dict[int, int] = {}
    for one, other, certain in pairs:
        for node in (one, other):
            if node not in home:
                home[node], members[node] = node, {node}
        large, small = sorted((home[one], home[other]), key=lambda root: len(members[root]), reverse=True)
        if large == small or (not certain and against.get(large, set()) & members[small]):
            continue
        for node in members[small]:
            home[node] = large
        members[large] |= members.pop(small)
        if small in against:
            against.setdefault(large, set()).update(against.pop(small))
    smallest = {root: min(nodes) for root, nodes in members.items()}
    return {node: smallest[root] for node, root in home.items()}


def _label_of(wanted: Ids, nodes: Ids, labels: Ids) -> Ids:
    """The label of each wanted node, -1 where it stands in no pair."""
    place = np.clip(np.searchsorted(nodes, wanted), 0, len(nodes) - 1)
    return np.where(nodes[place] == wanted, labels[place], -1)


def only_holder(address: Ids, holder: Ids, nodes: Ids, label: Ids) -> tuple[Ids, Ids]:
    """Of (address, holder) pairs, one pair per address whose holders are all in one cluster: address, smallest holder.

    An address that two clients hold identifies neither.
    """
    if not len(address):
        return address, holder
    cluster = holder.copy()
    if len(nodes):
        place = np.clip(np.searchsorted(nodes, holder), 0, len(nodes) - 1)
        cluster = np.where(nodes[place] == holder, label[place], holder)
    order = np.lexsort((holder, address))
    address, holder, cluster = address[order], holder[order], cluster[order]
    first = np.flatnonzero(np.r_[True, address[1:] != address[:-1]])
    low, high = np.minimum.reduceat(cluster, first), np.maximum.reduceat(cluster, first)
    alone = first[low == high]
    return address[alone], holder[alone]
