"""Counts words and letters of many texts at once, as hashes: what is learnt from a company's texts keeps none of its words.

Word 1–2-grams and letter 1–5-grams inside words, folded; a gram is known if it stands in two learning texts at least.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

WORDS, LETTERS = (1, 2), (1, 5)
"""From how many words, or letters, to how many."""
_STEP = np.uint64(1_099_511_628_211)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_TURN = np.uint64(29)
_BREAK = 0x1F
"""Stands between texts; folded texts hold no control characters."""


@dataclass(frozen=True, slots=True)
class Grams:
    """What one kind of grams became: their hashes in ascending order, and how rare each is (float32, its weight)."""

    known: Hashes
    rarity: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Counted:
    """Grams of texts before any are known: for each, its text and its hash; `texts` is how many texts there are."""

    text: NDArray[np.int64]
    hashes: Hashes
    counts: NDArray[np.int64]
    texts: int


def count(texts: Sequence[str]) -> tuple[Counted, Counted]:
    """Words and letters of cleaned texts."""
    points = _folded(texts)
    breaks = points == _BREAK
    text_of = np.cumsum(breaks)
    spoken = _letters()[np.minimum(points, 0xFFFF)]
    signs = ~spoken & ~breaks & (points != 0x20)
    return _words(points, text_of, spoken, signs, len(texts)), _inside(points, text_of, spoken, signs, len(texts))


def learn(counted: Counted, least: int = 2) -> Grams:
    """The grams that stand in at least `least` texts, with their smoothed inverse document frequency."""
    known, texts = np.unique(counted.hashes, return_counts=True)
    often = texts >= least
    rarity = np.log((1 + counted.texts) / (1 + texts[often])) + 1
    return Grams(known[often], rarity.astype(np.float32))


def columns(counted: Counted, grams: Grams) -> Any:
    """Sparse float32 (texts, known grams): (1 + log count) × rarity, each row of length 1."""
    from scipy.sparse import csr_array

    if not len(grams.known):
        return csr_array((counted.texts, 0), dtype=np.float32)
    place = np.minimum(np.searchsorted(grams.known, counted.hashes), len(grams.known) - 1)
    found = grams.known[place] == counted.hashes
    rows, place = counted.text[found], place[found]
    values = (1 + np.log(counted.counts[found])).astype(np.float32) * grams.rarity[place]
    lengths = np.sqrt(np.bincount(rows, values.astype(np.float64) ** 2, counted.texts))
    values /= np.maximum(lengths, 1e-12)[rows].astype(np.float32)
    return csr_array((values, (rows, place)), shape=(counted.texts, len(grams.known)))


def _folded(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Code points of all texts, lower case, without accents, each text after a break."""
    joined = "".join(f"{chr(_BREAK)} {text} " for text in texts).lower().replace("œ", "oe").replace("æ", "ae")
    apart = unicodedata.normalize("NFKD", joined).encode("utf-32-le", "replace")
    points = np.frombuffer(apart, np.uint32)
    return points[~_combining()[np.minimum(points, 0xFFFF)]]


@cache
def _combining() -> NDArray[np.bool_]:
    return np.array([unicodedata.combining(chr(point)) != 0 for point in range(0x10000)])


@cache
def _letters() -> NDArray[np.bool_]:
    return np.array([chr(point).isalnum() for point in range(0x10000)])


def _mixed(hashes: Hashes) -> Hashes:
    mixed = (hashes ^ (hashes >> _TURN)) * _MIX
    return mixed ^ (mixed >> np.uint64(32))


def _words(
    points: NDArray[np.uint32],
    text_of: NDArray[np.int64],
    spoken: NDArray[np.bool_],
    signs: NDArray[np.bool_],
    texts: int,
) -> Counted:
    begins = signs | (spoken & ~np.concatenate([[False], spoken[:-1]]))
    starts = np.flatnonzero(begins)
    if not len(starts):
        return _counted(np.zeros(0, np.int64), np.zeros(0, np.uint64), texts)
    word = np.cumsum(begins) - 1
    inside = spoken | signs
    within = np.arange(len(points)) - starts[np.maximum(word, 0)]
    powers = _powers(int(within[inside].max()) + 1)
    weighed = np.where(inside, (points.astype(np.uint64) + np.uint64(7)) * powers[np.where(inside, within, 0)], 0)
    hashes = _mixed(np.add.reduceat(weighed.astype(np.uint64), starts))
    owner = text_of[starts] - 1
    pairs = owner[1:] == owner[:-1]
    double = _mixed(hashes[:-1] * np.uint64(3) + hashes[1:] * np.uint64(5) + np.uint64(11))[pairs]
    return _counted(np.concatenate([owner, owner[:-1][pairs]]), np.concatenate([hashes, double]), texts)


def _inside(
    points: NDArray[np.uint32],
    text_of: NDArray[np.int64],
    spoken: NDArray[np.bool_],
    signs: NDArray[np.bool_],
    texts: int,
) -> Counted:
    """Letter grams inside words; a word's edges are blanks, and a gram holds one at its ends only."""
    inside = spoken | signs
    alike = np.where(inside, points, 0x20).astype(np.uint64) + np.uint64(7)
    owners, found = [text_of[inside] - 1], [_mixed(alike[inside])]
    rolling = alike.copy()
    for size in range(2, LETTERS[1] + 1):
        rolling = rolling[:-1] * _STEP + alike[size - 1 :]
        whole = np.ones(len(rolling), bool)
        for place in range(1, size - 1):
            whole &= inside[place : place + len(rolling)]
        if size == 2:
            whole &= inside[: len(rolling)] | inside[1 : 1 + len(rolling)]
        whole &= (points[: len(rolling)] != _BREAK) & (points[size - 1 :] != _BREAK)
        owners.append(text_of[: len(rolling)][whole] - 1)
        found.append(_mixed(rolling[whole] + np.uint64(size)))
    return _counted(np.concatenate(owners), np.concatenate(found), texts)


def _powers(size: int) -> Hashes:
    powers = np.full(size, _STEP, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _counted(owner: NDArray[np.int64], hashes: Hashes, texts: int) -> Counted:
    order = np.lexsort((hashes, owner))
    owner, hashes = owner[order], hashes[order]
    first = np.ones(len(owner), bool)
    first[1:] = (owner[1:] != owner[:-1]) | (hashes[1:] != hashes[:-1])
    starts = np.flatnonzero(first)
    return Counted(owner[starts], hashes[starts], np.diff(np.append(starts, len(owner))), texts)
