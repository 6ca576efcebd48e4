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

    def texts_spread(self, read: Sequence[str]) -> pa.Array:
        """As `spread`, empty texts as null."""
        return self.spread([each or None for each in read])


@dataclass(frozen=True, slots=True)
class Members:
    """What a column of lists holds: the row of each member, in order, and its place among `values`."""

    rows: Places
    places: Places
    values: pa.Array
    size: int

    @staticmethod
    def of(column: pa.Array) -> "Members":
        """The lists of `column`, taken apart; members that are null are none."""
        rows = pc.list_parent_indices(column).to_numpy()
        encoded = column.flatten().dictionary_encode()
        there = mask(encoded.indices.is_valid())
        places = encoded.indices.drop_null().to_numpy().astype(np.int64)
        return Members(rows[there].astype(np.int64), places, encoded.dictionary, len(column))

    def read(self, read: pa.Array) -> "Members":
        """The lists with what was `read` of each value in its place, each once in a list, and none where it is null."""
        again = read.dictionary_encode()
        known = mask(again.indices.is_valid())
        there = known[self.places]
        codes = again.indices.fill_null(0).to_numpy().astype(np.int64)
        rows, places = self.rows[there], codes[self.places[there]]
        if len(rows) > 1 and (rows[1:] == rows[:-1]).any():
            _, first = np.unique(rows * max(len(again.dictionary), 1) + places, return_index=True)
            first.sort()
            rows, places = rows[first], places[first]
        return Members(rows, places, again.dictionary, self.size)

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
        rows, begins = np.unique(self.rows, return_index=True)
        places = np.zeros(self.size, dtype=np.int64)
        nothing = np.ones(self.size, dtype=np.bool_)
        places[rows], nothing[rows] = self.places[begins], False
        return self.values.take(pa.array(places, mask=nothing))


def mask(column: pa.Array) -> Mask:
    """A column of truths; what is unknown is false."""
    told: Mask = pc.fill_null(column, fill_value=False).to_numpy(zero_copy_only=False)
    return told
