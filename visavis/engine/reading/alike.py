"""Texts that say almost word for word the same: cosine of their sets of four letters, between texts that share rare ones.

Each text is the set of its hashed runs of four characters, letters bare. Two texts are alike where the cosine of their sets is
at least ALIKE. Only pairs that share one of the rarest runs of either are compared, so the work grows with the number of texts
and not with its square; runs are kept in a file, so memory does not grow with their length.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from visavis.engine.reading.personal.words import bare

ALIKE = 0.7
"""Cosine from which two texts are alike."""
_OF_GROUP = 0.6
"""Cosine that a member has at least with the first of its group: without it, chains of pairs would join what is not alike."""
SHORTEST = 12
"""Characters under which a text is left alone: everybody says thank you."""
LONGEST = 2_000
"""Characters of a text that are looked at."""
_RARE = 14
"""Rarest runs by which a text looks for others."""
_NEIGHBOURS = 8
"""Of the texts that share a run, each is compared with so many that follow it."""
_MIXES = 8
_BITS = 22
_PAIRS = 50_000
"""Pairs compared at once."""

Numbers = Any
"""A NumPy array of whole numbers."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Hashed runs of all texts, one text after the other, each once and in order; those of text i from starts[i] to starts[i + 1]."""

    hashes: Numbers
    starts: Numbers
    long: Numbers
    """Whether each text is long enough to be compared."""


def folded(text: str) -> str:
    """The text as it is compared: bare letters, digits, one blank between words."""
    return bare.__wrapped__(text[:LONGEST])


def runs_of(texts: Iterable[str], folder: Path) -> Runs:
    """The runs of `texts`, in a file of `folder`."""
    starts, long, total = [0], list[bool](), 0
    file = folder / "runs.bin"
    with file.open("wb") as written:
        for batch in _batches(texts, 20_000):
            hashes, sizes = _hashed(batch)
            written.write(hashes.tobytes())
            starts.extend((total + np.cumsum(sizes)).tolist())
            long.extend(len(text) >= SHORTEST for text in batch)
            total = starts[-1]
    hashes = np.memmap(file, np.int32, "r") if total else np.zeros(0, np.int32)
    return Runs(hashes, np.array(starts, np.int64), np.array(long, bool))


