"""One look at all bytes of a file: its hash, its lines, its encoding, and what would hurt a reader."""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from visavis.mistakes import Mistake, Words

CHUNK = 4 << 20
LONGEST_LINE = 2 << 20
"""A line longer than this (bytes) is refused: it is no row of a table."""

Advance = Callable[[int], None]


@dataclass(slots=True)
class Look:
    """What a pass over the bytes found. `wide` counts bytes beyond the first of UTF-8 letters, `invalid` lines."""

    sha256: str = ""
    size: int = 0
    newlines: int = 0
    ends_open: bool = False
    quotes: bool = False
    wide: int = 0
    invalid: int = 0
    overlong: bool = False
    zeros: bool = False
    carriage: bool = False
    blank: bool = False
    head: bytes = b""
    _run: int = field(default=0, repr=False)

    @property
    def lines(self) -> int:
        """Physical lines, an unfinished last one included."""
        return self.newlines + self.ends_open


def sha256_of(file: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def look(file: Path) -> Look:
    """Read the (unpacked) bytes of `file` once; raises Mistake if it can't be unpacked to its end."""
    found = Look()
    for chunk in chunks(file):
        if not found.size:
            found.head = chunk[: 1 << 16]
        _take(found, chunk)
    if found._run > LONGEST_LINE:
        found.overlong = True
    return found


def _take(found: Look, chunk: bytes) -> None:
    found.size += len(chunk)
    newlines = chunk.count(b"\n")
    found.newlines += newlines
    found.ends_open = not chunk.endswith(b"\n")
    found.quotes = found.quotes or b'"' in chunk
    found.zeros = found.zeros or b"\0" in chunk
    found.blank = found.blank or chunk.startswith((b"\n", b"\r\n")) or b"\n\n" in chunk or b"\n\r\n" in chunk
    found.carriage = found.carriage or b"\r" in chunk
    _measure(found, chunk, newlines)
    if not chunk.isascii():
        _decode(found, chunk)


def _measure(found: Look, chunk: bytes, newlines: int) -> None:
    """Look for a line beyond measure; a long one shows as a stretch of the chunk without newline."""
    if not newlines:
        found._run += len(chunk)
    else:
        first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
        if found._run + first > LONGEST_LINE:
            found.overlong = True
        found._run = len(chunk) - last - 1
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
    """The (unpacked) bytes of `file` in pieces that end at a line's end where there is one; raises Mistake."""
    rest = b""
    try:
        with opened(file) as stream:
            while block := stream.read(CHUNK):
                cut = block.rfind(b"\n") + 1
                if cut or len(rest) > LONGEST_LINE:
                    yield rest + block[:cut] if cut else rest
                    rest = block[cut:]
                else:
                    rest += block
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Mistake(
            Words(
                fr="archive gzip tronquée ou abîmée: rien n’en a été repris",
                en="truncated or damaged gzip: nothing was taken from it",
            ),
            remedy=Words(fr="exportez ou copiez le fichier à nouveau", en="export or copy the file again"),
            file=file,
        ) from None
    if rest:
        yield rest


def opened(file: Path) -> BinaryIO:
    """The bytes of `file`, unpacked if it is gzip (told by its first bytes)."""
    stream = file.open("rb")
    magic = stream.read(2)
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if magic == b"\x1f\x8b" else stream  # type: ignore[return-value]
