"""A source rewritten in the browser: checked, its files inside the home, its columns looked for; and a source taken away."""

from pathlib import Path

from visavis.declarations import Declared, versions
from visavis.declarations.editing import check_text, readable, without
from visavis.declarations.versions import Version
from visavis.mistakes import Mistake, Mistakes, Words
from visavis.sources.check import check
from visavis.sources.declaration import SourceDeclaration

FOLDER = "sources"
LARGE = 200_000_000
"""Bytes of files beyond which columns are looked for by the run alone: somebody waits for the page."""


def find(home: Path, name: str) -> Declared[SourceDeclaration] | None:
    """The source `name`, whatever is wrong in other files."""
    return next((each for each in readable(home / FOLDER, SourceDeclaration)[0] if each.value.name == name), None)


def check_typed(home: Path, file: Path, text: str) -> list[Declared[SourceDeclaration]]:
    """The sources in `text`; raises Mistakes for what is wrong in them or does not fit their files.

    Files outside `exports/` are refused unless the file named them before: a browser must not open up the machine.
    """
    before = {pattern for each in _read(file) for pattern in each.value.patterns}

    def further(declared: Declared[SourceDeclaration]) -> None:
        _must_stay_inside(home, declared, before)
        if _size(home, declared.value) <= LARGE:
            check(home, declared)

    return check_text(file, text, SourceDeclaration, further)


def withdraw(home: Path, name: str, *, if_seen: str) -> tuple[str, Version | None]:
    """Take the source `name` out of its file, or the file away; the file's name, and the version to come back to.

    Its files stay, its facts go with the next run. Raises Mistake where there is none.
    """
    declared = find(home, name)
    if declared is None:
        raise Mistake(
            Words(fr=f"il n’y a pas de source « {name} »", en=f"there is no source “{name}”"),
            remedy=Words(fr="retournez à la liste des sources", en="go back to the list of sources"),
        )
    left = without(versions.text_of(declared.file), name)
    if left is None:
        return declared.file.name, versions.withdraw(declared.file, if_seen=if_seen)
    return declared.file.name, versions.change(declared.file, left, if_seen=if_seen)


def _read(file: Path) -> list[Declared[SourceDeclaration]]:
    return [each for each in readable(file.parent, SourceDeclaration)[0] if each.file == file]


def _must_stay_inside(home: Path, declared: Declared[SourceDeclaration], before: set[str]) -> None:
    inside = (home / "exports").resolve()
    for pattern in declared.value.patterns:
        place = (home / pattern).resolve()
        if pattern not in before and not (place.is_relative_to(inside) and ".." not in Path(pattern).parts):
            raise Mistakes(
                [
                    Mistake(
                        Words(
                            fr=f"« {pattern} » n’est pas dans le dossier exports",
                            en=f"“{pattern}” is not in the folder exports",
                        ),
                        remedy=Words(
                            fr="déposez le fichier dans le navigateur, ou nommez-le dans le YAML sur le serveur",
                            en="drop the file in the browser, or name it in the YAML on the server",
                        ),
                        file=declared.file,
                        line=declared.line,
                    )
                ]
            )


def _size(home: Path, source: SourceDeclaration) -> int:
    return sum(path.stat().st_size for pattern in source.patterns for path in _matches(home, pattern))


def _matches(home: Path, pattern: str) -> list[Path]:
    if Path(pattern).is_absolute():
        root = Path(pattern).anchor
        return [path for path in Path(root).glob(pattern.removeprefix(root)) if path.is_file()]
    return [path for path in home.glob(pattern) if path.is_file()]
