"""The words that carried an answer: what each added to it through n-grams, cues and word lists, as they stand in the text.

The encoder's share can't be told word by word and is left out.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.cues import Hits
from visavis.engine.reading.lexicon import grammar_list, leaning, theme_places
from visavis.engine.reading.ngrams import Counted, Cut
from visavis.engine.reading.texts import fold

MOST = 5
"""Pieces of evidence for one answer."""
_SHARE = 0.35
"""What a word must add, as a share of what the strongest one adds."""
_LEAST = 0.02
_ONCE = np.float32(np.log(2))
_SAME = {"'": "['’‘ʼ`´]", " ": r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f-\x9f]+", "oe": "(?:oe|œ)", "ae": "(?:ae|æ)", "Oe": "(?:Oe|Œ|OE)", "Ae": "(?:Ae|Æ|AE)"}  # fmt: skip
_LETTERS = re.compile(r"oe|ae|Oe|Ae|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Carried:
    """What is needed to weigh the words of a batch. `places` tells where each kind of features begins, `weights` how it counts."""

    batch: Cut
    counted: Counted
    hits: Hits
    leans: NDArray[np.int64]
    named: tuple[NDArray[np.int64], NDArray[np.int64]]
    places: dict[str, int]
    weights: dict[str, float]


def carried(
    batch: Cut, counted: Counted, hits: Hits, places: dict[str, int], weights: dict[str, float], rows: int
) -> Carried:
    """Looks up which way the words of the first `rows` texts lean, and which themes they name."""
    inside = batch.owner < rows
    different, sample, which = np.unique(batch.word_hash[inside], return_index=True, return_inverse=True)
    known = np.flatnonzero(inside)[sample]
    words = [fold(batch.plain[batch.owner[i]][batch.begin[i] : batch.end[i]]) for i in known]
    leans = np.zeros(len(batch.owner), np.int64)
    leans[inside] = np.array([leaning(word) for word in words], np.int64)[which] if words else 0
    themes = [theme_places(word) for word in words]
    sizes = np.array([len(each) for each in themes], np.int64)[which] if len(different) else np.zeros(0, np.int64)
    named = np.repeat(np.flatnonzero(inside), sizes), np.array([c for p in which for c in themes[p]], np.int64)
    return Carried(batch, counted, hits, leans, named, places, weights)


def word_scores(of: Carried, contrast: NDArray[np.float32], chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each word of the batch added to the answer of its text. `contrast` (features, labels): how much more a feature
    speaks for a label than for the others; `chosen`: the label of each text, -1 where there is none."""
    batch = of.batch
    scores: NDArray[np.float64] = np.zeros(len(batch.owner), np.float64)
    value: Any
    if "ngrams" in of.places:
        label = chosen[of.counted.row]
        there = np.flatnonzero(label >= 0)
        value = of.counted.value[there] * contrast[of.counted.column[there] + of.places["ngrams"], label[there]] / 2
        for words in (of.counted.first, of.counted.last):
            scores += _sum(words[there], value, len(scores))
    if "cues" in of.places:
        label = chosen[of.hits.row]
        there = np.flatnonzero(label >= 0)
        value = contrast[of.hits.mark[there] + of.places["cues"], label[there]] * _ONCE * of.weights["cues"]
        sizes = of.hits.last[there] - of.hits.first[there] + 1
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        scores += _sum(np.repeat(of.hits.first[there], sizes) + within, np.repeat(value, sizes), len(scores))
    if "leanings" in of.places:
        label = chosen[batch.owner]
        there = np.flatnonzero((label >= 0) & (of.leans != 0))
        column = of.places["leanings"] + (of.leans[there] < 0)
        scores[there] += contrast[column, label[there]] * _ONCE * of.weights["leanings"]
    if "themes" in of.places:
        words, columns = of.named
        label = chosen[batch.owner[words]]
        there = np.flatnonzero(label >= 0)
        value = contrast[columns[there] + of.places["themes"], label[there]] * _ONCE * of.weights["themes"]
        scores += _sum(words[there], value, len(scores))
    return scores


def _sum(words: NDArray[np.int64], value: Any, size: int) -> NDArray[np.float64]:
    total: NDArray[np.float64] = np.bincount(words, value, size)
    return total


def pieces(batch: Cut, scores: NDArray[np.float64], originals: Sequence[str]) -> dict[int, list[str]]:
    """Per text the strongest words, neighbours joined, in the order of the text, as they stand in the original."""
    strongest = np.zeros(len(originals))
    ours = batch.owner < len(originals)
    np.maximum.at(strongest, batch.owner[ours], scores[ours])
    bound = np.maximum(_SHARE * strongest, _LEAST)
    found: dict[int, list[tuple[int, int, float]]] = {}
    for word in np.flatnonzero(ours)[scores[ours] >= bound[batch.owner[ours]]].tolist():
        row, begin, end = int(batch.owner[word]), int(batch.begin[word]), int(batch.end[word])
        if _is_light(batch.plain[row][begin:end]):
            continue
        before = found.setdefault(row, [])
        if before and begin - before[-1][1] <= 1:
            low, _, score = before.pop()
            before.append((low, end, max(score, scores[word])))
        else:
            before.append((begin, end, scores[word]))
    return {row: _written(originals[row], batch.plain[row], spans) for row, spans in found.items()}


@lru_cache(maxsize=50_000)
def _is_light(word: str) -> bool:
    """A sign that is no smiley, a single letter, a word that carries nothing by itself."""
    return (len(word) == 1 and word < "\u2600") or grammar_list("light").has(fold(word))


def _written(original: str, plain: str, spans: list[tuple[int, int, float]]) -> list[str]:
    if len(spans) > MOST:
        least = sorted(score for *_, score in spans)[-MOST]
        spans = [span for span in spans if span[2] >= least][:MOST]
    told: list[str] = []
    for begin, end, _ in spans:
        piece = as_written(original, plain[begin:end])
        if piece and piece not in told:
            told.append(piece)
    return told


def as_written(original: str, piece: str) -> str | None:
    """`piece` of the cleaned text as it stands in the original: its apostrophes, blanks, ligatures and accents; None where it
    can't be found."""
    if piece in original:
        return piece
    pattern = "".join(_pattern(each) for each in _LETTERS.findall(piece))
    found = re.search(pattern, original)
    return found.group() if found else None


def _pattern(letter: str) -> str:
    if letter in _SAME:
        return _SAME[letter]
    apart = unicodedata.normalize("NFD", letter)
    return re.escape(letter) if apart == letter else f"(?:{re.escape(letter)}|{re.escape(apart)})"
