"""Which encoding a file is in, and a copy of it in clean UTF-8 where it is in another."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from visavis.sources.kinds.files.bytes import LONGEST_LINE, Look, chunks
from visavis.sources.kinds.files.rows import MARK

CP1252_GAPS = b"\x81\x8d\x8f\x90\x9d"
"""Bytes that cp1252 gives no letter."""


def encoding_of(look: Look, declared: str | None) -> str:
    """The encoding: the declared one, else by byte-order mark, else UTF-8 if (nearly) all of it is, else cp1252."""
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


def needs_cleaning(look: Look, encoding: str, *, packed: bool) -> bool:
    """Whether DuckDB can't read the file as it is."""
    other = encoding != "utf-8" and not (
        look.wide == look.invalid == 0 and encoding in ("cp1252", "ascii", "iso8859-1")
    )
    old_mac = look.carriage and not look.newlines
    return packed or other or bool(look.invalid) or look.overlong or look.zeros or old_mac


def clean(file: Path, target: Path, look: Look, encoding: str) -> bool:
    """Write `file` to `target` in UTF-8, line for line; what can't be read becomes MARK. Whether MARK was needed."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="visavis-mark")
    mixed = encoding == "cp1252" and look.wide > 0
    old_mac = look.carriage and not look.newlines and not encoding.startswith("utf-16")
    marked = False
    with target.open("w", encoding="utf-8", newline="") as out:
        for chunk in _bounded(file) if look.overlong else chunks(file):
            text = _lines_apart(chunk) if mixed and not chunk.isascii() else decoder.decode(chunk)
            if "\0" in text:
                text = text.replace("\0", MARK)
            marked = marked or MARK in text
            out.write(text.replace("\r", "\n") if old_mac else text)
        out.write(decoder.decode(b"", True))
    return marked


def _lines_apart(chunk: bytes) -> str:
    """cp1252 text with lines that are UTF-8 marked: a file in two encodings."""
    return "".join(map(_line, chunk.splitlines(keepends=True)))


def _line(line: bytes) -> str:
    if line.isascii():
        return line.decode("ascii")
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="visavis-mark")
    return "".join(chr(byte) if byte < 128 else MARK for byte in line)


def _bounded(file: Path) -> Iterator[bytes]:
    """The chunks of a file, lines beyond measure cut down to their quotes' parity and the mark."""
    mark = MARK.encode()
    long, quotes = False, 0
    for chunk in chunks(file):
        parts = chunk.splitlines(keepends=True) if len(chunk) > LONGEST_LINE or long else [chunk]
        kept = []
        for part in parts:
            ends = part.endswith(b"\n")
            if long or (len(part) > LONGEST_LINE and part.count(b"\n") <= 1):
                quotes += part.count(b'"')
                long = not ends
                if ends:
                    kept.append(mark + b'"' * (quotes % 2) + b"\n")
                    quotes = 0
            else:
                kept.append(part)
        yield b"".join(kept)
    if long:
        yield mark + b'"' * (quotes % 2) + b"\n"


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return MARK, error.end


codecs.register_error("visavis-mark", _mark)
