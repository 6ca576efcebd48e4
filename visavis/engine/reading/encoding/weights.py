"""Reads the weight file of the wheel (`e5-small-q4.bin`): a header, a Unigram vocabulary, a normalisation map, named tensors.

Little-endian. `E5S1`, version; hidden, layers, heads, feed-forward, vocabulary, positions, segments (int32), layer-norm
epsilon (float32), block size (int32). Vocabulary: number of pieces, ids of <s>, </s>, <pad>, <unk>, length of the text,
offsets, scores, text. Map: code point → code points. Directory: name, type (0 float32, 1 4-bit blocks), count, offset, bytes.
A 4-bit block is a float16 scale and 16 bytes: byte j holds weight j (low half) and weight j + 16 (high half), minus 8.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", (16,))])


class UnknownWeights(ValueError):
    """The file is not a weight file that this reader knows."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, and the four special ids."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    start: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix in 4 bits: `values` int8 (rows, blocks, 32) within −8 … 7, `scales` float16 (rows, blocks)."""

    values: NDArray[np.int8]
    scales: NDArray[np.float16]

    def floats(self) -> Floats:
        """The matrix as float32 (rows, blocks × 32)."""
        full = self.values.astype(np.float32) * self.scales.astype(np.float32)[:, :, None]
        return full.reshape(len(full), -1)

    def rows(self, keep: NDArray[np.int64]) -> "Blocks":
        """The chosen rows only."""
        return Blocks(self.values[keep], self.scales[keep])


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight file, read."""

    shape: Shape
    vocabulary: Vocabulary
    normalisation: Mapping[str, str]
    _content: bytes
    _directory: Mapping[str, tuple[int, int, int]]

    def vector(self, name: str) -> Floats:
        """A float32 tensor, flat; raises KeyError, UnknownWeights."""
        kind, count, offset = self._directory[name]
        if kind != 0:
            raise UnknownWeights(f"{name} is not stored as float32")
        return np.frombuffer(self._content, "<f4", count, offset)

    def blocks(self, name: str, columns: int) -> Blocks:
        """A 4-bit matrix with `columns` columns; raises KeyError, UnknownWeights."""
        kind, count, offset = self._directory[name]
        if kind != 1 or count % columns or columns % 32:
            raise UnknownWeights(f"{name} is not stored in 4-bit blocks of {columns} columns")
        raw = np.frombuffer(self._content, _BLOCK, count // 32, offset).reshape(-1, columns // 32)
        halves = raw["halves"]
        values = np.concatenate([halves & 0x0F, halves >> 4], axis=2).astype(np.int8) - np.int8(8)
        return Blocks(values, raw["scale"])


def read_weights(content: bytes) -> Weights:
    """Reads a weight file; raises UnknownWeights if it is another file or another version."""
    try:
        return _read(content)
    except (struct.error, UnicodeDecodeError, ValueError) as cause:
        raise UnknownWeights(f"unreadable weight file: {cause}") from cause


def _read(content: bytes) -> Weights:
    cursor = _Cursor(content)
    if content[:4] != b"E5S1" or cursor.take("<4xI") != (1,):
        raise UnknownWeights("the file does not begin with E5S1, version 1")
    hidden, layers, heads, feed_forward, _, positions, _, epsilon, block = cursor.take("<7ifi")
    if block != 32:
        raise UnknownWeights(f"blocks of {block} weights instead of 32")
    vocabulary = _vocabulary(cursor)
    normalisation = _normalisation(cursor)
    directory = {}
    for _ in range(cursor.number("<i")):
        name = cursor.raw(cursor.number("<H")).decode()
        kind, count, offset, _ = cursor.take("<BIQQ")
        directory[name] = (kind, count, offset)
    shape = Shape(hidden, layers, heads, feed_forward, positions, epsilon)
    return Weights(shape, vocabulary, normalisation, content, directory)


def _vocabulary(cursor: "_Cursor") -> Vocabulary:
    count, start, end, padding, unknown = cursor.take("<5i")
    length = cursor.number("<Q")
    offsets = cursor.take(f"<{count + 1}I")
    scores = cursor.take(f"<{count}f")
    text = cursor.raw(length)
    pieces = tuple(text[a:b].decode() for a, b in pairwise(offsets))
    return Vocabulary(pieces, scores, start, end, padding, unknown)


def _normalisation(cursor: "_Cursor") -> dict[str, str]:
    count, _ = cursor.take("<iI")
    normalisation = {}
    for _ in range(count):
        point, length = cursor.take("<IB")
        normalisation[chr(point)] = "".join(map(chr, cursor.take(f"<{length}I")))
    return normalisation


class _Cursor:
    def __init__(self, content: bytes) -> None:
        self._content, self._position = content, 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(layout, self._content, self._position)
        self._position += struct.calcsize(layout)
        return values

    def number(self, layout: str) -> int:
        return self.take(layout)[0]

    def raw(self, length: int) -> bytes:
        piece = self._content[self._position : self._position + length]
        if len(piece) < length:
            raise UnknownWeights("the file ends too early")
        self._position += length
        return piece
