"""What a file really is, whatever its name says: its first bytes decide."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

from visavis.mistakes import Mistake, Words
from visavis.sources.kinds.mailbox.splitting import separates

LONGEST_LINE = 2 << 20
"""A line beyond 2 MiB is no row of a table."""


class Format(StrEnum):
    """The formats that can be read."""

    TEXT = "csv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    EXCEL = "excel"


_ENDINGS = {
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
    ".xlsx": Format.EXCEL,
    ".xlsm": Format.EXCEL,
    ".xls": Format.EXCEL,
    ".ods": Format.EXCEL,
    ".csv": Format.TEXT,
    ".tsv": Format.TEXT,
    ".txt": Format.TEXT,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
}
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\xfd7zXZ": "xz",
    b"SQLite format 3": "SQLite",
    b"\x7fELF": "ELF",
    b"{\\rtf": "RTF",
}


@contextmanager
def opened(file: Path) -> Iterator[IO[bytes]]:
    """The bytes of `file`, gzip taken off; raises Mistake where the compression is broken or the file can't be read."""
    try:
        with file.open("rb") as raw:
            yield cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if is_gzip(file) else raw
    except (EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
            raise Mistake(
                Words(fr=f"fichier illisible: {error.strerror}", en=f"can’t be read: {error.strerror}"), file=file
            ) from None
        raise Mistake(
            Words(
                fr="ce fichier gzip est tronqué ou abîmé: sa fin manque",
                en="this gzip file is truncated or damaged: its end is missing",
            ),
            remedy=Words(fr="transférez-le ou exportez-le à nouveau", en="transfer or export it again"),
            file=file,
        ) from None


def is_gzip(file: Path) -> bool:
    """Whether the first bytes are gzip's."""
    with file.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def find_format(file: Path) -> Format:
    """The format of `file` by content; raises Mistake for what is no table, or wears another format's name."""
    _must_be_a_file(file)
    with opened(file) as stream:
        head = stream.read(8192)
    if not head.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise Mistake(
            Words(fr="ce fichier est vide", en="this file is empty"),
            remedy=Words(fr="exportez-le à nouveau, avec ses lignes", en="export it again, with its rows"),
            file=file,
        )
    found = _by_content(file, head)
    _must_wear_its_name(file, found)
    return found


def _must_be_a_file(file: Path) -> None:
    if file.is_dir():
        raise Mistake(
            Words(fr="c’est un dossier, pas un fichier", en="this is a folder, not a file"),
            remedy=Words(fr=f"nommez ses fichiers: {file}/*.csv", en=f"name its files: {file}/*.csv"),
            file=file,
        )
    if not file.exists():
        raise Mistake(
            Words(fr="ce fichier n’existe pas", en="there is no such file"),
            remedy=Words(fr="vérifiez le chemin", en="check the path"),
            file=file,
        )
    if not file.is_file():
        raise Mistake(Words(fr="ce n’est pas un fichier ordinaire", en="this is no regular file"), file=file)


def _by_content(file: Path, head: bytes) -> Format:
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Format.EXCEL
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    for magic, name in _OTHERS.items():
        if head.startswith(magic):
            raise _not_a_table(file, name)
    if b"\x00" in head and not _is_utf16(head):
        raise _not_a_table(file, None)
    if separates(head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0] + b"\n", True):
        raise Mistake(
            Words(fr="c’est une boîte aux lettres (mbox)", en="this is a mailbox (mbox)"),
            remedy=Words(
                fr="ajoutez-la sur le serveur, où l’on dit à qui elle est: visavis source add FICHIER",
                en="add it on the server, where it is told whose it is: visavis source add FILE",
            ),
            file=file,
        )
    start = b"".join(head[:200].removeprefix(b"\xef\xbb\xbf").split())
    if start.startswith((b"[{", b"[[")):
        raise Mistake(
            Words(fr="c’est un tableau JSON, d’un seul tenant", en="this is one JSON array"),
            remedy=Words(
                fr="exportez en JSON Lines: un objet par ligne (jq -c '.[]')",
                en="export it as JSON Lines: one object per line (jq -c '.[]')",
            ),
            file=file,
        )
    if start.startswith(b'{"') or start == b"{}":
        return Format.JSON_LINES
    return Format.TEXT


def _zipped(file: Path) -> Format:
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, OSError):
        raise Mistake(
            Words(fr="ce classeur est tronqué ou abîmé", en="this workbook is truncated or damaged"),
            remedy=Words(fr="transférez-le ou exportez-le à nouveau", en="transfer or export it again"),
            file=file,
        ) from None
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return Format.EXCEL
    raise Mistake(
        Words(fr="c’est une archive zip", en="this is a zip archive"),
        remedy=Words(fr="décompressez-la, puis ajoutez ses fichiers", en="unpack it, then add its files"),
        file=file,
    )


def _is_utf16(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    odd, even = head[1::2].count(0), head[::2].count(0)
    half = max(len(head) // 2, 1)
    return (odd > half * 0.6 and even < half * 0.1) or (even > half * 0.6 and odd < half * 0.1)


def _not_a_table(file: Path, name: str | None) -> Mistake:
    kind = Words(fr="un fichier binaire", en="a binary file") if name is None else Words(fr=name, en=name)
    return Mistake(
        Words(fr=f"ce n’est pas un tableau ({kind.fr})", en=f"this is no table ({kind.en})"),
        remedy=Words(
            fr="exportez en CSV, Excel, Parquet ou JSON Lines", en="export it as CSV, Excel, Parquet or JSON Lines"
        ),
        file=file,
    )


def _must_wear_its_name(file: Path, found: Format) -> None:
    ending = next((suffix.lower() for suffix in reversed(file.suffixes) if suffix.lower() != ".gz"), "")
    claimed = _ENDINGS.get(ending)
    if claimed is None or claimed is found or {claimed, found} == {Format.TEXT, Format.JSON_LINES}:
        return
    raise Mistake(
        Words(
            fr=f"ce fichier se nomme « {ending} » mais contient du {found.value}",
            en=f"this file is named “{ending}” but holds {found.value}",
        ),
        remedy=Words(
            fr=f"renommez-le en .{_ending_of(found)}, ou exportez-le à nouveau",
            en=f"rename it to .{_ending_of(found)}, or export it again",
        ),
        file=file,
    )


def _ending_of(found: Format) -> str:
    return "xlsx" if found is Format.EXCEL else found.value
