"""Where a cluster hangs by a thread: the weakest pair that holds it together, and what it would part."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visavis.engine.linking.clusters.clustering import CERTAIN, Bits, Ids

_LIGHTEST = 1e-6


@dataclass(frozen=True, slots=True)
class Bridges:
    """One pair of each cluster, by its place among those given, and the weight of the nodes on either side of it."""

    place: Ids
    one: NDArray[np.float64]
    other: NDArray[np.float64]
    fewest: Ids
    """Nodes on the lighter side; of equal ones, the side of the pair's second end."""


def bridges(left: Ids, right: Ids, bits: Bits, cluster: Ids, node_weight: NDArray[np.float64]) -> Bridges:
    """Of the pairs that hold each cluster together at its strongest (a maximum spanning tree), the weakest one.

    `cluster` is that of each pair; nodes are numbered from 0, as in `node_weight`. Pairs of weight CERTAIN or more hold whatever
    anybody says: where the weakest one is such a pair, the cluster has no bridge. Of equal pairs the one given first is weaker.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

    size = len(node_weight)
    nothing = np.empty(0, dtype=np.int64)
    if not len(left):
        return Bridges(nothing, np.empty(0), np.empty(0), nothing)
    # The rank stands for the weight: no two are equal, so there is one tree, and the same pairs twice are told apart.
    order = np.lexsort((np.arange(len(bits)), bits))[::-1]
    low, high = np.minimum(left, right)[order], np.maximum(left, right)[order]
    first = np.sort(np.unique(low * size + high, return_index=True)[1])
    graph = coo_matrix((first + 1.0, (low[first], high[first])), shape=(size, size)).tocsr()
    tree = order[np.sort(minimum_spanning_tree(graph).data.astype(np.int64)) - 1]
    weakest = tree[::-1][np.unique(cluster[tree[::-1]], return_index=True)[1]]
    rest = tree[~np.isin(tree, weakest)]
    kept = coo_matrix((np.ones(len(rest), dtype=np.int8), (left[rest], right[rest])), shape=(size, size))
    parts, part = connected_components(kept, directed=False)
    weight = np.bincount(part, weights=node_weight, minlength=parts)
    nodes = np.bincount(part, minlength=parts)
    asked = np.sort(weakest[bits[weakest] < CERTAIN])
    one, other = part[left[asked]], part[right[asked]]
    fewest = np.where(weight[one] < weight[other] - _LIGHTEST, nodes[one], nodes[other])
    return Bridges(asked, weight[one], weight[other], fewest.astype(np.int64))
