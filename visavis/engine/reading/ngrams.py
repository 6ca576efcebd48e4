"""Counted words and letters: TF-IDF of word 1–2-grams and letter 2–5-grams inside words, folded, each kind of length 1.

All texts of a batch are cut at once with NumPy: their letters are numbers, an n-gram is a hash of 64 bits (polynomial, then
mixed), and each n-gram knows the words it stands in, so that an answer can tell which words carried it.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

SIZES = (2, 5)
"""From how many letters to how many."""
_RAREST = 2
"""Texts an n-gram must stand in."""
_SLOTS = 20
"""Bits of the table in which hashes are looked up."""
_STEP = np.uint64(0x9E3779B97F4A7C15)
_BACK = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_PAIR = np.uint64(0xA0761D6478BD642F)
_BLANK = 32


@dataclass(frozen=True, slots=True)
class Cut:
    """A batch of texts cut into letters and words. `plain` are the texts that words are places in.

    `codes`, `row` and `word` have one number per letter: which it is, whose text, which word (-1 between words). Words are
    runs of letters and digits, or single signs; `begin` and `end` are places in the plain text of `owner`.
    """

    plain: tuple[str, ...]
    codes: NDArray[np.uint32]
    row: Places
    word: Places
    owner: Places
    begin: Places
    end: Places
    word_hash: Hashes


@dataclass(frozen=True, slots=True)
class Grams:
    """N-grams of a batch: whose text, which hash, and the first and last of the words it stands in; words' grams come first."""

    row: Places
    hash: Hashes
    first: Places
    last: Places
    words: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The n-grams that are known: hashes, words' first, and their inverse document frequencies."""

    hashes: Hashes
    rarity: NDArray[np.float32]
    words: int

    def table(self) -> NDArray[np.int32]:
        """Slots that lead from the first bits of a hash to its place; -1 where there is none."""
        found = np.full(1 << _SLOTS, -1, np.int32)
        found[self.hashes >> np.uint64(64 - _SLOTS)] = np.arange(len(self.hashes), dtype=np.int32)
        return found


@cache
def _folding() -> tuple[NDArray[np.uint32], NDArray[np.int8]]:
    """Per code point of the first plane: its folded one, and whether that is blank (0), letter or digit (1), or a sign (2)."""
    folded = np.arange(0x10000, dtype=np.uint32)
    for code in range(0x10000):
        character = chr(code)
        if character.isspace():
            folded[code] = _BLANK
        elif not 0xD800 <= code < 0xE000:
            apart = unicodedata.normalize("NFKD", character.lower())
            folded[code] = ord(apart[0]) if apart and apart[0] != " " else code
    kinds = np.array([1 if chr(c).isalnum() else 2 for c in range(0x10000)], np.int8)[np.minimum(folded, 0xFFFF)]
    kinds[folded == _BLANK] = 0
    return folded, kinds


def folded(batch: Cut) -> list[str]:
    """The texts as they were counted: small letters without accents."""
    joined = batch.codes.tobytes().decode("utf-32-le", "replace")
    sizes = [len(text) + 2 for text in batch.plain]
    begin, found = 0, []
    for size in sizes:
        found.append(joined[begin + 1 : begin + size - 1])
        begin += size
    return found


