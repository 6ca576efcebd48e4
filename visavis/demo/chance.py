"""Seeded chance: every subject draws from a stream of its own, so that changing one leaves the others' bytes alone."""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Texts = npt.NDArray[np.object_]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def stream(seed: int, subject: str, block: int = 0) -> np.random.Generator:
    """The random stream of one subject in one block of clients, e.g. `stream(7, "orders", 3)`."""
    return np.random.default_rng([seed, zlib.crc32(subject.encode()), block])


def texts(values: Sequence[str] | npt.NDArray[Any]) -> Texts:
    """An array of Python strings."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def happens(rng: np.random.Generator, n: int, rate: float | npt.NDArray[np.float64]) -> Flags:
    """Which of `n` things happen, each with probability `rate`."""
    return np.asarray(rng.random(n) < rate)


def one_of(rng: np.random.Generator, n: int, weights: Sequence[float]) -> Numbers:
    """`n` positions in `weights`, drawn in proportion to them."""
    ladder = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(ladder / ladder[-1], rng.random(n), side="right").astype(np.int64)


def frequent_first(rng: np.random.Generator, n: int, size: int) -> Numbers:
    """`n` positions below `size`, the first ones drawn more often (weight 1 / (rank + 8))."""
    return one_of(rng, n, 1.0 / (np.arange(size) + 8.0))  # type: ignore[arg-type]


def between(rng: np.random.Generator, n: int, low: int, high: int) -> Numbers:
    """`n` whole numbers from `low` to `high`, both included."""
    return rng.integers(low, high, size=n, endpoint=True)


def lasting(rng: np.random.Generator, n: int, median: float | npt.NDArray[np.float64], spread: float) -> Numbers:
    """`n` log-normal durations of at least 1, with that median."""
    return np.maximum(1, np.rint(median * np.exp(spread * rng.standard_normal(n)))).astype(np.int64)
