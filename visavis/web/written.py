"""A file that people write, as the page of its text needs it: the text, what was seen, what is wrong on which line."""

from pathlib import Path
from typing import Any

from visavis.declarations import versions
from visavis.mistakes import Mistake
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
        "versions": versions.versions(file.parent, file.name),
    }
