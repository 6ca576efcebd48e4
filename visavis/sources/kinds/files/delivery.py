"""Which files a source has, known by their content."""

import glob
from pathlib import Path

from visavis.declarations import Declared
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.files.bytes import sha256_of
from visavis.sources.kinds.rows import Arrival, natural


def delivered(home: Path, declared: Declared[SourceDeclaration]) -> list[Path]:
    """Files that the declaration names, in natural order of their names, each once; raises Mistake where one matches none."""
    found: dict[Path, None] = {}
    for pattern in declared.value.patterns:
        here = matches(home, pattern)
        if not here:
            raise Mistake(
                Words(
                    fr=f"source {declared.value.name}: aucun fichier ne correspond à « {pattern} » dans {home}",
                    en=f"source {declared.value.name}: no file matches “{pattern}” in {home}",
                ),
                remedy=Words(
                    fr="déposez-y les fichiers, ou corrigez files", en="put the files there, or correct files"
                ),
                file=declared.file,
                line=declared.line,
            )
        found |= dict.fromkeys(here)
    return sorted(found, key=lambda path: natural(name_of(home, path)))


def matches(home: Path, pattern: str) -> list[Path]:
    """Files that a path or glob, from HOME, names."""
    place = str(Path(pattern).expanduser()) if Path(pattern).expanduser().is_absolute() else str(home / pattern)
    return [Path(each) for each in glob.glob(place, recursive=True) if Path(each).is_file()] or (
        [Path(place)] if Path(place).is_file() else []
    )


def name_of(home: Path, file: Path) -> str:
    """How a file is named in ledger and rejects: from HOME where it is inside."""
    return file.relative_to(home).as_posix() if file.is_relative_to(home) else file.as_posix()


def arrived(home: Path, declared: Declared[SourceDeclaration]) -> tuple[list[tuple[Path, Arrival]], list[Words]]:
    """Each delivered file with its hash; a second copy of the same content is left out, with a note. Raises Mistake."""
    seen: dict[str, str] = {}
    kept, notes = [], []
    for file in delivered(home, declared):
        arrival = Arrival(name_of(home, file), sha256_of(file))
        if arrival.sha256 in seen and file.stat().st_size:
            first = seen[arrival.sha256]
            notes.append(
                Words(
                    fr=f"{arrival.name}: même contenu que {first}, compté une fois",
                    en=f"{arrival.name}: same content as {first}, counted once",
                )
            )
            continue
        seen[arrival.sha256] = arrival.name
        kept.append((file, arrival))
    return kept, notes
