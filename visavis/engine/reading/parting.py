"""Parts a verbatim into its sentences, each with its place in the original text."""

import re
from dataclasses import dataclass

from visavis.engine.reading.texts import LONGEST, clean, has_letters

MOST = 200
"""Sentences of one verbatim; the last one holds the rest."""

_LINE = r"(?:\r\n?|\n|\u2028|\u2029)(?=[^\S\r\n]*+(?![a-zà-öø-ÿ]))"
"""A line's end, unless the next begins with a small letter: mail programs break lines within sentences."""
_END = re.compile(
    rf"(?<![.!?…])[.!?…]++[\"”»’')\]]*+(?=\s)|[。！？]|{_LINE}|(?i:</(?:p|div|li|tr|td|h[1-6])>|<br\s*/?>)"
)
_UNSHOWN = re.compile(r"<(style|script|head)\b.{0,8000}?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:(?i:mr|mrs|ms|mme|mlle|dr|me|st|ste|tél|tel|env|etc|ex|cf|art|réf|ref|n°|no|approx|vs|av|bd|dept|min|max|e\.g|i\.e)|[A-ZÀ-Ý])\.$"
)
_SHORTEST = 2
"""Letters without which a piece belongs to its neighbour."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`begin` and `length` are in characters of the original text; `text` is cleaned, and begins at `at` of the cleaned whole."""

    begin: int
    length: int
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Parted:
    """A verbatim as it is read: cleaned, one line; and its sentences in order, none where there is nothing to read."""

    whole: str
    sentences: tuple[Sentence, ...]


def part(text: str | None) -> Parted:
    """The cleaned text, at most LONGEST characters of it, and its sentences."""
    if not text:
        return Parted("", ())
    text = text[: 2 * LONGEST]
    if "</" in text:
        text = _UNSHOWN.sub(lambda found: " " * len(found.group()), text)
    cleaned: list[str] = []
    found: list[Sentence] = []
    at = 0
    for begin, end in _spans(text):
        piece = clean(text[begin:end])[: LONGEST - at]
        if not piece:
            continue
        lead = len(text[begin:end]) - len(text[begin:end].lstrip())
        stripped = text[begin:end].strip()
        if found and not has_letters(piece):
            # a smiley or a row of exclamation marks belongs to what stands before it
            last = found[-1]
            joined = f"{last.text} {piece}"
            found[-1] = Sentence(last.begin, begin + lead + len(stripped) - last.begin, joined, last.at)
        else:
            found.append(Sentence(begin + lead, len(stripped), piece, at))
        cleaned.append(piece)
        at += len(piece) + 1
        if at >= LONGEST:
            break
    return Parted(" ".join(cleaned), tuple(found))


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = 0
    for found in _END.finditer(text):
        if len(spans) >= MOST - 1:
            break
        if found.group()[0] == "." and _ABBREVIATION.search(text[max(begin, found.end() - 12) : found.end()]):
            continue
        spans.append((begin, found.end()))
        begin = found.end()
    spans.append((begin, len(text)))
    return [(low, high) for low, high in spans if not text[low:high].isspace() and low < high]
