"""Edges read back: those between given records, out of files of millions of them, within milliseconds.

Both ends of an edge between given records are given, the smaller one (by source and key) first: so it stands where that one does.
Of a file, only the groups of rows are read whose statistics say so; nothing is assumed of the order of rows. Evidence is most of
what a file holds, and is read last, of the edges that are told alone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

End = tuple[str, str]
"""Source and key of a record."""

Edge = dict[str, Any]
"""A row of EDGES (engine/tables/results.py); in place of `evidence` and `model`, as long as they were not read, `stands`."""

_ENDS = ("source_l", "key_l", "source_r", "key_r")
_STRENGTH = ("weight", "probability", "rule")
_TOLD = ("evidence", "model")

Place = tuple[int, int]
"""A group of rows of a file, and a row in it."""

Counted = tuple[Path, Path | None]
"""An EDGES file, and the file of the places (column `place`) of its rows that count no longer, where there is one."""

MOST_KNOWN = 500_000
"""Rows of a file whose keys are all known once it is opened: of what lies over a large file, most records have nothing."""

MOST_MIXED = 32
"""Groups of several sources that are looked into when a file is opened; one in order of its sources has fewer than it has sources."""


def edges_among(files: Iterable[Counted], ends: Collection[End]) -> list[Edge]:
    """The edges of those EDGES files that count and have both ends among `ends`, strongest first, each with the Place where it
    `stands`."""
    wanted = frozenset(ends)
    return strongest_first(
        edge for file, stale in files for edge in _opened(file).among(wanted, _places_in(stale) if stale else None)
    )


def with_evidence(edges: Iterable[Edge]) -> list[Edge]:
    """The same edges, with `evidence`, the JSON as it stands, and `model` in place of where they stand."""
    every = list(edges)
    places: dict[Path, list[Place]] = {}
    for file, place in (edge["stands"] for edge in every if "stands" in edge):
        places.setdefault(file, []).append(place)
    told = {(file, place): row for file, of in places.items() for place, row in _opened(file).told(of).items()}
    return [_without_place(edge) | told[edge["stands"]] if "stands" in edge else edge for edge in every]


def _without_place(edge: Edge) -> Edge:
    return {name: value for name, value in edge.items() if name != "stands"}


def ends_of(edge: Edge) -> tuple[End, End]:
    """Its two records."""
    return (edge["source_l"], edge["key_l"]), (edge["source_r"], edge["key_r"])


def strongest_first(edges: Iterable[Edge]) -> list[Edge]:
    """Certain edges first, then by probability and weight; equals by their records."""
    return sorted(sorted(edges, key=ends_of), key=_strength, reverse=True)


def _strength(edge: Edge) -> tuple[bool, float, float]:
    return edge["weight"] is None, edge["probability"], edge["weight"] or 0.0


def spanning(edges: Iterable[Edge]) -> list[Edge]:
    """Of edges, strongest first, those that connect what was not connected yet: a maximum spanning tree (Kruskal)."""
    root: dict[End, End] = {}

    def root_of(node: End) -> End:
        while (above := root.get(node, node)) != node:
            root[node] = root.get(above, above)
            node = above
        return node

    chosen = []
    for edge in edges:
        left, right = map(root_of, ends_of(edge))
        if left != right:
            root[left] = right
            chosen.append(edge)
    return chosen


def path_between(edges: Iterable[Edge], one: End, other: End) -> list[Edge] | None:
    """The path from `one` to `other` whose weakest edge is the strongest, as edges in order; None where no path is.

    It is the one in the maximum spanning tree of `edges`, which come strongest first.
    """
    beside: dict[End, list[tuple[End, Edge]]] = {}
    for edge in spanning(edges):
        left, right = ends_of(edge)
        beside.setdefault(left, []).append((right, edge))
        beside.setdefault(right, []).append((left, edge))
    come: dict[End, tuple[End, Edge] | None] = {one: None}
    ahead = [one]
    while ahead and other not in come:
        node = ahead.pop()
        for near, edge in beside.get(node, ()):
            if near not in come:
                come[near] = node, edge
                ahead.append(near)
    if other not in come:
        return None
    path, node = [], other
    while (step := come[node]) is not None:
        node, edge = step
        path.append(edge)
    return path[::-1]


@lru_cache(maxsize=4)
def _places_in(stale: Path) -> NDArray[np.int64]:
    """The places that a file of the lake names, in order."""
    return np.sort(pq.read_table(stale, columns=["place"])["place"].to_numpy())


@lru_cache(maxsize=8)
def _opened(file: Path) -> "_Opened":
    """What is known of a file of the lake, which never changes."""
    return _Opened(file)


class _Opened:
    """Which groups of rows of a file may hold edges of a record, and their rows."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = pq.read_metadata(file, memory_map=True)
        counts = [self._known.row_group(group).num_rows for group in range(self._known.num_row_groups)]
        self._begins = [0, *accumulate(counts)]
        self._mixed: list[tuple[str | None, str, int]] = []
        of_source: dict[str, list[tuple[str, str, int]]] = {}
        names = self._known.schema.names
        places = [names.index(name) for name in ("source_l", "key_l")]
        for group in range(self._known.num_row_groups):
            told = self._known.row_group(group)
            source, key = (told.column(place).statistics for place in places)
            exact = all(each is not None and each.has_min_max for each in (source, key))
            if exact and source.min == source.max:
                of_source.setdefault(source.min, []).append((key.min, key.max, group))
            else:
                between = (source.min, source.max) if source is not None and source.has_min_max else (None, "")
                self._mixed.append((*between, group))
        if len(self._mixed) <= MOST_MIXED:
            for _, _, group in self._mixed:
                for source, keys in self._keys_of(group).items():
                    of_source.setdefault(source, []).append((min(keys), max(keys), group))
            self._mixed = []
        self._groups = {source: _Groups(sorted(groups)) for source, groups in of_source.items()}
        self._keys = self._every_key() if self._known.num_rows <= MOST_KNOWN else None

    def among(self, ends: frozenset[End], stale: NDArray[np.int64] | None = None) -> list[Edge]:
        """The edges with both ends among `ends`, but for those at the places `stale`, which are in order."""
        chosen: set[int] = set()
        for source, key in sorted(ends)[:-1]:  # the last one is no edge's first end
            if self._keys is not None and not _stands_in(self._keys, key):
                continue
            chosen.update(group for least, most, group in self._mixed if least is None or least <= source <= most)
            if source in self._groups:
                chosen.update(self._groups[source].that_may_hold(key))
        if not chosen:
            return []
        with self._reader() as file:
            places = self._places(file, sorted(chosen), pa.array(sorted({key for _, key in ends}), pa.string()))
            if stale is not None and len(stale):
                places = [each for each in places if not _among(stale, self._begins[each[0]] + each[1])]
            rows = self._rows(file, places, (*_ENDS, *_STRENGTH))
        return [row | {"stands": (self._file, at)} for at, row in rows.items() if ends.issuperset(ends_of(row))]

    def told(self, places: Iterable[Place]) -> dict[Place, Edge]:
        """Evidence and model of the rows there."""
        groups: dict[int, list[Place]] = {}
        for place in sorted(places):
            groups.setdefault(place[0], []).append(place)
        found: dict[Place, Edge] = {}
        with self._reader() as file:
            for of in groups.values():  # one by one: evidence is long
                found |= self._rows(file, of, _TOLD)
        return found

    def _reader(self) -> pq.ParquetFile:
        return pq.ParquetFile(self._file, metadata=self._known, memory_map=True)

    def _every_key(self) -> list[str]:
        """The keys of all first ends, in order."""
        with self._reader() as file:
            return sorted(file.read(columns=["key_l"])["key_l"].unique().to_pylist())

    def _keys_of(self, group: int) -> dict[str, list[str]]:
        """The keys of first ends in a group, by source."""
        with self._reader() as file:
            rows: pa.Table = file.read_row_group(group, columns=["source_l", "key_l"], use_threads=False)
        found: dict[str, list[str]] = {}
        for source, key in zip(*(column.to_pylist() for column in rows.columns), strict=True):
            found.setdefault(source, []).append(key)
        return found

    def _places(self, file: pq.ParquetFile, groups: list[int], keys: pa.Array) -> list[Place]:
        """Where in those groups the first end has one of `keys`, in order."""
        import pyarrow.compute as pc

        first: pa.Table = file.read_row_groups(groups, columns=["key_l"], use_threads=False)
        rows = np.flatnonzero(pc.is_in(first["key_l"], keys))
        starts = self._starts(groups)
        held = np.searchsorted(starts, rows, side="right") - 1
        return [(groups[at], int(row - starts[at])) for at, row in zip(held, rows, strict=True)]

    def _rows(self, file: pq.ParquetFile, places: list[Place], columns: Sequence[str]) -> dict[Place, Edge]:
        """Those columns of the rows at `places`, which are in order."""
        if not places:
            return {}
        groups = sorted({group for group, _ in places})
        starts = dict(zip(groups, self._starts(groups), strict=True))
        rows: pa.Table = file.read_row_groups(groups, columns=list(columns), use_threads=False)
        taken = rows.take([starts[group] + row for group, row in places]).to_pylist()
        return dict(zip(places, taken, strict=True))

    def _starts(self, groups: list[int]) -> list[int]:
        """Where each of `groups` begins among the rows of all of them."""
        counts = [self._known.row_group(group).num_rows for group in groups]
        return [0, *accumulate(counts[:-1])]


def _stands_in(texts: list[str], text: str) -> bool:
    """Whether `texts`, which are in order, hold `text`."""
    at = bisect_left(texts, text)
    return at < len(texts) and texts[at] == text


def _among(numbers: NDArray[np.int64], number: int) -> bool:
    at = int(np.searchsorted(numbers, number))
    return at < len(numbers) and int(numbers[at]) == number


class _Groups:
    """Groups of rows of one source, by the keys between which theirs lie."""

    def __init__(self, groups: Sequence[tuple[str, str, int]]) -> None:
        self._groups = groups
        self._least = [least for least, _, _ in groups]
        self._most: list[str] = []
        for _, most, _ in groups:
            self._most.append(max(most, self._most[-1]) if self._most else most)

    def that_may_hold(self, key: str) -> list[int]:
        """The groups between whose keys `key` lies."""
        place, found = bisect_right(self._least, key) - 1, []
        while place >= 0 and self._most[place] >= key:
            if self._groups[place][1] >= key:
                found.append(self._groups[place][2])
            place -= 1
        return found
