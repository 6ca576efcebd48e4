"""The same subject keeps its number from run to run: new centroids are matched to former ones."""

from collections.abc import Sequence

import numpy as np

from visavis.engine.reading.topics.clusters import Vectors

TOLERANCE = 0.6
"""Cosine from which on two centroids are one subject."""


def match(new: Vectors, former: Vectors, tolerance: float = TOLERANCE) -> list[int | None]:
    """For each new centroid the place of the former one that it continues, each former one once; None where it is new.

    Of all ways to pair them, the one whose cosines sum highest (Hungarian method); pairs below `tolerance` are none.
    """
    from scipy.optimize import linear_sum_assignment

    found: list[int | None] = [None] * len(new)
    if not len(new) or not len(former):
        return found
    cosines = new @ former.T
    rows, columns = linear_sum_assignment(-np.where(cosines >= tolerance, cosines, -1.0))
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if cosines[row, column] >= tolerance:
            found[row] = column
    return found


def numbered(matched: Sequence[int | None], former: Sequence[int], first: int) -> list[int]:
    """The number of each: that of the former one it continues, else the next that nobody had, from `first` on."""
    numbers, free = [], first
    for place in matched:
        if place is None:
            numbers.append(free)
            free += 1
        else:
            numbers.append(former[place])
    return numbers
