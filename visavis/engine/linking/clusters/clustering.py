"""The partition: connected components of the accepted pairs, cut where they would bring together who can't be one."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Bits = NDArray[np.float64]
Chosen = NDArray[np.bool_]


def components(left: Ids, right: Ids) -> tuple[Ids, Ids]:
    """Nodes that stand in a pair, sorted, and for each the smallest node that it is connected with."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    nodes, positions = _numbered(np.concatenate([left, right]))
    if not len(nodes):
        return nodes, nodes
    ends = positions.reshape(2, -1)
    graph = coo_matrix((np.ones(ends.shape[1], dtype=np.int8), (ends[0], ends[1])), shape=(len(nodes), len(nodes)))
    labels = connected_components(graph, directed=False)[1]
    smallest = np.full(labels.max() + 1, np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(smallest, labels, nodes)
    return nodes, smallest[labels]


def _numbered(ids: Ids) -> tuple[Ids, Ids]:
    """The different ids, in order, and the place among them of each. Where they lie close together nothing need be sorted."""
    if not len(ids) or not _close(int(ids.min()), int(ids.max()), len(ids)):
        return np.unique(ids, return_inverse=True)
    least = ids.min()
    there = np.zeros(ids.max() - least + 1, dtype=np.bool_)
    there[ids - least] = True
    return np.flatnonzero(there) + least, (np.cumsum(there) - 1)[ids - least]


def _close(least: int, most: int, many: int) -> bool:
    """Whether a table from `least` to `most` is little beside that `many` numbers."""
    return bool(most - least < 4 * many)


CERTAIN = float(np.finfo(np.float64).max)
"""Weight of a pair that a source vouches for: foes do not part it. What people decided weighs more: infinity."""

_NOBODY = np.empty(0, dtype=np.int64)


def constrained(
    left: Ids,
    right: Ids,
    bits: Bits,
    foes_left: Ids,
    foes_right: Ids,
    *,
    apart: tuple[Ids, Ids] = (_NOBODY, _NOBODY),
) -> tuple[Ids, Ids]:
    """As `components`, but pairs of foes do not get into one cluster by way of others: the weakest links between them give way.

    Pairs are joined strongest first (ties: smallest ends first), leaving out those that would bring foes together; a pair of
    weight CERTAIN or more is joined whatever foes it brings together, but nothing ever brings those of `apart` together. Only
    components that hold such pairs are looked at one by one.
    """
    nodes, labels = components(left, right)
    if not len(nodes) or not len(foes_left) + len(apart[0]):
        return nodes, labels
    inside = _inside(foes_left, foes_right, nodes, labels)
    parted = _inside(*apart, nodes, labels)
    contested = np.unique(_label_of(np.concatenate([foes_left[inside], apart[0][parted]]), nodes, labels))
    if not len(contested):
        return nodes, labels
    chosen = np.flatnonzero(np.isin(_label_of(left, nodes, labels), contested))
    chosen = chosen[np.lexsort((right[chosen], left[chosen], -bits[chosen]))]
    joined = _join(
        zip(left[chosen].tolist(), right[chosen].tolist(), (bits[chosen] >= CERTAIN).tolist(), strict=True),
        zip(foes_left[inside].tolist(), foes_right[inside].tolist(), strict=True),
        zip(apart[0][parted].tolist(), apart[1][parted].tolist(), strict=True),
    )
    labels = labels.copy()
    for place in np.flatnonzero(np.isin(labels, contested)).tolist():
        labels[place] = joined.get(int(nodes[place]), int(nodes[place]))
    return nodes, labels


def _inside(left: Ids, right: Ids, nodes: Ids, labels: Ids) -> NDArray[np.bool_]:
    """Which pairs have both ends in one cluster."""
    label_l, label_r = _label_of(left, nodes, labels), _label_of(right, nodes, labels)
    return np.asarray((label_l == label_r) & (label_l >= 0))


def _both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _join(
    pairs: Iterable[tuple[int, int, bool]], foes: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]
) -> dict[int, int]:
    """Node → smallest node of its cluster, for every node of `pairs`."""
    members: dict[int, set[int]] = {}
    against, never = _both_ways(foes), _both_ways(apart)
    home: dict[int, int] = {}
    for one, other, certain in pairs:
        for node in (one, other):
            if node not in home:
                home[node], members[node] = node, {node}
        large, small = home[one], home[other]
        if large == small:
            continue
        if len(members[large]) < len(members[small]):
            large, small = small, large
        if large in never and never[large] & members[small]:
            continue
        if not certain and large in against and against[large] & members[small]:
            continue
        for node in members[small]:
            home[node] = large
        members[large] |= members.pop(small)
        for kept_off in (against, never):
            if small in kept_off:
                kept_off.setdefault(large, set()).update(kept_off.pop(small))
    smallest = {root: min(nodes) for root, nodes in members.items()}
    return {node: smallest[root] for node, root in home.items()}


def _label_of(wanted: Ids, nodes: Ids, labels: Ids) -> Ids:
    """The label of each wanted node, -1 where it stands in no pair."""
    least, most = int(nodes[0]), int(nodes[-1])
    if not _close(least, most, len(nodes)):
        place = np.clip(np.searchsorted(nodes, wanted), 0, len(nodes) - 1)
        return np.where(nodes[place] == wanted, labels[place], -1)
    table = np.full(most - least + 1, -1, dtype=np.int64)
    table[nodes - least] = labels
    place = np.clip(wanted, least, most)
    return np.where(place == wanted, table[place - least], -1)


def only_holder(
    address: Ids, holder: Ids, nodes: Ids, label: Ids, *, apart: tuple[Ids, Ids] = (_NOBODY, _NOBODY)
) -> tuple[Ids, Ids]:
    """Of (address, holder) pairs, one pair per address whose holders are all in one cluster: address, smallest holder.

    An address that two clients hold identifies neither, nor one whose cluster is `apart` from the holder's.
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
    address, holder = address[alone], holder[alone]
    if not len(apart[0]):
        return address, holder

    def clusters(of: Ids) -> Ids:
        known = _label_of(of, nodes, label) if len(nodes) else np.full(len(of), -1)
        return np.asarray(np.where(known >= 0, known, of))

    parted = set(zip(clusters(apart[0]).tolist(), clusters(apart[1]).tolist(), strict=True))
    parted |= {(right, left) for left, right in parted}
    free = [pair not in parted for pair in zip(clusters(address).tolist(), clusters(holder).tolist(), strict=True)]
    return address[free], holder[free]
