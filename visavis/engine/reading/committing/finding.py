"""What one of us promises in a reply: sentence by sentence, with how firmly, what is to be done and by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import NamedTuple

import numpy as np

from visavis.engine.reading.committing.acts import Act
from visavis.engine.reading.committing.due import Due
from visavis.engine.reading.committing.judges import judged_with, judging_of
from visavis.engine.reading.committing.judging import unsure
from visavis.engine.reading.committing.learning import LANGUAGES, fingerprint, head_of
from visavis.engine.reading.committing.looking import look
from visavis.engine.reading.committing.shapes import Looked, act_told
from visavis.engine.reading.committing.signatures import unsigned
from visavis.vocabulary import CommitmentKind

SHORTEST, LONGEST, TEXT = 8, 600, 40_000
"""Characters of a sentence that may promise; of a text that is looked at."""
TOGETHER = 2_000
"""Sentences whose letters are counted together."""
VERSION = "5"
"""Of the grammar: another version reads every reply anew."""

_BREAK = "\x01"
_EDGES = " \t-•*–\x01"
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”»’)\]]*\s+(?=[\"“«(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])|\x01+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:M|Mme|Mlle|Dr|Mr|Mrs|Ms|n|N|env|réf|ref|tél|art|p|ex|cf|No|no|St|Ste|approx|c\.o|a|e\.g|i\.e)$"
)
_CITED = re.compile(r"^\s*(?:>|\|)")


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise: where it stands in the text (`begin`, `length`), its language, how firmly, to do what, by when."""

    sentence: str
    begin: int
    length: int
    language: str
    kind: CommitmentKind
    act: Act
    due: Due | None


def promised_by(
    sentence: str, sent: datetime, country: str | None = "FR", language: str | None = None, *, judged: bool = True
) -> Promised | None:
    """What the sentence, sent at that moment (aware), promises to a client; None where it promises nothing.

    `judged`: unsure sentences are read again with the sentence encoder, where it is built.
    """
    return _read([_Said(sentence, 0, sent)], country, language, judged)[0]


def promised_in(
    text: str, sent: datetime, country: str | None = "FR", language: str | None = None
) -> Iterator[Promised]:
    """The promises in a reply, in its order; lines that quote (`>`) are the client's words, and are left out."""
    yield from promised_among([(text, sent)], country, language)[0]


def promised_among(
    replies: Sequence[tuple[str, datetime]],
    country: str | None = "FR",
    language: str | None = None,
    *,
    judged: bool = True,
) -> list[list[Promised]]:
    """The promises in each of many replies (text, moment of sending), read together: much faster than one by one. `judged` as above."""
    said = [(place, _Said(sentence, begin, sent)) for place, (text, sent) in enumerate(replies) for begin, sentence in _sentences(text[:TEXT])]  # fmt: skip
    found: list[list[Promised]] = [[] for _ in replies]
    for some in batched(said, TOGETHER):
        for (place, _), each in zip(some, _read([one for _, one in some], country, language, judged), strict=True):
            if each is not None:
                found[place].append(each)
    return found


def version() -> str:
    """What reads: the grammar, what the heads beside it learnt from, and the encoder that unsure sentences are judged with."""
    return "-".join(filter(None, (VERSION, fingerprint(VERSION), judged_with())))


def prepare(cache: Path | None = None) -> bool:
    """Trains what is missing, half a minute; whether unsure sentences are judged with the sentence encoder."""
    return judging_of(VERSION, cache) is not None


class _Said(NamedTuple):
    sentence: str
    begin: int
    sent: datetime


def _read(said: Sequence[_Said], country: str | None, language: str | None, judged: bool) -> list[Promised | None]:
    looked = [_looked(each, country, language) for each in said]
    found: list[Promised | None] = [None] * len(said)
    for spoken in LANGUAGES:
        of = [place for place, each in enumerate(looked) if each is not None and each.language == spoken]
        if not of:
            continue
        here = [each for each in looked if each is not None and each.language == spoken]
        kinds = _kinds(here, [said[place].sentence for place in of], spoken, judged)
        for place, each, kind in zip(of, here, kinds, strict=True):
            if kind is not None:
                found[place] = _promised(said[place], each, kind)
    return found


def _kinds(
    looked: Sequence[Looked], sentences: Sequence[str], language: str, judged: bool
) -> list[CommitmentKind | None]:
    """By the head; by the judge where the head is unsure and the encoder is there; by the grammar where there is no head."""
    head = head_of(language, VERSION)
    if head is None:
        return [_of_grammar(each) for each in looked]
    features = head.features(looked)
    chances = head.chances_of(features)
    kinds = [head.kind(row, each) for row, each in zip(chances, looked, strict=True)]
    open_ = np.flatnonzero(unsure(chances)).tolist() if judged else []
    judging = judging_of(VERSION) if open_ else None
    if judging is not None:
        seen = judging.seen([sentences[row] for row in open_], language)
        for row, again in zip(open_, judging.judge.chances(features[open_], seen, language), strict=True):
            kinds[row] = judging.judge.kind(again, looked[row])
    return kinds


def _looked(said: _Said, country: str | None, language: str | None) -> Looked | None:
    sentence = said.sentence
    if not SHORTEST <= len(sentence) <= LONGEST or unsigned(sentence).rstrip(" »”\"')").endswith("?"):
        return None
    return look(sentence, said.sent, country, language)


def _of_grammar(looked: Looked) -> CommitmentKind | None:
    return None if looked.hit is None else looked.hit.kind or CommitmentKind.VAGUE


def _promised(said: _Said, looked: Looked, kind: CommitmentKind) -> Promised:
    sentence, limit = said.sentence, looked.due
    if limit is not None:
        place = looked.said.find(limit.phrase)
        phrase = sentence[place : place + len(limit.phrase)] if place >= 0 else limit.phrase
        limit = Due(limit.on, limit.at, phrase, limit.precision)
    act = looked.hit.act if looked.hit is not None else act_told(looked.said, looked.language)
    return Promised(sentence, said.begin, len(sentence), looked.language, kind, act, limit)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with their places: a line that was broken for width goes on in the next, a heading or a quoted line does not."""
    flat = _flat(text)
    start = 0
    for found in _END.finditer(flat):
        if found[0][0] == "." and _ABBREVIATION.search(flat[max(start, found.start() - 12) : found.start()]):
            continue
        yield from _trimmed(flat, start, found.end())
        start = found.end()
    yield from _trimmed(flat, start, len(flat))


def _flat(text: str) -> str:
    """The text in one line, every character in its place: a break that ends a sentence becomes a mark of its own."""
    lines = text.replace("\r", " ").split("\n")
    width = max(map(len, lines))
    parts: list[str] = []
    for place, line in enumerate(lines):
        cited = _CITED.match(line)
        parts.append(_BREAK * len(line) if cited else line)
        following = lines[place + 1].lstrip() if place + 1 < len(lines) else ""
        apart = (
            cited
            or not following
            or not line.strip()
            or following[0] in "-•*–>|"
            or (following[0].isupper() and len(line) < 0.6 * width)
        )
        parts.append(_BREAK if apart else " ")
    return "".join(parts[:-1])


def _trimmed(flat: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    piece = flat[start:end]
    bare = piece.strip(_EDGES)
    if bare:
        yield start + piece.index(bare), bare
