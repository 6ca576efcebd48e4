"""What one of us promises in a reply: sentence by sentence, with how firmly, what is to be done and by when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from visavis.engine.reading.committing import english, french
from visavis.engine.reading.committing.acts import Act
from visavis.engine.reading.committing.due import Due, due_in
from visavis.engine.reading.committing.due_words import plain
from visavis.engine.reading.committing.told import Hit, unquoted
from visavis.vocabulary import CommitmentKind

SHORTEST, LONGEST, TEXT = 8, 600, 40_000
"""Characters of a sentence that may promise; of a text that is looked at."""
VERSION = "1"
"""Of the grammar: another version reads every reply anew."""

_BREAK = "\x01"
_EDGES = " \t-•*–\x01"
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”»’)\]]*\s+(?=[\"“«(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])|\x01+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:M|Mme|Mlle|Dr|Mr|Mrs|Ms|n|N|env|réf|ref|tél|art|p|ex|cf|No|no|St|Ste|approx|c\.o|a|e\.g|i\.e)$"
)
_CITED = re.compile(r"^\s*(?:>|\|)")
_FRENCH = frozenset(["le", "la", "les", "de", "des", "du", "un", "une", "et", "en", "nous", "vous", "votre", "vos", "nos", "sous", "dans", "pour", "est", "au", "sur", "par", "je", "à", "ce", "que", "qui", "ne", "pas", "sera", "serez", "avec", "dès", "si", "mon", "ma", "on", "il", "merci", "bonjour"])  # fmt: skip
_ENGLISH = frozenset(["the", "a", "an", "of", "and", "in", "we", "you", "your", "our", "is", "are", "for", "to", "by", "with", "within", "at", "on", "if", "i", "will", "be", "it", "this", "that", "have", "has", "please", "not", "my", "as", "from", "hello"])  # fmt: skip


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
    if not SHORTEST <= len(sentence) <= LONGEST or sentence.rstrip(" »”\"')").endswith("?"):
        return None
    said = plain(unquoted(sentence))
    spoken = language or language_of(said)
    known: list[Due | None] = []

    def due() -> Due | None:
        if not known:
            known.append(due_in(said, sent, country, spoken))
        return known[0]

    grammar = french if spoken == "fr" else english
    hit: Hit | None = grammar.promised_in(said, lambda: due() is not None)
    if hit is None:
        return None
    limit = due()
    if limit is not None:
        place = said.find(limit.phrase)
        limit = Due(
            limit.on,
            limit.at,
            sentence[place : place + len(limit.phrase)] if place >= 0 else limit.phrase,
            limit.precision,
        )
    kind = hit.kind or CommitmentKind.FIRM
    return Promised(sentence, 0, len(sentence), spoken, kind, hit.act, limit)


def promised_in(
    text: str, sent: datetime, country: str | None = "FR", language: str | None = None
) -> Iterator[Promised]:
    """The promises in a reply, in its order; lines that quote (`>`) are the client's words, and are left out."""
    for begin, sentence in _sentences(text[:TEXT]):
        found = promised_by(sentence, sent, country, language)
        if found is not None:
            yield Promised(sentence, begin, len(sentence), found.language, found.kind, found.act, found.due)


def language_of(said: str) -> str:
    """`fr` or `en`, by the small words of a plain sentence."""
    words = set(said.replace("'", " ").split())
    return "en" if len(words & _ENGLISH) > len(words & _FRENCH) else "fr"


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
