"""A document as it was read: its pages, and what could not be read of it."""

from dataclasses import dataclass

SUFFIXES = (".pdf", ".html", ".htm", ".xhtml")
LARGEST = 200 << 20
"""Bytes of a document: beyond, it is pictures."""
MOST_PAGES = 2_000
MOST_TEXT = 20_000_000
"""Characters of a whole document."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A page that could not be read, or (None) a whole document, and why: a code of `visavis.sources.reasons`."""

    page: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """`pages` are texts, the first page first; `unread` tells pages without text, or why there is no page at all."""

    pages: tuple[str, ...] = ()
    unread: tuple[Missing, ...] = ()

    @property
    def refused(self) -> str | None:
        """The reason (code) why nothing of it could be read; None where something was."""
        return None if self.pages else self.unread[0].reason if self.unread else "document-without-text"


def refused(reason: str) -> Document:
    """A document of which nothing could be read."""
    return Document((), (Missing(None, reason),))


def is_document(name: str) -> bool:
    """Whether a file of this name is read as a document."""
    return name.lower().endswith(SUFFIXES)
