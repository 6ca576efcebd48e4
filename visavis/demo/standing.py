"""Whether a home is a demonstration, and which of what it holds came with it."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from visavis.declarations.editing import readable
from visavis.declarations.writing import write_atomically
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.files.delivery import matches

TRUTH = "truth"
MARK = Path(TRUTH) / "demo.json"
"""What a demonstration home is known by: how it was made."""
WRITTEN = Path(TRUTH) / "written.json"
"""What stood in its folders when it was made."""
FOLDERS = ("exports", "sources", "promises", "measures", TRUTH)
"""Folders of a home that a demonstration fills."""


def is_demonstration(home: Path) -> bool:
    """Whether an invented company lives here."""
    return (home / MARK).is_file()


def company(home: Path) -> str:
    """The name of the company that was invented; empty where it is not told."""
    try:
        return str(json.loads((home / MARK).read_text(encoding="utf-8")).get("company", ""))
    except (FileNotFoundError, ValueError):
        return ""


def note_written(home: Path, before: Mapping[str, frozenset[str]]) -> None:
    """Remember what was made, by folder, so that it can be told from what people bring later.

    `before` is what was remembered when the same company was made here last: the rest is not the demonstration's.
    """
    found = {
        name: sorted(before.get(name) or (each.name for each in (home / name).glob("*") if each.name[0] != "."))
        for name in FOLDERS
    }
    write_atomically(home / WRITTEN, json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def written(home: Path) -> Mapping[str, frozenset[str]]:
    """What was made, by folder; nothing where that is not known."""
    try:
        found = json.loads((home / WRITTEN).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {name: frozenset(names) for name, names in found.items()}


def remove(*places: Path) -> None:
    """Delete files, links and folders with all that they hold; what is not there is no fault."""
    for place in places:
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Own:
    """What people brought into a demonstration beside what it was made of."""

    sources: tuple[str, ...]
    """Sources that read files of theirs; those that can't be read, by their file."""
    files: tuple[str, ...]
    """Files under `exports` that no source reads."""


def own(home: Path) -> Own:
    """What in `home` did not come with the demonstration."""
    made = written(home)
    declared, wrong = readable(home / "sources", SourceDeclaration)
    exports = made.get("exports", frozenset())
    names, read = [], set()
    for each in declared:
        files = [file for pattern in each.value.patterns for file in matches(home, pattern)]
        read |= set(files)
        if each.file.name not in made.get("sources", ()) or any(_brought(home, file, exports) for file in files):
            names.append(each.value.name)
    names += [Path(str(each.file)).name for each in wrong if Path(str(each.file)).name not in made.get("sources", ())]
    left = [file for file in _files(home / "exports") if file not in read and _brought(home, file, exports)]
    return Own(tuple(sorted(set(names))), tuple(file.relative_to(home / "exports").as_posix() for file in left))


def _brought(home: Path, file: Path, made: frozenset[str]) -> bool:
    if not file.is_relative_to(home / "exports"):
        return True
    return file.relative_to(home / "exports").parts[0] not in made


def _files(folder: Path) -> list[Path]:
    """Files below `folder`, hidden ones (parts of files that are being sent) left out."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )
