"""A file that people write, as the page of its text needs it: the text, what was seen, what is wrong on which line."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from visavis.declarations import versions
from visavis.declarations.versions import Version
from visavis.house.changes import authors, note_file
from visavis.mistakes import Mistake
from visavis.web.access import user_of
from visavis.web.mistaken import shown


def listing(file: Path, text: str | None, wrong: Mistake | None, seen: str | None = None) -> dict[str, Any]:
    """Context for `parts/written.html`: `text` as it was typed (None: as it stands).

    `seen` is what the person saw when the page was opened; where the file changed since, its present text is shown beside,
    and saving again then replaces that one.
    """
    now = versions.seen(file)
    present = versions.text_of(file)
    mistakes = shown(wrong) if wrong else []
    lines = {each.line for each in mistakes if each.line and each.place == file.name}
    typed = present if text is None else text
    return {
        "file": file.name,
        "yaml": typed,
        "seen": now,
        "present": present if seen is not None and seen != now and typed != present else "",
        "mistakes": mistakes,
        "lines": [(number, line, number in lines) for number, line in enumerate(typed.splitlines(), 1)]
        if lines
        else [],
        "versions": told(file.parent, versions.versions(file.parent, file.name)),
    }


@dataclass(frozen=True, slots=True)
class Former:
    """A former version, and who replaced it or took it away (empty: not known, as for changes on the server)."""

    id: str
    name: str
    replaced_at: datetime.datetime
    by: str


def told(folder: Path, found: Sequence[Version]) -> list[Former]:
    """Former versions of files in `folder` of the home, with their authors."""
    by = authors(folder.name, [each.id for each in found]) if found else {}
    return [Former(each.id, each.name, each.replaced_at, by.get(each.id, "")) for each in found]


def note(request: HttpRequest, file: Path, former: Version | None) -> None:
    """Note who changed `file`, and which version that replaced."""
    note_file(user_of(request), f"{file.parent.name}/{file.name}", former.id if former else "")
