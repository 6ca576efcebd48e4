"""A source proposed for documents: no columns to understand, only whether each can be read."""

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from visavis.mistakes import Mistake, Words
from visavis.sources.kinds.documents.opening import read_document
from visavis.sources.kinds.documents.pages import Document, is_document
from visavis.sources.looking.proposal import origin
from visavis.sources.reasons import REASONS, remedy_of

NAME = "documents"


@dataclass(frozen=True, slots=True)
class DocumentsProposal:
    """One source for all documents looked at together: how it would be written, and what there is to say of them."""

    name: str
    files: tuple[Path, ...]
    written: tuple[str, ...]
    pages: int
    notes: tuple[Words, ...]

    @property
    def yaml(self) -> str:
        """The source as a file to keep."""
        from ruamel.yaml import YAML

        yaml, out = YAML(), io.StringIO()
        yaml.width = 120
        yaml.dump({"name": self.name, "kind": "documents", "files": list(self.written)}, out)
        return out.getvalue()


def apart(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Documents, and all other files."""
    return [file for file in files if is_document(file.name)], [file for file in files if not is_document(file.name)]


def refusal(document: Document) -> Mistake | None:
    """Why nothing of a document can be read, with what to do; None where something can."""
    code = document.refused
    return None if code is None else Mistake(REASONS[code], remedy=remedy_of(code))


def propose_documents(
    read: Sequence[tuple[Path, Document]], home: Path, *, name: str | None = None, taken: Collection[str] = ()
) -> DocumentsProposal:
    """The source for documents that can be read, under a name that is not taken."""
    own = name or next(each for each in (NAME, *(f"{NAME}-{n}" for n in range(2, 9_999))) if each not in taken)
    notes = [
        Words(fr=f"{file.name}, page {each.page}: {why.fr}", en=f"{file.name}, page {each.page}: {why.en}")
        for file, document in read
        for each in document.unread
        for why in [REASONS[each.reason]]
    ]
    return DocumentsProposal(
        own,
        tuple(file for file, _ in read),
        tuple(escape(origin(home, file)) for file, _ in read),
        sum(len(document.pages) for _, document in read),
        tuple(notes),
    )


def look_at_documents(
    files: Sequence[Path], home: Path, *, name: str | None = None, taken: Collection[str] = ()
) -> DocumentsProposal:
    """Read every document and propose their source; raises Mistake for one that can't be read."""
    read = []
    for file in dict.fromkeys(files):
        if not file.is_file():
            raise Mistake(
                Words(fr="ce fichier n’existe pas", en="there is no such file"),
                remedy=Words(fr="vérifiez le chemin", en="check the path"),
                file=file,
            )
        document = read_document(file)
        if (mistake := refusal(document)) is not None:
            raise Mistake(mistake.what, remedy=mistake.remedy, file=file)
        read.append((file, document))
    return propose_documents(read, home, name=name, taken=taken)
