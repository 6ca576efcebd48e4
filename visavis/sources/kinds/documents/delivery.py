"""Which documents a source has: files, globs, and folders with all documents in them."""

from glob import escape
from pathlib import Path

from visavis.declarations import Declared
from visavis.mistakes import Words
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.documents.pages import is_document
from visavis.sources.kinds.files import delivery
from visavis.sources.kinds.rows import Arrival


def arrived(home: Path, declared: Declared[SourceDeclaration]) -> tuple[list[tuple[Path, Arrival]], list[Words]]:
    """Each document with its hash; a second copy of the same content is left out, with a note. Raises Mistake."""
    files = [file for pattern in declared.value.patterns for file in _inside(home, pattern)]
    source = declared.value.model_copy(update={"files": files})
    return delivery.arrived(home, Declared(source, declared.file, declared.line))


def _inside(home: Path, pattern: str) -> list[str]:
    """The pattern itself; of a folder, the documents in it and below."""
    folder = Path(pattern).expanduser()
    folder = folder if folder.is_absolute() else home / folder
    if not folder.is_dir():
        return [pattern]
    found = [escape(str(file)) for file in sorted(folder.rglob("*")) if file.is_file() and is_document(file.name)]
    return found or [pattern]
