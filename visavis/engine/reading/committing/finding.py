"""What one of us promises in a reply: sentence by sentence, with how firmly, what is to be done and by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import NamedTuple

from visavis.engine.reading.committing.acts import Act
from visavis.engine.reading.committing.due import Due
from visavis.engine.reading.committing.learning import LANGUAGES, fingerprint, head_of
from visavis.engine.reading.committing.looking import look
from visavis.engine.reading.committing.shapes import Looked, act_told
from visavis.vocabulary import CommitmentKind

SHORTEST, LONGEST, TEXT = 8, 600, 40_000
"""Characters of a sentence that may promise; of a text that is looked at."""
TOGETHER = 2_000
"""Sentences whose letters are counted together."""
VERSION = "3"
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
    sentence: str, sent: datetime, country: str | None = "FR", language: str | None = None
) -> Promised | None:
    """What the sentence, sent at that moment (aware), promises to a client; None where it promises nothing."""
    return _read([_Said(sentence, 0, sent)], country, language)[0]


def promised_in(
    text: str, sent: datetime, country: str | None = "FR", language: str | None = None
) -> Iterator[Promised]:
    """The promises in a reply, in its order; lines that quote (`>`) are the client's words, and are left out."""
    yield from promised_among([(text, sent)], country, language)[0]


def promised_among(
    replies: Sequence[tuple[str, datetime]], country: str | None = "FR", language: str | None = None
) -> list[list[Promised]]:
    """The promises in each of many replies (text, moment of sending), read together: much faster than one by one."""
    said = [(place, _Said(sentence, begin, sent)) for place, (text, sent) in enumerate(replies) for begin, sentence in _sentences(text[:TEXT])]  # fmt: skip
    found: list[list[Promised]] = [[] for _ in replies]
    for some in batched(said, TOGETHER):
        for (place, _), each in zip(some, _read([one for _, one in some], country, language), strict=True):
            if each is not None:
                found[place].append(each)
    return found


def version() -> str:
    """What reads: the grammar, and what the heads beside it learnt from."""
    return f"{VERSION}-{fingerprint(VERSION)}"


class _Said(NamedTuple):
    sentence: str
    begin: int
    sent: datetime


def _read(said: Sequence[_Said], country: str | None, language: str | None) -> list[Promised | None]:
    looked = [_looked(each, country, language) for each in said]
    found: list[Promised | None] = [None] * len(said)
    for spoken in LANGUAGES:
        of = [place for place, each in enumerate(looked) if each is not None and each.language == spoken]
        if not of:
            continue
        head = head_of(spoken, VERSION)
        here = [each for each in looked if each is not None and each.language == spoken]
        chances = head.chances(here) if head is not None else None
        for row, (place, each) in enumerate(zip(of, here, strict=True)):
            kind = _of_grammar(each) if head is None or chances is None else head.kind(chances[row], each)
            if kind is not None:
                found[place] = _promised(said[place], each, kind)
    return found


def _looked(said: _Said, country: str | None, language: str | None) -> Looked | None:
    sentence = said.sentence
    if not SHORTEST <= len(sentence) <= LONGEST or sentence.rstrip(" »”\"')").endswith("?"):
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