def cut(texts: Sequence[str]) -> Cut:
    """The cleaned texts, cut. Ligatures are written as two letters first."""
    plain = tuple(text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae") for text in texts)
    joined = "".join([f" {text} " for text in plain])
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    folded, kinds = _folding()
    inner = np.minimum(points, 0xFFFF)
    kind = np.where(points < 0x10000, kinds[inner], np.int8(2))
    codes = np.where(points < 0x10000, folded[inner], points)
    sizes = np.fromiter((len(text) + 2 for text in plain), np.int64, len(plain))
    row = np.repeat(np.arange(len(plain)), sizes)
    opens = kind > 0
    opens[1:] &= (kind[1:] == 2) | (kind[:-1] != 1)
    begin = np.flatnonzero(opens)
    word = np.where(kind > 0, np.cumsum(opens) - 1, -1)
    # a word ends before the next letter that is not of it
    closes = kind > 0
    closes[:-1] &= word[1:] != word[:-1]
    end = np.flatnonzero(closes) + 1
    start = np.cumsum(sizes) - sizes + 1
    owner = row[begin] if len(begin) else np.zeros(0, np.int64)
    word_hash = runs_hashed(codes, begin, end)
    return Cut(plain, codes, row, word, owner, begin - start[owner], end - start[owner], word_hash)


def runs_hashed(codes: NDArray[np.uint32], begin: Places, end: Places) -> Hashes:
    """A hash of the letters from each of `begin` to before `end`, wherever they stand: differences of one running sum."""
    total = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(_letters(codes) * _powers(_STEP, len(codes)), out=total[1:])
    return _mixed((total[end] - total[begin]) * _powers(_BACK, len(codes) + 1)[begin])


def _letters(codes: NDArray[np.uint32]) -> Hashes:
    return _mixed((codes.astype(np.uint64) + np.uint64(1)) * _SPREAD)


def _powers(base: np.uint64, size: int) -> Hashes:
    powers = np.full(size, base, np.uint64)
    powers[:1] = 1
    return np.asarray(np.multiply.accumulate(powers), np.uint64)


def _mixed(hashes: Hashes) -> Hashes:
    mixed = (hashes ^ (hashes >> np.uint64(29))) * _SPREAD
    return np.asarray(mixed ^ (mixed >> np.uint64(32)), np.uint64)


def grams(batch: Cut) -> Grams:
    """All n-grams of the batch."""
    pairs = np.flatnonzero(batch.owner[1:] == batch.owner[:-1])
    doubled = _mixed(batch.word_hash[pairs] * _PAIR + batch.word_hash[pairs + 1])
    singles = np.arange(len(batch.owner))
    rows, hashes = [batch.owner, batch.owner[pairs]], [batch.word_hash, doubled]
    firsts, lasts = [singles, pairs], [singles, pairs + 1]
    words = len(singles) + len(pairs)
    for place, row, found in letter_grams(batch.codes, batch.row, *SIZES):
        rows.append(row)
        hashes.append(found)
        # an n-gram that begins with the blank before a word belongs to that word
        inside = np.where(batch.word[place] < 0, batch.word[place + 1], batch.word[place])
        firsts.append(inside)
        lasts.append(inside)
    joined = [np.concatenate(each) for each in (rows, firsts, lasts)]
    return Grams(joined[0], np.concatenate(hashes), joined[1], joined[2], words)


def letter_grams(
    codes: NDArray[np.uint32], row: Places, smallest: int, largest: int
) -> list[tuple[Places, Places, Hashes]]:
    """For each size, (place of the first letter, text, hash) of the n-grams that have a blank at their ends only."""
    blank = codes == _BLANK
    spread = _letters(codes)
    rolling, inner = spread.copy(), np.ones(len(codes), bool)
    found = []
    if smallest == 1:
        place = np.flatnonzero(~blank)
        found.append((place, row[place], _mixed(spread[place])))
    for size in range(2, largest + 1):
        rolling = rolling[:-1] * _STEP + spread[size - 1 :]
        inner = inner[:-1] & ~blank[1 : len(inner)] if size > 2 else inner[:-1]
        if size > 2:
            inner = inner & ~blank[size - 2 : size - 2 + len(inner)]
            whole = inner
        else:
            whole = ~(blank[:-1] & blank[1:])
        if size >= smallest:
            place = np.flatnonzero(whole)
            found.append((place, row[place], _mixed(rolling[place] + np.uint64(size))))
    return found


def learn_vocabulary(found: Grams) -> Vocabulary:
    """The n-grams that stand in at least two texts; where two would share a slot, the more frequent one is kept."""
    texts = int(found.row.max(initial=-1)) + 1
    parts = []
    for part in (slice(0, found.words), slice(found.words, None)):
        once = np.unique(np.stack([found.hash[part], found.row[part].astype(np.uint64)]), axis=1)
        known, often = np.unique(once[0], return_counts=True)
        parts.append((known[often >= _RAREST], often[often >= _RAREST]))
    hashes, often = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    order = np.argsort(often, kind="stable")
    slots = np.full(1 << _SLOTS, -1, np.int64)
    slots[hashes[order] >> np.uint64(64 - _SLOTS)] = order
    kept = np.sort(slots[slots >= 0])
    rarity = np.log((1 + texts) / (1 + often[kept])) + 1
    return Vocabulary(hashes[kept], rarity.astype(np.float32), int((kept < len(parts[0][0])).sum()))


@dataclass(frozen=True, slots=True)
class Counted:
    """Known n-grams of a batch: TF-IDF, sparse float32 (texts, known); and each occurrence, for telling what carried an answer."""

    features: Any
    row: Places
    column: Places
    value: NDArray[np.float32]
    first: Places
    last: Places


def count(found: Grams, known: Vocabulary, table: NDArray[np.int32], texts: int) -> Counted:
    """(1 + log count) × rarity, each kind of n-grams of length 1 in each text; `table` is that of `known`."""
    from scipy.sparse import csr_array

    place = table[found.hash >> np.uint64(64 - _SLOTS)]
    # words and letters are hashed alike: each is looked for among its own
    of_words = np.arange(len(place)) < found.words
    here = (place >= 0) & (known.hashes[place] == found.hash) & ((place < known.words) == of_words)
    row, column = found.row[here], place[here].astype(np.int64)
    total = csr_array((np.ones(len(row), np.float32), (row, column)), shape=(texts, len(known.hashes)))
    total.sum_duplicates()
    total.data = (1 + np.log(total.data)) * known.rarity[total.indices]
    owner = np.repeat(np.arange(texts), np.diff(total.indptr))
    kind = (total.indices >= known.words).astype(np.int64)
    squares = np.bincount(kind * texts + owner, total.data**2, 2 * texts).reshape(2, texts)
    lengths = (1 / np.maximum(np.sqrt(squares), 1e-6)).astype(np.float32)
    total.data *= lengths[kind, owner]
    value = known.rarity[column] * lengths[(column >= known.words).astype(np.int64), row]
    return Counted(total, row, column, value, found.first[here], found.last[here])
