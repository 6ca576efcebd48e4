"""Former versions of what people write, so that every change made in the browser can be undone.

A change keeps the text that it replaces in the folder `.former` beside the file, and is refused where the file is no longer
the one that the person saw.
"""

import datetime
import fcntl
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from visavis.declarations.writing import write_atomically
from visavis.mistakes import Mistake, Words

FOLDER = ".former"
STAMP = "%Y%m%dT%H%M%S%fZ"
_ID = re.compile(r"(?P<name>[^/\\@]+\.ya?ml)@(?P<stamp>\d{8}T\d{12}Z)")
_FILE = re.compile(r"[\w][\w .-]*\.ya?ml")


@dataclass(frozen=True, slots=True)
class Version:
    """A text that the file `name` once held, until `replaced_at`."""

    id: str
    name: str
    replaced_at: datetime.datetime


def file_in(folder: Path, name: str) -> Path:
    """The file `name` of `folder`; raises Mistake for what is no name of a YAML file."""
    if not _FILE.fullmatch(name):
        raise Mistake(
            Words(fr=f"« {name} » n’est pas un nom de fichier YAML", en=f"“{name}” is no name of a YAML file"),
            remedy=Words(fr="par exemple: livraison.yaml", en="for example: delivery.yaml"),
        )
    return folder / name


def text_of(file: Path) -> str:
    """What stands in `file`, readable in any case; empty where there is none."""
    try:
        return file.read_bytes().decode("utf-8-sig", errors="replace")
    except FileNotFoundError:
        return ""


def seen(file: Path) -> str:
    """What tells this text of `file` from any other one."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def seen_of(text: str) -> str:
    """What tells a file that holds `text` from any other one."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def change(file: Path, text: str, *, if_seen: str) -> Version | None:
    """Put `text` in `file`; the version that it replaces (None for a new file).

    Raises Mistake where the file is not the one of `if_seen` any more.
    """
    with _alone(file.parent):
        _must_be_seen(file, if_seen)
        former = _keep(file)
        write_atomically(file, text)
        return former


def withdraw(file: Path, *, if_seen: str) -> Version | None:
    """Take `file` away; the version by which it comes back."""
    with _alone(file.parent):
        _must_be_seen(file, if_seen)
        former = _keep(file)
        file.unlink(missing_ok=True)
        return former


def take_back(file: Path, former: Version | None, *, if_seen: str) -> None:
    """Undo a change as if it had never been: `former` stands again, and is no former version any more.

    Nothing happens where the file is not the one of `if_seen` any more.
    """
    with _alone(file.parent):
        if seen(file) != if_seen:
            return
        if former is None:
            file.unlink()
        else:
            (file.parent / FOLDER / former.id).replace(file)


def restore(folder: Path, version: str) -> tuple[Version, Version | None]:
    """Put a former version in its place again; that one, and the former version that what stood there becomes."""
    found = next((each for each in versions(folder) if each.id == version), None)
    if found is None:
        raise Mistake(
            Words(fr="cette version n’est plus là", en="this version is not there any more"),
            remedy=Words(fr="choisissez-en une autre", en="choose another one"),
        )
    with _alone(folder):
        text = (folder / FOLDER / found.id).read_bytes().decode("utf-8-sig", errors="replace")
        former = _keep(folder / found.name)
        write_atomically(folder / found.name, text)
    return found, former


def versions(folder: Path, name: str | None = None) -> list[Version]:
    """Former versions of the file `name` (None: of every file of `folder`), the latest first."""
    found = []
    for path in (folder / FOLDER).glob("*@*"):
        match = _ID.fullmatch(path.name)
        if match and name in (None, match["name"]):
            moment = datetime.datetime.strptime(match["stamp"], STAMP).replace(tzinfo=datetime.UTC)
            found.append(Version(path.name, match["name"], moment))
    return sorted(found, key=lambda each: (each.replaced_at, each.name), reverse=True)


def gone(folder: Path) -> list[Version]:
    """The last version of each file that was taken away."""
    latest: dict[str, Version] = {}
    for version in versions(folder):
        if not (folder / version.name).exists():
            latest.setdefault(version.name, version)
    return list(latest.values())


def _keep(file: Path) -> Version | None:
    if not file.exists():
        return None
    moment = datetime.datetime.now(datetime.UTC)
    id_ = f"{file.name}@{moment.strftime(STAMP)}"
    target = file.parent / FOLDER / id_
    target.write_bytes(file.read_bytes())
    return Version(id_, file.name, moment)


def _must_be_seen(file: Path, if_seen: str) -> None:
    if seen(file) != if_seen:
        raise Mistake(
            Words(
                fr="ce fichier a changé depuis que vous l’avez ouvert: rien n’a été écrit",
                en="this file changed since you opened it: nothing was written",
            ),
            remedy=Words(
                fr="comparez avec le texte actuel, puis enregistrez de nouveau",
                en="compare with the present text, then save again",
            ),
            file=file.name,
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
