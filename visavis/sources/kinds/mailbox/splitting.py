"""The messages of an mbox or a Maildir, one at a time: never a whole mailbox in memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from visavis.sources.kinds.mailbox.skimming import LONGEST_LINE, Skim

_ESCAPED = re.compile(rb">+From ")
_TIMED = re.compile(
    rb"From [^\r\n]{0,300}?\b\d{1,2}:\d{2}\b[^\r\n]{0,80}?\b(?:19|20)\d\d\b|From [^\r\n]{0,300}?\b(?:19|20)\d\d\b[^\r\n]{0,80}?\b\d{1,2}:\d{2}\b"
)
_WEEKDAY = re.compile(rb" (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
_BARE = re.compile(rb"From \S+@\S+\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """One message as it stands: the line where it begins (mbox) or its file (Maildir), and what is kept of its bytes.

    `failed`: its file could not be opened.
    """

    line: int | None
    file: str | None
    content: bytes
    size: int
    cut: bool = False
    failed: bool = False


def separates(line: bytes, after_blank: bool) -> bool:
    """Whether a line of an mbox begins a message: `From `, a sender and a moment; a sentence that begins so does not."""
    if not line.startswith(b"From "):
        return False
    if _TIMED.match(line):
        return _WEEKDAY.search(line) is not None
    return after_blank and _BARE.fullmatch(line) is not None


def messages_of_mbox(stream: BinaryIO) -> Iterator[Found]:
    """The messages of an mbox; `>From ` in a text is read as `From `, which is how mbox writes it."""
    skim: Skim | None = None
    number, start, blank, midway = 0, 1, True, False
    while line := stream.readline(LONGEST_LINE):
        if not midway:
            number += 1
            if line.startswith(b"From ") and separates(line, blank):
                if skim is not None:
                    yield Found(start, None, skim.kept, skim.size, skim.cut)
                skim, start = Skim(), number
                blank, midway = False, not line.endswith(b"\n")
                if midway:
                    _rest_of_line(stream)
                    midway = False
                continue
            if line.startswith(b">") and _ESCAPED.match(line):
                line = line[1:]
        blank = line in (b"\n", b"\r\n") and not midway
        midway = not line.endswith(b"\n")
        if skim is None:
            if blank or not line.strip(b"\xef\xbb\xbf\r\n"):
                continue
            skim, start = Skim(), number
        skim.take(line)
    if skim is not None:
        yield Found(start, None, skim.kept, skim.size, skim.cut)


def _rest_of_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(LONGEST_LINE)) and not piece.endswith(b"\n"):
        pass


def files_of_maildir(folder: Path) -> list[Path]:
    """The files of a Maildir folder, its subfolders left out, in the order in which they came; drafts and those thrown away are not."""
    here = [
        file
        for part in ("cur", "new")
        if (folder / part).is_dir()
        for file in (folder / part).iterdir()
        if not file.name.startswith(".") and not {"D", "T"} & set(flags_of(file.name)) and file.is_file()
    ]
    return sorted(here, key=lambda file: (unique_name(file.name), file.name))


def unique_name(name: str) -> str:
    """The name of a Maildir file without its flags, which change while its content does not."""
    return re.split(r"[:;!]2,", name)[0]


def flags_of(name: str) -> str:
    """The flags of a Maildir file."""
    parts = re.split(r"[:;!]2,", name)
    return parts[1] if len(parts) > 1 else ""


def messages_of_maildir(folder: Path) -> Iterator[Found]:
    """The messages of one Maildir folder."""
    for file in files_of_maildir(folder):
        name, skim = f"{file.parent.name}/{file.name}", Skim()
        try:
            with file.open("rb") as stream:
                while line := stream.readline(LONGEST_LINE):
                    skim.take(line)
        except OSError:
            yield Found(None, name, b"", 0, failed=True)
            continue
        yield Found(None, name, skim.kept, skim.size, skim.cut)
