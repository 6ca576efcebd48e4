"""Words and set phrases that go with a mark, counted: numbers that stand beside the n-grams, where examples are few."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.ngrams import Cut, Hashes, cut
from visavis.engine.reading.texts import fold
from visavis.vocabulary import Mark

MARKS = tuple(str(mark) for mark in Mark)
_JOIN = np.uint64(0xE7037ED1A0B428DB)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Set phrases of one length: sorted hashes; the marks of each stand in `marks` from `start` on, `many` of them."""

    hashes: Hashes
    start: NDArray[np.int64]
    many: NDArray[np.int64]
    marks: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cues:
    """Set phrases by number of words; stems of single words by mark."""

    phrases: dict[int, Phrases]
    stems: tuple[tuple[str, ...], ...]


@cache
def cues() -> Cues:
    """Those of words/marks.txt."""
    content = resources.files(__package__).joinpath("words", "marks.txt").read_text(encoding="utf-8")
    stems: list[list[str]] = [[] for _ in MARKS]
    found: dict[int, dict[int, set[int]]] = {}
    for line in content.splitlines():
        if not line or line.startswith("#"):
            continue
        name, _, told = line.partition("\t")
        mark = MARKS.index(name)
        for item in told.split(", "):
            if item.endswith("*"):
                stems[mark].append(item[:-1])
                continue
            one = cut([item])
            size = len(one.owner)
            found.setdefault(size, {}).setdefault(int(_runs(one, size)[0]), set()).add(mark)
    return Cues({size: _phrases(marks) for size, marks in sorted(found.items())}, tuple(map(tuple, stems)))


def _phrases(found: dict[int, set[int]]) -> Phrases:
    known = sorted(found)
    many = np.array([len(found[each]) for each in known])
    marks = np.array([mark for each in known for mark in sorted(found[each])])
    return Phrases(np.array(known, np.uint64), np.cumsum(many) - many, many, marks)


def _runs(batch: Cut, size: int) -> Hashes:
    """A hash for each run of `size` words; runs over two texts are among them."""
    runs = batch.word_hash[: max(len(batch.word_hash) - size + 1, 0)].copy()
    for place in range(1, size):
        runs = (runs ^ (runs >> np.uint64(31))) * _JOIN + batch.word_hash[place : place + len(runs)]
    return runs


@dataclass(frozen=True, slots=True)
class Hits:
    """Cues found: whose text, which mark, first and last word."""

    row: NDArray[np.int64]
    mark: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


def find_cues(batch: Cut) -> Hits:
    """Every cue in the batch."""
    firsts, lasts, marks = [], [], []
    for size, known in cues().phrases.items():
        runs = _runs(batch, size)
        at = np.minimum(np.searchsorted(known.hashes, runs), len(known.hashes) - 1)
        whole = batch.owner[: len(runs)] == batch.owner[size - 1 : size - 1 + len(runs)]
        hit = np.flatnonzero(whole & (known.hashes[at] == runs))
        many = known.many[at[hit]]
        first = np.repeat(hit, many)
        within = np.arange(len(first)) - np.repeat(np.cumsum(many) - many, many)
        firsts.append(first)
        lasts.append(first + size - 1)
        marks.append(known.marks[np.repeat(known.start[at[hit]], many) + within])
    stem_first, stem_mark = _stems(batch)
    firsts.append(stem_first)
    lasts.append(stem_first)
    marks.append(stem_mark)
    first = np.concatenate(firsts)
    return Hits(batch.owner[first], np.concatenate(marks), first, np.concatenate(lasts))


def _stems(batch: Cut) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    different, sample, which = np.unique(batch.word_hash, return_index=True, return_inverse=True)
    words = [fold(batch.plain[batch.owner[i]][batch.begin[i] : batch.end[i]]) for i in sample]
    marks = [_marks_of(word) for word in words]
    sizes = np.array([len(each) for each in marks], np.int64)[which] if len(different) else np.zeros(0, np.int64)
    first = np.repeat(np.arange(len(which)), sizes)
    flat = [mark for place in which for mark in marks[place]]
    return first, np.array(flat, np.int64)


@lru_cache(maxsize=50_000)
def _marks_of(word: str) -> tuple[int, ...]:
    return tuple(mark for mark, stems in enumerate(cues().stems) if stems and word.startswith(stems))


def count_cues(hits: Hits, texts: int) -> NDArray[np.float32]:
    """Float32 (texts, marks): logarithms of how many cues of each mark stand in the text."""
    found = np.bincount(hits.row * len(MARKS) + hits.mark, minlength=texts * len(MARKS)).reshape(texts, len(MARKS))
    return np.log1p(found).astype(np.float32)


def cues_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """`count_cues` of cleaned texts."""
    return count_cues(find_cues(cut(texts)), len(texts))
