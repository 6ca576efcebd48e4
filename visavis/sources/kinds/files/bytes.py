"""One look at all bytes of a file: its lines, its encoding, and what would mislead a fast reader."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from visavis.mistakes import Mistake, Words

CHUNK = 4 << 20
LONGEST_LINE = 2 << 20
"""A line longer than this (bytes) is refused: it is no row of a table."""
GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Look:
    """What a pass over the bytes found.

    `wide` counts bytes beyond the first of UTF-8 letters, `invalid` lines that are no UTF-8, `returns` carriage returns and
    `pairs` those before a newline, `odd` lines with an odd number of quotes: a text goes over several lines, or a quote is astray.
    """

    size: int = 0
    newlines: int = 0
    ends_open: bool = False
    quotes: bool = False
    odd: int = 0
    wide: int = 0
    invalid: int = 0
    overlong: bool = False
    zeros: bool = False
    returns: int = 0
    pairs: int = 0
    head: bytes = b""
    run: int = field(default=0, repr=False)

    @property
    def lines(self) -> int:
        """Physical lines, an unfinished last one included."""
        return self.newlines + self.ends_open


def sha256_of(file: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def look(file: Path, quote: str = "") -> Look:
    """Read the (unpacked) bytes of `file` once; raises Mistake if it can't be unpacked to its end."""
    found = Look()
    mark = quote.encode()
    for chunk in chunks(file):
        if not found.size:
            found.head = chunk[: 1 << 16]
        _take(found, chunk, mark)
    found.overlong = found.overlong or found.run > LONGEST_LINE
    return found


def _take(found: Look, chunk: bytes, quote: bytes) -> None:
    newlines = chunk.count(b"\n")
    found.size += len(chunk)
    found.newlines += newlines
    found.ends_open = not chunk.endswith(b"\n")
    found.zeros = found.zeros or b"\0" in chunk
    if b"\r" in chunk:
        found.returns += chunk.count(b"\r")
        found.pairs += chunk.count(b"\r\n")
    if quote and quote in chunk:
        found.quotes = True
        found.odd += sum(line.count(quote) & 1 for line in chunk.split(b"\n"))
    _measure(found, chunk, newlines)
    if not chunk.isascii():
        _decode(found, chunk)


def _measure(found: Look, chunk: bytes, newlines: int) -> None:
    """Look for a line beyond measure; a long one shows as a stretch of the chunk without newline."""
    if not newlines:
        found.run += len(chunk)
        return
    first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
    if found.run + first > LONGEST_LINE:
        found.overlong = True
    found.run = len(chunk) - last - 1
    if last - first > LONGEST_LINE and not found.overlong:
        found.overlong = _has_long_stretch(chunk, first, last)


def _has_long_stretch(chunk: bytes, first: int, last: int) -> bool:
    here = first
    while here < last:
        there = chunk.rfind(b"\n", here, min(here + LONGEST_LINE, last) + 1)
        if there <= here:
            return True
        here = there
    return False


def _decode(found: Look, chunk: bytes) -> None:
    try:
        found.wide += len(chunk) - len(chunk.decode("utf-8"))
    except UnicodeDecodeError:
        for line in chunk.split(b"\n"):
            if not line.isascii():
                try:
                    found.wide += len(line) - len(line.decode("utf-8"))
                except UnicodeDecodeError:
                    found.invalid += 1


def chunks(file: Path) -> Iterator[bytes]:
    """The (unpacked) bytes of `file` in pieces that end at a line's end, but for lines beyond measure; raises Mistake."""
    try:
        with opened(file) as stream:
            yield from lines_whole(iter(lambda: stream.read(CHUNK), b""))
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Mistake(
            Words(
                fr="archive gzip tronquée ou abîmée: rien n’en a été repris, les faits d’avant restent",
                en="truncated or damaged gzip: nothing was taken from it, former facts stay",
            ),
            remedy=Words(fr="exportez ou copiez le fichier à nouveau", en="export or copy the file again"),
            file=file,
        ) from None


def lines_whole(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes cut at the ends of lines; a line beyond measure comes in several pieces."""
    rest = b""
    for block in blocks:
        cut = block.rfind(b"\n") + 1
        if cut:
            yield rest + block[:cut]
            rest = block[cut:]
        elif len(rest) > LONGEST_LINE:
            yield rest
            rest = block
        else:
            rest += block
    if rest:
        yield rest


def is_packed(file: Path) -> bool:
    """Whether the file is gzip, told by its first bytes."""
    with file.open("rb") as stream:
        return stream.read(2) == GZIP


def opened(file: Path) -> BinaryIO:
    """The bytes of `file`, unpacked if it is gzip."""
    return cast(BinaryIO, gzip.open(file)) if is_packed(file) else file.open("rb")
