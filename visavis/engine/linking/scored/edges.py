"""Edges read back: those between given records, out of files of millions of them, within milliseconds.

Both ends of an edge between given records are given, the smaller one (by source and key) first: so it stands where that one does.
Of a file, only the groups of rows are read whose statistics say so; nothing is assumed of the order of rows.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

End = tuple[str, str]
"""Source and key of a record."""

Edge = dict[str, Any]
"""A row of EDGES (engine/tables/results.py)."""

_KEYS = ("key_l", "key_r")
_REST = ("source_l", "source_r", "weight", "probability", "rule", "evidence", "model")


def edges_among(files: Iterable[Path], ends: Collection[End]) -> list[Edge]:
    """The edges of those EDGES files that have both ends among `ends`, strongest first; `evidence` is the JSON as it stands."""
    wanted = frozenset(ends)
    return strongest_first(edge for file in files for edge in _opened(file).among(wanted))


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
def _opened(file: Path) -> "_Opened":
    """What is known of a file of the lake, which never changes."""
    return _Opened(file)


class _Opened:
    """Which groups of rows of a file may hold edges of a record."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = pq.read_metadata(file, memory_map=True)
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
        self._groups = {source: _Groups(sorted(groups)) for source, groups in of_source.items()}

    def among(self, ends: frozenset[End]) -> list[Edge]:
        """The edges with both ends among `ends`."""
        chosen: set[int] = set()
        for source, key in sorted(ends)[:-1]:  # the last one is no edge's first end
            chosen.update(group for least, most, group in self._mixed if least is None or least <= source <= most)
            if source in self._groups:
                chosen.update(self._groups[source].that_may_hold(key))
        keys = pa.array(sorted({key for _, key in ends}), pa.string())
        found: list[Edge] = []
        with pq.ParquetFile(self._file, metadata=self._known, memory_map=True) as file:
            for group in sorted(chosen):
                found += _of_group(file, group, keys, ends)
        return found


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


def _of_group(file: pq.ParquetFile, group: int, keys: pa.Array, ends: frozenset[End]) -> list[Edge]:
    import pyarrow.compute as pc

    first = file.read_row_group(group, columns=list(_KEYS), use_threads=False)
    both = pc.and_(pc.is_in(first["key_l"], keys), pc.is_in(first["key_r"], keys))
    rows = pc.indices_nonzero(both)
    if not len(rows):
        return []
    named = first.take(rows).to_pylist()
    rest = file.read_row_group(group, columns=list(_REST), use_threads=False).take(rows).to_pylist()
    edges = (one | other for one, other in zip(named, rest, strict=True))
    return [edge for edge in edges if ends.issuperset(ends_of(edge))]
