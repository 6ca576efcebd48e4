"""A column as its distinct values and where each stands: what is read of a value is read once, however often it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Distinct:
    """`values` of a column of texts, each once; `places`: of each row its place among them, null where it has none."""

    values: pa.Array
    places: pa.Array

    @staticmethod
    def of(column: pa.Array) -> "Distinct":
        """The column, taken apart."""
        encoded = column.dictionary_encode()
        return Distinct(encoded.dictionary, encoded.indices)

    def texts(self) -> list[str]:
        """The values."""
        told: list[str] = self.values.to_pylist()
        return told

    def spread(self, read: Sequence[Any] | pa.Array, type_: pa.DataType | None = None) -> pa.Array:
        """A column with what was `read` of each value, of type `type_` (text), where the value stood."""
        return (read if isinstance(read, pa.Array) else pa.array(read, type_ or pa.string())).take(self.places)


@dataclass(frozen=True, slots=True)
class Members:
    """What a column of lists holds: the row of each member, in order, and its place among `values`, which need not be distinct."""

    rows: Places
    places: Places
    values: pa.Array
    size: int

    @staticmethod
    def of(column: pa.Array, *, repeated: bool) -> "Members":
        """The lists of `column`, taken apart; members that are null are none. Where they are `repeated` in many rows, each is kept
        once."""
        rows, every = pc.list_parent_indices(column).to_numpy(), column.flatten()
        there = mask(every.is_valid())
        if not there.all():
            rows, every = rows[there], every.drop_null()
        if repeated:
            encoded = every.dictionary_encode()
            return Members(rows, encoded.indices.to_numpy().astype(np.int64), encoded.dictionary, len(column))
        return Members(rows, np.arange(len(every)), every, len(column))

    def read(self, read: pa.Array) -> "Members":
        """The lists with what was `read` of each value in its place, each once in a list, and none where it is null."""
        rows, places = self.rows, self.places
        there = mask(read.is_valid())[places]
        if not there.all():
            rows, places = rows[there], places[there]
        keep = ~_again(rows, places, read)
        return (
            Members(rows, places, read, self.size) if keep.all() else Members(rows[keep], places[keep], read, self.size)
        )

    def kept(self, keep: Mask) -> "Members":
        """Those members of which `keep` is true."""
        return Members(self.rows[keep], self.places[keep], self.values, self.size)

    def lists(self) -> pa.Array:
        """As a column of lists; null where a list is empty."""
        counts = np.bincount(self.rows, minlength=self.size)
        ends = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
        return pa.ListArray.from_arrays(ends, self.values.take(pa.array(self.places)), mask=pa.array(counts == 0))

    def first(self) -> pa.Array:
        """A column with the first member of each list; null where it is empty."""
        begins = np.flatnonzero(np.diff(self.rows, prepend=-1))
        rows = self.rows[begins]
        places = np.zeros(self.size, dtype=np.int64)
        nothing = np.ones(self.size, dtype=np.bool_)
        places[rows], nothing[rows] = self.places[begins], False
        return self.values.take(pa.array(places, mask=nothing))


def _again(rows: Places, places: Places, values: pa.Array) -> Mask:
    """Which members stand in their row before."""
    again = np.zeros(len(rows), dtype=np.bool_)
    joint = np.flatnonzero(rows[1:] == rows[:-1])
    if len(joint):
        # Rows of one member, which most are, say nothing twice.
        several = np.union1d(joint, joint + 1)
        codes = values.take(pa.array(places[several])).dictionary_encode().indices.to_numpy()
        _, first = np.unique(np.stack([rows[several], codes.astype(np.int64)]), axis=1, return_index=True)
        again[several] = True
        again[several[first]] = False
    return again


def mask(column: pa.Array) -> Mask:
    """A column of truths; what is unknown is false."""
    told: Mask = pc.fill_null(column, fill_value=False).to_numpy(zero_copy_only=False)
    return told
