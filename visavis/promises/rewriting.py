"""Promises written in the browser: adopted, tried, taken away; the YAML file is the truth, and its former text is kept."""

import tempfile
from pathlib import Path
from typing import Any

from visavis.declarations import Declared, versions
from visavis.declarations.editing import check_text, readable, without
from visavis.declarations.versions import Version
from visavis.engine.holding.promise import Promise
from visavis.engine.lake import Lake
from visavis.engine.tables import FACTS
from visavis.mistakes import Mistake, Mistakes, Words
from visavis.promises.alike import mark_of
from visavis.promises.ledger import FOLDER
from visavis.promises.trial import try_file

AT_ONCE = 1_500_000
"""Facts up to which a trial runs while somebody waits for the page; beyond, it is a job."""

RESERVED = ("new", "files", "trials")
"""Names that addresses need."""


def find(home: Path, name: str) -> Declared[Promise] | None:
    """The promise `name`, whatever is wrong in other files."""
    return next((each for each in readable(home / FOLDER, Promise)[0] if each.value.name == name), None)


def check_typed(file: Path, text: str) -> list[Declared[Promise]]:
    """The promises in `text`, that would stand in `file`; raises Mistakes with the lines of `text`."""
    return check_text(file, text, Promise, _must_have_an_address)


def adopt(file: Path, text: str, *, if_seen: str) -> tuple[list[Declared[Promise]], Version | None]:
    """Write `text` to `file`; the promises in it, and the version that it replaces.

    Raises Mistake for wrong text, and where the file changed meanwhile.
    """
    promises = check_typed(file, text)
    return promises, versions.change(file, text, if_seen=if_seen)


def withdraw(home: Path, name: str, *, if_seen: str) -> tuple[Path, Version | None]:
    """Take the promise `name` out of its file, or the file away; that file, and the version to come back to.

    Raises Mistake where there is none, and where the file changed meanwhile.
    """
    declared = find(home, name)
    if declared is None:
        raise Mistake(
            Words(fr=f"il n’y a pas de promesse « {name} »", en=f"there is no promise “{name}”"),
            remedy=Words(fr="retournez à la liste des promesses", en="go back to the list of promises"),
        )
    left = without(versions.text_of(declared.file), name)
    if left is None:
        return declared.file, versions.withdraw(declared.file, if_seen=if_seen)
    return declared.file, versions.change(declared.file, left, if_seen=if_seen)


def try_text(home: Path, file: str, text: str) -> list[dict[str, Any]]:
    """What the promises in `text` would have shown, as plain data (`Trial.as_json`); raises Mistake with lines of `text`.

    Beside it stands the mark of the test (`visavis.promises.alike`). Nothing is written. `file` names the text where it is
    wrong.
    """
    with tempfile.TemporaryDirectory(prefix="visavis-typed-") as folder:
        draft = Path(folder) / file
        draft.write_text(text, encoding="utf-8")
        try:
            return [trial.as_json() | {"test": mark_of(trial.promise.test)} for trial in try_file(home, draft)]
        except Mistakes as found:
            for mistake in found.mistakes:
                mistake.file = file
            raise
        except Mistake as found:
            if found.file is not None:
                found.file = file
            raise


def facts_to_try(home: Path) -> int:
    """How many facts a trial has to look at."""
    manifest = Lake(home / "lake").current()
    return sum(entry.rows for entry in manifest.entries if entry.table in FACTS) if manifest else 0


def _must_have_an_address(declared: Declared[Promise]) -> None:
    name = declared.value.name
    if name in RESERVED or len(name) > 100:
        raise Mistake(
            Words(fr=f"« {name} » ne peut pas nommer une promesse", en=f"“{name}” can’t name a promise"),
            remedy=Words(fr="choisissez un autre nom, court", en="choose another, short name"),
            file=declared.file,
            line=declared.line,
        )
