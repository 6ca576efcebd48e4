"""Promises found in the documents of a home, each with its exact sentence, its document and its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from visavis.engine.reading.commitments import Commitment, commitment_in
from visavis.engine.reading.sentences_of import sentences_on
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import read_sources
from visavis.sources.kinds.documents.opening import read_document
from visavis.sources.kinds.documents.pages import Document
from visavis.sources.registry import KINDS


@dataclass(frozen=True, slots=True)
class Found:
    """A promise where it stands: the document by its name from HOME, the page from 1 on (HTML has one)."""

    commitment: Commitment
    document: str
    page: int

    @property
    def place(self) -> Words:
        """Document and page, as people say them; without the folder."""
        name = Path(self.document).name.replace("${", "$ {")  # it is written into a file where such names are looked up
        return Words(fr=f"{name}, page {self.page}", en=f"{name}, page {self.page}")


def found_in(document: Document, name: str) -> Iterator[Found]:
    """The promises in a document, in its order. What would read a variable of the server once written is none."""
    one_line = " ".join(name.split())
    for page, sentence in sentences_on(document.pages):
        commitment = commitment_in(sentence) if "${" not in sentence else None
        if commitment is not None:
            yield Found(commitment, one_line, page)


def found_in_documents(home: Path) -> list[Found]:
    """The promises in all documents that sources of `home` name, in order; the same sentence once, where it stands first.

    A document that can't be read gives none: the run tells why among the rows left out. So does a source whose files are gone.
    """
    found: dict[str, Found] = {}
    for declared in read_sources(home):
        if declared.value.kind != "documents":
            continue
        try:
            files, _ = KINDS["documents"].arrived(home, declared)
        except Mistake:
            continue
        for file, arrival in files:
            for each in found_in(read_document(file), arrival.name):
                found.setdefault(each.commitment.sentence.casefold(), each)
    return list(found.values())
