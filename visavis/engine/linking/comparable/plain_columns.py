"""Plain text of a whole column: engine/linking/comparable/text.py `plain`, in a few passes over all of its letters."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from visavis.engine.linking.comparable.distinct import Mask, mask
from visavis.engine.linking.comparable.text import READ_BY_BYTES, plain_lines, plains


def plain_column(written: pa.Array, *, blanks: str = "") -> pa.Array:
    """`plain` of each text (no nulls), each of the characters `blanks` taken for a blank."""
    by_bytes = pc.match_substring_regex(written, READ_BY_BYTES)
    if mask(by_bytes).all():
        return _told(written, blanks)
    others = pc.invert(by_bytes)
    told = _told(pc.if_else(by_bytes, written, ""), blanks)
    return pc.replace_with_mask(told, others, texts(plains(written.filter(others).to_pylist(), blanks=blanks)))


def _told(written: pa.Array, blanks: str) -> pa.Array:
    dropped = "'`.".translate(dict.fromkeys(map(ord, blanks))).encode()
    return from_lines(plain_lines(lines_of(written), dropped), len(written))


def lines_of(written: pa.Array) -> bytes:
    """Texts (no nulls) as bytes, each on a line; the ends of lines within them are blanks."""
    ends = pa.array([0, len(written)], pa.int32())
    whole: bytes = pc.binary_join(pa.ListArray.from_arrays(ends, written), "\n")[0].as_buffer().to_pybytes()
    return whole if whole.count(b"\n") < max(len(written), 1) else lines_of(pc.replace_substring(written, "\n", " "))


def from_lines(lines: bytes, size: int) -> pa.Array:
    """A column of `size` texts out of as many lines."""
    if not size:
        return texts([])
    ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n")) - np.arange(size - 1)
    bare = lines.translate(None, b"\n")
    return _cut(np.concatenate([[0], ends, [len(bare)]]), pa.py_buffer(bare))


def parted(column: pa.Array, at: str) -> tuple[pa.Array, pa.Array]:
    """What stands before and behind the first `at`, one character of ASCII, in each text (no nulls): all of it and nothing, where
    none stands there."""
    size, ends = len(column), offsets(column)
    begins, ends = ends[:-1], ends[1:]
    found = pc.find_substring(column, at).to_numpy().astype(np.int32)
    cut = np.where(found < 0, ends, begins + found)
    # Three texts for each, one next to the other: before, `at`, behind.
    places = np.empty(3 * size + 1, np.int32)
    places[0:-1:3], places[1::3], places[2::3] = begins, cut, np.minimum(cut + 1, ends)
    places[-1] = ends[-1:].sum()
    pieces = _cut(places, column.buffers()[2])
    return pieces.take(pa.array(np.arange(0, 3 * size, 3))), pieces.take(pa.array(np.arange(2, 3 * size, 3)))


def offsets(column: pa.Array) -> NDArray[np.int32]:
    """Where each text begins among the letters of the column, and at last where the last one ends."""
    if not len(column):
        return np.zeros(1, np.int32)
    return np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]


def _cut(places: NDArray[Any], letters: pa.Buffer | None) -> pa.Array:
    """The texts that end where the next begins, at `places` of the `letters`."""
    letters = letters or pa.py_buffer(b"")
    return pa.StringArray.from_buffers(len(places) - 1, pa.py_buffer(places.astype(np.int32)), letters)


def by_hand(written: pa.Array, plain: Mask, told: pa.Array, function: Callable[[str], Any]) -> pa.Array:
    """What was `told` of texts that are `plain`, and of the others what `function` says."""
    if plain.all():
        return told
    others = pa.array(~plain)
    return pc.replace_with_mask(told, others, pa.array(map(function, written.filter(others).to_pylist()), told.type))


def said(column: pa.Array) -> pa.Array:
    """The texts, null where one is empty."""
    empty = pc.equal(column, "")
    return pc.if_else(empty, None, column) if pc.any(empty).as_py() else column


def texts(these: Iterable[str | None]) -> pa.Array:
    """A column of texts."""
    return pa.array(these, pa.string())
