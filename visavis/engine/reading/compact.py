"""Vectors of the encoder as they are kept: 384 signed bytes, a sixteenth of the room that numbers of 64 bits take."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def packed(vectors: Floats) -> NDArray[np.int8]:
    """Int8 (texts, dimensions): directions alone, the largest number of each at 127."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True, initial=0), np.float32(1e-9))
    return np.rint(vectors / largest * np.float32(127)).astype(np.int8)


def unpacked(kept: Sequence[bytes] | NDArray[np.int8]) -> Floats:
    """Float32 (texts, dimensions), of length 1; a row of zeros stays one."""
    numbers = kept if isinstance(kept, np.ndarray) else np.frombuffer(b"".join(kept), np.int8).reshape(len(kept), -1)
    vectors = numbers.astype(np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-6)))


def centred(vectors: Floats, centre: Floats) -> Floats:
    """Vectors from the centre, of length 1: the encoder's are crowded in one corner. A row of zeros (not read) stays one."""
    there = np.abs(vectors).max(axis=1, initial=0) > 0
    apart = (vectors - centre) * there[:, None]
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), np.float32(1e-6)), np.float32)
