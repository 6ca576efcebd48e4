"""How far two texts are apart: DuckDB's distances in Python, byte by byte of UTF-8 as there, so that both say the same.

Jaro (1989) and Winkler (1990) for likeness; Damerau (1964) and Levenshtein (1966) for the number of edits, a swap of neighbours
being one; Hamming (1950) for the places that differ.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

_REMEMBERED = 65_536


def jaro_winkler_similarity(one: str, other: str) -> float:
    """From 0 (nothing in common, or nothing there) to 1 (equal); a common beginning adds to what is above 0.7."""
    left, right = one.encode(), other.encode()
    alike = _jaro(left, right)
    if alike <= 0.7:
        return alike
    common = 0
    for a, b in zip(left[:4], right[:4], strict=False):
        if a != b:
            break
        common += 1
    # In one rounding, as compilers do it where the processor can: at a threshold the last bit decides.
    return float(Fraction(common * 0.1) * Fraction(1 - alike) + Fraction(alike)) if common else alike


@lru_cache(_REMEMBERED)
def jaro_winkler_at_least(one: str, other: str, least: float) -> bool:
    """Whether `jaro_winkler_similarity` reaches `least`; most pairs are told apart by their lengths and letters alone."""
    short, long = sorted((len(one.encode()), len(other.encode())))
    common = min(short, 4)
    best = _boosted((short / long + 2) / 3, common) if short else 0.0
    if best < least - 1e-9:
        return False
    if one.isascii() and other.isascii() and len(one) > 3:
        letters = len(set(one) - set(other))
        shared = len(one) - letters
        if shared <= 0:
            return jaro_winkler_similarity(one, other) >= least
        best = (min(shared, len(other)) / len(one) + min(shared, len(other)) / len(other) + 1) / 3
        if _boosted(best, common) < least - 1e-9:
            return False
    return jaro_winkler_similarity(one, other) >= least


def _boosted(alike: float, common: int) -> float:
    return alike + common * 0.1 * (1 - alike) if alike > 0.7 else alike


def _jaro(left: bytes, right: bytes) -> float:
    if not left or not right:
        return 0.0
    reach = max(max(len(left), len(right)) // 2 - 1, 0)
    taken = bytearray(len(left))
    matched = bytearray()
    for place, letter in enumerate(right):
        at = left.find(letter, max(place - reach, 0), place + reach + 1)
        while at >= 0 and taken[at]:
            at = left.find(letter, at + 1, place + reach + 1)
        if at >= 0:
            taken[at] = 1
            matched.append(letter)
    if not matched:
        return 0.0
    there = bytes(letter for letter, is_taken in zip(left, taken, strict=True) if is_taken)
    moved = sum(a != b for a, b in zip(there, matched, strict=True)) // 2
    count = len(matched)
    return (count / len(right) + count / len(left) + (count - moved) / count) / 3


def damerau_levenshtein(one: str, other: str) -> int:
    """Fewest insertions, deletions, replacements and swaps of neighbours, between which others may come."""
    left, right = one.encode(), other.encode()
    far = len(left) + len(right)
    last_row: dict[int, int] = {}
    rows = [[far] * (len(right) + 2), [far, *range(len(right) + 1)]]
    for i, a in enumerate(left, 1):
        row = [far, i]
        last_column = 0
        for j, b in enumerate(right, 1):
            swapped_from = last_row.get(b, 0)
            swap = rows[swapped_from][last_column] + (i - swapped_from - 1) + 1 + (j - last_column - 1)
            row.append(min(rows[i][j] + (a != b), row[j] + 1, rows[i][j + 1] + 1, swap))
            if a == b:
                last_column = j
        rows.append(row)
        last_row[a] = i
    return rows[-1][-1]


def hamming(one: str, other: str) -> int | None:
    """At how many places two texts of one length differ; None where lengths differ, or are nought: there DuckDB raises an error."""
    left, right = one.encode(), other.encode()
    return sum(a != b for a, b in zip(left, right, strict=True)) if left and len(left) == len(right) else None


@lru_cache(_REMEMBERED)
def damerau_levenshtein_within(one: str, other: str, most: int) -> bool:
    """Whether `damerau_levenshtein` is at most `most`; whether it is at most one is seen at the first difference."""
    left, right = one.encode(), other.encode()
    if abs(len(left) - len(right)) > most:
        return False
    if most > 1:
        return damerau_levenshtein(one, other) <= most
    if most < 1 or left == right:
        return left == right and most >= 0
    at = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    if len(left) == len(right):
        swapped = left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
        return swapped or left[at + 1 :] == right[at + 1 :]
    return left[at + 1 :] == right[at:] if len(left) > len(right) else left[at:] == right[at + 1 :]


def unless_null[T](measure: Callable[[str, str], T]) -> Callable[[str | None, str | None], T | None]:
    """The measure as SQL has it: null where either text is."""

    def told(one: str | None, other: str | None) -> T | None:
        return None if one is None or other is None else measure(one, other)

    return told
