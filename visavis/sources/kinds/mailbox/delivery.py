"""Which mailboxes a source has: mbox files and Maildir folders below what it names, those left alone counted and told."""

import glob
import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from visavis.declarations import Declared
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.files.bytes import opened, sha256_of
from visavis.sources.kinds.files.delivery import name_of
from visavis.sources.kinds.mailbox.counting import folders_told
from visavis.sources.kinds.mailbox.folders import Mark, mark_of_path
from visavis.sources.kinds.mailbox.splitting import files_of_maildir, separates, unique_name
from visavis.sources.kinds.rows import Arrival, natural

_WHY = {
    Mark.PRIVATE: Words("personnels, syndicaux ou RH", "marked personal, union or HR"),
    Mark.DISCARDED: Words("de brouillons, d’indésirables ou de messages jetés", "of drafts, junk or deleted mail"),
}


def mailboxes_in(place: Path) -> Iterator[Path]:
    """Every mbox and Maildir folder at or below `place`, in order of name; links to folders are not followed."""
    if place.is_file():
        yield place
        return
    for folder, below, files in os.walk(place):
        here = Path(folder)
        below.sort(key=natural)
        if is_maildir(here):
            below[:] = [each for each in below if each not in ("cur", "new", "tmp")]
            yield here
            continue
        for name in sorted(files, key=natural):
            if not name.startswith(".") and is_mbox(here / name):
                yield here / name


def is_maildir(place: Path) -> bool:
    """Whether a folder is a Maildir."""
    return (place / "cur").is_dir() and ((place / "new").is_dir() or (place / "tmp").is_dir())


def is_mbox(file: Path) -> bool:
    """Whether the first line of a file, unpacked where it is gzip, is the first of an mbox."""
    try:
        with opened(file) as stream:
            line = stream.readline(1000)
            while line and not line.strip():
                line = stream.readline(1000)
    except (OSError, EOFError):
        return False
    return separates(line.removeprefix(b"\xef\xbb\xbf"), True)


def arrived(home: Path, declared: Declared[SourceDeclaration]) -> tuple[list[tuple[Path, Arrival]], list[Words]]:
    """Each mailbox with its hash, a second copy left out, and what is told of those that are not read. Raises Mistake."""
    kept: list[tuple[Path, Arrival]] = []
    left: dict[Mark, list[tuple[str, int]]] = defaultdict(list)
    seen: dict[str, str] = {}
    notes: list[Words] = []
    for place, within in _delivered(home, declared):
        mark = mark_of_path(within)
        if mark is not None:
            left[mark].append((name_of(home, place), count_of(place)))
            continue
        arrival = Arrival(name_of(home, place), _hash(place))
        if arrival.sha256 in seen:
            first = seen[arrival.sha256]
            notes.append(
                Words(
                    f"{arrival.name}: même contenu que {first}, compté une fois",
                    f"{arrival.name}: same content as {first}, counted once",
                )
            )
            continue
        seen[arrival.sha256] = arrival.name
        kept.append((place, arrival))
    notes += [folders_told(names, _WHY[mark]) for mark in Mark if (names := left.get(mark))]
    return kept, notes


def _delivered(home: Path, declared: Declared[SourceDeclaration]) -> list[tuple[Path, str]]:
    """Mailboxes that the declaration names, each once, with their path from what it names: only folders below that, and the last
    name of the path itself, can be marked. Raises Mistake where a path holds none."""
    found: dict[Path, str] = {}
    for pattern in declared.value.patterns:
        places = _matches(home, pattern)
        here = {each: _within(place, each) for place in places for each in mailboxes_in(place)}
        if not here:
            raise Mistake(
                Words(
                    f"source {declared.value.name}: aucune boîte aux lettres (mbox ou Maildir) à « {pattern} » dans {home}",
                    f"source {declared.value.name}: no mailbox (mbox or Maildir) at “{pattern}” in {home}",
                ),
                remedy=Words("déposez-la là, ou corrigez files", "put it there, or correct files"),
                file=declared.file,
                line=declared.line,
            )
        found |= {each: within for each, within in here.items() if each not in found}
    return sorted(found.items(), key=lambda each: natural(name_of(home, each[0])))


def _matches(home: Path, pattern: str) -> list[Path]:
    place = Path(pattern).expanduser()
    whole = str(place if place.is_absolute() else home / pattern)
    plain = Path(whole)
    return [plain] if plain.exists() else [Path(each) for each in sorted(glob.glob(whole, recursive=True))]


def _within(named: Path, place: Path) -> str:
    return (Path(named.name) / place.relative_to(named)).as_posix() if place != named else named.name


def _hash(place: Path) -> str:
    """An mbox is known by its bytes; a Maildir folder by its files, which never change once they are there."""
    if place.is_file():
        return sha256_of(place)
    digest = hashlib.sha256(b"maildir\n")
    for file in files_of_maildir(place):
        digest.update(f"{unique_name(file.name)} {file.stat().st_size}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def count_of(place: Path) -> int:
    """How many messages a mailbox holds, by their beginnings alone: nothing of them is read."""
    if place.is_dir():
        return len(files_of_maildir(place))
    n, blank = 0, True
    try:
        with opened(place) as stream:
            while line := stream.readline(1 << 16):
                n += line.startswith(b"From ") and separates(line, blank)
                blank = line in (b"\n", b"\r\n")
    except (OSError, EOFError):
        return n
    return n
