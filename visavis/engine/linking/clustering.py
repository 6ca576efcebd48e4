"""The partition: connected components of the accepted pairs."""

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


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
