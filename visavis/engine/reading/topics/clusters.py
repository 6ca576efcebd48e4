"""Directions alike stand together: spherical k-means, and how many groups the data bear."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

SIZES = (8, 12, 16, 24, 32)
"""Numbers of groups that are tried."""

FEWEST = 30
"""Different texts that a group has on average at least."""

_ROUNDS = 25
_LOOKED_AT = 1_500
_AGREED, _APART = 0.15, 0.05


@dataclass(frozen=True, slots=True)
class Clustering:
    """Centroids of length 1; `alike` is the share of pairs on which two halves of the data agree (adjusted Rand index),
    `silhouette` the mean silhouette by cosine, both of the number that was chosen."""

    centroids: Vectors
    alike: float
    silhouette: float


def cluster(vectors: Vectors, seed: int = 0) -> Clustering:
    """The groups of `vectors` (rows of length 1): the finest number of them on which two halves of the data agree nearly as
    well as on any, and whose groups stand nearly as clearly apart."""
    rng = np.random.default_rng(seed)
    tried = [size for size in SIZES if size * FEWEST <= len(vectors)] or [2]
    found = []
    for size in tried:
        centroids = k_means(vectors, size, rng)
        found.append(Clustering(centroids, _agreement(vectors, size, rng), _silhouette(vectors, centroids, rng)))
    alike = max(each.alike for each in found)
    nearly = [each for each in found if each.alike >= alike - _AGREED]
    return [each for each in nearly if each.silhouette >= max(one.silhouette for one in nearly) - _APART][-1]


def k_means(vectors: Vectors, size: int, rng: np.random.Generator) -> Vectors:
    """Centroids of length 1 (Dhillon and Modha 2001), seeded apart from one another (Arthur and Vassilvitskii 2007)."""
    size = min(size, len(vectors))
    centroids = _seeds(vectors, size, rng)
    before: Labels | None = None
    for _ in range(_ROUNDS):
        labels = nearest(vectors, centroids)[0]
        if before is not None and (labels == before).all():
            break
        before = labels
        centroids = means(vectors, labels, size, centroids)
    return centroids


def means(vectors: Vectors, labels: Labels, size: int, former: Vectors) -> Vectors:
    """The mean direction of each group; the former one of a group that nothing is in."""
    sums = np.stack([vectors[labels == group].sum(axis=0) for group in range(size)])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.where(lengths > 1e-9, sums / np.maximum(lengths, 1e-9), former).astype(np.float32)


def nearest(vectors: Vectors, centroids: Vectors) -> tuple[Labels, Vectors]:
    """The nearest centroid of each row, and all cosines."""
    cosines = np.asarray(vectors @ centroids.T, np.float32)
    return cosines.argmax(axis=1), cosines


def _seeds(vectors: Vectors, size: int, rng: np.random.Generator) -> Vectors:
    chosen = [int(rng.integers(len(vectors)))]
    far = np.maximum(0.0, 1 - vectors @ vectors[chosen[0]]).astype(float)
    while len(chosen) < size:
        weights = far.sum()
        pick = int(rng.choice(len(vectors), p=far / weights)) if weights > 0 else int(rng.integers(len(vectors)))
        chosen.append(pick)
        far = np.minimum(far, np.maximum(0.0, 1 - vectors @ vectors[pick]))
    return vectors[chosen].copy()


def _agreement(vectors: Vectors, size: int, rng: np.random.Generator) -> float:
    from sklearn.metrics import adjusted_rand_score

    order = rng.permutation(len(vectors))
    half = len(order) // 2
    looked_at = vectors[order[:_LOOKED_AT]]
    one, two = (nearest(looked_at, k_means(vectors[part], size, rng))[0] for part in (order[:half], order[half:]))
    return float(adjusted_rand_score(one, two))


def _silhouette(vectors: Vectors, centroids: Vectors, rng: np.random.Generator) -> float:
    from sklearn.metrics import silhouette_score

    some = vectors[rng.permutation(len(vectors))[:_LOOKED_AT]]
    labels = nearest(some, centroids)[0]
    if not 1 < len(np.unique(labels)) < len(some):
        return -1.0
    return float(silhouette_score(some, labels, metric="cosine"))