def _batches(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _hashed(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Hashes of the runs of each text, each once, in order; and how many each has."""
    shown = [f" {folded(text)} " for text in texts]
    letters = np.frombuffer("".join(shown).encode("utf-32-le"), np.uint32).astype(np.uint64)
    sizes = np.array([len(each) for each in shown], np.int64)
    owner = np.repeat(np.arange(len(shown)), sizes)
    if len(letters) < 4:
        return np.zeros(0, np.int32), np.zeros(len(texts), np.int64)
    mixed = letters[:-3].copy()
    for step in (1, 2, 3):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + letters[step : len(letters) - 3 + step]
    mixed ^= mixed >> np.uint64(29)
    hashes = ((mixed * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(64 - _BITS)).astype(np.int64)
    inside = owner[:-3] == owner[3:]
    keys = np.unique(owner[:-3][inside] << _BITS | hashes[inside])
    return (keys & ((1 << _BITS) - 1)).astype(np.int32), np.bincount(keys >> _BITS, minlength=len(texts))


def groups(texts: Iterable[str], known: Numbers | None = None) -> Numbers:
    """For each text the place of the first text of its group; its own where it is like no other.

    `known` are groups found before: a number for each text, −1 where it is new. Texts of one number are taken as alike, and
    only pairs with a new one are compared. Texts are best given once each.
    """
    with tempfile.TemporaryDirectory(prefix="visavis-alike-") as folder:
        runs = runs_of(texts, Path(folder))
        count = len(runs.long)
        own = np.arange(count)
        edges: list[Numbers] = []
        labels, fresh = own, np.ones(count, bool)
        if known is not None:
            fresh = known < 0
            old = np.flatnonzero(~fresh)
            order = old[np.argsort(known[old], kind="stable")]
            same = known[order][1:] == known[order][:-1]
            edges.append(np.stack([order[:-1][same], order[1:][same]], 1))
            labels = _components(count, edges)
        for pairs in _candidates(runs, fresh):
            apart = pairs[labels[pairs[:, 0]] != labels[pairs[:, 1]]]
            if len(apart):
                found = apart[_cosines(runs, apart) >= ALIKE]
                if len(found):
                    edges.append(found)
                    labels = _components(count, edges)
        return _without_chains(runs, labels)


def _components(count: int, edges: Sequence[Numbers]) -> Numbers:
    """For each text the first text of those that edges join with it."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    joined = np.concatenate(edges) if edges else np.zeros((0, 2), np.int64)
    graph = coo_array((np.ones(len(joined), np.int8), (joined[:, 0], joined[:, 1])), (count, count))
    _, labels = connected_components(graph, directed=False)
    first = np.full(labels.max() + 1, count)
    np.minimum.at(first, labels, np.arange(count))
    return first[labels]


def _candidates(runs: Runs, fresh: Numbers) -> Iterator[Numbers]:
    """Pairs (smaller place first) of texts that share a rare run, at least one of them fresh; in blocks, each once in its block."""
    counts = np.zeros(1 << _BITS, np.int32)
    for begin in range(0, len(runs.hashes), 1 << 22):
        counts += np.bincount(runs.hashes[begin : begin + (1 << 22)], minlength=1 << _BITS).astype(np.int32)
    bits = max(len(runs.long).bit_length(), 16)
    postings = _postings(runs, counts, bits)
    postings.sort()
    run, place = postings >> (63 - _BITS), postings & ((1 << bits) - 1)
    block: list[Numbers] = []
    waiting = 0
    for step in range(1, _NEIGHBOURS + 1):
        for begin in range(0, len(run) - step, 4 * _PAIRS):
            end = min(begin + 4 * _PAIRS, len(run) - step)
            same = run[begin:end] == run[begin + step : end + step]
            one, other = place[begin:end][same], place[begin + step : end + step][same]
            wanted = fresh[one] | fresh[other]
            keys = np.unique(np.minimum(one, other)[wanted] << 32 | np.maximum(one, other)[wanted])
            block.append(keys)
            waiting += len(keys)
            if waiting >= 4 * _PAIRS:
                yield from _apart(block)
                block, waiting = [], 0
    if block:
        yield from _apart(block)


def _apart(block: Sequence[Numbers]) -> Iterator[Numbers]:
    keys = np.unique(np.concatenate(block))
    for begin in range(0, len(keys), _PAIRS):
        part = keys[begin : begin + _PAIRS]
        yield np.stack([part >> 32, part & 0xFFFFFFFF], 1)


def _postings(runs: Runs, counts: Numbers, bits: int) -> Numbers:
    """For the rarest runs of each text, among those that another text has, too: run, signature and text in one number.

    Where many texts share a run, those that are alike shall be neighbours: they are ordered by a signature, the least of a
    text's hashes mixed anew, which two texts share as often as they share runs (Broder's MinHash). Which of the _MIXES
    signatures orders a run is told by the run itself.
    """
    found = []
    texts, width = len(runs.starts) - 1, 63 - _BITS - bits
    for begin in range(0, texts, 20_000):
        end = min(begin + 20_000, texts)
        first, last = runs.starts[begin], runs.starts[end]
        hashes = np.asarray(runs.hashes[first:last]).astype(np.int64)
        sizes = np.diff(runs.starts[begin : end + 1])
        owner = np.repeat(np.arange(begin, end), sizes)
        signatures = _signatures(hashes, runs.starts[begin:end] - first, sizes)
        shared = (counts[hashes] > 1) & runs.long[owner]
        hashes, owner = hashes[shared], owner[shared]
        # the rarest first within each text; of equally rare ones those of the smaller hash, the same in every text
        order = np.lexsort((hashes, counts[hashes], owner))
        hashes, owner = hashes[order], owner[order]
        starts = np.searchsorted(owner, np.arange(begin, end))
        kept = np.arange(len(owner)) - starts[owner - begin] < _RARE
        hashes, owner = hashes[kept], owner[kept]
        signature = signatures[hashes % _MIXES, owner - begin] >> (32 - width)
        found.append(hashes << (63 - _BITS) | signature << bits | owner)
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _signatures(hashes: Numbers, starts: Numbers, sizes: Numbers) -> Numbers:
    """For each mix and each text the least of its mixed hashes (32 bits); texts without any share one."""
    least = np.full((_MIXES, len(sizes)), 0xFFFFFFFF, np.int64)
    filled = sizes > 0
    if len(hashes):
        for mix in range(_MIXES):
            odd = np.uint64((2 * mix + 1) * 0x9E3779B97F4A7C15 % 2**64)
            mixed = ((hashes.astype(np.uint64) + np.uint64(mix + 1)) * odd >> np.uint64(32)).astype(np.int64)
            least[mix, filled] = np.minimum.reduceat(mixed, starts[filled])
    return least


def _cosines(runs: Runs, pairs: Numbers) -> Numbers:
    """Cosine of the sets of runs of each pair."""
    one, other = _rows(runs, pairs[:, 0]), _rows(runs, pairs[:, 1])
    common = np.asarray(one.multiply(other).sum(axis=1)).ravel()
    sizes = np.diff(runs.starts)
    return common / np.sqrt(np.maximum(sizes[pairs[:, 0]] * sizes[pairs[:, 1]], 1).astype(np.float64))


def _rows(runs: Runs, places: Numbers) -> Any:
    from scipy.sparse import csr_array

    sizes = (runs.starts[places + 1] - runs.starts[places]).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    where = np.arange(starts[-1]) - np.repeat(starts[:-1] - runs.starts[places], sizes)
    rows = csr_array((np.ones(len(where), np.float32), runs.hashes[where], starts), (len(places), 1 << _BITS))
    rows.has_sorted_indices = True
    rows.has_canonical_format = True
    return rows


def _without_chains(runs: Runs, labels: Numbers) -> Numbers:
    """Groups of which each member is like the first; the others form groups among themselves."""
    final = np.arange(len(labels))
    current, members = labels.copy(), np.flatnonzero(labels != np.arange(len(labels)))
    while len(members):
        pairs = np.stack([current[members], members], 1)
        near = (
            np.concatenate([_cosines(runs, pairs[i : i + _PAIRS]) for i in range(0, len(pairs), _PAIRS)]) >= _OF_GROUP
        )
        final[members[near]] = current[members[near]]
        left = members[~near]
        # the first of those that are left of each group leads them
        _, first, which = np.unique(current[left], return_index=True, return_inverse=True)
        current[left] = left[first[which]]
        members = left[current[left] != left]
    return final
