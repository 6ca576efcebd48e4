"""Which encoding a file is in, and its text in clean UTF-8, line for line."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from visavis.sources.kinds.files.bytes import LONGEST_LINE, Look, chunks, lines_whole
from visavis.sources.kinds.rows import LONG, MARK

_MARK = MARK.encode()
_SAME = ("cp1252", "iso8859-1", "iso8859-15", "ascii", "cp850", "mac-roman")
"""Encodings that write ASCII as ASCII."""


def encoding_of(look: Look, declared: str | None) -> str:
    """The encoding: the byte-order mark's, else the declared one, else UTF-8 if (nearly) all of it is, else cp1252."""
    if look.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if declared is not None:
        return "utf-8" if declared == "utf-8-sig" else declared
    half = max(len(look.head) // 2, 1)
    if look.head[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    if look.head[::2].count(0) > 0.6 * half:
        return "utf-16-be"
    return "utf-8" if not look.invalid or look.wide > 8 * look.invalid else "cp1252"


def is_clean(look: Look, encoding: str) -> bool:
    """Whether a reader of UTF-8 lines can read the file as it is."""
    ascii_only = look.wide == look.invalid == 0
    utf8 = encoding == "utf-8" or (encoding in _SAME and ascii_only)
    even_ends = look.returns == look.pairs and look.pairs in (0, look.newlines)
    return utf8 and even_ends and not (look.invalid or look.overlong or look.zeros)


def clean(file: Path, look: Look, encoding: str) -> Iterator[bytes]:
    """The text of `file` in UTF-8, in pieces that end at a line's end, as many lines as in the file.

    What can't be decoded becomes MARK, a line beyond measure LONG. Every line ends with a newline alone.
    """
    pieces = _utf8(file, look, encoding)
    if look.overlong or encoding.startswith("utf-16"):
        pieces = _bounded(pieces)
    return _even_ends(pieces, look) if look.returns else pieces


def _utf8(file: Path, look: Look, encoding: str) -> Iterator[bytes]:
    bad = look.invalid or look.zeros or encoding != "utf-8"
    if not bad:
        yield from chunks(file)
    elif encoding == "cp1252" and look.wide:
        yield from (chunk if chunk.isascii() else b"".join(map(_line, _lines(chunk))) for chunk in chunks(file))
    else:
        yield from lines_whole(_decoded(file, encoding))


def _decoded(file: Path, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="visavis-mark")
    for chunk in chunks(file):
        yield decoder.decode(chunk).replace("\0", MARK).encode()
    yield decoder.decode(b"", True).encode()


def _lines(chunk: bytes) -> list[bytes]:
    """The lines of a chunk, their newlines kept (a carriage return alone ends no line)."""
    parts = [part + b"\n" for part in chunk.split(b"\n")]
    return parts[:-1] if chunk.endswith(b"\n") else [*parts[:-1], parts[-1][:-1]]


def _line(line: bytes) -> bytes:
    """A line of a file in cp1252 and UTF-8: lines that are UTF-8 are the odd ones, and marked."""
    if line.isascii():
        return line
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="visavis-mark").replace("\0", MARK).encode()
    return b"".join(_MARK if byte > 127 else bytes([byte]) for byte in line)


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces with each line beyond measure cut to LONG."""
    long = False
    for piece in pieces:
        if not long and len(piece) <= LONGEST_LINE:
            yield piece
            continue
        kept = []
        for line in _lines(piece):
            ends = line.endswith(b"\n")
            if not long and (len(line) <= LONGEST_LINE):
                kept.append(line)
                continue
            if not long:
                kept.append(LONG.encode())
            if ends:
                kept.append(b"\n")
            long = not ends
        yield b"".join(kept)


def _even_ends(pieces: Iterator[bytes], look: Look) -> Iterator[bytes]:
    """The pieces with newlines alone; where there are none, carriage returns are the ends of lines."""
    old = not look.newlines
    for piece in pieces:
        if b"\r" not in piece:
            yield piece
        elif old:
            yield piece.replace(b"\r", b"\n")
        else:
            yield piece.replace(b"\r\n", b"\n").replace(b"\r", b" ")


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return MARK, error.end


codecs.register_error("visavis-mark", _mark)
