"""Which encoding a text file is written in, decided from all of its bytes."""

import codecs
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from visavis.engine.progress import Progress, silent
from visavis.mistakes import Mistake, Words
from visavis.sources.looking.opening import LONGEST_LINE, opened

CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SINGLE_BYTE = ("cp1252", "iso8859-15", "mac-roman", "cp850", "cp1250")
_USUAL = set("éèêëàâäùûüîïôöçœæÉÈÊËÀÂÄÙÛÜÎÏÔÖÇŒÆñÑãõáíóúÁÍÓÚßåøØ°€’‘“”«»–—…·²½£§®™•\u00a0")
_COMMON = set("éèêàâçùûîôïëœãõáíóúñäöüß°€’«»\u00a0")
_KEPT_LINES = 400


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file, the reason, and whether it is beyond doubt."""

    name: str
    why: Words
    sure: bool = True
    invalid_lines: int = 0


def find_encoding(file: Path, progress: Progress = silent) -> Encoding:
    """Read all bytes of `file` once and decide; raises Mistake for broken gzip or a line beyond 2 MiB."""
    with opened(file) as stream:
        head = stream.read(4)
    for bom, name in _BOMS:
        if head.startswith(bom):
            _walk(file, _Utf8() if name == "utf-8" else _Nothing(), progress)
            return Encoding(name, Words(fr="marque d’ordre en tête de fichier", en="byte-order mark at the start"))
    if (wide := _without_mark(file)) is not None:
        _walk(file, _Nothing(), progress)
        return Encoding(wide, Words(fr="un octet nul sur deux", en="every other byte is zero"))
    seen = _Utf8()
    _walk(file, seen, progress)
    if seen.invalid == 0:
        if seen.wide == 0:
            return Encoding("utf-8", Words(fr="ASCII sur tout le fichier", en="ASCII over the whole file"))
        return Encoding("utf-8", Words(fr="UTF-8 valide sur tout le fichier", en="valid UTF-8 over the whole file"))
    if seen.wide > 4 * seen.invalid:
        return Encoding(
            "utf-8",
            Words(
                fr=f"UTF-8, sauf {seen.invalid} ligne(s), la première à la ligne {seen.first}: encodages mêlés",
                en=f"UTF-8, but for {seen.invalid} line(s), the first being line {seen.first}: mixed encodings",
            ),
            sure=False,
            invalid_lines=seen.invalid,
        )
    return _single_byte(b"".join(seen.lines), seen.bytes)


class _Nothing:
    def take(self, line: bytes) -> None:
        """Look at nothing: the bytes are read for their integrity."""


class _Utf8:
    """Counts lines with valid and invalid UTF-8 beyond ASCII, and keeps some of the invalid ones."""

    def __init__(self) -> None:
        self.wide = self.invalid = self.number = self.first = 0
        self.lines: list[bytes] = []
        self.bytes: Counter[int] = Counter()

    def takes_whole(self, block: bytes) -> bool:
        """Whether `block` is valid as a whole: then its letters beyond ASCII count as as many lines, at most."""
        try:
            letters = block.decode("utf-8")
        except UnicodeDecodeError:
            return False
        self.wide += min(len(block) - len(letters), block.count(b"\n") or 1)
        return True

    def take(self, line: bytes) -> None:
        self.number += 1
        if line.isascii():
            return
        try:
            line.decode("utf-8")
            self.wide += 1
        except UnicodeDecodeError:
            self.invalid += 1
            self.first = self.first or self.number
            self.bytes.update(byte for byte in line if byte > 127)
            if len(self.lines) < _KEPT_LINES:
                self.lines.append(line)


def _walk(file: Path, seen: "_Utf8 | _Nothing", progress: Progress) -> None:
    size, read, rest = max(file.stat().st_size, 1), 0, b""
    with opened(file) as stream:
        while chunk := stream.read(CHUNK):
            read += len(chunk)
            if size > 50 * CHUNK:
                progress(Words(fr=f"{file.name}: encodage", en=f"{file.name}: encoding"), min(read / size, 1.0))
            cut = chunk.rfind(b"\n")
            if cut < 0:
                rest += chunk
                if len(rest) > LONGEST_LINE:
                    raise _endless(file)
                continue
            block, rest = rest + chunk[: cut + 1], chunk[cut + 1 :]
            _take_block(block, seen)
    if rest:
        _take_block(rest, seen)


def _take_block(block: bytes, seen: "_Utf8 | _Nothing") -> None:
    if isinstance(seen, _Nothing):
        return
    if block.isascii() or seen.takes_whole(block):
        seen.number += block.count(b"\n")
        return
    lines = block.split(b"\n")
    for line in lines if lines[-1] else lines[:-1]:
        seen.take(line)


def _endless(file: Path) -> Mistake:
    return Mistake(
        Words(
            fr=f"une ligne dépasse {LONGEST_LINE >> 20} Mio: ce n’est pas un tableau en lignes",
            en=f"a line is longer than {LONGEST_LINE >> 20} MiB: this is no table in rows",
        ),
        remedy=Words(
            fr="exportez avec une ligne par enregistrement (CSV, JSON Lines)",
            en="export with one line per row (CSV, JSON Lines)",
        ),
        file=file,
    )


def _without_mark(file: Path) -> str | None:
    with opened(file) as stream:
        head = stream.read(8192)
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > half * 0.6 else None


def _single_byte(sample: bytes, counts: Counter[int]) -> Encoding:
    """cp1252 unless another single-byte encoding turns the bytes into clearly more usual letters."""
    scores = {name: _usual_share(counts, name) for name in _SINGLE_BYTE}
    if scores["cp1252"] >= 0 and not any(0x80 <= byte <= 0x9F for byte in counts) and _euro_of_latin9(counts, sample):
        scores["iso8859-15"] += 0.2
    best = max(_SINGLE_BYTE, key=lambda name: scores[name] + _common_share(counts, name) + 0.1 * (name == "cp1252"))
    advised = _advice(sample)
    sure = scores[best] > 0.9 or advised == best
    return Encoding(
        best,
        Words(
            fr=f"UTF-8 invalide; {min(max(scores[best], 0), 1):.0%} des octets accentués se lisent comme des lettres usuelles",
            en=f"not UTF-8; {min(max(scores[best], 0), 1):.0%} of the accented bytes read as usual letters",
        ),
        sure=sure,
    )


def _usual_share(counts: Counter[int], name: str) -> float:
    """The share of bytes that are usual letters or marks; -1 where a byte is no letter at all."""
    return _share(counts, name, _USUAL)


def _common_share(counts: Counter[int], name: str) -> float:
    """The share of bytes that are common: small letters rather than capitals in the middle of words."""
    return _share(counts, name, _COMMON)


def _share(counts: Counter[int], name: str, wanted: set[str]) -> float:
    good = total = 0
    for byte, count in counts.items():
        try:
            letter = bytes([byte]).decode(name)
        except UnicodeDecodeError:
            return -1.0
        total += count
        good += count if letter in wanted else 0
    return good / total if total else 0.0


def _euro_of_latin9(counts: Counter[int], sample: bytes) -> bool:
    """0xA4 is the euro in ISO 8859-15 and a sign nobody writes in cp1252; so with 0xBD (œ) between letters."""
    if counts[0xA4]:
        return True
    place = sample.find(0xBD)
    return place > 0 and sample[place - 1 : place].isalpha() and sample[place + 1 : place + 2].isalpha()


def _advice(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:20_000]).best()
    return None if best is None else best.encoding.replace("_", "-")
