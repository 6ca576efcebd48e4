"""Where in a declaration a column is named, for mistakes that show only once a file is opened."""

import re
from pathlib import Path

from visavis.declarations import Declared
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.files.header import MissingColumn


def located(mistake: Mistake, declared: Declared[SourceDeclaration]) -> Mistake:
    """A missing column as a mistake of the declaration, with the line that names it; other mistakes as they are."""
    if not isinstance(mistake, MissingColumn):
        return mistake
    return Mistake(
        Words(fr=f"{mistake.file}: {mistake.what.fr}", en=f"{mistake.file}: {mistake.what.en}"),
        remedy=mistake.remedy,
        file=declared.file,
        line=line_of(declared.file, declared.line, mistake.column) or declared.line,
    )


def line_of(file: Path, begins: int, name: str) -> int | None:
    """The first line of the facts below `begins` that holds `name` as a word of its own, within the same document."""
    lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    word = re.compile(rf"(?:^|[\s\[{{,:\"']){re.escape(name)}(?:$|[\s\]}},:\"'])")
    facts = False
    for number, line in enumerate(lines[begins - 1 :], begins):
        if number > begins and line.startswith("---"):
            return None
        facts = facts or "facts:" in line
        if facts and word.search(line):
            return number
    return None
